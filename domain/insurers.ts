/** 法別番号: what kind of insurance an insurer number belongs to, and where the insurer is. */
import { SOURCES } from './rules'
import { normaliseTyped } from './typed'

/** 社保 / 国保 / 後期 / 自衛官など (the choices of the 申立書, R55). */
export type InsuranceKind = 'employees' | 'national' | 'latterStage' | 'other'

/** Where the tables below are taken from. */
export const NUMBERING_SOURCE = SOURCES.numberingRules

/** By the first two of eight digits; a six-digit number is 国保. */
const SCHEMES: Readonly<Record<string, readonly [InsuranceKind, string]>> = {
  '01': ['employees', '協会けんぽ'],
  '02': ['employees', '船員保険'],
  '03': ['employees', '日雇特例(一般)'],
  '04': ['employees', '日雇特例(特別)'],
  '06': ['employees', '健康保険組合'],
  '07': ['other', '自衛官等'],
  '31': ['employees', '国家公務員共済'],
  '32': ['employees', '地方公務員共済'],
  '33': ['employees', '警察共済'],
  '34': ['employees', '公立学校・私学共済'],
  '39': ['latterStage', '後期高齢者医療'],
  '63': ['employees', '特定健康保険組合(特例退職)'],
  '67': ['national', '国民健康保険(退職者)'],
  '72': ['employees', '国家公務員特定共済'],
  '73': ['employees', '地方公務員等特定共済'],
  '74': ['employees', '警察特定共済'],
  '75': ['employees', '公立学校・私学特定共済'],
}

/** 公費: by the first two digits of the 公費負担者番号. 40–49 and 80–99 are the prefectures' and municipalities' own. */
const PAYER_SCHEMES: Readonly<Record<string, string>> = {
  '10': '結核(適正医療)',
  '11': '結核(入院)',
  '12': '生活保護',
  '13': '戦傷病者(療養の給付)',
  '14': '戦傷病者(更生医療)',
  '15': '更生医療',
  '16': '育成医療',
  '17': '療育の給付',
  '18': '原爆(認定疾病)',
  '19': '原爆(一般疾病)',
  '20': '措置入院',
  '21': '精神通院医療',
  '22': '麻薬中毒者入院',
  '23': '養育医療',
  '24': '療養介護医療',
  '25': '中国残留邦人等',
  '28': '一類感染症等',
  '29': '新感染症',
  '30': '医療観察',
  '38': '肝炎',
  '51': '特定疾患等',
  '52': '小児慢性特定疾病',
  '53': '児童福祉施設の措置等',
  '54': '難病',
  '62': '特定B型肝炎',
  '66': '石綿',
  '79': '障害児施設医療',
}
const LOCAL_PAYERS = /^(?:4|8|9)\d/

const PREFECTURE_NAMES =
  '北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄'

/** 都道府県番号: 01 北海道 to 47 沖縄. */
export const PREFECTURES: Readonly<Record<string, string>> = Object.fromEntries(
  PREFECTURE_NAMES.split(' ').map((name, index) => [String(index + 1).padStart(2, '0'), name]),
)

/** 国保組合 have 300 to 399 where a municipality has its own number. */
const NATIONAL_UNION = /^\d{2}3\d{2}\d$/

/** Kind and Japanese name of the scheme of a canonical insurer number; null for a scheme not listed. */
export function insurerScheme(
  insurerNumber: string,
): { kind: InsuranceKind; label: string } | null {
  if (/^\d{6}$/.test(insurerNumber)) {
    const union = NATIONAL_UNION.test(insurerNumber)
    return { kind: 'national', label: union ? '国民健康保険組合' : '国民健康保険' }
  }
  const scheme = /^\d{8}$/.test(insurerNumber) ? SCHEMES[insurerNumber.slice(0, 2)] : undefined
  return scheme === undefined ? null : { kind: scheme[0], label: scheme[1] }
}

/** The prefecture of a canonical insurer or payer number; null where its two digits name none. */
export function prefectureOf(number: string): string | null {
  const digits = number.length === 6 ? number.slice(0, 2) : number.slice(2, 4)
  return PREFECTURES[digits] ?? null
}

/** Of 医療扶助, and of the 支援給付 that is granted as it is; in any width. */
export function isWelfarePayer(payerNumber: string): boolean {
  return /^(?:12|25)\d{6}$/.test(normaliseTyped(payerNumber))
}

/** Japanese name of the scheme of a 公費負担者番号; null for one not listed. */
export function payerScheme(payerNumber: string): string | null {
  if (!/^\d{8}$/.test(payerNumber)) return null
  const scheme = PAYER_SCHEMES[payerNumber.slice(0, 2)]
  if (scheme !== undefined) return scheme
  return LOCAL_PAYERS.test(payerNumber) ? '地方の公費' : null
}
