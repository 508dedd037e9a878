/** 解錠 */
export const unlock = {
  解錠: 'Unlock',
  スタッフ: 'Staff',
  パスキー: 'Passkey',
  パスコード: 'Passcode',
  'パスコードを入力してください。': 'Please enter the passcode.',
  パスキーで解錠する: 'Unlock with the passkey',
  解錠する: 'Unlock',
  '未送信 {n}件': { one: '{n} check not sent', other: '{n} checks not sent' },
  '。施錠中も自動で送信します。': '. They are sent by themselves while locked.',
} as const
