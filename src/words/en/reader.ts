/** Connecting a reader: Bluetooth, and the bridge on a PC. */
export const reader = {
  カードリーダー: 'Card reader',
  Bluetoothのカードリーダー: 'Bluetooth card reader',
  つなぎ直す: 'Connect again',
  リーダーをつなぐ: 'Connect the reader',
  'パソコンのカードリーダー(連携ソフト)': "The PC's card reader (bridge program)",
  連携番号: 'Pairing number',
  連携ソフトの画面に出ている8文字: 'The 8 characters shown by the bridge program',
  連携する: 'Pair',
  'USBのカードリーダーを、このパソコンに入れた連携ソフトを通して使います。初めてのときは、ブラウザーが出す確認で「許可」を選びます。':
    'Uses a USB reader through the bridge program on this PC. The first time, choose “Allow” when the browser asks.',
  連携ソフトにつなぎ直す: 'Connect to the bridge again',
  連携ソフトにつなぐ: 'Connect to the bridge',
  '「許可」に変えるには': 'How to change it to “Allow”',
  'アドレス欄の左端の印を押します。Edgeでは、続けて「このサイトのアクセス許可」を押します。':
    'Press the sign at the left end of the address bar. In Edge then press “Permissions for this site”.',
  '「このデバイスのアプリ」を「許可」にします。なければ「ローカル ネットワーク アクセス」を「許可」にします。':
    'Set “Apps on device” to “Allow”. If there is none, set “Local network access” to “Allow”.',
  'この画面に戻り、「連携ソフトにつなぐ」を押します。':
    'Come back to this screen and press “Connect to the bridge”.',
  'アドレス欄のない、アプリの窓で開いているときは、窓の右上の「︙」(Edgeでは「…」)から「アプリの情報」を開きます。変えられないときは、管理者が止めています。':
    'In an app window without an address bar, open “App info” from “︙” (Edge: “…”) at its top right. If it cannot be changed, the administrator has blocked it.',
  先に端末の設定でペアリングします: "Pair it in the device's settings first",
  つなぐときにペアリングします: 'It is paired when it connects',
  この端末ではつながりません: 'It cannot be connected on this device',
  リーダーの鍵: 'Reader key',
  '施設の鍵を使います。次につなぐときから有効です。':
    "The facility's key is used, from the next connection on.",
  '工場出荷時の鍵を使います。施設でACR1255U-J1の鍵を変えたときだけ、ここに入力してください。':
    'The factory key is used. Enter a key only if the facility has changed that of its ACR1255U-J1.',
  施設の鍵: "The facility's key",
  '32文字(0–9、A–F)。保存したあとは表示できません。':
    '32 characters (0–9, A–F). It cannot be shown once it is saved.',
  鍵を保存する: 'Save the key',
  別の鍵に替える: 'Change the key',
  施設の鍵を入力する: "Enter the facility's key",
  工場出荷時の鍵に戻す: 'Back to the factory key',
  '0から9とAからFの32文字で入力してください。入力は消しました。':
    'It has 32 characters, 0 to 9 and A to F. What was typed is removed.',
} as const
