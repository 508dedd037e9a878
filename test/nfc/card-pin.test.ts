import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CardChannel } from '../../src/nfc/card-channel'
import { isPin, parsePin, presentPin, queryTries } from '../../src/nfc/card-pin'
import { TransportError } from '../../src/nfc/transport'
import { bytesOf, createScriptedTransport, recordTransport } from '../support/card-transport'

function answering(answer: string | Error) {
  return recordTransport(
    createScriptedTransport(() =>
      typeof answer === 'string' ? bytesOf(answer) : Promise.reject(answer),
    ),
  )
}

async function channelOn(transport: ReturnType<typeof answering>): Promise<CardChannel> {
  const opened = await CardChannel.open(transport, {})
  if (!opened.ok) throw new Error(opened.code)
  return opened.value
}

describe('parsePin', () => {
  it.each(['0000', '1234', '１２３４', '1２3４'])('takes %s', (text) => {
    const pin = parsePin(text)
    expect(pin.ok && isPin(pin.value)).toBe(true)
  })

  it.each([
    '',
    '123',
    '12345',
    '12a4',
    ' 1234',
    '12 34',
    '-123',
    '1.23',
    '一二三四',
    '१२३४',
    '1234\n',
  ])('refuses "%s"', (text) => {
    expect(parsePin(text)).toEqual({ ok: false, code: 'TZ-C03' })
  })

  it('gives four ASCII digits or TZ-C03 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (text) => {
        const pin = parsePin(text)
        if (pin.ok) expect(String.fromCharCode(...pin.value)).toMatch(/^[0-9]{4}$/)
        else expect(pin.code).toBe('TZ-C03')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('queryTries', () => {
  it.each([
    ['63C3', { ok: true, value: 3 }],
    ['63C1', { ok: true, value: 1 }],
    ['63C0', { ok: false, code: 'TZ-C02' }],
    ['6983', { ok: false, code: 'TZ-C02' }],
    ['6984', { ok: false, code: 'TZ-C02' }],
    ['6A88', { ok: false, code: 'TZ-C08' }],
    ['9000', { ok: false, code: 'TZ-C09' }],
    ['6C03', { ok: false, code: 'TZ-C09' }],
    ['', { ok: false, code: 'TZ-C05' }],
  ])('reads %s', async (answer, expected) => {
    const transport = answering(answer)
    expect(await queryTries(await channelOn(transport))).toEqual(expected)
    expect(transport.commands).toHaveLength(1)
  })
})

describe('presentPin', () => {
  it.each([
    ['9000', { kind: 'verified' }],
    ['63C2', { kind: 'wrongPin', code: 'TZ-C01', triesLeft: 2 }],
    ['63C1', { kind: 'wrongPin', code: 'TZ-C01', triesLeft: 1 }],
    ['63C0', { kind: 'refused', code: 'TZ-C02' }],
    ['6983', { kind: 'refused', code: 'TZ-C02' }],
    ['6984', { kind: 'refused', code: 'TZ-C02' }],
    ['6A88', { kind: 'refused', code: 'TZ-C08' }],
    ['6300', { kind: 'refused', code: 'TZ-C09' }],
    ['6700', { kind: 'refused', code: 'TZ-C09' }],
    ['6C04', { kind: 'refused', code: 'TZ-C09' }],
    ['6104', { kind: 'refused', code: 'TZ-C09' }],
    ['', { kind: 'unknown', code: 'TZ-C04' }],
    ['90', { kind: 'unknown', code: 'TZ-C04' }],
  ])('sends one VERIFY, reads %s and leaves no digit behind', async (answer, expected) => {
    const transport = answering(answer)
    const pin = bytesOf('31323334')
    expect(await presentPin(await channelOn(transport), pin)).toEqual(expected)
    expect(transport.commands).toHaveLength(1)
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(transport.commands[0]?.buffer.every((byte) => byte === 0)).toBe(true)
  })

  it('does not know the outcome when the transport fails, whichever way', async () => {
    for (const code of ['TZ-R04', 'TZ-R06', 'TZ-R07', 'TZ-R08', 'TZ-R09'] as const) {
      const transport = answering(new TransportError(code))
      const pin = bytesOf('31323334')
      expect(await presentPin(await channelOn(transport), pin)).toEqual({
        kind: 'unknown',
        code: 'TZ-C04',
      })
      expect([...pin]).toEqual([0, 0, 0, 0])
    }
  })

  it('leaves no digit behind when the transport has a bug', async () => {
    const bug = new TypeError('bug')
    const transport = answering(bug)
    const pin = bytesOf('31323334')
    await expect(presentPin(await channelOn(transport), pin)).rejects.toBe(bug)
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(transport.commands[0]?.buffer.every((byte) => byte === 0)).toBe(true)
  })

  it.each(['00000000', '313233', '3132333435', '31323361'])(
    'sends nothing for the bytes %s',
    async (text) => {
      const transport = answering('9000')
      const pin = bytesOf(text)
      expect(await presentPin(await channelOn(transport), pin)).toEqual({
        kind: 'refused',
        code: 'TZ-C03',
      })
      expect(transport.commands).toHaveLength(0)
      expect(pin.every((byte) => byte === 0)).toBe(true)
    },
  )
})
