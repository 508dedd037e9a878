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
  // domain/texts/codes
  一般: 'general',
  退職: 'retired',
  '短期（一般）': 'short-term (general)',
  '短期（退職）': 'short-term (retired)',
  特例退職: 'retired, special',
  自衛官診療証: 'Self-Defense Forces',
  医療扶助: 'medical assistance (医療扶助)',
  被保険者資格証明書: 'certificate of insured status',
  特別療養費の支給対象: 'paid back later (特別療養費)',
  '区分 {code}': 'kind {code}',
  限度額適用認定証: 'limit certificate',
  '限度額適用・標準負担額減額認定証': 'limit and reduced-meals certificate',
  標準負担額減額認定証: 'reduced-meals certificate',
  人工透析を要する慢性腎不全: 'kidney failure with dialysis',
  先天性血液凝固因子障害: 'congenital clotting-factor disorder',
  血液凝固因子製剤によるHIV感染症: 'HIV from blood products',
  死亡: 'death',
  生活保護の受給開始: 'public assistance began',
  ほかの医療保険の資格取得: 'another insurance began',
  その他: 'other',
  本人: 'insured person',
  家族: 'family member',
  未設定: 'not set',
  単独: 'alone',
  併用: 'combined',
  // domain/burden
  '1割': '10%',
  '2割': '20%',
  '3割': '30%',
  '1割か2割': '10 or 20%',
  '2割か3割': '20 or 30%',
  '1割か3割': '10 or 30%',
  '1割か2割か3割': '10, 20 or 30%',
  '1〜3割': '10–30%',
  '割合を尋ねてください。あとで精算になることがあります。':
    'Ask for the share. It may be settled later.',
  'あとで精算になることがあります。': 'It may be settled later.',
  '未就学の方は2割、70歳以上の方は1〜3割です。あとで精算になることがあります。':
    '20% before school age, 10–30% from 70 on. It may be settled later.',
  '使う資格を選ぶと決まります。': 'It follows from the insurance you choose.',
  '券に本人支払額の記載はありません。': 'The voucher names no amount to pay.',
  '医療扶助との併用です。支払いは券の本人支払額です。':
    'Combined with medical assistance: the patient pays the amount of the voucher.',
  まもなく期限: 'ending soon',
  '期限切れ（猶予期間）': 'ended (grace period)',
  期限切れ: 'ended',
  // domain/decide: describe-answer, answer-warnings
  有効: 'Valid',
  無効: 'Invalid',
  新しい資格あり: 'A new insurance exists',
  情報なし: 'No information',
  複数: 'Several',
  '有効（未登録）': 'Valid (not registered)',
  '使う資格を選んでください。': 'Choose the insurance to use.',
  '資格を確認できました。': 'The insurance is confirmed.',
  '番号が結果にありませんでした。次の順に確かめてください。':
    'The answer holds no numbers. Find them out in this order.',
  '医療扶助の資格を確認できました。': 'Medical assistance is confirmed.',
  '新しい資格を使ってください。': 'Use the new insurance.',
  '今の資格が登録される前かもしれません。次の順に確かめてください。':
    'The present insurance may not be registered yet. Find it out in this order.',
  'この結果だけで判断せず、次の順に確かめてください。':
    'Do not decide by this answer alone. Find it out in this order.',
  '{day}の結果です。端末の日付が遅れていないか確かめてください。':
    "This answer is of {day}. See whether the device's date is behind.",
  '{day}の結果です。今日の訪問には、新しい確認が必要です。':
    "This answer is of {day}. Today's visit needs a new check.",
  'この資格は、確認した日のあとに終わっています。もう一度確認してください。':
    'This insurance has ended since it was confirmed. Check again.',
  '割合は、確認した日は{then}、今日の年齢や期限では{now}です。':
    "The share was {then} when it was confirmed; by today's age and dates it is {now}.",
  '電子証明書の期限は{day}です。市区町村の窓口での更新をお伝えください。':
    'The certificate ends on {day}. Tell of the renewal at the municipal office.',
  '電子証明書の期限が切れています。{day}までは資格の確認だけができ、診療や薬の情報は見られません。更新をお伝えください。':
    'The certificate has ended. Until {day} it confirms the insurance only; care and drugs are closed. Tell of the renewal.',
  '電子証明書の期限が切れ、カードでは確認できなくなりました。保険の資格はなくなりません。更新と、保険証としての利用登録をお伝えください。':
    'The certificate has ended and the card confirms nothing any more. The insurance itself goes on. Tell of the renewal, and of registering the card as insurance card.',
  '●は、表せない文字の代わりで、よくあることです。カナで照合し、このまま請求できます。':
    '● stands for a character that cannot be shown, and is common. Compare by kana; it can be claimed as it is.',
  'サーバーから預かった確認用の番号が残っていなかったため、確かさが一段低い確認です。':
    "A check of lower assurance: none of the server's random numbers was left.",
  // domain/claim
  '今の番号が分かればその番号で、分からなければ以前の番号で請求します。不詳にはしません。':
    'Claim with the present numbers if they are found, else with the former ones; never as unknown (不詳).',
  '番号が分かればその番号で、以前の番号があればその番号で請求します。どちらもなく、条件がすべてそろうときだけ不詳にできます。':
    'Claim with the numbers found, or with former ones. Only with neither, and if every condition holds, as unknown (不詳).',
  '選んだ資格の番号で請求します。': 'Claim with the numbers of the insurance chosen.',
  '新しい資格の番号で請求します。': 'Claim with the numbers of the new insurance.',
  'この資格の番号で請求します。': 'Claim with the numbers of this insurance.',
  '公費負担者番号と受給者番号で請求します。': 'Claim with payer number and recipient number.',
  '番号が分かってから請求します。': 'Claim once the numbers are known.',
  // domain/handoff, domain/face-way, domain/digital-identity
  '窓口では、顔認証付きカードリーダーで確認します。':
    'At the counter the reader with face recognition is used.',
  '同意を伺わない場面では、マイナ在宅受付Webを使えません。':
    'Where no consent is asked, マイナ在宅受付Web cannot be used.',
  '施設のマイナ在宅受付Webのアドレスが設定されていません。管理者に設定を頼んでください。':
    "The address of the facility's マイナ在宅受付Web is not set. Ask the administrator.",
  '公式アプリには暗証番号が必要です。暗証番号のないカードでは使えません。':
    'The official app needs the PIN; a card without one cannot use it.',
  '訪問予定にない患者さんは、公式アプリの受付がどなたのものか決められません。':
    'For a patient without a visit nobody could tell whose entry in the official app it is.',
  'この場面では、目視で確認できません。':
    'In this setting the person cannot be confirmed by sight.',
  '電子証明書の期限と猶予が過ぎたカードでは、目視でも確認できません。':
    'With certificate and grace period over, confirming by sight is closed too.',
  '施設の目視パスコードがまだありません。管理者に発行を頼んでください。':
    'The facility has no passcode for confirming by sight yet. Ask the administrator.',
  '写真をカードから読みます。先にカードリーダーをつないでください。':
    'The photo is read from the card. Connect the card reader first.',
  'デジタル認証アプリには暗証番号が必要です。': 'デジタル認証アプリ needs the PIN.',
  '訪問予定にない患者さんは、ご本人かどうかを照らし合わせられません。':
    'A patient without a visit cannot be compared with anybody.',
  '回線がないため、いまは使えません。回線が戻ると使えます。':
    'There is no line now. It can be used when the line returns.',
  // domain/texts/help
  オンライン資格確認等コールセンター: 'Call centre (オンライン資格確認等コールセンター)',
  '月〜金 8:00–18:00、土 8:00–16:00': 'Mon–Fri 8:00–18:00, Sat 8:00–16:00',
  // domain/surface-code and src/pages/capture/face-fields
  '生年月日(6桁)': 'Birth date (6 digits)',
  '元号の年で。昭和55年2月17日 → 550217': 'In era years: 昭和55年2月17日 → 550217',
  '有効期限の年(西暦4桁)': 'Year of expiry (4 digits)',
  '「まで有効」の年。手書きの期限は使いません': 'The year before まで有効; not one written by hand',
  'セキュリティコード(4桁)': 'Security code (4 digits)',
  写真の下にある4桁: 'The four digits under the photo',
  '券面のとおりに入力してください。': 'Enter it as it is printed.',
  '数字だけを入力してください。': 'Digits only.',
  '桁数が違います。券面のとおりに入力してください。':
    'Too many or too few digits. Enter it as it is printed.',
  '西暦ではなく、券面の元号の年で6桁です。例: 昭和55年2月17日は 550217。':
    'Six digits with the era year of the card, not the Western one: 昭和55年2月17日 is 550217.',
  'この月日はありません。年、月、日を2桁ずつ入力してください。':
    'There is no such day. Two digits each for year, month and day.',
  '有効期限の年は西暦4桁です。券面の「まで有効」の年を入力してください。':
    'The year of expiry has four digits: the one before まで有効.',
  '個人番号(12桁)は入力しないでください。この確認では使いません。':
    'Do not enter the My Number (12 digits). It is not used here.',
  // src/pages/capture/channel-words
  '通常(窓口のカードリーダー)': 'Standard (reader at the counter)',
  'この場面は、このアプリではなく窓口の顔認証付きカードリーダーで確認します。故障や操作が難しいときは、場面を「機器の故障・操作が難しい」に変えてください。':
    'This is checked with the face-recognition reader at the counter, not with this app. If that is out of order or too hard to use, change the setting to “Reader out of order, or too hard to use”.',
  居宅同意取得型: 'With consent (居宅同意取得型)',
  '保険の資格を確認します。患者さんが同意すれば、診療や薬の情報も見られます。':
    'Confirms the insurance. If the patient agrees, care and drugs can be seen too.',
  資格確認限定型: 'Insurance only (資格確認限定型)',
  '保険の資格だけを確認します。医療情報は扱わないので、同意の画面はありません。':
    'Confirms only the insurance. It opens no medical information, so no consent is asked.',
  // domain/medical-series
  血圧: 'Blood pressure',
  収縮期: 'Systolic',
  拡張期: 'Diastolic',
  空腹時血糖: 'Fasting glucose',
  血糖: 'Glucose',
  脂質: 'Lipids',
  中性脂肪: 'Triglycerides',
  肝機能: 'Liver',
  'mL/分/1.73m²': 'mL/min/1.73 m²',
  // domain/consent-wording
  診療情報: 'Care',
  薬剤情報: 'Drugs',
  特定健診等情報: 'Check-ups',
  手術情報: 'Operations',
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
