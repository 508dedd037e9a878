import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMAND, decodeBlock, encodeBlock, RESPONSE } from '../../../src/nfc/acr1255/block'
import { answerBlock, padWithFf, readCommand } from '../../support/reader-codec'

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

describe('a command block', () => {
  it('is the published one for the request for authentication', () => {
    expect(hex(encodeBlock(COMMAND.escape, bytes('e000004500')))).toBe('6b0005000000cbe000004500')
  })

  it('is the published one for automatic polling', () => {
    expect(hex(encodeBlock(COMMAND.escape, bytes('e000004001')))).toBe('6b0005000000cfe000004001')
  })

  it('has an empty tail where the command carries nothing', () => {
    expect(hex(encodeBlock(COMMAND.powerOn))).toBe('62000000000062')
    expect(hex(encodeBlock(COMMAND.powerOff))).toBe('63000000000063')
    expect(hex(encodeBlock(COMMAND.slotStatus))).toBe('65000000000065')
  })

  it('is understood by the emulated reader for any data', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(COMMAND)),
        fc.uint8Array({ maxLength: 261 }),
        (type, data) => {
          const command = readCommand(padWithFf(encodeBlock(type, data)))
          expect(command?.type).toBe(type)
          expect([...(command?.data ?? [])]).toEqual([...data])
        },
      ),
    )
  })
})

describe('a block of the reader', () => {
  it('gives type, parameter and data, with padding or without', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(RESPONSE)),
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 258 }),
        (type, param, data) => {
          const block = answerBlock(type, param, data)
          for (const form of [block, padWithFf(block)]) {
            const read = decodeBlock(form)
            expect(read).toMatchObject({ type, param, checksumAgrees: true })
            expect([...(read?.data ?? [])]).toEqual([...data])
          }
        },
      ),
    )
  })

  it('is accepted with the checksum of the manual’s own example, which breaks its rule', () => {
    const read = decodeBlock(bytes('8000080000003b3b83800141070044'))
    expect(read?.checksumAgrees).toBe(false)
    expect(hex(read?.data ?? new Uint8Array())).toBe('3b83800141070044')
  })

  it.each([
    ['shorter than its head', '800000000000'],
    ['of a type the reader does not send', '62000000000062'],
    ['with more data announced than there is', '8000020000008200'],
    ['with more left over than padding explains', '80000000000080' + 'ff'.repeat(16)],
  ])('is refused when it is %s', (_, text) => {
    expect(decodeBlock(bytes(text))).toBeNull()
  })

  it('is never thrown over, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        const read = decodeBlock(noise)
        expect(read === null || Object.values(RESPONSE).some((type) => type === read.type)).toBe(
          true,
        )
      }),
    )
  })
})
