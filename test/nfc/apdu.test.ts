import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildGetResponse,
  buildReadBinary,
  buildReadRecord,
  buildSelectApplication,
  buildSelectFile,
  buildSign,
  buildSignWithOwnKey,
  buildTriesQuery,
  buildVerify,
  isLockedStatus,
  parseResponse,
  triesFromStatus,
  waitingBytes,
  wantedLength,
  withExpectedLength,
} from '../../src/nfc/apdu'
import { JPKI_APPLICATION } from '../../src/nfc/applications/identifiers'
import { bytesOf, hex } from '../support/card-transport'

describe('commands', () => {
  it('are the bytes that other implementations send', () => {
    expect(hex(buildSelectApplication(JPKI_APPLICATION))).toBe('00A4040C0AD392F000260100000001')
    expect(hex(buildSelectFile(0x000a))).toBe('00A4020C02000A')
    expect(hex(buildReadBinary(0, 256))).toBe('00B0000000')
    expect(hex(buildReadBinary(0x0300, 215))).toBe('00B00300D7')
    expect(hex(buildReadRecord(1, 1))).toBe('00B2010C00')
    expect(hex(buildTriesQuery())).toBe('00200080')
    expect(hex(buildVerify(bytesOf('31323334')))).toBe('002000800431323334')
    expect(hex(buildSign(bytesOf('AABB')))).toBe('802A008002AABB00')
    expect(hex(buildGetResponse(256))).toBe('00C0000000')
  })

  it('refuse what a short APDU of this card cannot carry', () => {
    expect(() => buildReadBinary(0x8000, 1)).toThrow(RangeError)
    expect(() => buildReadBinary(-1, 1)).toThrow(RangeError)
    expect(() => buildReadBinary(0, 257)).toThrow(RangeError)
    expect(() => buildReadBinary(0, 0)).toThrow(RangeError)
    expect(() => buildSign(new Uint8Array())).toThrow(RangeError)
    expect(() => buildSign(new Uint8Array(246))).toThrow(RangeError)
    expect(buildSign(new Uint8Array(245))).toHaveLength(251)
  })

  it('take another Le without changing the command they came from', () => {
    const command = buildReadBinary(0, 256)
    expect(hex(withExpectedLength(command, 30))).toBe('00B000001E')
    expect(hex(command)).toBe('00B0000000')
  })
})

describe('a response', () => {
  it('is data and status', () => {
    expect(parseResponse(bytesOf('01029000'))).toEqual({ data: bytesOf('0102'), status: 0x9000 })
    expect(parseResponse(bytesOf('63C2'))).toEqual({ data: new Uint8Array(), status: 0x63c2 })
  })

  it('of fewer than two bytes is none: contact was lost', () => {
    expect(parseResponse(new Uint8Array())).toBeNull()
    expect(parseResponse(bytesOf('90'))).toBeNull()
  })

  it('splits any bytes so that the parts are the whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 300 }), (bytes) => {
        const response = parseResponse(bytes)
        expect(response).not.toBeNull()
        const { data, status } = response ?? { data: new Uint8Array(), status: 0 }
        expect([...data, status >> 8, status & 0xff]).toEqual([...bytes])
      }),
    )
  })
})

describe('status words', () => {
  it('say how much waits and how much is wanted, 00 being 256', () => {
    expect(waitingBytes(0x6105)).toBe(5)
    expect(waitingBytes(0x6100)).toBe(256)
    expect(waitingBytes(0x9000)).toBeNull()
    expect(wantedLength(0x6c1e)).toBe(30)
    expect(wantedLength(0x6c00)).toBe(256)
    expect(wantedLength(0x6700)).toBeNull()
  })

  it('63Cx counts tries, and nothing else does', () => {
    expect(triesFromStatus(0x63c3)).toBe(3)
    expect(triesFromStatus(0x63c0)).toBe(0)
    expect(triesFromStatus(0x6300)).toBeNull()
    expect(triesFromStatus(0x9000)).toBeNull()
  })

  it('63C0, 6983 and 6984 are all locked (R10), and no other is', () => {
    const locked = Array.from({ length: 0x10000 }, (_, status) => status).filter(isLockedStatus)
    expect(locked).toEqual([0x63c0, 0x6983, 0x6984])
  })
})

describe('signing with the key of the application', () => {
  it('differs from signing with the current key in P2 alone', () => {
    const data = Uint8Array.of(1, 2, 3)
    expect(hex(buildSign(data))).toBe('802A00800301020300')
    expect(hex(buildSignWithOwnKey(data))).toBe('802A00000301020300')
    expect(() => buildSignWithOwnKey(new Uint8Array(246))).toThrow(RangeError)
  })
})
