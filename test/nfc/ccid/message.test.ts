import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMAND, decodeAnswer, encodeCommand, MAX_DATA_BYTES } from '../../../src/nfc/ccid/message'
import { slotErrorCode } from '../../../src/nfc/ccid/slot-error'
import { ccidMessage, readCcidCommand, takeCcidMessage } from '../../support/ccid-codec'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('a command', () => {
  it.each([
    ['power on', COMMAND.powerOn, 0, [], '62000000000000000000'],
    ['power off', COMMAND.powerOff, 1, [], '63000000000001000000'],
    ['slot status', COMMAND.slotStatus, 255, [], '650000000000ff000000'],
    ['an APDU', COMMAND.transferBlock, 2, [0x00, 0xa4, 0x04, 0x0c], '6f04000000000200000000a4040c'],
  ])('of %s is these bytes', (_, type, sequence, data, expected) => {
    expect(hex(encodeCommand(type, sequence, Uint8Array.from(data)))).toBe(expected)
  })

  it('announces its length with the low byte first', () => {
    expect(hex(encodeCommand(COMMAND.transferBlock, 0, new Uint8Array(261)).slice(0, 5))).toBe(
      '6f05010000',
    )
  })

  it('longer than a short APDU is refused', () => {
    expect(() => encodeCommand(COMMAND.transferBlock, 0, new Uint8Array(262))).toThrow(RangeError)
  })

  it('of any content is what a reader reads', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: MAX_DATA_BYTES }),
        fc.integer({ min: 0, max: 255 }),
        (data, sequence) => {
          const message = encodeCommand(COMMAND.transferBlock, sequence, data)
          const taken = takeCcidMessage(message)
          expect(taken?.rest).toHaveLength(0)
          expect(readCcidCommand(taken?.body ?? Uint8Array.of())).toEqual({
            type: COMMAND.transferBlock,
            sequence,
            data,
          })
        },
      ),
    )
  })
})

describe('an answer', () => {
  it.each([
    [0x00, 'active', 'done'],
    [0x01, 'inactive', 'done'],
    [0x02, 'absent', 'done'],
    [0x40, 'active', 'failed'],
    [0x42, 'absent', 'failed'],
    [0x80, 'active', 'more time'],
  ])('with the status %i says %s and %s', (status, card, outcome) => {
    const data = Uint8Array.of(0x90, 0x00)
    expect(decodeAnswer(ccidMessage(0x80, 7, status, 0xfe, data))).toEqual({
      type: 0x80,
      sequence: 7,
      card,
      outcome,
      error: 0xfe,
      data,
    })
  })

  it.each([
    ['a reserved state of the card', ccidMessage(0x81, 0, 0x03, 0)],
    ['a reserved outcome', ccidMessage(0x81, 0, 0xc0, 0)],
    ['another slot', ccidMessage(0x81, 0, 0, 0).map((byte, at) => (at === 5 ? 1 : byte))],
    ['too few bytes', Uint8Array.of(0x81, 0, 0, 0, 0, 0, 0, 0)],
    ['no bytes', Uint8Array.of()],
  ])('with %s is none', (_, message) => {
    expect(decodeAnswer(message)).toBeNull()
  })
})

describe('why a command failed', () => {
  it.each([
    ['absent', 0xfe, 'TZ-R08'],
    ['inactive', 0xfe, 'TZ-R10'],
    ['active', 0xfd, 'TZ-R10'],
    ['active', 0xf8, 'TZ-R10'],
    ['active', 0xfb, 'TZ-R09'],
    ['active', 0xe0, 'TZ-R09'],
    ['active', 0x00, 'TZ-R09'],
  ] as const)('with the card %s and error %i is %s', (card, error, code) => {
    expect(slotErrorCode({ card, error })).toBe(code)
  })
})
