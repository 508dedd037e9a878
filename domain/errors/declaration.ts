import type { ErrorEntry } from './entry'

/** TZ-N40 to TZ-N43: the 申立書 (R55), an area of what is typed. */
export const declarationErrors = {
  'TZ-N40': {
    cause: 'no telephone number of Japan: 10 digits, or 11 that begin with 0x0',
    message: '電話番号の桁数が合いません。',
    next: '市外局番から入力し直してください。',
  },
  'TZ-N41': {
    cause: 'the person does not say that they are insured now (R55, R61)',
    message: '申立書は、いま有効な資格がある方が書く書類です。',
    next: '加入している保険があるか、もう一度尋ねてください。',
  },
  'TZ-N42': {
    cause: '申立書 dated before the visit or after today',
    message: '記入日が受診日より前か、今日より後です。',
    next: '記入した日を選び直してください。',
  },
  'TZ-N43': {
    cause: 'フリガナ with something else than kana',
    message: 'フリガナにカタカナでない字があります。',
    next: 'カタカナで入力し直してください。',
  },
} as const satisfies Record<string, ErrorEntry>
