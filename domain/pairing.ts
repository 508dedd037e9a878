/** Pairing a Bluetooth reader, as each system wants it. Data, because systems change their menus. */
import type { DeviceKind } from './device-ways'
import type { ErrorCode } from './errors'

export interface PairingHelp {
  /** When the system pairs: before the app is opened, when it connects, or never from a browser. */
  when: 'before' | 'on demand' | 'never'
  steps: readonly string[]
}

/** Codes after which pairing may be what is missing. */
const PAIRING_CODES: ReadonlySet<ErrorCode> = new Set(['TZ-R03', 'TZ-R12'])

const PIN = '番号を聞かれたら「000000」(リーダーの初期の番号)を入力します。'
const AGAIN = 'この画面に戻り、「リーダーをつなぐ」を押します。'

const ANDROID: PairingHelp = {
  when: 'on demand',
  steps: [
    'リーダーの電源を入れ、「リーダーをつなぐ」を押してリーダーを選びます。',
    `ペアリングの確認が出たら許可します。${PIN}`,
    'つながらないときは、端末の設定の「接続済みのデバイス」からこのリーダーの登録を消し、もう一度つなぎます。',
  ],
}

const NEVER: PairingHelp = {
  when: 'never',
  steps: [
    'この端末のブラウザーは、Bluetoothリーダーにつながりません。ペアリングをしても使えません。',
    'スマートフォンのマイナポータルか、資格確認のアプリで確かめてください。',
  ],
}

const HELP: Readonly<Record<DeviceKind, PairingHelp>> = {
  androidPhone: ANDROID,
  androidTablet: ANDROID,
  windows: {
    when: 'before',
    steps: [
      'リーダーの電源を入れ、Windowsの「設定」→「Bluetoothとデバイス」→「デバイスの追加」で先にペアリングします。',
      PIN,
      AGAIN,
    ],
  },
  chromebook: {
    when: 'before',
    steps: [
      'リーダーの電源を入れ、Chromebookの「設定」→「Bluetooth」→「新しいデバイスとペア設定」で先にペアリングします。',
      PIN,
      AGAIN,
    ],
  },
  mac: {
    when: 'on demand',
    steps: [
      'リーダーの電源を入れ、「リーダーをつなぐ」を押してリーダーを選びます。',
      `接続の要求が出たら許可します。${PIN}`,
      'つながらないときは、「システム設定」→「Bluetooth」でこのリーダーの登録を消し、もう一度つなぎます。',
    ],
  },
  linux: {
    when: 'before',
    steps: [
      'リーダーの電源を入れ、システムのBluetooth設定で先にペアリングします。',
      PIN,
      'ChromeのWeb Bluetoothは、Linuxでは初期の設定では使えません。',
    ],
  },
  ipad: NEVER,
  iphone: NEVER,
  other: {
    when: 'before',
    steps: ['リーダーの電源を入れ、端末のBluetooth設定で先にペアリングします。', PIN, AGAIN],
  },
}

export function pairingHelp(kind: DeviceKind): PairingHelp {
  return HELP[kind]
}

/** Whether pairing is worth explaining after this error. */
export function mayNeedPairing(code: ErrorCode | null): boolean {
  return code !== null && PAIRING_CODES.has(code)
}
