/** The words of 次にすること where the answer alone says what to do. */
import type { Step } from '../step'

export type AnswerOnlyId =
  | 'askNothing'
  | 'checkTicket'
  | 'askChange'
  | 'useNew'
  | 'chooseCoverage'
  | 'checkAgain'
  | 'recheckLater'

type AnswerOnly = Step<AnswerOnlyId>

const RECHECK = '数日後にもう一度確認する'

export const ANSWER_STEPS = {
  askNothing: {
    id: 'askNothing',
    title: 'ほかの証は求めずに、そのまま続けます',
    reason: '限度額や高齢受給者証などの内容も、この結果で分かります。',
    rule: 'R40',
    en: {
      title: 'Ask for no other document and go on',
      reason: 'This answer also tells the limits and the share of people over 70.',
    },
  },
  checkTicket: {
    id: 'checkTicket',
    title: '福祉事務所に、医療券の登録を確かめる',
    reason: '医療扶助は有効ですが、この施設の登録がまだのようです。',
    rule: 'R40',
    en: {
      title: 'Ask the welfare office about the medical ticket',
      reason: 'Medical assistance is valid, but this facility seems not to be registered yet.',
    },
  },
  askChange: {
    id: 'askChange',
    title: '保険が変わっていないか尋ねる',
    reason: '転職や転居のあと、登録が済むまでこの結果になることがあります。',
    rule: 'R41',
    en: {
      title: 'Ask whether the insurance has changed',
      reason: 'After a new job or address this is the answer until the change is registered.',
    },
  },
  useNew: {
    id: 'useNew',
    title: '新しい資格の番号を使い、控えを書き換える',
    reason: '前の資格は終わっています。',
    rule: 'R42',
    en: {
      title: 'Use the numbers of the new cover and correct the file',
      reason: 'The former cover has ended.',
    },
  },
  chooseCoverage: {
    id: 'chooseCoverage',
    title: '患者さんに尋ねて、使う資格を選ぶ',
    reason: 'いくつか見つかりました。自動では選びません。',
    rule: 'R44',
    en: {
      title: 'Ask the patient and choose the insurance to use',
      reason: 'Several were found; nothing is chosen by itself.',
    },
  },
  checkAgain: {
    id: 'checkAgain',
    title: 'もう一度カードで確認する',
    reason: '結果に、使う資格の番号がありませんでした。',
    rule: 'R42',
    en: {
      title: 'Check once more with the card',
      reason: 'The answer did not have the numbers to use.',
    },
  },
  recheckLater: {
    id: 'recheckLater',
    title: RECHECK,
    reason: '保険者の登録は、届け出から5日ほどかかることがあります。',
    rule: 'R41',
    en: {
      title: 'Check once more in a few days',
      reason: 'The insurer may take some five days to register a change.',
    },
  },
  recheckForMore: {
    id: 'recheckLater',
    title: RECHECK,
    reason: '後日の確認で、情報が得られることがあります。',
    rule: 'R43',
    en: {
      title: 'Check once more in a few days',
      reason: 'A later check may bring the information.',
    },
  },
} as const satisfies Record<string, AnswerOnly>
