/** The words under which a patient decides (R30, R31), as dated data: a consent names the version that was read. */
import type { ConsentItem } from './check'
import type { Day } from './days'
import { type DatedRule, ruleInForce, SOURCES } from './rules'

/** The permanent name of one version; a sentence that changes gets a new one. */
export type ConsentWordingId = 'consent-1'

/** The languages in which a patient can read them. `easy` is やさしい日本語. */
export const CONSENT_LANGUAGES = ['ja', 'easy', 'en', 'zh', 'ko', 'vi', 'pt'] as const
export type ConsentLanguage = (typeof CONSENT_LANGUAGES)[number]

const CONSENT_1 = {
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
} as const

/** A sentence of any version, in Japanese; the other languages have it under this key. */
export type ConsentSentence =
  | (typeof CONSENT_1)['items'][ConsentItem]['label' | 'plain' | 'purpose']
  | (typeof CONSENT_1)['refusal']

export interface ConsentItemWords {
  /** The official word. */
  label: ConsentSentence
  /** What it is. */
  plain: ConsentSentence
  /** What it is good for. */
  purpose: ConsentSentence
}

export interface ConsentWording extends DatedRule {
  wording: ConsentWordingId
  items: Readonly<Record<ConsentItem, ConsentItemWords>>
  /** Said with the choice: refusing is normal and costs nothing (R31). */
  refusal: ConsentSentence
}

/** In order of time; released words are never edited. */
export const CONSENT_WORDINGS: readonly ConsentWording[] = [
  {
    id: 'R30',
    from: null,
    until: null,
    source: SOURCES.insuranceCouncil,
    wording: 'consent-1',
    ...CONSENT_1,
  },
]

/** The words in force on that day. */
export function consentWordingOn(day: Day): ConsentWording {
  return ruleInForce(CONSENT_WORDINGS, day)
}

/**
 * What a consent names: version and language of what was read, `consent-1/vi`. Japanese, which the first apps alone
 * showed, stands without one; so nothing that was given before has to be read anew.
 */
export function wordingRead(wording: ConsentWordingId, language: ConsentLanguage): string {
  return language === 'ja' ? wording : `${wording}/${language}`
}

/** The words a consent names; undefined where it names none (an older app) or one that this build does not know. */
export function findConsentWording(
  named: string | undefined,
): { words: ConsentWording; language: ConsentLanguage } | undefined {
  const [wording, language = 'ja', ...rest] = named?.split('/') ?? []
  const words = CONSENT_WORDINGS.find((each) => each.wording === wording)
  const known = CONSENT_LANGUAGES.find((each) => each === language)
  if (words === undefined || known === undefined || rest.length > 0) return undefined
  return { words, language: known }
}
