/** The words of what to do after the answer, or without one. */
import type { NextCode } from '../decision'
import { type DecisionText, text } from './text'

export const CLAIM_NEXT_TEXTS = {
  askNothing: text(
    'R40',
    ['有効です。', 'ほかの証は求めずに、そのまま続けてください。'],
    ['The insurance is valid.', 'Ask for no other document and go on.'],
  ),
  askChange: text(
    'R41',
    [
      '無効は、保険がないという意味ではありません。登録が済む前のことがあります。',
      '最近、お仕事やお住まいが変わったか尋ねてください。',
    ],
    [
      'Invalid does not mean uninsured: a change may not be registered yet.',
      'Ask whether job or address changed lately.',
    ],
  ),
  useNew: text(
    'R42',
    ['新しい資格があります。', '新しい番号を使い、控えを書き換えてください。'],
    ['There is a new cover.', 'Use its numbers and correct the file.'],
  ),
  doNotGuess: text(
    'R43',
    [
      '情報が得られませんでした。理由は分かりません。',
      '理由を推し量らず、ほかの方法で確かめてください。',
    ],
    ['No information was given, and no reason.', 'Do not guess one; try another way.'],
  ),
  chooseCoverage: text(
    'R44',
    ['いくつかの資格が見つかりました。', 'すべてを見て、患者さんに尋ねて選んでください。'],
    ['Several covers were found.', 'Look at all of them, ask the patient, and choose.'],
  ),
  tryLadder: text(
    'R50',
    ['カードのほかにも、確かめる方法があります。', '上から順に試してください。'],
    ['There are other ways to confirm the insurance.', 'Try them from the top.'],
  ),
  showCardWithNotice: text(
    'R53',
    [
      'お知らせだけでは確かめられません。',
      'マイナンバーカードもお持ちなら、一緒に見せてもらってください。',
    ],
    ['The notice alone is not enough.', 'If the patient has the card, see both together.'],
  ),
  acceptNoticeAlone: text(
    'R53',
    [
      'この日までは、お知らせや期限切れの保険証だけでも確かめられます。',
      '番号で確認し、次からはカードか資格確認書をお願いしてください。',
    ],
    [
      'On this day a notice or an expired insurance card is still enough.',
      'Ask by its numbers; ask for the card or a certificate next time.',
    ],
  ),
  certificateAtHome: text(
    'R72',
    ['年齢から、資格確認書が届いているはずです。', 'お手元にないか尋ねてください。'],
    ['At this age everybody is sent an eligibility certificate.', 'Ask whether it is at hand.'],
  ),
  certificateMaybeAtHome: text(
    'R72',
    ['年齢から、資格確認書が届いていることがあります。', 'お手元にないか尋ねてください。'],
    ['At this age some are sent an eligibility certificate.', 'Ask whether it is at hand.'],
  ),
  claimFormer: text(
    'R60',
    ['以前の番号で請求できます。不詳にはしません。', '今の番号が分かれば、それを使ってください。'],
    [
      'The claim can carry the former numbers; it is not one without numbers.',
      'If the current ones turn up, use those.',
    ],
  ),
  claimUnknown: text(
    'R62',
    [
      'どの方法でも番号が分からなければ、不詳で請求できます。',
      '電話番号と本人・家族の別を尋ね、あとで患者さんに連絡してください。',
    ],
    [
      'If no way brings the numbers, the claim may be made without them.',
      'Ask for the telephone number and whether insured or family, and contact the patient later.',
    ],
  ),
  findNumbers: text(
    'R61',
    [
      '番号が分からないままでは請求できません。',
      '番号が分かるまで、方法を一つずつ試してください。',
    ],
    [
      'There is no claim without numbers here.',
      'Try one way after the other until they are known.',
    ],
  ),
  recheckLater: text(
    'R41',
    ['数日後には登録されていることがあります。', '後日もう一度確認してください。'],
    ['In a few days it may be registered.', 'Check again then.'],
  ),
  askShare: text(
    'R47',
    ['割合がまだ分かりません。', '割合を患者さんに尋ねてください。'],
    ['The share is not known.', 'Ask the patient for it.'],
  ),
  tellSettledLater: text(
    'R47',
    ['割合は確認の結果で変わることがあります。', 'あとで精算になることがあるとお伝えください。'],
    ['The share may change with the answer.', 'Say that it may be settled later.'],
  ),
} as const satisfies Partial<Record<NextCode, DecisionText>>
