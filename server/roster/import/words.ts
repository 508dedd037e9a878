/**
 * The words of imported files as data: how other software names a column, and what it writes in it. They change with that
 * software; `roster-words.json` in the facility's data folder adds to them without code.
 */
import * as v from 'valibot'
import type { Setting } from '../../../domain/check'
import type { Day } from '../../../domain/days'
import { SETTINGS } from '../../../domain/settings'
import { normaliseWord } from '../../../domain/typed'

export const PATIENT_FIELDS = [
  'patientId',
  'name',
  'nameKana',
  'birthdate',
  'sex',
  'insurerNumber',
  'symbol',
  'number',
  'branch',
  'checkedOn',
  'cardCheckedOn',
  'continuing',
  'usesDocument',
  'pinless',
] as const
export const VISIT_FIELDS = ['day', 'time', 'patientId', 'setting', 'order', 'note'] as const

export type PatientField = (typeof PATIENT_FIELDS)[number]
export type VisitField = (typeof VISIT_FIELDS)[number]

export interface ImportWords {
  /** Where and when the words were collected. */
  source: string
  asOf: Day
  patients: Record<PatientField, readonly string[]>
  visits: Record<VisitField, readonly string[]>
  /** A column of that name refuses the file, whatever is in it (R13). */
  forbidden: readonly string[]
  sex: Record<'male' | 'female' | 'unset', readonly string[]>
  flag: Record<'yes' | 'no', readonly string[]>
  setting: Partial<Record<Setting, readonly string[]>>
}

export const BUILT_IN_WORDS: ImportWords = {
  source: 'names of columns as reception and claim software print them; no published list is known',
  asOf: '2026-11-22',
  patients: {
    patientId: [
      ...['患者番号', '患者ID', '患者コード', '患者No', '患者No.', '照会番号', 'カルテ番号'],
      ...['診察券番号', '利用者番号', '利用者ID', '顧客番号'],
    ],
    name: [
      '氏名',
      '患者氏名',
      '漢字氏名',
      '氏名(漢字)',
      '患者名',
      '利用者氏名',
      '利用者名',
      '名前',
    ],
    nameKana: [
      ...[
        'フリガナ',
        'ふりがな',
        'カナ氏名',
        '氏名カナ',
        '氏名(カナ)',
        '患者カナ氏名',
        '患者氏名カナ',
      ],
      ...['カナ', '利用者氏名カナ'],
    ],
    birthdate: ['生年月日', '誕生日', '患者生年月日'],
    sex: ['性別', '患者性別'],
    insurerNumber: ['保険者番号', '保険者No', '保険者No.', '保険者コード'],
    symbol: ['記号', '被保険者証記号', '被保険者記号', '保険証記号'],
    number: ['番号', '被保険者証番号', '被保険者番号', '保険証番号'],
    branch: ['枝番', '被保険者証枝番', '枝番号', '保険証枝番'],
    checkedOn: ['確認日', '資格確認日', '保険確認日', '保険証確認日'],
    cardCheckedOn: ['カード確認日', '前回カード確認日', 'マイナンバーカード確認日'],
    continuing: ['継続', '継続訪問', '訪問継続'],
    usesDocument: ['資格確認書', '資格確認書利用'],
    pinless: ['顔認証カード', '顔認証マイナンバーカード', '暗証番号なし'],
  },
  visits: {
    day: ['訪問日', '訪問予定日', '予定日', '日付', '年月日'],
    time: ['時刻', '訪問時刻', '開始時刻', '予定時刻', '開始時間', '訪問時間', '時間'],
    patientId: [
      ...['患者番号', '患者ID', '患者コード', '患者No', '患者No.', '照会番号', 'カルテ番号'],
      ...['診察券番号', '利用者番号', '利用者ID', '顧客番号'],
    ],
    setting: ['場面', '訪問区分', '区分', '訪問種別', 'サービス'],
    order: ['順番', '順', '訪問順', 'No'],
    note: ['備考', 'メモ', '連絡事項'],
  },
  forbidden: ['個人番号', 'マイナンバー', 'MyNumber', '照合番号A', '照合番号'],
  sex: {
    male: ['男', '男性', '1', 'M', 'male'],
    female: ['女', '女性', '2', 'F', 'female'],
    unset: ['未設定', '不明', 'その他', '3', '9', '0'],
  },
  flag: {
    yes: ['はい', '有', 'あり', '1', '○', '〇', '◯', '✓', 'レ', '継続', '利用', 'yes', 'true'],
    no: ['いいえ', '無', 'なし', '0', '×', '✕', '終了', 'no', 'false'],
  },
  setting: {
    homeMedicalCare: ['訪問診療', '在宅診療', '訪問歯科診療', '訪問歯科'],
    homeNursing: ['訪問看護', '訪看'],
    homePharmacy: ['訪問服薬指導', '訪問薬剤管理', '訪問薬剤管理指導', '居宅療養管理指導'],
    houseCall: ['往診'],
    onlineCare: ['オンライン診療', 'オンライン'],
    treatmentRoom: ['施術', '施術所', '訪問施術', '往療', '訪問マッサージ'],
    healthCheckup: ['健診', '健康診断'],
    midwifery: ['助産', '助産所'],
  },
}

/** The names that faults are told with, whatever the file calls its columns. */
export const PATIENT_LABELS = labelsOf(BUILT_IN_WORDS.patients)
export const VISIT_LABELS = labelsOf(BUILT_IN_WORDS.visits)

const names = v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(50)))
const namesOf = (keys: readonly string[]) => v.optional(v.record(v.picklist(keys), names), {})

export const AddedWords = v.strictObject({
  source: v.pipe(v.string(), v.minLength(1)),
  asOf: v.pipe(v.string(), v.isoDate()),
  patients: namesOf(PATIENT_FIELDS),
  visits: namesOf(VISIT_FIELDS),
  sex: namesOf(Object.keys(BUILT_IN_WORDS.sex)),
  flag: namesOf(Object.keys(BUILT_IN_WORDS.flag)),
  setting: namesOf(Object.keys(SETTINGS)),
})

/**
 * `roster-words.json` over the built-in words: a word that stands there means what it says there, and no longer what it meant
 * before. What is forbidden stays so.
 * @throws v.ValiError naming the path
 */
export function withAddedWords(json: unknown, words: ImportWords = BUILT_IN_WORDS): ImportWords {
  const added = v.parse(AddedWords, json)
  return {
    ...words,
    source: added.source,
    asOf: added.asOf,
    patients: addTo(words.patients, added.patients),
    visits: addTo(words.visits, added.visits),
    sex: addTo(words.sex, added.sex),
    flag: addTo(words.flag, added.flag),
    setting: addTo(words.setting, added.setting),
  }
}

/** Words are compared in one width, one kind of dash, without spaces, in small letters. */
export function sameWord(text: string): string {
  return normaliseWord(text).toLowerCase()
}

/** The key under which a word stands; null where it stands under none. */
export function findWord<K extends string>(
  words: Partial<Record<K, readonly string[]>>,
  text: string,
): K | null {
  const wanted = sameWord(text)
  for (const [key, list] of Object.entries(words) as [K, readonly string[]][]) {
    if (list.some((word) => sameWord(word) === wanted)) return key
  }
  return null
}

function labelsOf<K extends string>(words: Record<K, readonly string[]>): Record<K, string> {
  const entries = Object.entries(words) as [K, readonly string[]][]
  return Object.fromEntries(entries.map(([key, list]) => [key, list[0] ?? key])) as Record<
    K,
    string
  >
}

function addTo<K extends string>(
  words: Partial<Record<K, readonly string[]>>,
  added: Partial<Record<string, readonly string[]>>,
): Record<K, readonly string[]> {
  const taken = new Set(Object.values(added).flatMap((list) => (list ?? []).map(sameWord)))
  const keys = [...new Set([...Object.keys(words), ...Object.keys(added)])] as K[]
  const lists = keys.map((key): [K, readonly string[]] => {
    const left = (words[key] ?? []).filter((word) => !taken.has(sameWord(word)))
    return [key, [...left, ...(added[key] ?? [])]]
  })
  return Object.fromEntries(lists) as Record<K, readonly string[]>
}
