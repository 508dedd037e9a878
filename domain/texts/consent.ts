/** What the patient reads before deciding (R30–R32): plain words, for somebody over eighty. */
import { CONSENT_ITEMS, type ConsentItem, type Setting } from '../check'
import {
  CONSENT_WORDINGS,
  type ConsentItemWords,
  type ConsentLanguage,
  type ConsentWording,
  findConsentWording,
} from '../consent-wording'
import { type Day, type Instant, toMs } from '../days'
import { settingRule } from '../settings'

export interface ConsentText extends ConsentItemWords {
  item: ConsentItem
}

/** What is shown now; a consent given under it names it. */
export const SHOWN_WORDING: ConsentWording = newestWording()

/** The four items in the order of the screen. */
export const CONSENT_TEXTS: readonly ConsentText[] = CONSENT_ITEMS.map((item) => ({
  item,
  ...SHOWN_WORDING.items[item],
}))

/** 処方箋の発行形態 (R30). */
export const PRESCRIPTION_LABELS = { electronic: '電子処方箋', paper: '紙の処方箋' } as const

/** Said with the choice: refusing is normal and costs nothing (R31). */
export const REFUSAL_TEXT = SHOWN_WORDING.refusal

/** A sentence of {@link consentLifeText}. */
export type ConsentLifeText =
  | '今から24時間だけ見ることができます。'
  | '訪問が続く間、見ることができます。いつでも取り消せます。'
  | '今日だけ見ることができます。次回はもう一度お尋ねします。'

/** How long a consent holds here, before it is given (R32); null where none is asked (R4). */
export function consentLifeText(setting: Setting, day: Day): ConsentLifeText | null {
  switch (settingRule(setting, day).consentLife) {
    case 'hours24':
      return '今から24時間だけ見ることができます。'
    case 'untilRevoked':
      return '訪問が続く間、見ることができます。いつでも取り消せます。'
    case 'eachTime':
      return '今日だけ見ることができます。次回はもう一度お尋ねします。'
    case 'none':
      return null
  }
}

/** 3時間12分, or 48秒 in the last minute; the end itself is 0秒. */
export function remainingText(until: Instant, at: Instant): string {
  const seconds = Math.max(0, Math.ceil((toMs(until) - toMs(at)) / 1000))
  if (seconds < 60) return `${seconds}秒`
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes}分` : `${hours}時間${minutes % 60}分`
}

const LANGUAGE_LABELS: Readonly<Record<ConsentLanguage, string>> = {
  ja: '日本語',
  easy: 'やさしい日本語',
  en: '英語',
  zh: '中国語(簡体字)',
  ko: '韓国語',
  vi: 'ベトナム語',
  pt: 'ポルトガル語',
}

/** Which words were read, for the register: consent-1(ベトナム語). `named` as the consent has it. */
export function wordingReadText(named: string | null): string {
  if (named === null) return '記録なし'
  const found = findConsentWording(named)
  return found ? `${found.words.wording}(${LANGUAGE_LABELS[found.language]})` : named
}

function newestWording(): ConsentWording {
  const newest = CONSENT_WORDINGS.at(-1)
  if (newest === undefined) throw new RangeError('no words to ask consent with')
  return newest
}
