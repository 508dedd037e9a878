/** What keeps a claim from being written, each with what to do about it. */
import type { ClaimBlock } from '../decide/decision'
import { BLOCK_TEXTS } from '../decide/texts/claim-texts'
import { REMARK_LABELS, type RemarkItem } from './unknown'

export type MissingRemark = Exclude<RemarkItem, 'unknown'>

export type ClaimGapCode =
  | ClaimBlock
  | MissingRemark
  /** 本人・家族 */
  | 'relation'
  /** The day of contact is none that counts. */
  | 'contactDay'
  /** The condition of 不詳 that fails, where a sheet is asked for in spite of it. */
  | 'forbidden'
  /** By the rules there are numbers to claim with, and nothing here names them. */
  | 'currentNumbers'
  | 'formerNumbers'
  /** Several former insurances, of which a person chooses. */
  | 'formerNotChosen'
  /** No check of this visit was accepted. */
  | 'notChecked'

export interface ClaimGap {
  code: ClaimGapCode
  /** What is missing, as a whole sentence with its name. */
  text: string
  /** Where to get it. */
  todo: string
}

const ASK_AGAIN =
  '患者さんに電話で尋ねるか、もう一度申立書を書いてもらいます。この画面では書き換えません。'

export function missingRemark(item: MissingRemark): ClaimGap {
  return {
    code: item,
    text: `摘要欄の「${REMARK_LABELS[item]}」がありません。`,
    todo:
      item === 'contactedOn'
        ? '患者さんに電話で連絡し、その日をこの画面で入れます。'
        : `申立書に書く項目です。${ASK_AGAIN}`,
  }
}

export function blockedGap(block: ClaimBlock): ClaimGap {
  const { ja, doJa } = BLOCK_TEXTS[block]
  return { code: block, text: ja, todo: doJa }
}

export const RELATION_GAP: ClaimGap = {
  code: 'relation',
  text: '本人か家族かが分かりません。',
  todo: '審査支払機関では直せません。患者さんに電話で尋ね、この画面で選びます。',
}

export const CURRENT_NUMBERS_GAP: ClaimGap = {
  code: 'currentNumbers',
  text: '結果に番号がありませんでした。',
  todo: '患者さんか保険者に尋ね、分かった番号をこの画面で入れます。',
}

export const FORMER_NUMBERS_GAP: ClaimGap = {
  code: 'formerNumbers',
  text: '以前の資格の番号が結果にありませんでした。',
  todo: '以前の診療の記録で番号を確かめ、この画面で入れます。今の番号が分かれば、それを入れます。',
}

export const FORMER_CHOICE_GAP: ClaimGap = {
  code: 'formerNotChosen',
  text: '以前の資格がいくつかあり、まだ選んでいません。',
  todo: '患者さんに尋ねて選びます。今の番号が分かれば、それを入れます。',
}

export const NOT_CHECKED_GAP: ClaimGap = {
  code: 'notChecked',
  text: 'この訪問に、受け付けられた確認がありません。',
  todo: '要対応で理由を見て、もう一度送るか、確認し直します。',
}
