/** 確認をはじめる: the ways this device has for this visit, best first. 別の方法 is never hidden. */
import type { Setting } from '../check'
import type { Day } from '../days'
import type { Reinquiry } from '../reinquiry'
import { settingRule } from '../settings'

export interface DeviceCapabilities {
  /** Web Bluetooth: usable, there but switched off, or not in this browser. */
  bluetooth: 'usable' | 'off' | 'unsupported'
  /** The readers of this computer, by the PC/SC bridge (連携ソフト). */
  bridge: boolean
  /** A reader has been chosen on this device before. */
  readerKnown: boolean
  /** Training mode: the software card may be used. */
  training: boolean
}

export interface WaysSituation {
  setting: Setting
  day: Day
  /** By {@link planReinquiry}; null for a walk-in, of whom no earlier check is known. */
  reinquiry: Reinquiry | null
}

export type WayId = 'reinquiry' | 'cardReader' | 'trainingCard' | 'otherWays'

export interface Way {
  id: WayId
  title: string
  /** `ready`: one tap. `needsAction`: `note` says what first. `closed`: `note` says why. */
  state: 'ready' | 'needsAction' | 'closed'
  note: string | null
}

const STATE_ORDER = { ready: 0, needsAction: 1, closed: 2 } as const
const AT_THE_COUNTER =
  '窓口では、顔認証付きカードリーダーで確認します。機器の故障などのときは、場面を選び直してください。'

/** Ready ones first, each in the order of preference; 別の方法 last, and always ready. */
export function waysFor(situation: WaysSituation, device: DeviceCapabilities): Way[] {
  const { handledHere } = settingRule(situation.setting, situation.day)
  const ways = [...reinquiryWay(situation.reinquiry), cardReaderWay(device), ...trainingWay(device)]
  const open = handledHere
    ? ways
    : ways.map((way): Way => ({ ...way, state: 'closed', note: AT_THE_COUNTER }))
  const ranked = open.sort((a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state])
  return [...ranked, { id: 'otherWays', title: 'カードが使えない', state: 'ready', note: null }]
}

function reinquiryWay(reinquiry: Reinquiry | null): Way[] {
  if (!reinquiry?.allowed) return []
  const note = reinquiry.warning?.text ?? null
  return [{ id: 'reinquiry', title: 'カードを使わずに再照会する', state: 'ready', note }]
}

function cardReaderWay({ bluetooth, bridge, readerKnown }: DeviceCapabilities): Way {
  const way = { id: 'cardReader', title: 'カードリーダーで読み取る' } as const
  if (bridge) {
    return readerKnown
      ? { ...way, state: 'ready', note: null }
      : { ...way, state: 'needsAction', note: 'はじめにリーダーをつないでください。' }
  }
  switch (bluetooth) {
    case 'unsupported':
      return { ...way, state: 'closed', note: 'このブラウザーではBluetoothリーダーを使えません。' }
    case 'off':
      return { ...way, state: 'needsAction', note: '端末のBluetoothをオンにしてください。' }
    case 'usable':
      return readerKnown
        ? { ...way, state: 'ready', note: null }
        : { ...way, state: 'needsAction', note: 'はじめにリーダーを選んでください。' }
  }
}

function trainingWay({ training }: DeviceCapabilities): Way[] {
  if (!training) return []
  return [{ id: 'trainingCard', title: '訓練用カードで試す', state: 'ready', note: null }]
}
