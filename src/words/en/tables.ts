/** Sentences of domain's tables and of what the browser can do, shown by `tText`. */
export const tables = {
  // domain/settings
  窓口: 'Counter',
  訪問診療: 'Home visit by a doctor',
  訪問看護: 'Home nursing',
  訪問服薬指導: 'Home visit by a pharmacist',
  往診: 'House call',
  オンライン診療: 'Online consultation',
  発熱外来など別の動線: 'Fever clinic, separate route',
  ドライブスルー: 'Drive-through',
  緊急入院: 'Emergency admission',
  '機器の故障・操作が難しい': 'Reader out of order, or too hard to use',
  '施術所(柔整・あはき)': 'Treatment room (judo therapy, acupuncture, massage)',
  健診: 'Health check-up',
  助産所: 'Midwifery',
  '紙レセプトの医療機関・薬局': 'Facility that claims on paper',
  // domain/tags
  診察券: 'Patient card',
  // domain/device-ways
  Androidスマートフォン: 'Android phone',
  Androidタブレット: 'Android tablet',
  Windowsパソコン: 'Windows PC',
  Linuxパソコン: 'Linux PC',
  種類の分からない端末: 'device of unknown kind',
  '公式の手続きに引き継ぐ(マイナ在宅受付Web)': 'Hand over to the official page (マイナ在宅受付Web)',
  '公式の手続きを、スマートフォンでQRコードから開く(マイナ在宅受付Web)':
    'Open the official page on a phone by QR code (マイナ在宅受付Web)',
  マイナ資格確認アプリとBluetoothリーダーで確認する:
    'Check with マイナ資格確認アプリ and a Bluetooth reader',
  Bluetoothのカードリーダーで読む: 'Read with a Bluetooth card reader',
  'USBのカードリーダーで読む(連携ソフト)': 'Read with a USB card reader (bridge program)',
  デジタル認証アプリで本人を確かめる: 'Confirm the person by デジタル認証アプリ',
  '別の方法(書類、申立書など)': 'Another way (documents, declaration …)',
  'USBのカードリーダーを、ブラウザーから直接読む':
    'Read a USB card reader directly from the browser',
  '施設のアドレスを開き、患者さんのカードで手続きしていただきます。回線が要ります。':
    "Opens the facility's address, where the patient uses their card. It needs a line.",
  '画面に出るQRコードを、患者さんやスタッフのスマートフォンで読みます。回線が要ります。':
    "The QR code on the screen is scanned by the patient's or a staff member's phone. It needs a line.",
  '公式のアプリに切り替えて確認し、こちらに戻って記録します。':
    'Change to the official app, check there, and come back to record it.',
  '患者さんのスマートフォンで本人を確かめ、資格は施設の番号で確認します。施設の契約と設定、回線が要ります。':
    "The patient's phone proves who they are; the facility's number asks for the insurance. It needs a contract, a configuration and a line.",
  '確認する画面の「カードが使えない」から、順に案内します。':
    '“The card cannot be used” on the check screen leads you through them in order.',
  'ブラウザーから使えるNFCは、訪問タグや診察券のタグ専用です。':
    'The NFC a browser can use is for visit tags and patient cards only.',
  'ブラウザーは、カードリーダーへの直接の接続を禁じています。':
    'Browsers forbid direct access to card readers.',
  'iPhoneとiPadのブラウザーは、Bluetoothの機器を使えません。':
    'Browsers on iPhone and iPad cannot use Bluetooth devices.',
  '施設のマイナ在宅受付Webのアドレスが、まだ設定されていません。管理者に頼んでください。':
    "The address of the facility's マイナ在宅受付Web is not set yet. Ask the administrator.",
  'この端末では連携ソフトを動かせません。': 'This device cannot run the bridge program.',
  'リーダーがつながっています。': 'The reader is connected.',
  'このブラウザーは、Bluetoothの機器を使えません。ChromeかEdgeで使えます。':
    'This browser cannot use Bluetooth devices. Chrome and Edge can.',
  '端末のBluetoothをオンにしてください。': "Switch the device's Bluetooth on.",
  '先に端末のBluetooth設定でペアリング(初期のPINは000000)してから、「リーダーをつなぐ」を押します。':
    "Pair it in the device's Bluetooth settings first (the first PIN is 000000), then press “Connect the reader”.",
  '「リーダーをつなぐ」を押して選びます。ペアリングを求められたらPINは000000です(初期の設定)。':
    'Press “Connect the reader” and choose it. If pairing is asked for, the PIN is 000000 (as delivered).',
  'このパソコンで連携ソフトを起動し、リーダーをつなぎます。':
    'Start the bridge program on this PC and connect the reader.',
  // domain/pairing
  'リーダーの電源を入れ、「リーダーをつなぐ」を押してリーダーを選びます。':
    'Switch the reader on, press “Connect the reader” and choose it.',
  'ペアリングの確認が出たら許可します。番号を聞かれたら「000000」(リーダーの初期の番号)を入力します。':
    'Allow pairing when it is asked for. If a number is wanted, enter 000000 (as delivered).',
  'つながらないときは、端末の設定の「接続済みのデバイス」からこのリーダーの登録を消し、もう一度つなぎます。':
    "If it does not connect, remove this reader under “Connected devices” in the device's settings and connect again.",
  'この端末のブラウザーは、Bluetoothリーダーにつながりません。ペアリングをしても使えません。':
    'Browsers on this device cannot connect to a Bluetooth reader. Pairing does not help.',
  'スマートフォンのマイナポータルか、資格確認のアプリで確かめてください。':
    'Check with MynaPortal on a phone, or with the official app.',
  'リーダーの電源を入れ、Windowsの「設定」→「Bluetoothとデバイス」→「デバイスの追加」で先にペアリングします。':
    'Switch the reader on and pair it first: Windows Settings → Bluetooth & devices → Add device.',
  '番号を聞かれたら「000000」(リーダーの初期の番号)を入力します。':
    'If a number is wanted, enter 000000 (as delivered).',
  'この画面に戻り、「リーダーをつなぐ」を押します。':
    'Come back to this screen and press “Connect the reader”.',
  'リーダーの電源を入れ、Chromebookの「設定」→「Bluetooth」→「新しいデバイスとペア設定」で先にペアリングします。':
    'Switch the reader on and pair it first: Chromebook Settings → Bluetooth → Pair new device.',
  '接続の要求が出たら許可します。番号を聞かれたら「000000」(リーダーの初期の番号)を入力します。':
    'Allow the connection when it is asked for. If a number is wanted, enter 000000 (as delivered).',
  'つながらないときは、「システム設定」→「Bluetooth」でこのリーダーの登録を消し、もう一度つなぎます。':
    'If it does not connect, remove this reader under System Settings → Bluetooth and connect again.',
  'リーダーの電源を入れ、システムのBluetooth設定で先にペアリングします。':
    "Switch the reader on and pair it first in the system's Bluetooth settings.",
  'ChromeのWeb Bluetoothは、Linuxでは初期の設定では使えません。':
    "On Linux, Chrome's Web Bluetooth is off unless it is switched on.",
  'リーダーの電源を入れ、端末のBluetooth設定で先にペアリングします。':
    "Switch the reader on and pair it first in the device's Bluetooth settings.",
  // src/stores/capabilities
  'Bluetoothのカードリーダーを使えます。': 'Bluetooth card readers can be used.',
  'このブラウザーではBluetoothのカードリーダーを使えません。Android・Windows・Mac・ChromebookのChromeで使えます。':
    'This browser cannot use Bluetooth card readers. Chrome on Android, Windows, Mac and Chromebook can.',
  'アプリを閉じていても、回線が戻ると送ります。':
    'Sends when the line returns, even with the app closed.',
  'アプリを開いているあいだに送ります。閉じているあいだは送れません。':
    'Sends while the app is open; not while it is closed.',
  '保存した確認を、ブラウザーが消すことはありません。':
    'The browser will not delete what is saved.',
  '空き容量が足りなくなると、ブラウザーが保存を消すことがあります。「保存を守る」を押してください。':
    'When the device runs out of room, the browser may delete what is saved. Press “Protect the storage”.',
  '指紋や顔などのパスキーで解錠できます。': 'Unlock by fingerprint, face or the like.',
  'パスキーは使えません。パスコードで解錠します。':
    'Passkeys cannot be used here. Unlock with the passcode.',
  'アプリとして入っています。': 'Installed as an app.',
  'ブラウザーの中で開いています。ホーム画面に追加すると、保存がより確かになります。':
    'Open in the browser. On the Home Screen its storage is safer.',
  'タグをかざすと、その訪問が開きます。': "Hold a tag to it, and the tag's visit opens.",
  'タグは読み書きできません。AndroidのChromeで使えます。訪問は一覧から選んでください。':
    'Tags cannot be read or written here; Chrome on Android can. Choose visits from the list.',
  'どのブラウザーでも、端末のNFCではマイナンバーカードを読めません。「カードを確かめる方法」から選びます。':
    "No browser can read a My Number Card with the device's own NFC. See “Ways to check a card”.",
} as const
