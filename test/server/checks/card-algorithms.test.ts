/** A check signed by a card with each key there may be, judged by the gateway: the certificate decides, not a guess. */
import { createHash, KeyObject, sign } from 'node:crypto'
import type { webcrypto } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { toBase64Url } from '../../../api/bytes'
import { cardSigningInput, type CheckStatement } from '../../../domain/check'
import { readAnchors } from '../../../server/checks/anchors'
import { createFaceJudge } from '../../../server/checks/card-face'
import { createCertificateJudge } from '../../../server/checks/certificate'
import { createPasscodeJudge } from '../../../server/checks/face-passcode'
import { judgeCheck } from '../../../server/checks/judge'
import { createCa, issueLeaf, keyPairOf, type TestAlgorithm, type TestCa } from '../../support/pki'

const NOW = Date.parse('2026-11-21T01:00:00Z')
const CHALLENGE = new Uint8Array(32).fill(9)
const STATEMENT: CheckStatement = {
  v: 1,
  id: '019aa111-2222-7333-8444-555566667777',
  facilityId: 'facility-1',
  deviceId: 'device-1',
  staffId: 'staff-1',
  visitId: null,
  patientId: null,
  setting: 'treatmentRoom',
  channel: 'eligibilityOnly',
  consent: null,
  capturedAt: '2026-11-21T01:00:00.000Z',
}
const STATEMENT_TEXT = JSON.stringify(STATEMENT)
const INPUT = cardSigningInput(CHALLENGE, createHash('sha256').update(STATEMENT_TEXT).digest())

const KEYS = [
  ['rsa', 'sha256'],
  ['p256', 'sha256'],
  ['p384', 'sha384'],
] as const

let ca: TestCa
beforeAll(async () => {
  ca = await createCa('JPKI')
})

function privateKeyOf(keys: webcrypto.CryptoKeyPair): KeyObject {
  return KeyObject.from(keys.privateKey)
}

const nobody = (): Promise<undefined> => Promise.resolve(undefined)

async function verdictOf(algorithm: TestAlgorithm, signature: Uint8Array): Promise<string> {
  const certificate = await issueLeaf(ca, { keys: await keyPairOf(algorithm) })
  const judgement = await judgeCheck(
    {
      statement: STATEMENT,
      statementText: STATEMENT_TEXT,
      evidence: {
        kind: 'cardSignature',
        certificate: toBase64Url(certificate),
        signature: toBase64Url(signature),
        challengeId: null,
        challenge: toBase64Url(CHALLENGE),
        cardExpiry: null,
      },
    },
    {
      deviceId: STATEMENT.deviceId,
      receivedAt: NOW,
      challenges: new Map(),
      judgeCertificate: createCertificateJudge('production', readAnchors([ca.certificate])),
      judgeFace: createFaceJudge('production', []),
      judgePasscode: createPasscodeJudge([], 0),
      patients: { findVisit: nobody, findHistory: nobody },
    },
  )
  return judgement.verdict === 'accepted' ? 'accepted' : judgement.code
}

async function signed(
  algorithm: TestAlgorithm,
  hash: string,
  dsaEncoding: 'der' | 'ieee-p1363' = 'der',
): Promise<Uint8Array> {
  const key = privateKeyOf(await keyPairOf(algorithm))
  return new Uint8Array(sign(hash, INPUT, { key, dsaEncoding }))
}

describe.each(KEYS)('a card with a key of %s', (algorithm, hash) => {
  it(`is accepted by its own signature with ${hash}`, async () => {
    expect(await verdictOf(algorithm, await signed(algorithm, hash))).toBe('accepted')
  })

  it('is accepted whether it answers with r‖s or with DER', async () => {
    const raw = await signed(algorithm, hash, 'ieee-p1363')
    expect(await verdictOf(algorithm, raw)).toBe('accepted')
  })

  it('is refused with another hash than its key has: TZ-G17', async () => {
    const other = hash === 'sha256' ? 'sha384' : 'sha256'
    expect(await verdictOf(algorithm, await signed(algorithm, other))).toBe('TZ-G17')
  })

  it('is refused with the signature of any other key: TZ-G17', async () => {
    for (const [other, otherHash] of KEYS) {
      if (other === algorithm) continue
      expect(await verdictOf(algorithm, await signed(other, otherHash))).toBe('TZ-G17')
    }
  })

  it('is refused with any byte of the signature changed, cut, or none at all: TZ-G17', async () => {
    const good = await signed(algorithm, hash)
    for (let at = 0; at < good.length; at += 7) {
      const changed = good.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(await verdictOf(algorithm, changed)).toBe('TZ-G17')
    }
    for (const bad of [good.slice(1), good.slice(0, -1), new Uint8Array(), new Uint8Array(96)]) {
      expect(await verdictOf(algorithm, bad)).toBe('TZ-G17')
    }
  })
})

describe('a card with a key that is not known', () => {
  it('is refused with a code of its own, before its signature is looked at: TZ-G27', async () => {
    expect(await verdictOf('p521', await signed('p521', 'sha512'))).toBe('TZ-G27')
  })
})
