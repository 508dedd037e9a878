import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { readCardDates } from '../../../src/nfc/applications/card-dates'
import { parseCommonRecord } from '../../../src/nfc/applications/common'
import { prepareCard } from '../../../src/nfc/applications/jpki'
import { certificateBytes, issueTestCard, layCard } from '../../support/card-fixtures'
import { bytesOf } from '../../support/card-transport'

let image: CardImage

beforeAll(async () => {
  image = await issueTestCard({ days: { notBefore: '2025-10-27', notAfter: '2030-02-17' } })
})

describe('readCardDates', () => {
  it('reads the expiry without a PIN: two commands, 20 bytes to the card, 34 back', async () => {
    const { transport } = await layCard(image)
    expect(await readCardDates(transport)).toEqual({
      ok: true,
      value: { cardExpiry: '2030-02-17', municipality: '13104', certificate: null },
    })
    expect(transport.commands).toHaveLength(2)
    expect(transport.bytesToCard).toBe(20)
    expect(transport.bytesBack).toBe(34)
  })

  it('reads the certificate too when asked, its days as they are in Japan', async () => {
    const { transport } = await layCard(image)
    const dates = await readCardDates(transport, { certificate: true })
    const bytes = certificateBytes(image)
    expect(dates).toMatchObject({
      ok: true,
      value: { certificate: { bytes, firstDay: '2025-10-27', lastDay: '2030-02-17' } },
    })
    expect(transport.commands).toHaveLength(2 + 2 + Math.ceil(bytes.length / 256))
    expect(transport.headers).not.toContain('00200080')
  })

  it('gives a certificate that a later check need not read again', async () => {
    const { transport } = await layCard(image)
    const dates = await readCardDates(transport, { certificate: true })
    if (!dates.ok || !dates.value.certificate) throw new Error('no certificate')
    transport.forget()
    const prepared = await prepareCard(transport, {
      expectCertificate: dates.value.certificate.bytes,
    })
    expect(prepared.ok).toBe(true)
    expect(transport.commands).toHaveLength(3)
  })

  it('says what stands in the way', async () => {
    const { transport: other } = await layCard(image, { kind: 'other' })
    expect(await readCardDates(other)).toEqual({ ok: false, code: 'TZ-C06' })
    const { transport: bare } = await layCard(image, { withoutCertificate: true })
    expect(await readCardDates(bare, { certificate: true })).toEqual({ ok: false, code: 'TZ-C12' })
    const { transport, reader } = await layCard(image)
    reader.remove()
    expect(await readCardDates(transport)).toEqual({ ok: false, code: 'TZ-R08' })
  })

  it.each([0, 1, 2, 3, 4])('is lost at command %i with TZ-C05', async (at) => {
    const { transport } = await layCard(image, { tear: { at, executed: false } })
    expect(await readCardDates(transport, { certificate: true })).toEqual({
      ok: false,
      code: 'TZ-C05',
    })
  })

  it('ends a prepared card: nothing may come between its SELECT and its VERIFY', async () => {
    const { transport, card } = await layCard(image)
    const prepared = await prepareCard(transport)
    if (!prepared.ok) throw new Error(prepared.code)
    await readCardDates(transport)
    expect(await prepared.value.signWithPin(bytesOf('30303030'), new Uint8Array(32))).toEqual({
      kind: 'refused',
      code: 'TZ-C14',
    })
    expect(card.triesLeft).toBe(3)
  })
})

describe('parseCommonRecord', () => {
  const digits = (text: string) => Uint8Array.of(0x01, text.length, ...Buffer.from(text))

  it('reads 28 digits behind 01 1C', () => {
    expect(parseCommonRecord(digits('1234567890123451310420300217'))).toEqual({
      ok: true,
      value: { cardExpiry: '2030-02-17', municipality: '13104' },
    })
  })

  it.each([
    '123456789012345131042030021',
    '12345678901234513104203002170',
    '1234567890123451310420300230',
    '123456789012345131042030021a',
  ])('refuses %s', (text) => {
    expect(parseCommonRecord(digits(text))).toEqual({ ok: false, code: 'TZ-C09' })
  })

  it('answers any bytes with TZ-C09', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(parseCommonRecord(bytes)).toEqual({ ok: false, code: 'TZ-C09' })
      }),
      { numRuns: 1000 },
    )
  })
})
