import { describe, expect, it } from 'vitest'
import {
  DEVICE_KINDS,
  DEVICE_RANKS,
  deviceWaysCheckedOn,
  rankDeviceWays,
  type DeviceFacts,
  type DeviceKind,
} from '../../domain/device-ways'
import { isDay } from '../../domain/days'

const DAY = '2026-11-21'
const factsOf = (kind: DeviceKind, change: Partial<DeviceFacts> = {}): DeviceFacts => ({
  kind,
  bluetooth: 'usable',
  bridge: true,
  reader: null,
  officialWeb: true,
  digitalIdentity: false,
  ...change,
})
const ids = (facts: DeviceFacts, closed: boolean): string[] =>
  rankDeviceWays(facts, DAY)
    .filter(({ state }) => (state === 'closed') === closed)
    .map(({ id }) => id)

describe('the table of devices', () => {
  it.each(DEVICE_KINDS)(
    'has one entry for every day of a %s, with the day it was checked',
    (kind) => {
      for (const day of ['2020-01-01', DAY, '2040-12-31']) {
        expect(isDay(deviceWaysCheckedOn(kind, day))).toBe(true)
      }
      expect(DEVICE_RANKS.filter((rank) => rank.kind === kind)).toHaveLength(1)
    },
  )

  it('never offers and refuses the same way', () => {
    for (const { ways, never } of DEVICE_RANKS) {
      expect(ways.filter((way) => never.includes(way))).toEqual([])
    }
  })

  it.each(DEVICE_KINDS)('leaves a %s never without a way, each with its words', (kind) => {
    const bare = factsOf(kind, { bluetooth: 'unsupported', bridge: false })
    const ways = rankDeviceWays(bare, DAY)
    expect(ways.filter(({ state }) => state === 'ready').at(-1)?.id).toBe('otherWays')
    for (const { title, note } of ways) {
      expect(title).not.toBe('')
      expect(note).toMatch(/。$/)
    }
  })
})

describe('the ways of a device, best first', () => {
  it.each<[DeviceKind, string[]]>([
    ['androidPhone', ['officialHere', 'bluetoothReader', 'authenticationApp', 'otherWays']],
    ['androidTablet', ['bluetoothReader', 'officialByPhone', 'otherWays']],
    ['iphone', ['officialHere', 'authenticationApp', 'otherWays']],
    ['ipad', ['officialByPhone', 'officialApp', 'otherWays']],
    ['windows', ['officialHere', 'bridgeReader', 'bluetoothReader', 'otherWays']],
    ['mac', ['bluetoothReader', 'bridgeReader', 'officialByPhone', 'otherWays']],
    ['chromebook', ['bluetoothReader', 'officialByPhone', 'otherWays']],
    ['linux', ['bridgeReader', 'bluetoothReader', 'officialByPhone', 'otherWays']],
  ])('%s', (kind, expected) => {
    expect(ids(factsOf(kind), false)).toEqual(expected)
  })

  it('call デジタル認証アプリ ready only where the gateway is a party to it', () => {
    const stateOf = (digitalIdentity: boolean) =>
      rankDeviceWays(factsOf('iphone', { digitalIdentity }), DAY).find(
        ({ id }) => id === 'authenticationApp',
      )?.state
    expect([stateOf(false), stateOf(true)]).toEqual(['needsAction', 'ready'])
  })

  it('never say that the device’s own NFC reads a card', () => {
    for (const kind of DEVICE_KINDS) expect(ids(factsOf(kind), false)).not.toContain('deviceNfc')
    expect(ids(factsOf('androidPhone'), true)).toContain('deviceNfc')
  })

  it('offer no reader in the browser of an iPad, whatever it reports', () => {
    expect(ids(factsOf('ipad', { reader: 'bluetooth' }), false)).not.toContain('bluetoothReader')
  })

  it('put what this device lacks behind what it has', () => {
    const facts = factsOf('windows', { bluetooth: 'unsupported', bridge: false })
    expect(ids(facts, false)).toEqual(['officialHere', 'otherWays'])
    expect(ids(facts, true)).toEqual(['bridgeReader', 'bluetoothReader', 'directUsb'])
  })
})

describe('the Bluetooth reader', () => {
  const note = (kind: DeviceKind, change: Partial<DeviceFacts> = {}): string => {
    const way = rankDeviceWays(factsOf(kind, change), DAY).find(
      ({ id }) => id === 'bluetoothReader',
    )
    return `${way?.state ?? ''}: ${way?.note ?? ''}`
  }

  it.each<DeviceKind>(['windows', 'chromebook'])(
    'is paired in the settings of a %s first',
    (kind) => {
      expect(note(kind)).toMatch(/^needsAction: 先に端末のBluetooth設定でペアリング/)
    },
  )

  it.each<DeviceKind>(['androidTablet', 'mac'])('is paired on demand on a %s', (kind) => {
    expect(note(kind)).toMatch(/^needsAction: 「リーダーをつなぐ」/)
  })

  it('is ready once it is connected, and waits for a Bluetooth that is off', () => {
    expect(note('androidTablet', { reader: 'bluetooth' })).toMatch(/^ready/)
    expect(note('androidTablet', { bluetooth: 'off' })).toContain('オンにしてください')
    expect(note('androidTablet', { bluetooth: 'unsupported' })).toMatch(/^closed/)
  })
})

it('the bridge’s reader is ready once it is connected', () => {
  const ways = rankDeviceWays(factsOf('windows', { reader: 'bridge' }), DAY)
  expect(ways.find(({ id }) => id === 'bridgeReader')?.state).toBe('ready')
})

it.each<DeviceKind>(['androidPhone', 'ipad', 'windows'])(
  'the official way of a %s is not called ready before the facility has set its address',
  (kind) => {
    const states = (officialWeb: boolean): string[] =>
      rankDeviceWays(factsOf(kind, { officialWeb }), DAY)
        .filter(({ id }) => id === 'officialHere' || id === 'officialByPhone')
        .map(({ state }) => state)
    expect(states(true)).toEqual(['ready'])
    expect(states(false)).toEqual(['needsAction'])
  },
)
