/** The issuer stands in the server; its tests stand with those of the card it makes. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { CertificateState } from '../../../domain/answer'
import { addMonths, dayInJapan } from '../../../domain/days'
import {
  certificateDays,
  createEmulatorCa,
  issueCard,
  type CertificateDays,
  type EmulatorCa,
} from '../../../server/authority/sandbox/card-issuer'
import {
  CARD_HOLDER,
  CARD_TODAY,
  cardPki,
  certificateBytes,
  issueTestCard,
} from '../../support/card-fixtures'

function caCertificate(ca: EmulatorCa): X509Certificate {
  return new X509Certificate(Buffer.from(ca.certificate, 'base64url'))
}

describe('the test CA', () => {
  it('is self-signed, a CA, and named so that no mode can take it for a real one', async () => {
    const certificate = caCertificate((await cardPki()).ca)
    expect(certificate.ca).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.checkIssued(certificate)).toBe(true)
    expect(certificate.subject.split('\n')).toEqual([
      'C=JP',
      'O=JPKI-EMU',
      'OU=JPKI for user authentication',
      'OU=Tazune software card',
    ])
  })

  it('survives a data folder: JSON in, JSON out, and it still issues', async () => {
    const { ca, keys } = await cardPki()
    const [key] = JSON.parse(JSON.stringify(keys)) as typeof keys
    const kept = JSON.parse(JSON.stringify(ca)) as EmulatorCa
    if (!key) throw new Error('no key')
    const image = await issueCard({
      persona: CARD_HOLDER,
      ca: kept,
      key,
      ...certificateDays('valid', CARD_TODAY),
    })
    const leaf = new X509Certificate(certificateBytes(image))
    expect(leaf.verify(caCertificate(ca).publicKey)).toBe(true)
  })

  it('takes a life of its own where a test needs one', async () => {
    const { keys } = await cardPki()
    const [key] = keys
    if (!key) throw new Error('no key')
    const ca = await createEmulatorCa({ key, notBefore: '2020-01-01', notAfter: '2021-12-31' })
    expect(dayInJapan(Date.parse(caCertificate(ca).validTo))).toBe('2021-12-31')
  })
})

describe('a card', () => {
  it('has a certificate of that CA for its key, without a name in it', async () => {
    const image = await issueTestCard()
    const leaf = new X509Certificate(certificateBytes(image))
    const ca = caCertificate((await cardPki()).ca)
    expect(leaf.checkIssued(ca)).toBe(true)
    expect(leaf.verify(ca.publicKey)).toBe(true)
    expect(leaf.ca).toBe(false)
    expect(leaf.subject).toMatch(/^C=JP\nCN=13104EMU\d{15}$/)
    expect(leaf.publicKey.export({ format: 'jwk' })).toMatchObject({ n: image.privateKey.n })
    const text = Buffer.from(certificateBytes(image))
    for (const part of Object.values(CARD_HOLDER.basicFour).filter((value) => value.length > 1)) {
      expect(text.includes(Buffer.from(part))).toBe(false)
    }
  })

  it('ends at 23:59:59 in Japan on its last day and begins at 00:00:00 on its first', async () => {
    const image = await issueTestCard({
      days: { notBefore: '2025-10-27', notAfter: '2030-02-17' },
    })
    const leaf = new X509Certificate(certificateBytes(image))
    expect(Date.parse(leaf.validFrom)).toBe(Date.parse('2025-10-27T00:00:00+09:00'))
    expect(Date.parse(leaf.validTo)).toBe(Date.parse('2030-02-17T23:59:59+09:00'))
  })

  it('gets a new serial number when it is issued again with the same key', async () => {
    const [first, second] = await Promise.all([issueTestCard(), issueTestCard()])
    expect(first.privateKey).toEqual(second.privateKey)
    const serials = [first, second].map(
      (image) => new X509Certificate(certificateBytes(image)).serialNumber,
    )
    expect(new Set(serials).size).toBe(2)
    for (const serial of serials) expect(serial).toMatch(/^[0-3][0-9A-F]{7}$/)
  })
})

describe('certificateDays', () => {
  /** R21–R23, written here a second time from the rule and not from the code. */
  function stateOn(today: string, { notAfter }: CertificateDays): CertificateState {
    if (today <= notAfter) return today >= addMonths(notAfter, -3) ? 'alert' : 'valid'
    const monthEnd = new Date(
      Date.UTC(Number(notAfter.slice(0, 4)), Number(notAfter.slice(5, 7)) + 3, 0),
    )
    return today <= monthEnd.toISOString().slice(0, 10) ? 'grace' : 'dead'
  }

  it.each(['valid', 'alert', 'grace', 'dead'] as const)(
    'makes a certificate %s on each day of four years',
    (state) => {
      for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2030, 0, 1); day += 86_400_000) {
        const today = new Date(day).toISOString().slice(0, 10)
        const days = certificateDays(state, today)
        expect(stateOn(today, days)).toBe(state)
        expect(days.notBefore < today).toBe(true)
      }
    },
  )
})
