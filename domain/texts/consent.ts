/** What the patient reads before deciding (R30–R32): plain words, for somebody over eighty. */
import { CONSENT_ITEMS, type ConsentItem, type Setting } from '../check'
import { type Day, formatInstantJa } from '../days'
import { settingRule } from '../settings'

export interface ConsentText {
  item: ConsentItem
  /** The official word. */
  label: string
  /** What it is. */
  plain: string
  /** What it is good for. */
  purpose: string
}

const TEXTS: Readonly<Record<ConsentItem, Omit<ConsentText, 'item'>>> = {
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
}

/** The four items in the order of the screen. */
export const CONSENT_TEXTS: readonly ConsentText[] = CONSENT_ITEMS.map((item) => ({
  item,
  ...TEXTS[item],
}))

/** 処方箋の発行形態 (R30). */
export const PRESCRIPTION_LABELS = { electronic: '電子処方箋', paper: '紙の処方箋' } as const

/** Said with the choice: refusing is normal and costs nothing (R31). */
export const REFUSAL_TEXT = '同意しなくても、保険の確認と診療は受けられます。'

/** How long a consent holds here, before it is given (R32); null where none is asked (R4). */
export function consentLifeText(setting: Setting, day: Day): string | null {
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

/** Until when a given consent holds; `until` as in the answer, null: until revoked. */
export function consentUntilText(until: string | null): string {
  return until === null ? '取り消すまで' : `${formatInstantJa(until)}まで`
}
