/**
 * この端末でできること: which ways to a card a device has, best first, and which it never has. Data with the day it
 * was checked on, because browsers and the official apps change; only what this very device reports is asked here.
 */
import { isWithin, type Day } from './days'

export const DEVICE_KINDS = [
  'androidPhone',
  'androidTablet',
  'iphone',
  'ipad',
  'windows',
  'mac',
  'chromebook',
  'linux',
  'other',
] as const
export type DeviceKind = (typeof DEVICE_KINDS)[number]

export const DEVICE_LABELS: Readonly<Record<DeviceKind, string>> = {
  androidPhone: 'Androidスマートフォン',
  androidTablet: 'Androidタブレット',
  iphone: 'iPhone',
  ipad: 'iPad',
  windows: 'Windowsパソコン',
  mac: 'Mac',
  chromebook: 'Chromebook',
  linux: 'Linuxパソコン',
  other: '種類の分からない端末',
}

export type DeviceWayId =
  | 'officialHere'
  | 'officialByPhone'
  | 'officialApp'
  | 'bluetoothReader'
  | 'bridgeReader'
  | 'authenticationApp'
  | 'otherWays'
  | 'deviceNfc'
  | 'directUsb'

/** What this very device reports. */
export interface DeviceFacts {
  kind: DeviceKind
  bluetooth: 'usable' | 'off' | 'unsupported'
  /** The local PC/SC bridge (連携ソフト) may run here. */
  bridge: boolean
  /** What is connected now. */
  reader: 'bluetooth' | 'bridge' | null
  /** The facility has set the address of its マイナ在宅受付Web. */
  officialWeb: boolean
  /** The gateway is a party to デジタル認証アプリ. */
  digitalIdentity: boolean
}

export interface DeviceWay {
  id: DeviceWayId
  title: string
  /** `ready`: usable now. `needsAction`: `note` says what first. `closed`: `note` says why not. */
  state: 'ready' | 'needsAction' | 'closed'
  note: string
}

interface Rank {
  kind: DeviceKind
  /** First and last day on which it holds; null: none known. */
  from: Day | null
  until: Day | null
  /** When it was last checked against what browsers and official apps do. */
  checkedOn: Day
  /** Best first. */
  ways: readonly DeviceWayId[]
  /** What people will try all the same. */
  never: readonly DeviceWayId[]
  /** Bluetooth is paired in the settings of the system first; else the browser asks when it connects. */
  pairsFirst: boolean
}

const CHECKED = { from: null, until: null, checkedOn: '2026-11-21' } as const

export const DEVICE_RANKS: readonly Rank[] = [
  {
    ...CHECKED,
    kind: 'androidPhone',
    ways: ['officialHere', 'bluetoothReader', 'authenticationApp', 'otherWays'],
    never: ['deviceNfc'],
    pairsFirst: false,
  },
  {
    ...CHECKED,
    kind: 'androidTablet',
    ways: ['bluetoothReader', 'officialByPhone', 'otherWays'],
    never: ['deviceNfc', 'directUsb'],
    pairsFirst: false,
  },
  {
    ...CHECKED,
    kind: 'iphone',
    ways: ['officialHere', 'authenticationApp', 'otherWays'],
    never: ['bluetoothReader', 'deviceNfc'],
    pairsFirst: false,
  },
  {
    ...CHECKED,
    kind: 'ipad',
    ways: ['officialByPhone', 'officialApp', 'otherWays'],
    never: ['bluetoothReader', 'directUsb'],
    pairsFirst: false,
  },
  {
    ...CHECKED,
    kind: 'windows',
    ways: ['officialHere', 'bridgeReader', 'bluetoothReader', 'otherWays'],
    never: ['directUsb'],
    pairsFirst: true,
  },
  {
    ...CHECKED,
    kind: 'mac',
    ways: ['bluetoothReader', 'bridgeReader', 'officialByPhone', 'otherWays'],
    never: ['directUsb'],
    pairsFirst: false,
  },
  {
    ...CHECKED,
    kind: 'chromebook',
    ways: ['bluetoothReader', 'officialByPhone', 'otherWays'],
    never: ['directUsb'],
    pairsFirst: true,
  },
  {
    ...CHECKED,
    kind: 'linux',
    ways: ['bridgeReader', 'bluetoothReader', 'officialByPhone', 'otherWays'],
    never: ['directUsb'],
    pairsFirst: true,
  },
  {
    ...CHECKED,
    kind: 'other',
    ways: ['officialByPhone', 'bluetoothReader', 'bridgeReader', 'otherWays'],
    never: ['deviceNfc', 'directUsb'],
    pairsFirst: true,
  },
]

const TITLES: Readonly<Record<DeviceWayId, string>> = {
  officialHere: '公式の手続きに引き継ぐ(マイナ在宅受付Web)',
  officialByPhone: '公式の手続きを、スマートフォンでQRコードから開く(マイナ在宅受付Web)',
  officialApp: 'マイナ資格確認アプリとBluetoothリーダーで確認する',
  bluetoothReader: 'Bluetoothのカードリーダーで読む',
  bridgeReader: 'USBのカードリーダーで読む(連携ソフト)',
  authenticationApp: 'デジタル認証アプリで本人を確かめる',
  otherWays: '別の方法(書類、申立書など)',
  deviceNfc: '端末のNFCでマイナンバーカードを読む',
  directUsb: 'USBのカードリーダーを、ブラウザーから直接読む',
}

/** What does not depend on what the device reports. */
const NOTES: Readonly<Record<Exclude<DeviceWayId, 'bluetoothReader' | 'bridgeReader'>, string>> = {
  officialHere: '施設のアドレスを開き、患者さんのカードで手続きしていただきます。回線が要ります。',
  officialByPhone:
    '画面に出るQRコードを、患者さんやスタッフのスマートフォンで読みます。回線が要ります。',
  officialApp: '公式のアプリに切り替えて確認し、こちらに戻って記録します。',
  authenticationApp:
    '患者さんのスマートフォンで本人を確かめ、資格は施設の番号で確認します。施設の契約と設定、回線が要ります。',
  otherWays: '確認する画面の「カードが使えない」から、順に案内します。',
  deviceNfc: 'ブラウザーから使えるNFCは、訪問タグや診察券のタグ専用です。',
  directUsb: 'ブラウザーは、カードリーダーへの直接の接続を禁じています。',
}

/**
 * The ways to a card here: usable ones in the order of the table, then what this device lacks, then what no such device
 * can do. 別の方法 is always usable.
 * @throws RangeError where the table has no entry for that day: a bug
 */
export function rankDeviceWays(facts: DeviceFacts, day: Day): DeviceWay[] {
  const rank = rankOf(facts.kind, day)
  const ways = rank.ways.map((id) => describeWay(id, facts, rank.pairsFirst))
  const never = rank.never.map((id): DeviceWay => ({
    id,
    title: TITLES[id],
    state: 'closed',
    note: whyNever(id),
  }))
  return [
    ...ways.filter(({ state }) => state !== 'closed'),
    ...ways.filter(({ state }) => state === 'closed'),
    ...never,
  ]
}

/** When the table for such a device was last checked. */
export function deviceWaysCheckedOn(kind: DeviceKind, day: Day): Day {
  return rankOf(kind, day).checkedOn
}

function rankOf(kind: DeviceKind, day: Day): Rank {
  const found = DEVICE_RANKS.find((rank) => rank.kind === kind && isWithin(day, rank))
  if (!found) throw new RangeError('the table of devices has a hole')
  return found
}

function whyNever(id: DeviceWayId): string {
  if (id === 'bluetoothReader') return 'iPhoneとiPadのブラウザーは、Bluetoothの機器を使えません。'
  return id === 'bridgeReader' ? NO_BRIDGE : NOTES[id]
}

const NO_OFFICIAL_WEB =
  '施設のマイナ在宅受付Webのアドレスが、まだ設定されていません。管理者に頼んでください。'
const NO_BRIDGE = 'この端末では連携ソフトを動かせません。'

function describeWay(id: DeviceWayId, facts: DeviceFacts, pairsFirst: boolean): DeviceWay {
  const title = TITLES[id]
  if (id === 'bluetoothReader') return { id, title, ...bluetoothReader(facts, pairsFirst) }
  if (id === 'bridgeReader') return { id, title, ...bridgeReader(facts) }
  if ((id === 'officialHere' || id === 'officialByPhone') && !facts.officialWeb) {
    return { id, title, state: 'needsAction', note: NO_OFFICIAL_WEB }
  }
  // Without it the facility's contract or the gateway's configuration is missing.
  const state = id === 'authenticationApp' && !facts.digitalIdentity ? 'needsAction' : 'ready'
  return { id, title, state, note: NOTES[id] }
}

function bluetoothReader(
  { bluetooth, reader }: DeviceFacts,
  pairsFirst: boolean,
): Pick<DeviceWay, 'state' | 'note'> {
  if (reader === 'bluetooth') return { state: 'ready', note: 'リーダーがつながっています。' }
  switch (bluetooth) {
    case 'unsupported':
      return {
        state: 'closed',
        note: 'このブラウザーは、Bluetoothの機器を使えません。ChromeかEdgeで使えます。',
      }
    case 'off':
      return { state: 'needsAction', note: '端末のBluetoothをオンにしてください。' }
    case 'usable':
      return {
        state: 'needsAction',
        note: pairsFirst
          ? '先に端末のBluetooth設定でペアリング(初期のPINは000000)してから、「リーダーをつなぐ」を押します。'
          : '「リーダーをつなぐ」を押して選びます。ペアリングを求められたらPINは000000です(初期の設定)。',
      }
  }
}

function bridgeReader({ bridge, reader }: DeviceFacts): Pick<DeviceWay, 'state' | 'note'> {
  if (reader === 'bridge') return { state: 'ready', note: 'リーダーがつながっています。' }
  return bridge
    ? { state: 'needsAction', note: 'このパソコンで連携ソフトを起動し、リーダーをつなぎます。' }
    : { state: 'closed', note: NO_BRIDGE }
}
