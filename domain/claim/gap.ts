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
  en: string
  todoEn: string
}

const DECLARED_ITEM = {
  todo: '申立書に書く項目です。患者さんに電話で尋ねるか、もう一度申立書を書いてもらいます。',
  todoEn:
    'It belongs in the declaration. Ask the patient by telephone, or have it filled in again.',
}
const CONTACT = {
  todo: '患者さんに電話で連絡し、その日をこの画面で入れます。',
  todoEn: 'Call the patient, then enter that day on this screen.',
}

export function missingRemark(item: MissingRemark): ClaimGap {
  const label = REMARK_LABELS[item]
  return {
    code: item,
    text: `摘要欄の「${label}」がありません。`,
    en: `“${label}” is missing in the remarks (摘要).`,
    ...(item === 'contactedOn' ? CONTACT : DECLARED_ITEM),
  }
}

export function blockedGap(block: ClaimBlock): ClaimGap {
  const { ja, doJa, en, doEn } = BLOCK_TEXTS[block]
  return { code: block, text: ja, todo: doJa, en, todoEn: doEn }
}

/** @param reason of the rule, in Japanese */
export function forbiddenGap(reason: string): ClaimGap {
  return {
    code: 'forbidden',
    text: reason,
    todo: '不詳にはできません。番号を確かめます。',
    en: `The claim may not go without numbers: ${reason}`,
    todoEn: 'Find the numbers.',
  }
}

/** @param reason of the rule, in Japanese */
export function contactDayGap(reason: string): ClaimGap {
  return {
    code: 'contactDay',
    text: reason,
    todo: '連絡した日を入れ直します。',
    en: 'The day of contact does not lie between the visit and today.',
    todoEn: 'Enter the day again.',
  }
}

export const RELATION_GAP: ClaimGap = {
  code: 'relation',
  text: '本人か家族かが分かりません。',
  todo: '審査支払機関では直せません。患者さんに電話で尋ね、この画面で選びます。',
  en: 'Nothing says whether the patient is the insured person (本人) or family (家族).',
  todoEn: 'The clearing house cannot correct it. Ask the patient by telephone and choose it here.',
}

export const CURRENT_NUMBERS_GAP: ClaimGap = {
  code: 'currentNumbers',
  text: '結果に番号がありませんでした。',
  todo: '患者さんか保険者に尋ね、分かった番号をこの画面で入れます。',
  en: 'The answer names no numbers.',
  todoEn: 'Ask the patient or the insurer, and enter the numbers here.',
}

export const FORMER_NUMBERS_GAP: ClaimGap = {
  code: 'formerNumbers',
  text: '以前の資格の番号が結果にありませんでした。',
  todo: '以前の診療の記録で番号を確かめ、この画面で入れます。今の番号が分かれば、それを入れます。',
  en: 'The answer names no numbers of the former insurance.',
  todoEn:
    'Take them from earlier records and enter them here; the current ones, if they are known.',
}

export const FORMER_CHOICE_GAP: ClaimGap = {
  code: 'formerNotChosen',
  text: '以前の資格がいくつかあり、まだ選んでいません。',
  todo: '患者さんに尋ねて選びます。今の番号が分かれば、それを入れます。',
  en: 'There are several former insurances, and none is chosen.',
  todoEn: 'Ask the patient and choose; if the current numbers are known, enter them.',
}

export const NOT_CHECKED_GAP: ClaimGap = {
  code: 'notChecked',
  text: 'この訪問に、受け付けられた確認がありません。',
  todo: '要対応で理由を見て、もう一度送るか、確認し直します。',
  en: 'No check of this visit was accepted.',
  todoEn: 'See why under “To do”, and send it again or make a new check.',
}
