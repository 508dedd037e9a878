/** What the form's words are called on the patient's screens, and what each answer means in plain words. */
import { formatPercent } from '../../../../domain/burden'
import type {
  DeclarationDraft,
  DeclaredKind,
  DeclaredShare,
} from '../../../../domain/declaration/declaration'
import type { DeclarationQuestion } from '../../../../domain/declaration/questions'
import { birthdateOf } from '../../../../domain/declaration/needed'
import { splitDay } from '../../../../domain/days'
import { toWareki } from '../../../../domain/era'
import { formatPhone, parsePhone } from '../../../../domain/phone'
import {
  patientLanguage,
  patientText,
  say,
  sayDay,
  type PatientSentence,
} from '../../../words/patient'
import { sayRelation } from '../../patient/relations'

interface Choice<T extends string> {
  value: T
  label: string
  note?: string | undefined
}

const ERA_NAMES: Readonly<Record<string, PatientSentence>> = {
  明治: patientText('明治'),
  大正: patientText('大正'),
  昭和: patientText('昭和'),
  平成: patientText('平成'),
  令和: patientText('令和'),
}

/** With its reading where the reader does not read Japanese: it has to be found on the card. */
export function sayEra(name: string): string {
  const text = ERA_NAMES[name]
  return text ? say(text) : name
}

/** Each with what it means for somebody who has never seen the word. */
export function kindChoices(): Choice<DeclaredKind>[] {
  return [
    {
      value: 'employees',
      label: say('会社などの健康保険(社保)'),
      note: say('会社員・公務員とその家族。協会けんぽ、健康保険組合、共済組合'),
    },
    {
      value: 'national',
      label: say('国民健康保険(国保)'),
      note: say('自営業や年金の方と、その家族'),
    },
    {
      value: 'latterStage',
      label: say('後期高齢者医療(後期)'),
      note: say('75歳以上の方など'),
    },
    {
      value: 'other',
      label: say('そのほか'),
      note: say('自衛官の方、公費だけで医療を受けている方'),
    },
    { value: 'unknown', label: say('わからない') },
  ]
}

export function shareChoices(): Choice<'10' | '20' | '30' | 'unknown'>[] {
  return [
    { value: '30', label: say('3割') },
    { value: '20', label: say('2割') },
    { value: '10', label: say('1割') },
    { value: 'unknown', label: say('わからない') },
  ]
}

export function shareOf(choice: '10' | '20' | '30' | 'unknown'): DeclaredShare {
  switch (choice) {
    case '10':
      return 10
    case '20':
      return 20
    case '30':
      return 30
    case 'unknown':
      return 'unknown'
  }
}

export function sexChoices(): Choice<'male' | 'female'>[] {
  return [
    { value: 'male', label: say('男') },
    { value: 'female', label: say('女') },
  ]
}

/** 世帯主 stands for 本人 with 国保, where a household and not a person is insured. */
export function insuredAsChoices(kind: DeclaredKind | null): Choice<'self' | 'family'>[] {
  const national = kind === 'national'
  return [
    {
      value: 'self',
      label: say('自分の保険(本人)'),
      note: national ? say('世帯主の方') : say('自分の名前で入っている方'),
    },
    {
      value: 'family',
      label: say('家族の保険(家族)'),
      note: national ? say('世帯主でない方') : say('夫や妻、親、子などの保険に入っている方'),
    },
  ]
}

/** An example of the name that is asked for. */
export function insurerExample(kind: DeclaredKind | null): string {
  switch (kind) {
    case 'employees':
      return say('例: 全国健康保険協会 東京支部、〇〇健康保険組合')
    case 'national':
      return say('例: 〇〇市、〇〇国民健康保険組合')
    case 'latterStage':
      return say('例: 〇〇県後期高齢者医療広域連合')
    case 'other':
    case 'unknown':
    case null:
      return say('お知らせや前の保険証に書いてある名前です。')
  }
}

/** What goes on the form in place of a name; in Japanese, as the form is. */
export const NOT_KNOWN = 'わからない'
export const NO_WORKPLACE = 'なし'

export const QUESTION_LABELS: Readonly<Record<DeclarationQuestion, PatientSentence>> = {
  insured: patientText('いま保険に入っている'),
  insuranceKind: patientText('保険の種類'),
  nationalUnion: patientText('国保の種類'),
  insurerName: patientText('保険の名前'),
  workplace: patientText('お勤め先'),
  insuredAs: patientText('本人か家族か'),
  share: patientText('窓口で払う割合'),
  name: patientText('お名前'),
  nameKana: patientText('フリガナ'),
  birthdate: patientText('生年月日'),
  sex: patientText('性別'),
  address: patientText('カードの住所'),
  residence: patientText('いま住んでいる所'),
  phone: patientText('電話番号'),
  signer: patientText('署名する方'),
  signature: patientText('署名'),
}

/** 昭和25年3月3日 with the day as the reader's language writes it. */
export function sayBirthdate(draft: DeclarationDraft): string {
  const day = birthdateOf(draft)
  const wareki = day === null ? null : toWareki(day)
  if (day === null || wareki === null) return ''
  const japanese = patientLanguage.value === 'ja' || patientLanguage.value === 'easy'
  return japanese ? `${wareki.text}(${splitDay(day).year}年)` : `${wareki.text} (${sayDay(day)})`
}

/** An answer as the patient reads it in the review; what they typed stays as typed. */
export function sayAnswer(question: DeclarationQuestion, draft: DeclarationDraft): string {
  switch (question) {
    case 'insured':
      return draft.insured === true ? say('はい') : ''
    case 'insuranceKind':
      return labelOf(kindChoices(), draft.insuranceKind)
    case 'nationalUnion':
      return draft.nationalUnion === true ? say('国保組合') : say('市区町村の国保')
    case 'insurerName':
    case 'workplace':
      return sayTyped(draft[question])
    case 'insuredAs':
      return labelOf(insuredAsChoices(draft.insuranceKind), draft.insuredAs)
    case 'share':
      return draft.share === 'unknown' ? say('わからない') : sayShare(draft.share)
    case 'birthdate':
      return sayBirthdate(draft)
    case 'sex':
      return labelOf(sexChoices(), draft.sex)
    case 'residence':
      return draft.residence === '' ? say('書かない') : draft.residence
    case 'signer':
      return draft.signedByOther ? sayRelation(draft.relation) : say('患者さん本人')
    case 'name':
    case 'nameKana':
    case 'address':
      return draft[question]
    case 'phone':
      return sayPhone(draft.phone)
    case 'signature':
      return ''
  }
}

function sayShare(share: Exclude<DeclaredShare, 'unknown'> | null): string {
  if (share === null) return ''
  return labelOf(shareChoices(), String(share)) || formatPercent(share)
}

function sayPhone(typed: string): string {
  const phone = parsePhone(typed)
  return phone.ok ? formatPhone(phone.value) : typed
}

function sayTyped(text: string): string {
  if (text === NOT_KNOWN || text === '') return say('わからない')
  return text === NO_WORKPLACE ? say('お勤め先はない') : text
}

function labelOf(choices: readonly Choice<string>[], value: string | null): string {
  return choices.find((choice) => choice.value === value)?.label ?? ''
}
