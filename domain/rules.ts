/**
 * Rules as dated data. The ministry changes them several times a year, and a check captured last month is judged
 * by the rules of its own day: so a rule is an entry with its days, never an `if`.
 */
import { addDays, type Day, isWithin } from './days'

/** The number that tests, steps and comments cite. */
export type RuleId = `R${number}`

export interface DatedRule {
  id: RuleId
  /** First day in force; null: since before Tazune's sources. */
  from: Day | null
  /** Last day in force; null: no end known. */
  until: Day | null
  /** The public document it is taken from. */
  source: string
}

/** The rule of a table in force on that day, or null. */
export function ruleOn<R extends DatedRule>(rules: readonly R[], day: Day): R | null {
  return rules.find((rule) => isWithin(day, rule)) ?? null
}

/** As {@link ruleOn}, for a table that covers every day. @throws RangeError where it has a hole: a bug. */
export function ruleInForce<R extends DatedRule>(rules: readonly R[], day: Day): R {
  const rule = ruleOn(rules, day)
  if (rule === null) throw new RangeError('a table of rules has a hole')
  return rule
}

/** True if the table, in order, covers every day once: no hole and no overlap. */
export function coversEveryDay(rules: readonly DatedRule[]): boolean {
  return rules.every((rule, index) => {
    const next = rules[index + 1]
    const begins = index > 0 || rule.from === null
    if (next === undefined) return begins && rule.until === null
    return begins && rule.until !== null && next.from === addDays(rule.until, 1)
  })
}

/** The public documents the tables cite. */
export const SOURCES = {
  transitionSeminar:
    '厚生労働省保険局「マイナ保険証を基本とする仕組みへの移行に向けた準備セミナー」',
  insuranceCouncil:
    '社会保障審議会医療保険部会 資料(オンライン資格確認の施設類型、電子証明書の期限)',
  fallbackPage: '医療機関等向け総合ポータルサイト KB0011769(窓口における資格確認方法)',
  interimNotice: '厚生労働省 事務連絡 2025年11月12日(期限切れ保険証等の取扱い)',
  reinquiryOrder: '療担規則、薬担規則、指定訪問看護の基準(2023年12月1日施行、再照会による資格確認)',
  cardOrder: '個人番号カードの有効期間(デジタル庁)',
  insuranceLaw: '健康保険法 第74条、高齢者の医療の確保に関する法律 第67条(一部負担金)',
  numberingRules: '厚生労働省 保険者番号等設定要領',
} as const
