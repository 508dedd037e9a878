/** 端末の登録 and 解錠, and a number that is copied. */
export const unlock = {
  '登録コードを入力してください。': 'Please enter the registration code.',
  '端末の名前を入力してください。': 'Please enter a name for this device.',
  はじめに使う人: 'Who uses it first',
  '登録できました。この端末を使う人と、解錠の方法を決めてください。あとから追加できます。':
    'Registered. Choose who uses this device and how it is unlocked. More can be added later.',
  登録して始める: 'Register and start',
  先にホーム画面に追加してください: 'First add it to the home screen',
  登録コード: 'Registration code',
  '管理者から受け取ったコード。QRコードやリンクから開くと入力済みです':
    'The code from your administrator. Opened by QR code or link it is already filled in',
  端末の名前: 'Name of this device',
  '例:訪問タブレット1。管理者が端末を見分けるために使います':
    'For example: visit tablet 1. Your administrator tells devices apart by it',
  この端末を登録する: 'Register this device',
  登録するとできること: 'What registering makes possible',
  '今日の訪問と、必要なことを見る': "See today's visits and what they need",
  回線がなくても資格を確認して保存する: 'Check eligibility and save it, also without a line',
  '回線が戻ると自動で送り、結果を受け取る':
    'Send by itself when the line returns, and get the answers',
  ホーム画面に追加: 'Add to Home Screen',
  'うまくいきませんでした。保存した確認は端末に残っています。':
    'That did not work. What is saved is still on this device.',
  '回線がつながってから、もう一度試してください。': 'Please try again once there is a line.',
  '{label}をコピー': 'Copy {label}',
  コピーしました: 'Copied',
  コピーできません: 'Cannot be copied',
  コピー: 'Copy',
  解錠: 'Unlock',
  スタッフ: 'Staff',
  パスキー: 'Passkey',
  パスコード: 'Passcode',
  'パスコードを入力してください。': 'Please enter the passcode.',
  パスキーで解錠する: 'Unlock with a passkey',
  解錠する: 'Unlock',
  '未送信 {n}件': { one: '{n} check not sent', other: '{n} checks not sent' },
  '。施錠中も自動で送信します。': '. They are sent by themselves while locked.',
} as const
