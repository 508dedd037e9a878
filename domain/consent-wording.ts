/** The words under which a patient decides (R30, R31), as dated data: a consent names the version that was read. */
import { CONSENT_ITEMS, type ConsentItem } from './check'
import type { Day } from './days'
import { type DatedRule, ruleInForce, SOURCES } from './rules'

/** The permanent name of one version; a sentence that changes gets a new one. */
export type ConsentWordingId = 'consent-1'

export interface ConsentItemWords {
  /** The official word. */
  label: string
  /** What it is. */
  plain: string
  /** What it is good for. */
  purpose: string
}

export interface ConsentWording extends DatedRule {
  wording: ConsentWordingId
  items: Readonly<Record<ConsentItem, ConsentItemWords>>
  /** Said with the choice: refusing is normal and costs nothing (R31). */
  refusal: string
}

/** In order of time; released words are never edited. */
export const CONSENT_WORDINGS: readonly ConsentWording[] = [
  {
    id: 'R30',
    from: null,
    until: null,
    source: SOURCES.insuranceCouncil,
    wording: 'consent-1',
    items: {
      diagnosis: {
        label: '診療情報',
        plain: 'これまでに受けた診察や検査の記録です。',
        purpose: '同じ検査をくり返さずにすみます。',
      },
      medication: {
        label: '薬剤情報',
        plain: 'これまでに出された薬の記録です。',
        purpose: '薬の重なりや、よくない飲み合わせを防ぎます。',
      },
      checkup: {
        label: '特定健診等情報',
        plain: '40歳からの健康診査などの結果です。',
        purpose: '体の変化に早く気づけます。',
      },
      surgery: {
        label: '手術情報',
        plain: 'これまでに受けた手術の記録です。',
        purpose: '安全な治療を選べます。',
      },
    },
    refusal: '同意しなくても、保険の確認と診療は受けられます。',
  },
]

/** The words in force on that day. */
export function consentWordingOn(day: Day): ConsentWording {
  return ruleInForce(CONSENT_WORDINGS, day)
}

/** The words a consent names; undefined where it names none (an older app) or one that this build does not know. */
export function findConsentWording(wording: string | undefined): ConsentWording | undefined {
  return CONSENT_WORDINGS.find((each) => each.wording === wording)
}

/** The official words of these items, in the order of the screen: 診療情報・薬剤情報. */
export function itemLabels(items: readonly ConsentItem[], words: ConsentWording): string[] {
  return CONSENT_ITEMS.filter((item) => items.includes(item)).map((item) => words.items[item].label)
}
