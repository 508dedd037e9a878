import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayInJapan } from '../../domain/days'
import { parseCertificate } from '../../src/nfc/der-certificate'
import { cardPki, certificateBytes, issueTestCard } from '../support/card-fixtures'

let leaf: Uint8Array
let ca: Uint8Array

beforeAll(async () => {
  leaf = certificateBytes(
    await issueTestCard({ days: { notBefore: '2025-10-27', notAfter: '2030-02-17' } }),
  )
  ca = Uint8Array.from(Buffer.from((await cardPki()).ca.certificate, 'base64url'))
})

function facts(der: Uint8Array) {
  const result = parseCertificate(der)
  if (!result.ok) throw new Error(result.code)
  return result.value
}

describe('parseCertificate', () => {
  it('agrees with node on serial, dates and key', () => {
    for (const der of [leaf, ca]) {
      const reference = new X509Certificate(der)
      const { serial, notBefore, notAfter, publicKey } = facts(der)
      expect(serial).toBe(reference.serialNumber.toLowerCase())
      expect(notBefore).toBe(Date.parse(reference.validFrom))
      expect(notAfter).toBe(Date.parse(reference.validTo))
      expect(Buffer.from(publicKey)).toEqual(
        reference.publicKey.export({ type: 'spki', format: 'der' }),
      )
    }
  })

  it('reads the last day as it is in Japan, not in UTC', () => {
    expect(dayInJapan(facts(leaf).notAfter)).toBe('2030-02-17')
    expect(dayInJapan(facts(leaf).notBefore)).toBe('2025-10-27')
  })

  it('reads the organizations, and null where there is none', () => {
    expect(facts(leaf)).toMatchObject({
      issuerOrganization: 'JPKI-EMU',
      subjectOrganization: null,
    })
    expect(facts(ca)).toMatchObject({
      issuerOrganization: 'JPKI-EMU',
      subjectOrganization: 'JPKI-EMU',
    })
  })

  it('refuses a certificate with bytes behind it, or one cut short anywhere', () => {
    expect(parseCertificate(Uint8Array.of(...leaf, 0))).toEqual({ ok: false, code: 'TZ-C11' })
    for (let length = 0; length < leaf.length; length += 1) {
      expect(parseCertificate(leaf.subarray(0, length))).toEqual({ ok: false, code: 'TZ-C11' })
    }
  })

  it('answers every single changed byte with facts or TZ-C11, never with an exception', () => {
    let refused = 0
    for (let index = 0; index < leaf.length; index += 1) {
      for (const flip of [0x01, 0x20, 0x80, 0xff]) {
        const changed = leaf.slice()
        changed[index] = (changed[index] ?? 0) ^ flip
        const result = parseCertificate(changed)
        if (!result.ok) {
          refused += 1
          expect(result.code).toBe('TZ-C11')
        }
      }
    }
    expect(refused).toBeGreaterThan(100)
  })

  it('answers any bytes, and any bytes in a SEQUENCE, with a result', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        expect(parseCertificate(bytes).ok).toBe(false)
        expect(parseCertificate(Uint8Array.of(0x30, bytes.length, ...bytes)).ok).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('times and names', () => {
  /** The bytes of the leaf with one ASCII text in it replaced by another of the same length. */
  function withText(from: string, to: string): Uint8Array {
    const text = Buffer.from(leaf).toString('latin1')
    expect(text).toContain(from)
    return Uint8Array.from(Buffer.from(text.replace(from, to), 'latin1'))
  }

  it('takes two-digit years before 50 as 20xx, the rest as 19xx (RFC 5280)', () => {
    expect(facts(withText('300217145959Z', '490217145959Z')).notAfter).toBe(
      Date.UTC(2049, 1, 17, 14, 59, 59),
    )
    expect(facts(withText('300217145959Z', '500217145959Z')).notAfter).toBe(
      Date.UTC(1950, 1, 17, 14, 59, 59),
    )
  })

  it.each(['300231145959Z', '301317145959Z', '300217245959Z', '300217146059Z', '3002171459+9Z'])(
    'refuses the time %s',
    (time) => {
      expect(parseCertificate(withText('300217145959Z', time))).toEqual({
        ok: false,
        code: 'TZ-C11',
      })
    },
  )

  it('refuses a name that is not text', () => {
    expect(parseCertificate(withText('JPKI-EMU', 'JPKI\xffEMU'))).toEqual({
      ok: false,
      code: 'TZ-C11',
    })
  })
})
