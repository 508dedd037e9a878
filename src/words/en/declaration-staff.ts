/** 申立書 on the staff's side. */
export const declarationStaff = {
  申立書を確かめる: 'Look the declaration through',
  'カードと見比べてください。次の間違いは、あとで直せません。':
    'Compare it with the card. These mistakes cannot be put right later:',
  '保険の種類(社保か国保か)': 'Kind of insurance (社保 or 国保)',
  '氏名・フリガナ・生年月日・性別・住所が、カードのとおりか':
    'Name, フリガナ, date of birth, sex and address, as on the card',
  '電話番号。なければ、請求が戻ってきます': 'Telephone number: without it the claim comes back',
  印刷される申立書: 'The declaration as it is printed',
  印刷する: 'Print',
  患者さんに直してもらう: 'Let the patient correct it',
  この申立書を保存する: 'Save this declaration',
  申立書を書いてもらう: 'Declaration (申立書) by the patient',
  'いま保険に入っているか、患者さんは分からないそうです。':
    'The patient does not know whether they are insured now.',
  '勤め先や家族の保険、引っ越しや退職のことを、いっしょに確かめてください。':
    "Ask together about workplace, family's insurance, a move, or leaving a job.",
  '{total}問のうち{n}問まで答えています。': '{n} of {total} questions are answered.',
  '答えはこの端末に残っています。続きから始めます。':
    'The answers are kept on this device. It goes on where it stopped.',
  'カードで資格を確かめられず、ほかの書類もない方が、加入している保険を届け出る書類です。':
    'For a person whose insurance cannot be checked by card or document: they declare what they are insured with.',
  '申立書は、医療機関と薬局で使う書類です。':
    'The declaration is for medical institutions and pharmacies.',
  'この場面では使えません。保険者に電話で確かめてください。':
    'It cannot be used in this setting. Please telephone the insurer.',
  '患者さんかご家族にお渡しください。次のことを答えてもらいます。':
    'Hand the tablet to the patient or family. They are asked for:',
  '保険の種類と名前、お勤め先': 'Kind and name of the insurance, workplace',
  'カードのとおりの氏名・生年月日・性別・住所':
    'Name, date of birth, sex and address as on the card',
  連絡のつく電話番号: 'A telephone number that reaches them',
  署名: 'A signature',
  'マイナンバーカードを手元に用意してもらってください。':
    'Have them keep their My Number Card at hand.',
  続きを書いてもらう: 'Let them go on',
  患者さんがはじめる: 'The patient begins',
  書きかけの申立書: 'Declarations under way',
  '{time} まで書きました': 'Written until {time}',
  '{name} の続きから': 'Go on for {name}',
  続きから: 'Go on',
  'まもなく消える申立書 {n}件': {
    one: '{n} declaration is about to be erased',
    other: '{n} declarations are about to be erased',
  },
  '請求が終わっていなければ、消える前に請求メモを仕上げてください。':
    'If the claim is not done yet, complete its claim sheet before then.',
  '{day} まで残ります': 'Kept until {day}',
  '{name} の請求メモを開く': 'Open the claim sheet of {name}',
  請求メモを開く: 'Open the claim sheet',
} as const
