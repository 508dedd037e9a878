import type { ErrorEntry } from './entry'

const otherWay = '「カードが使えない」から別の方法に進んでください。'

/** TZ-C20 to TZ-C35: the face check (目視), an area of the card. */
export const faceErrors = {
  'TZ-C20': {
    cause: 'VERIFY of 照合番号B answered 63Cx, x > 0',
    message: '入力した番号がカードと合いません。',
    next: '券面を見て、生年月日6桁(元号の年)、有効期限の年、セキュリティコードを入力し直してください。',
  },
  'TZ-C21': {
    cause: '照合番号B locked: 63C0, 6983 or 6984',
    message: '照合番号がロックされています。確認の内容は失われていません。',
    next: `目視での確認は、市区町村の窓口で解除するまで使えません。${otherWay}`,
  },
  'TZ-C22': {
    cause: 'contact lost during VERIFY of 照合番号B: outcome unknown',
    message: '照合の途中でカードが離れました。1回と数えられたかは分かりません。',
    next: 'カードをもう一度置いてください。残りの回数を読み直します。',
  },
  'TZ-C23': {
    cause: '照合番号B is not 14 digits',
    message: '券面の番号の入力がそろっていません。カードには何も送っていません。',
    next: '赤い欄を、券面のとおりに直してください。',
  },
  'TZ-C24': {
    cause: 'one try of 照合番号B left and going on was not confirmed',
    message: 'あと1回まちがえると、照合番号がロックされます。カードには何も送っていません。',
    next: `券面の数字を二人で確かめてから続けてください。心配なときは${otherWay}`,
  },
  'TZ-C25': {
    cause: 'no 券面事項確認 application or no 照合番号B on this card',
    message: 'このカードからは券面の写真を読めません。',
    next: otherWay,
  },
  'TZ-C26': {
    cause: 'EF 0002 or EF 0004 of 券面事項確認 is not what it should be',
    message: 'カードの券面データを読めませんでした。',
    next: 'カードを置き直し、もう一度試してください。',
  },
  'TZ-C27': {
    cause: 'the card holds no photo (R12)',
    message: 'このカードには顔写真がありません。目視では確認できません。',
    next: otherWay,
  },
  'TZ-C28': {
    cause: 'DF28 does not verify: texts, key or photo are not what the issuer signed',
    message: 'カードの写真か文字が、発行されたときのものと違います。',
    next: `このカードの写真を本人確認に使わないでください。${otherWay}`,
  },
  'TZ-C29': {
    cause: 'the card’s own signature over the challenge does not verify',
    message: 'カードが本物である証拠を確かめられませんでした。',
    next: `カードを置き直し、もう一度試してください。続くときは${otherWay}`,
  },
  'TZ-C30': {
    cause: 'EF 0004 is not signed by a trusted issuer',
    message: 'カードの発行元を確かめられませんでした。',
    next: `このカードの写真を本人確認に使わないでください。${otherWay}`,
  },
  'TZ-C31': {
    cause: 'face of a training or official test card in production',
    message: '訓練用のカードは本番では使えません。',
    next: '患者さん本人のマイナンバーカードで確認してください。',
  },
  'TZ-C32': {
    cause: 'face of a real or official test card in training',
    message: '訓練モードでは本物のカードを使えません。',
    next: '訓練用カードを使うか、管理者に本番への切り替えを頼んでください。',
  },
  'TZ-C33': {
    cause: 'the photo is not a JPEG 2000 picture within the limits',
    message: 'カードの写真を表示できませんでした。',
    next: `カードを置き直し、もう一度試してください。続くときは${otherWay}`,
  },
  'TZ-C34': {
    cause: 'the card’s own last day has passed (R20): its face is no longer proof',
    message: 'カードの有効期限が過ぎています。このカードの写真では確認できません。',
    next: `新しいカードがあるか尋ねてください。ないときは${otherWay}`,
  },
  'TZ-C35': {
    cause: 'the face was read too long before it was attested, or the clock was changed meanwhile',
    message: '写真を読んでから時間がたちすぎました。まだ何も保存していません。',
    next: '券面の番号を入力して、もう一度カードを読んでください。',
  },
} as const satisfies Record<string, ErrorEntry>
