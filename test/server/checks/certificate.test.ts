import fc from 'fast-check'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadProductionAnchors, readAnchors } from '../../../server/checks/anchors'
import { createCertificateJudge, judgeDay } from '../../../server/checks/certificate'
import { readCertificateFacts } from '../../../server/checks/certificate-facts'
import { DerError, readNodes } from '../../../server/checks/der'
import { StartError } from '../../../server/start-error'
import {
  createCa,
  issueLeaf,
  keyPair,
  keyPairOf,
  shortKeyPair,
  type TestCa,
} from '../../support/pki'

let real: TestCa
let emulator: TestCa
let test: TestCa
beforeAll(async () => {
  real = await createCa('JPKI')
  emulator = await createCa('JPKI-EMU')
  test = await createCa('JPKI-TEST')
})

function judgeIn(mode: 'training' | 'production', ...anchors: TestCa[]) {
  return createCertificateJudge(mode, readAnchors(anchors.map(({ certificate }) => certificate)))
}

async function codeFor(
  leaf: Uint8Array | Promise<Uint8Array>,
  mode: 'training' | 'production',
  ...anchors: TestCa[]
): Promise<string> {
  const verdict = judgeIn(mode, ...anchors)(await leaf)
  return verdict.ok ? 'trusted' : verdict.code
}

describe('modes and trust anchors', () => {
  it('production trusts what its own CA issued', async () => {
    expect(await codeFor(issueLeaf(real), 'production', real)).toBe('trusted')
  })

  it('training trusts what the emulator issued', async () => {
    expect(await codeFor(issueLeaf(emulator), 'training', emulator)).toBe('trusted')
  })

  it('production refuses emulator and test cards with a code of their own', async () => {
    expect(await codeFor(issueLeaf(emulator), 'production', real)).toBe('TZ-G15')
    expect(await codeFor(issueLeaf(test), 'production', real)).toBe('TZ-G15')
  })

  it('production refuses them even if their CA stood among the anchors', async () => {
    expect(await codeFor(issueLeaf(emulator), 'production', real, emulator)).toBe('TZ-G15')
    expect(await codeFor(issueLeaf(test), 'production', test)).toBe('TZ-G15')
  })

  it('training refuses a real card, even if its CA stood among the anchors', async () => {
    expect(await codeFor(issueLeaf(real), 'training', emulator)).toBe('TZ-G16')
    expect(await codeFor(issueLeaf(real), 'training', emulator, real)).toBe('TZ-G16')
  })

  it('training does not trust test cards either', async () => {
    expect(await codeFor(issueLeaf(test), 'training', emulator)).toBe('TZ-G14')
  })

  it('a certificate that names a practice organization as its subject is a practice card', async () => {
    const leaf = issueLeaf(real, { organization: 'JPKI-EMU' })
    expect(await codeFor(leaf, 'production', real)).toBe('TZ-G15')
  })
})

describe('the chain', () => {
  it('finds the right generation among CAs of one name', async () => {
    const second = await createCa('JPKI', { key: 'second generation' })
    expect(await codeFor(issueLeaf(second), 'production', real, second)).toBe('trusted')
  })

  it('is not satisfied by the name alone', async () => {
    const forged = await createCa('JPKI', { key: 'forger' })
    expect(await codeFor(issueLeaf(forged), 'production', real)).toBe('TZ-G14')
  })

  it('is not satisfied by the signature alone', async () => {
    const otherName = await createCa('JPKI', { key: 'JPKI' })
    const renamed = { ...otherName, certificate: (await createCa('Elsewhere')).certificate }
    expect(await codeFor(issueLeaf(renamed), 'production', real)).toBe('TZ-G14')
  })

  it('does not let a card issue cards', async () => {
    const holder = await keyPair('holder')
    const middle = await issueLeaf(real, { keys: holder })
    const leaf = await issueLeaf({ organization: 'JPKI', keys: holder, certificate: middle })
    expect(await codeFor(leaf, 'production', real)).toBe('TZ-G14')
  })

  it('needs a CA that was valid when it issued, and does not mind if it has ended since', async () => {
    const young = await createCa('JPKI', { notBefore: '2026-01-01' })
    expect(await codeFor(issueLeaf(young), 'production', young)).toBe('TZ-G14')
    const old = await createCa('JPKI', { notAfter: '2026-01-01' })
    expect(await codeFor(issueLeaf(old), 'production', old)).toBe('trusted')
  })

  it('refuses a CA’s certificate in a card’s place', async () => {
    expect(await codeFor(real.certificate, 'production', real)).toBe('TZ-G14')
    expect(await codeFor(issueLeaf(real, { ca: true }), 'production', real)).toBe('TZ-G14')
  })

  it('wants keyUsage critical, for signatures, and not for issuing', async () => {
    const usages = [
      null,
      { flags: 'digitalSignature', critical: false },
      { flags: 'keyEncipherment', critical: true },
      { flags: 'both', critical: true },
      { flags: 'certSign', critical: true },
    ] as const
    for (const keyUsage of usages) {
      expect(await codeFor(issueLeaf(real, { keyUsage }), 'production', real)).toBe('TZ-G14')
    }
  })

  it('wants 2048 bits or more of an RSA key', async () => {
    const keys = await shortKeyPair()
    expect(await codeFor(issueLeaf(real, { keys }), 'production', real)).toBe('TZ-G14')
  })

  it.each(['rsa', 'p256', 'p384'] as const)(
    'is verified by what the certificates say: a CA with %s, and cards with every known key',
    async (algorithm) => {
      const ca = await createCa('JPKI', { algorithm })
      for (const card of ['rsa', 'p256', 'p384'] as const) {
        const keys = await keyPairOf(card)
        expect(await codeFor(issueLeaf(ca, { keys }), 'production', real, ca)).toBe('trusted')
        const forger = await createCa('JPKI', { algorithm, key: 'forger' })
        const forged = issueLeaf({ ...ca, keys: forger.keys })
        expect(await codeFor(forged, 'production', real, ca)).toBe('TZ-G14')
      }
    },
  )

  it.each(['p521', 'ed25519'] as const)(
    'refuses a card with a key of a kind that is not known with a code of its own: %s',
    async (algorithm) => {
      const keys = await keyPairOf(algorithm)
      expect(await codeFor(issueLeaf(real, { keys }), 'production', real)).toBe('TZ-G27')
    },
  )

  it('refuses a signature algorithm of the issuer that is not known the same way', async () => {
    const ca = await createCa('JPKI', { algorithm: 'ed25519' })
    expect(await codeFor(issueLeaf(ca), 'production', real, ca)).toBe('TZ-G27')
    // sha1WithRSAEncryption in the place of sha256WithRSAEncryption, both times it stands there.
    const leaf = Buffer.from(await issueLeaf(real)).toString('hex')
    const old = leaf.replaceAll('2a864886f70d01010b', '2a864886f70d010105')
    const weak = new Uint8Array(Buffer.from(old, 'hex'))
    expect(await codeFor(weak, 'production', real)).toBe('TZ-G27')
  })

  it('tells a practice card before its algorithm', async () => {
    const keys = await keyPairOf('ed25519')
    expect(await codeFor(issueLeaf(emulator, { keys }), 'production', real)).toBe('TZ-G15')
  })

  it('any flipped bit of a certificate is refused', async () => {
    const leaf = await issueLeaf(real)
    const judge = judgeIn('production', real)
    fc.assert(
      fc.property(fc.nat(leaf.length * 8 - 1), (bit) => {
        const changed = Uint8Array.from(leaf, (byte, at) =>
          at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
        )
        return !judge(changed).ok
      }),
      { numRuns: 300 },
    )
  })

  it('bytes that are no certificate are refused as such', () => {
    const judge = judgeIn('production', real)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const verdict = judge(bytes)
        return !verdict.ok && verdict.code === 'TZ-G13'
      }),
    )
  })
})

describe('the days of a certificate (R20–R23)', () => {
  async function trusted(notBefore: string, notAfter: string) {
    const verdict = judgeIn('production', real)(await issueLeaf(real, { notBefore, notAfter }))
    if (!verdict.ok) throw new Error(verdict.code)
    return verdict.value
  }

  it('are days in Japan', async () => {
    const { firstDay, lastDay } = await trusted('2025-10-26T15:00:00Z', '2026-02-10T14:59:59Z')
    expect({ firstDay, lastDay }).toEqual({ firstDay: '2025-10-27', lastDay: '2026-02-10' })
  })

  it('begin with the first, not before', async () => {
    const certificate = await trusted('2025-10-26T15:00:00Z', '2030-02-17T14:59:59Z')
    expect(judgeDay(certificate, '2025-10-26')).toBe('TZ-G19')
    expect(judgeDay(certificate, '2025-10-27')).toBeNull()
  })

  it('end with the grace: 2026-02-10 counts to 2026-05-31', async () => {
    const certificate = await trusted('2021-02-10T00:00:00Z', '2026-02-10T14:59:59Z')
    expect(judgeDay(certificate, '2026-02-11')).toBeNull()
    expect(judgeDay(certificate, '2026-05-31')).toBeNull()
    expect(judgeDay(certificate, '2026-06-01')).toBe('TZ-G18')
  })
})

describe('what is read off a certificate', () => {
  it('is its organizations, its key usage and whether it is a CA’s', async () => {
    expect(readCertificateFacts(await issueLeaf(emulator, { organization: 'みほん' }))).toEqual({
      issuerOrganizations: ['JPKI-EMU'],
      subjectOrganizations: ['みほん'],
      keyUsage: { critical: true, digitalSignature: true, keyCertSign: false },
      isCa: false,
      keyKind: 'rsa',
      isSignatureKnown: true,
    })
    expect(readCertificateFacts(real.certificate)).toMatchObject({
      keyUsage: { keyCertSign: true },
      isCa: true,
    })
  })

  it('never runs outside of the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const read of [readNodes, readCertificateFacts]) {
          try {
            read(bytes)
          } catch (cause) {
            if (!(cause instanceof DerError)) throw cause
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('the anchors of production', () => {
  function inFolder(work: (folder: string) => void): void {
    const folder = mkdtempSync(join(tmpdir(), 'tazune-anchors-'))
    try {
      work(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  it('are read from DER and PEM files', () => {
    inFolder((folder) => {
      const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(real.certificate).toString('base64')}\n-----END CERTIFICATE-----\n`
      writeFileSync(join(folder, 'authca01.cer'), real.certificate)
      writeFileSync(join(folder, 'authca02.pem'), pem)
      writeFileSync(join(folder, 'README.md'), 'not a certificate')
      expect(loadProductionAnchors(folder)).toHaveLength(2)
    })
  })

  it('must exist', () => {
    inFolder((folder) => {
      expect(() => loadProductionAnchors(folder)).toThrow(StartError)
      expect(() => loadProductionAnchors(join(folder, 'absent'))).toThrow(StartError)
    })
  })

  it('must not be the emulator’s or the test cards’', () => {
    for (const practice of [emulator, test]) {
      inFolder((folder) => {
        writeFileSync(join(folder, 'a.cer'), real.certificate)
        writeFileSync(join(folder, 'b.cer'), practice.certificate)
        expect(() => loadProductionAnchors(folder)).toThrow(StartError)
      })
    }
  })

  it('must be certificates of a CA', async () => {
    const leaf = await issueLeaf(real)
    inFolder((folder) => {
      mkdirSync(join(folder, 'sub'))
      writeFileSync(join(folder, 'leaf.cer'), leaf)
      expect(() => loadProductionAnchors(folder)).toThrow(StartError)
      writeFileSync(join(folder, 'leaf.cer'), 'nonsense')
      expect(() => loadProductionAnchors(folder)).toThrow(StartError)
    })
  })
})
