import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Challenge, Envelope } from '../../../api/wire'
import { activateDevice, type CheckRequest, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  DAY_MS,
  HOUR_MS,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock()
let gateway: TestGateway
let device: DeviceClient
beforeAll(async () => {
  gateway = await createTestGateway({ now: clock.now })
})
beforeEach(async () => {
  device = await newDevice()
})
afterAll(() => gateway.end())

async function newDevice(): Promise<DeviceClient> {
  return activateDevice(await gateway.newCode(), { fetch: gateway.fetch, now: clock.now })
}

function check(request: Partial<CheckRequest> = {}): Promise<Envelope> {
  return device.createCheck({ card: gateway.card('valid-30'), ...request })
}

/** Long enough for the access to have ended. */
function wait(ms: number): void {
  clock.advance(ms)
  device.forgetToken()
}

/** The code of a refusal, or the outcome. */
async function verdictOn(envelope: unknown): Promise<string> {
  const [result] = await device.sendChecks([envelope])
  if (!result) throw new Error('no result')
  return result.outcome === 'accepted' ? 'accepted' : result.code
}

async function oneChallenge(): Promise<Challenge> {
  const [challenge] = await device.fetchChallenges(1)
  if (!challenge) throw new Error('no challenge')
  return challenge
}

/** Turns one bit of a base64url text. */
function flipBit(text: string, at = Math.floor(text.length / 2)): string {
  const bytes = Buffer.from(text, 'base64url')
  const index = Math.min(bytes.length - 1, Math.floor((at * 3) / 4))
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index)
  return bytes.toString('base64url')
}

function withEvidence(change: Record<string, unknown>): NonNullable<CheckRequest['payload']> {
  return (payload) => ({ ...payload, evidence: { ...payload.evidence, ...change } })
}

describe('a refused check', () => {
  it('TZ-G01: one that is no envelope, without turning the others of its batch away', async () => {
    const good = await check()
    const results = await device.sendChecks([{ id: 5 }, good, 'nonsense', { ...good, extra: 1 }])
    expect(results.map((result) => result.outcome)).toEqual([
      'rejected',
      'accepted',
      'rejected',
      'accepted',
    ])
    expect(results[0]).toEqual({ id: '', outcome: 'rejected', code: 'TZ-G01' })
  })

  it('TZ-G01: a header that is no header', async () => {
    const good = await check()
    expect(await verdictOn({ ...good, header: 'AAAA' })).toBe('TZ-G01')
  })

  it('TZ-G05: a flipped bit in the signature, the ciphertext, the key or the header', async () => {
    const good = await check()
    expect(await verdictOn({ ...good, signature: flipBit(good.signature) })).toBe('TZ-G05')
    expect(await verdictOn({ ...good, ciphertext: flipBit(good.ciphertext) })).toBe('TZ-G05')
    expect(await verdictOn({ ...good, enc: flipBit(good.enc) })).toBe('TZ-G05')
    expect(await verdictOn({ ...good, signature: '' })).toBe('TZ-G05')
  })

  it('TZ-G05: and the true envelope is still accepted after the damaged one', async () => {
    const good = await check()
    expect(await verdictOn({ ...good, ciphertext: flipBit(good.ciphertext) })).toBe('TZ-G05')
    expect(await verdictOn(good)).toBe('accepted')
  })

  it('TZ-G06: another device’s envelope, or another id in the header', async () => {
    const good = await check()
    const other = await newDevice()
    const [result] = await other.sendChecks([good])
    expect(result).toEqual({ id: good.id, outcome: 'rejected', code: 'TZ-G06' })
    const renamed = { ...good, id: device.statementOf().id }
    expect(await verdictOn(renamed)).toBe('TZ-G06')
    expect(await verdictOn(good)).toBe('accepted')
  })

  it('TZ-G07: a seal that does not open, though the device signed it', async () => {
    const { signature, ...unsigned } = await check()
    expect(signature).not.toBe('')
    const damaged = await device.signEnvelope({
      ...unsigned,
      ciphertext: flipBit(unsigned.ciphertext),
    })
    expect(await verdictOn(damaged)).toBe('TZ-G07')
  })

  it('TZ-G07: a key that was never the gateway’s, and a seal bound to another header', async () => {
    const { id } = device.statementOf()
    expect(await verdictOn(await device.envelopeOf(id, {}, { keyId: 'unknown' }))).toBe('TZ-G07')
    const one = await check()
    const two = await check()
    const mixed = await device.signEnvelope({
      id: one.id,
      header: one.header,
      enc: two.enc,
      ciphertext: two.ciphertext,
    })
    expect(await verdictOn(mixed)).toBe('TZ-G07')
  })

  it('TZ-G08: content that is not a payload or a statement', async () => {
    const { id } = device.statementOf()
    expect(await verdictOn(await device.envelopeOf(id, { hello: 'there' }))).toBe('TZ-G08')
    expect(await verdictOn(await check({ statementText: () => 'not json' }))).toBe('TZ-G08')
    expect(await verdictOn(await check({ statementText: () => '{"v":1}' }))).toBe('TZ-G08')
  })

  it('TZ-G08: a statement of another check, device or facility', async () => {
    const foreign = { facilityId: 'facility-2' }
    expect(await verdictOn(await check({ statement: foreign }))).toBe('TZ-G08')
    expect(await verdictOn(await check({ statement: { deviceId: 'another' } }))).toBe('TZ-G08')
    const statement = device.statementOf()
    const moved = await device.envelopeOf(device.statementOf().id, {
      v: 1,
      statement: JSON.stringify(statement),
      evidence: {
        kind: 'cardSignature',
        certificate: '',
        signature: '',
        challengeId: null,
        challenge: '',
        cardExpiry: null,
      },
    })
    expect(await verdictOn(moved)).toBe('TZ-G08')
  })

  it('TZ-G08: a consent in ③, or none in ② (R4)', async () => {
    const limited = { setting: 'treatmentRoom', channel: 'eligibilityOnly' } as const
    expect(await verdictOn(await check({ statement: limited }))).toBe('TZ-G08')
    expect(await verdictOn(await check({ statement: { ...limited, consent: null } }))).toBe(
      'accepted',
    )
    expect(await verdictOn(await check({ statement: { consent: null } }))).toBe('TZ-G08')
  })

  it('TZ-G08: a 個人番号 written where the relation belongs (R13)', async () => {
    const { consent } = device.statementOf()
    if (!consent) throw new Error('no consent')
    const decidedBy = { kind: 'proxy', relation: '長男 1234 5678 9018' } as const
    const statement = { consent: { ...consent, decidedBy } }
    expect(await verdictOn(await check({ statement }))).toBe('TZ-G08')
  })

  it('TZ-G10: a challenge nobody issued, another device’s, or one whose bytes were changed', async () => {
    const challenge = await oneChallenge()
    const unknown = { ...challenge, id: 'unknown' }
    expect(await verdictOn(await check({ challenge: unknown }))).toBe('TZ-G10')
    const changed = { ...challenge, challenge: flipBit(challenge.challenge) }
    expect(await verdictOn(await check({ challenge: changed }))).toBe('TZ-G10')
    const [foreign] = await (await newDevice()).fetchChallenges(1)
    expect(await verdictOn(await check({ challenge: foreign ?? null }))).toBe('TZ-G10')
  })

  it('TZ-G11: a challenge that had expired when the check was captured', async () => {
    const challenge = await oneChallenge()
    wait(15 * DAY_MS)
    expect(await verdictOn(await check({ challenge }))).toBe('TZ-G11')
  })

  it('TZ-G12: a challenge that another check used', async () => {
    const challenge = await oneChallenge()
    expect(await verdictOn(await check({ challenge }))).toBe('accepted')
    expect(await verdictOn(await check({ challenge }))).toBe('TZ-G12')
  })

  it('TZ-G12: the second of two in one batch that use one challenge', async () => {
    const challenge = await oneChallenge()
    const results = await device.sendChecks([
      await check({ challenge }),
      await check({ challenge }),
    ])
    expect(results[0]).toMatchObject({ outcome: 'accepted' })
    expect(results[1]).toMatchObject({ outcome: 'rejected', code: 'TZ-G12' })
  })

  it('TZ-G13: a certificate that is none', async () => {
    const payload = withEvidence({ certificate: 'AAAA' })
    expect(await verdictOn(await check({ payload }))).toBe('TZ-G13')
    expect(await verdictOn(await check({ payload: withEvidence({ certificate: '' }) }))).toBe(
      'TZ-G13',
    )
  })

  it('TZ-G14: a certificate with a flipped bit', async () => {
    const { certificate } = gateway.card('valid-30')
    const payload = withEvidence({ certificate: flipBit(certificate, certificate.length - 20) })
    expect(await verdictOn(await check({ payload }))).toBe('TZ-G14')
  })

  it('TZ-G14: the CA’s own certificate', async () => {
    const { caCertificate } = gateway.card('valid-30')
    const payload = withEvidence({ certificate: caCertificate })
    expect(await verdictOn(await check({ payload }))).toBe('TZ-G14')
  })

  it('TZ-G17: a card signature with a flipped bit, over another statement or another challenge', async () => {
    expect(
      await verdictOn(
        await check({
          payload: (payload) => ({
            ...payload,
            evidence: { ...payload.evidence, signature: flipBit(payload.evidence.signature) },
          }),
        }),
      ),
    ).toBe('TZ-G17')
    const more = (text: string) => text.replace('"checkup":false', '"checkup":true')
    expect(await verdictOn(await check({ statementText: more }))).toBe('TZ-G17')
    const challenge = await oneChallenge()
    const swapped = withEvidence({ challengeId: challenge.id, challenge: challenge.challenge })
    expect(await verdictOn(await check({ payload: swapped }))).toBe('TZ-G17')
  })

  it('TZ-G17: the signature of another card', async () => {
    const own = gateway.card('valid-30')
    const cards = await gateway.sandbox.cards()
    const other = cards.find(({ privateKey }) => privateKey.n !== own.privateKey.n)
    if (!other) throw new Error('all cards have one key')
    const signedByOther = await check({ card: { ...other, certificate: own.certificate } })
    expect(await verdictOn(signedByOther)).toBe('TZ-G17')
  })

  it('TZ-G18: a certificate after its grace (R23)', async () => {
    expect(await verdictOn(await check({ card: gateway.card('cert-dead') }))).toBe('TZ-G18')
  })

  it('TZ-G19: a certificate whose days had not begun', async () => {
    const stated = new Date(clock.now() - 20 * 365 * DAY_MS).toISOString()
    const early = await check({ challenge: null, statement: { capturedAt: stated } })
    expect(await verdictOn(early)).toBe('TZ-G19')
  })

  it('TZ-G25: a channel that its setting does not allow (R1–R4)', async () => {
    const consentless = { channel: 'eligibilityOnly', consent: null } as const
    expect(await verdictOn(await check({ statement: consentless }))).toBe('TZ-G25')
    const atCounter = { setting: 'counter', channel: 'counter' } as const
    expect(await verdictOn(await check({ statement: atCounter }))).toBe('TZ-G25')
    const room = { setting: 'treatmentRoom', channel: 'homeConsent' } as const
    expect(await verdictOn(await check({ statement: room }))).toBe('TZ-G25')
  })

  it('does not use its challenge up', async () => {
    const challenge = await oneChallenge()
    const wrongChannel = { channel: 'eligibilityOnly', consent: null } as const
    expect(await verdictOn(await check({ challenge, statement: wrongChannel }))).toBe('TZ-G25')
    expect(await verdictOn(await check({ challenge }))).toBe('accepted')
  })

  it('is never asked of the authority', async () => {
    const before = await gateway.sandbox.askedCounts()
    await gateway.worker.runDue()
    const refused = await check({ card: gateway.card('cert-dead') })
    await device.sendChecks([refused])
    await gateway.worker.runDue()
    expect((await gateway.sandbox.askedCounts()).has(refused.id)).toBe(false)
    expect(before.has(refused.id)).toBe(false)
  })
})

describe('an accepted check', () => {
  it('may come without a challenge, and its answer says so', async () => {
    const offline = await check({ challenge: null })
    expect(await verdictOn(offline)).toBe('accepted')
    await gateway.worker.runDue()
    const { answers } = await device.fetchAnswers()
    const answer = answers.find(({ id }) => id === offline.id)
    if (!answer) throw new Error('no answer')
    expect((await device.openAnswer(answer)).assurance).toBe('lower')
  })

  it('counts by its capture, however late it arrives', async () => {
    const challenge = await oneChallenge()
    wait(13 * DAY_MS)
    const captured = await check({ challenge })
    wait(30 * DAY_MS)
    expect(await verdictOn(captured)).toBe('accepted')
  })

  it('may have been captured by a clock that is wrong', async () => {
    const ahead = new Date(clock.now() + DAY_MS).toISOString()
    expect(await verdictOn(await check({ statement: { capturedAt: ahead } }))).toBe('accepted')
    const behind = new Date(clock.now() - 2 * HOUR_MS).toISOString()
    expect(await verdictOn(await check({ statement: { capturedAt: behind } }))).toBe('accepted')
  })
})
