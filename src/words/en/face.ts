/** 目視: the person known by the card's photo. */
export const face = {
  カードの写真を読めませんでした: "The card's photo could not be read",
  'そのまま、カードを離さないでください': 'Keep the card where it is',
  カードをリーダーに置いてください: 'Put the card on the reader',
  'この確認はまだ保存していません。患者さんのお答えは残っています。':
    "This check is not saved yet. The patient's answers are kept.",
  照合の途中でカードが離れました: 'The card was lifted during the check',
  '1回に数えられたかは、まだ分かりません。カードを置くと、残りの回数を読み直します。':
    'Whether that try was counted is not known yet. Put the card back, and the tries left are read again.',
  ほかの方法: 'Another way',
  入力に戻る: 'Back to the digits',
  リーダーにつなぎ直す: 'Connect the reader again',
  カードを置き直しました: 'The card is back',
  別のカード: 'Another card',
  ほかの方法へ: 'Another way',
  写真とご本人を見比べる: 'Compare photo and person',
  '写真と、目の前の方は同じ人ですか': 'Is this the person before you?',
  同じ人です: 'The same person',
  ちがう人です: 'Somebody else',
  わからない: 'Not sure',
  次のことを証明します: 'You attest',
  '証明する人:': 'Attested by:',
  目視の確認は保存しません: 'Nothing is saved of this',
  'このあと、ほかの方法をご案内します。写真は端末に残りません。':
    'You are led to another way. The photo does not stay on the device.',
  'カードの生年月日が、予定の患者さんと違います':
    "The card's birth date is not that of the patient of the visit",
  '予定: {day}。どなたのカードか、確かめてください。': 'Visit: {day}. See whose card it is.',
  カードの発行元までは確かめていません: "The card's issuer is not verified",
  '写真と文字は、このカードから読み取ったものです。発行元の鍵が公開されていないため、誰が発行したカードかは分かりません。':
    'Photo and text were read from this card. As the issuer publishes no key, who issued it cannot be known.',
  'カードは、患者さんにお返しください。': 'Give the card back to the patient.',
  カードに記録された内容: 'What the card holds',
  氏名: 'Name',
  '予定の患者さん: {name} さん': 'Patient of the visit: {name}',
  予定の患者さんと同じです: 'as of the patient of the visit',
  記録なし: 'not recorded',
  男: 'male',
  女: 'female',
  証明して保存する: 'Attest and save',
  '試せるのは、あと1回です': 'One try is left',
  'ロックされても、保険の資格と暗証番号での確認には影響ありません。':
    'If it locks, neither the insurance nor a check by PIN is affected.',
  入力を見直す: 'Look at the digits again',
  '確かめたので、続ける': 'They are right, go on',
  目視パスコード: 'Passcode for confirming by sight',
  '施設の管理者が発行した4桁です。患者さんのカードの暗証番号ではありません。':
    "Four digits issued by the facility's administrator. It is not the patient's PIN.",
  '続けて間違えたため、あと{n}分ほど使えません': {
    one: 'After several mistakes it is closed for about {n} minute',
    other: 'After several mistakes it is closed for about {n} minutes',
  },
  '暗証番号での確認は、いつもどおり使えます。番号が分からないときは管理者に尋ねてください。':
    'A check by PIN works as ever. If you do not know the passcode, ask the administrator.',
  施設の目視パスコードがありません: 'The facility has no passcode for it',
  '暗証番号での確認は、いつもどおり使えます。目視には、管理者の発行が要ります。':
    'A check by PIN works as ever. For confirming by sight the administrator has to issue one.',
  '目視パスコード(4桁)': 'Passcode (4 digits)',
  '訓練用の目視パスコードは {hint} です': 'The training passcode is {hint}',
  '数字4桁で入力してください。': 'Enter four digits.',
  '目視パスコードが違います。あと{n}回で、しばらく使えなくなります。': {
    one: 'The passcode is wrong. One more mistake closes it for a while.',
    other: 'The passcode is wrong. {n} more mistakes close it for a while.',
  },
  カードの券面を見て入力する: 'Type what is printed on the card',
  '番号がカードと合いません。あと{n}回試せます': {
    one: 'The digits do not match the card. {n} try is left',
    other: 'The digits do not match the card. {n} tries are left',
  },
  '途中で離れた照合は、1回に数えられました。あと{n}回試せます': {
    one: 'The interrupted check was counted. {n} try is left',
    other: 'The interrupted check was counted. {n} tries are left',
  },
  '途中で離れましたが、残りの回数は減っていません。あと{n}回試せます': {
    one: 'The interrupted check was not counted. {n} try is left',
    other: 'The interrupted check was not counted. {n} tries are left',
  },
  '「{lookAt}」を、もう一度券面と見比べてください。': 'Compare with the card again: {lookAt}.',
  と: ' and ',
  '券面と見比べてください。': 'Compare with the card.',
  '予定の患者さんの生年月日({day})と違います。ご本人のカードか確かめてください。':
    "The birth date of the visit is {day}. See whether it is the patient's card.",
  '10回続けて間違えると、窓口で解除するまで使えません。':
    'After ten mistakes in a row only the municipal office can unlock it.',
  '訓練用カードの券面です。': 'What is printed on the training card.',
  '位置の目安です。裏面の番号(個人番号)は使いません。':
    'Where to look. The number on the back (個人番号) is not used.',
  カードを読む: 'Read the card',
  目視で確認する: 'Confirm by sight',
  'カードの写真と、目の前の方を見比べます。暗証番号はいりません。':
    "The card's photo is compared with the person before you. No PIN is needed.",
  カードから読んだ顔写真: 'Photo read from the card',
  '表示できません。券面を見てください。': 'It cannot be shown. Look at the card.',
  'カードに記録された{label}の画像': 'Picture of the {label} on the card',
  '訓練用カードの表面。生年月日 {birthdate}、{expiry}まで有効、セキュリティコード {securityCode}':
    'Front of a training card. Birth date {birthdate}, valid until {expiry}, security code {securityCode}',
  'カードの表面の絵。1 生年月日は写真の右、2 有効期限はその下、3 セキュリティコードは写真の下':
    'Drawing of the front of a card. 1 birth date, right of the photo; 2 expiry, below it; 3 security code, under the photo',
} as const
