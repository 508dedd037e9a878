/** The D-Bus of the fake BlueZ against bytes that others wrote; libdbus in Chromium is the other half of the proof. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeMessage, MESSAGE, takeMessage } from '../../support/bluez/dbus-message'
import {
  decodeValues,
  encodeValues,
  splitSignature,
  variant,
  type DbusValues,
} from '../../support/bluez/dbus-values'
import { bytesOf, hex } from '../../support/card-transport'

const again = (signature: string, values: DbusValues): DbusValues =>
  decodeValues(signature, encodeValues(signature, values))

describe('a value', () => {
  it.each([
    // D-Bus Specification, "Marshaling": three strings, and an array whose padding is not counted.
    ['sss', ['foo', '+', 'bar'], '03000000666f6f00 010000002b000000 0300000062617200'],
    ['ax', [[5n]], '08000000 00000000 0500000000000000'],
    ['yu', [7, 1], '07000000 01000000'],
    ['bn', [true, -50], '01000000 ceff'],
    ['v', [variant('ay', Uint8Array.of(5, 0, 12))], '02617900 03000000 05000c'],
    ['a{sv}', [[]], '00000000 00000000'],
    ['og', ['/', 'a{sv}'], '010000002f00 05617b73767d00'],
  ])('of %s is written as the specification says', (signature, values, bytes) => {
    expect(hex(encodeValues(signature, values))).toBe(hex(bytesOf(bytes)))
    expect(again(signature, values)).toEqual(values)
  })

  it('of every kind comes back as it was', () => {
    const properties = [
      ['Name', variant('s', '読み取り機')],
      ['RSSI', variant('n', -51)],
      ['UUIDs', variant('as', ['a', 'bc'])],
    ]
    const all = 'a{oa{sa{sv}}}'
    const objects = [[['/org/bluez', [['org.bluez.Device1', properties]]]]]
    expect(again(all, objects)).toEqual(objects)
    expect(again('qitxd', [65_535, -1, 2n ** 63n, -(2n ** 62n), 0.5])).toEqual([
      ...[65_535, -1, 2n ** 63n, -(2n ** 62n), 0.5],
    ])
  })

  it('of any bytes and texts, one behind the other, comes back as it was', () => {
    const pair = fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        expect(again('ya(ays)', [1, pairs])).toEqual([1, pairs])
      }),
    )
  })

  it('that is not of its type is a mistake of the test that made it', () => {
    for (const [signature, value] of [
      ['s', 1],
      ['u', 'one'],
      ['v', 'x'],
      ['as', 'x'],
    ] as const) {
      expect(() => encodeValues(signature, [value])).toThrow(TypeError)
    }
    expect(() => encodeValues('ss', ['one'])).toThrow(TypeError)
    expect(() => encodeValues('h', [0])).toThrow(RangeError)
  })

  it('that ends too early is refused', () => {
    expect(() => decodeValues('s', bytesOf('0400000061'))).toThrow(RangeError)
  })

  it('is described by a row of complete types', () => {
    expect(splitSignature('yyyyuua(yv)')).toEqual(['y', 'y', 'y', 'y', 'u', 'u', 'a(yv)'])
    expect(splitSignature('oa{sa{sv}}as')).toEqual(['o', 'a{sa{sv}}', 'as'])
    expect(() => splitSignature('a{sv')).toThrow(RangeError)
  })
})

/** The first message of every client of libdbus. */
const HELLO = bytesOf(
  [
    '6c01000100000000010000006e000000',
    ...['01016f0015000000', hexText('/org/freedesktop/DBus'), '000000'],
    ...['060173001400', '0000', hexText('org.freedesktop.DBus'), '00000000'],
    ...['020173001400', '0000', hexText('org.freedesktop.DBus'), '00000000'],
    ...['0301730005000000', hexText('Hello'), '000000'],
  ].join(''),
)

function hexText(text: string): string {
  return Buffer.from(text).toString('hex')
}

describe('a message', () => {
  it('that libdbus sends is understood', () => {
    expect(takeMessage(HELLO)).toEqual({
      length: HELLO.length,
      message: {
        ...{ type: MESSAGE.call, serial: 1, isSilent: false, body: [] },
        ...{ path: '/org/freedesktop/DBus', destination: 'org.freedesktop.DBus' },
        ...{ interface: 'org.freedesktop.DBus', member: 'Hello' },
      },
    })
  })

  it('comes back as it was, and leaves what stands behind it', () => {
    const message = {
      ...{ type: MESSAGE.signal, serial: 7, isSilent: true, path: '/a', member: 'Changed' },
      ...{ interface: 'a.b', signature: 'say', body: ['x', Uint8Array.of(1, 2)] },
    }
    const bytes = encodeMessage(message)
    expect(takeMessage(Uint8Array.of(...bytes, ...HELLO))).toEqual({
      message,
      length: bytes.length,
    })
  })

  it('is waited for until its last byte', () => {
    for (let length = 0; length < HELLO.length; length += 1) {
      expect(takeMessage(HELLO.subarray(0, length))).toBeNull()
    }
  })

  it('of the other byte order is refused', () => {
    expect(() => takeMessage(Uint8Array.from(HELLO).fill(0x42, 0, 1))).toThrow(RangeError)
  })
})
