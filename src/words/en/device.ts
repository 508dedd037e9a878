/** この端末: what this device is, can do and keeps. */
export const device = {
  施錠する: 'Lock',
  できること: 'What it can do',
  訪問タグ: 'Visit tags',
  'タグや診察券を端末にかざすと、その患者さんの訪問が開きます。':
    "Hold a tag or a patient card to the device, and that patient's visit opens.",
  'このブラウザーではタグを読み書きできません。AndroidのChromeで使えます。':
    'This browser cannot read or write tags. Chrome on Android can.',
  'ほかの端末にまだ伝わっていないタグが{waiting}件あります。回線が戻ると自動で伝わります。':
    'Other devices do not know {waiting} of the tags yet. They will when the line returns.',
  タグを作る: 'Make a tag',
  端末の保存: 'Storage',
  守られています: 'Protected',
  守られていません: 'Not protected',
  使っている量: 'Used',
  未送信の確認: 'Unsent checks',
  '{n}件': '{n}',
  '空き容量が足りなくなると、ブラウザーが保存を消すことがあります。':
    'When the device runs out of room, the browser may delete what is saved.',
  保存を守る: 'Protect the storage',
  端末と版: 'Device and version',
  '新しい版があります。更新すると画面を読み込み直します。保存した確認は残ります。':
    'There is a new version. Updating reloads the screen; saved checks are kept.',
  更新する: 'Update',
  '確認が終わると更新できます。': 'You can update when the check is done.',
  '新しい版は見つかると、ここと画面の上でお知らせします。':
    'A new version is announced here and at the top of the screen.',
  この端末を使う人: 'Who uses this device',
  パスキー: 'Passkey',
  パスコード: 'Passcode',
  使う人を追加する: 'Add a person',
  追加する: 'Add',
  追加をやめる: 'Do not add',
  ホーム画面に追加: 'Add to Home Screen',
  端末の患者情報を消す: "Erase patients' data",
  '訪問の一覧、受け取った結果、解錠の設定を消します。端末を返すときや、なくしそうなときに使います。':
    'Erases the visits, the answers received and the ways to unlock. For when the device is given back, or may get lost.',
  '未送信の確認{waiting}件は消えず、自動で送信されます。':
    'The {waiting} unsent checks are not erased; they are sent by themselves.',
  消去する: 'Erase',
  端末の患者情報を消去しますか: "Erase the patients' data on this device?",
  '元に戻せません。もう一度使うには、管理者の登録コードが必要です。':
    "This cannot be undone. To use the device again you need the administrator's registration code.",
  '未送信の確認{waiting}件は残り、自動で送信されます。':
    'The {waiting} unsent checks stay, and are sent by themselves.',
  施設: 'Facility',
  モード: 'Mode',
  本番: 'Production',
  訓練: 'Training',
  使っている人: 'Used by',
  版: 'Version',
  分かりません: 'Not known',
  使えます: 'Ready',
  使えません: 'Not available',
  準備が要ります: 'Needs preparing',
  カードを確かめる方法: 'Ways to check a card',
  'この端末({a})では、上から順におすすめします。':
    'On this device ({a}) we recommend them in this order.',
  この端末では使えない方法: 'Not possible on this device',
  '{checkedOn}に確かめた内容です。': 'As verified on {checkedOn}.',
  Bluetoothリーダーでカードを読む: 'Read a card with a Bluetooth reader',
  アプリを閉じている間も送信する: 'Send while the app is closed',
  端末の保存を自動で消されない: 'Keep its storage from being deleted',
  パスキーで解錠する: 'Unlock with a passkey',
  ホーム画面から開く: 'Open from the Home Screen',
  '訪問タグ・診察券のタグを読み書きする': 'Read and write visit tags and patient cards',
  端末のNFCでマイナンバーカードを読む: "Read a My Number Card with the device's own NFC",
  カードの読み取りを試す: 'Try reading a card',
  '訪問の前に、訓練用カードで読み取りを最後まで試します。暗証番号は使いません。何も保存せず、何も送りません。':
    'Reads a training card to the end before you visit. It uses no PIN, saves nothing and sends nothing.',
  カードの読み取りを試しています: 'Trying to read the card',
  カードを探しています: 'Looking for the card',
  カードを読んでいます: 'Reading the card',
  'カードをリーダーから離さないでください。': 'Leave the card on the reader.',
  準備ができています: 'Ready',
  '証明書、期限、残り回数を読めました。カードをリーダーから取ってください。':
    'Certificate, expiry and tries left were read. Take the card off the reader.',
  'このカードの電子証明書は期限が過ぎています。読み取りの準備には差し支えありません。':
    "This card's certificate has ended. For this trial it does not matter.",
  '確認が終わると試せます。': 'You can try when the check is done.',
  もう一度試す: 'Try again',
  電子証明書の期限: 'Certificate until',
  カードの期限: 'Card until',
  読めません: 'Not readable',
  暗証番号を試せる回数: 'PIN tries left',
  'あと{n}回': '{n}',
  読み取りの時間: 'Reading took',
  '{seconds}秒': '{seconds} s',
  使う人: 'Person',
  解錠の方法: 'Way to unlock',
  '指紋や顔、端末の暗証番号で解錠します': 'By fingerprint, face or device PIN',
  '8文字以上を毎回入力します': '8 characters or more, typed each time',
  'いま使っている人のパスコードを入力してください。':
    'Enter the passcode of whoever is using the device now.',
  '{name} さんのパスコード': 'Passcode of {name}',
  'いま使っている人が確かめて、追加します':
    'Whoever is using the device vouches for the new person',
  パスキーを作る: 'Make a passkey',
  '8文字以上で入力してください。': 'Enter 8 characters or more.',
  '2回の入力が違います。もう一度入力してください。': 'The two do not match. Enter it again.',
  '8文字以上。数字だけでなく、言葉を組み合わせると安全です':
    '8 characters or more. Words put together are safer than digits alone.',
  'パスコード(確認のためもう一度)': 'Passcode, once more',
  'あと{n}回間違えると、端末の患者情報を消去します': {
    one: "One more mistake erases the patients' data on this device",
    other: "{n} more mistakes erase the patients' data on this device",
  },
  '未送信の確認は消えません。': 'Unsent checks are not erased.',
  'ホーム画面に追加するまで、この端末ではオフライン保存を使えません。':
    'Until it is on the Home Screen, this device cannot save without a line.',
  '画面の下(iPadは上)の': 'At the bottom of the screen (iPad: at the top) press ',
  共有: 'Share',
  'を押します。': '.',
  一覧から: 'From the list choose ',
  'を選びます。': '.',
  ホーム画面の: 'Open ',
  'を開き、そちらで登録します。': ' on the Home Screen and register there.',
  'ホーム画面に追加すると、回線がなくてもすぐ開けます。':
    'On the Home Screen it opens at once, also without a line.',
  ホーム画面に追加する: 'Add to the Home Screen',
  'ブラウザーのメニューに「アプリをインストール」または「ホーム画面に追加」があれば、そこから追加できます。':
    "If the browser's menu has “Install app” or “Add to Home screen”, add it there.",
} as const
