import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EligibilityAnswer } from '../../../domain/answer'
import { dayInJapan, addDays } from '../../../domain/days'
import type { Challenge } from '../../../api/wire'
import type { CardFaceEvidence } from '../../../domain/check'
import type { EligibilityQuery } from '../../../server/authority/authority'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createFaceCheck,
  faceEvidence,
  newPasscode,
  withFace,
  type FaceCheckRequest,
  type TypedPasscode,
} from '../../support/face-check'
import { forgeCertificate, type FaceImage } from '../../support/face-fixtures'
import {
  createTestClock,
  createTestGateway,
  DAY_MS,
  HOUR_MS,
  sharedRsaKeys,
  type TestGateway,
} from '../../support/gateway'

const PEOPLE = SANDBOX_PEOPLE.filter(({ id }) => ['valid-30', 'cert-grace', 'no-pin'].includes(id))
const ALLOWANCE_MS = 72 * HOUR_MS

const clock = createTestClock()
const asked: EligibilityQuery[] = []
let gateway: TestGateway
let device: DeviceClient
let passcode: TypedPasscode
let card: FaceImage

beforeAll(async () => {
  gateway = await createTestGateway({
    people: PEOPLE,
    now: clock.now,
    wrapAuthority: (authority) => ({
      ...authority,
      ask: (id, query) => {
        asked.push(query)
        return authority.ask(id, query)
      },
    }),
  })
  passcode = await newPasscode(gateway, clock.now())
  card = withFace(gateway.card('valid-30'))
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch, now: clock.now })
})
afterAll(() => gateway.end())

function check(request: Partial<FaceCheckRequest> = {}) {
  return createFaceCheck(device, { card, passcode, ...request })
}

/** The code of a refusal, or `accepted`. */
async function verdictOn(request: Partial<FaceCheckRequest> = {}, by = device): Promise<string> {
  const envelope = await createFaceCheck(by, { card, passcode, ...request })
  const [result] = await by.sendChecks([envelope])
  if (!result) throw new Error('no result')
  return result.outcome === 'accepted' ? 'accepted' : result.code
}

/** The evidence with some of it changed. */
function changed(change: Partial<Record<keyof CardFaceEvidence, unknown>>) {
  return { evidence: (evidence: CardFaceEvidence): unknown => ({ ...evidence, ...change }) }
}

async function answerTo(request: Partial<FaceCheckRequest>): Promise<EligibilityAnswer> {
  const envelope = await check(request)
  expect(await device.sendChecks([envelope])).toEqual([{ id: envelope.id, outcome: 'accepted' }])
  await gateway.worker.runDue()
  const { answers } = await device.fetchAnswers()
  const sealed = answers.find(({ id }) => id === envelope.id)
  if (!sealed) throw new Error('no answer')
  return device.openAnswer(sealed)
}

async function oneChallenge(): Promise<Challenge> {
  const [challenge] = await device.fetchChallenges(1)
  if (!challenge) throw new Error('no challenge')
  return challenge
}

/** Long enough for the access to have ended. */
function wait(ms: number): void {
  clock.advance(ms)
  device.forgetToken()
}

describe('a face check', () => {
  it('is answered about the person whose face was proven, and says how they were known', async () => {
    expect(await answerTo({})).toMatchObject({
      validity: 'valid',
      coverages: [{ name: '見本　一郎' }],
      identity: 'visual',
      assurance: 'challenge',
      certificate: null,
      consentedItems: ['diagnosis', 'medication'],
      revocationChecked: false,
    })
  })

  it('names the person to the authority by what the issuer signed, and the birth date under it', async () => {
    asked.length = 0
    await answerTo({})
    expect(asked.map(({ subject }) => Object.keys(subject))).toEqual([
      ['kind', 'faceDigests', 'birthdate'],
    ])
    const [query] = asked
    if (query?.subject.kind !== 'cardFace') throw new Error('another subject')
    expect(query.subject.faceDigests.length).toBe(96)
  })

  it('is open to a card without a PIN (R11)', async () => {
    const noPin = withFace(gateway.card('no-pin'))
    expect(await answerTo({ card: noPin })).toMatchObject({ coverages: [{ name: '顔見　和' }] })
  })

  it('opens nothing medical when the authority knows the certificate to be in its grace (R22)', async () => {
    const answer = await answerTo({ card: withFace(gateway.card('cert-grace')) })
    expect(answer.consentedItems).toEqual([])
    expect(answer.validity).toBe('valid')
  })

  it('is lower in assurance without a challenge of the gateway’s', async () => {
    expect((await answerTo({ challenge: null })).assurance).toBe('lower')
  })

  it('is open in ③, without a consent (R4)', async () => {
    const statement = {
      setting: 'treatmentRoom',
      channel: 'eligibilityOnly',
      consent: null,
    } as const
    expect((await answerTo({ statement })).consentedItems).toEqual([])
    expect(await verdictOn({ statement: { ...statement, setting: 'homeNursing' } })).toBe('TZ-G25')
    expect(await verdictOn({ statement: { consent: null } })).toBe('TZ-G08')
  })

  it('of a face that is nobody’s to the authority is answered with nothing on record (R43)', async () => {
    const unknown = { kind: 'cardFace', faceDigests: new Uint8Array(96) } as const
    const outcome = await gateway.sandbox.ask('nobody', {
      facilityId: 'f',
      asOf: dayInJapan(clock.now()),
      channel: 'eligibilityOnly',
      setting: 'treatmentRoom',
      consent: null,
      subject: unknown,
    })
    expect(outcome).toMatchObject({ kind: 'answered', reply: { validity: 'none', coverages: [] } })
  })
})

describe('the challenge of a face check', () => {
  it('is used once, by one check, and is the device’s own: TZ-G10, TZ-G12', async () => {
    const challenge = await oneChallenge()
    expect(await verdictOn({ challenge })).toBe('accepted')
    expect(await verdictOn({ challenge })).toBe('TZ-G12')
    const other = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    expect(await verdictOn({ challenge: await oneChallenge() }, other)).toBe('TZ-G10')
    const next = await oneChallenge()
    const bytes = Buffer.from(next.challenge, 'base64url')
    bytes.writeUInt8(bytes.readUInt8(9) ^ 1, 9)
    const flipped = { ...next, challenge: bytes.toString('base64url') }
    expect(await verdictOn({ challenge: flipped })).toBe('TZ-G10')
  })

  it('is not used up by a check that was refused, and not shared with a PIN’s', async () => {
    const challenge = await oneChallenge()
    expect(
      await verdictOn({ challenge, passcode: { ...passcode, digits: wrong(passcode.digits) } }),
    ).toBe('TZ-G31')
    expect(await verdictOn({ challenge })).toBe('accepted')
    const byPin = await device.createCheck({ card, challenge })
    expect(await device.sendChecks([byPin])).toMatchObject([{ code: 'TZ-G12' }])
  })

  it('had not expired at the capture: TZ-G11', async () => {
    const challenge = await oneChallenge()
    wait(15 * DAY_MS)
    expect(await verdictOn({ challenge })).toBe('TZ-G11')
    expect(await verdictOn({})).toBe('accepted')
  })
})

describe('the passcode of a face check', () => {
  it('is one that the facility has issued: TZ-G30', async () => {
    const bare = await createTestGateway({ people: PEOPLE.slice(0, 1), now: clock.now })
    const tablet = await activateDevice(await bare.newCode(), {
      fetch: bare.fetch,
      now: clock.now,
    })
    const own = withFace(bare.card('valid-30'))
    expect(await verdictOn({ card: own, challenge: null }, tablet)).toBe('TZ-G30')
    await bare.end()
  })

  it('is right: TZ-G31 for wrong digits, an unknown id, and another facility’s', async () => {
    expect(await verdictOn({ passcode: { ...passcode, digits: wrong(passcode.digits) } })).toBe(
      'TZ-G31',
    )
    expect(await verdictOn({ passcode: { ...passcode, id: 'unknown' } })).toBe('TZ-G31')
    await gateway.store.facilities.put({ id: 'facility-2', name: '別の施設', staff: [] })
    const foreign = await newPasscode(gateway, clock.now(), 'facility-2')
    expect(await verdictOn({ passcode: foreign })).toBe('TZ-G31')
    // Its digits under the own id are no better, unless they happen to be the own ones.
    const mixed = { id: passcode.id, digits: foreign.digits }
    expect(await verdictOn({ passcode: mixed })).toBe(
      foreign.digits === passcode.digits ? 'accepted' : 'TZ-G31',
    )
  })

  it('may be the one before for as long as a tablet can have been away, by the time of capture', async () => {
    const before = passcode
    wait(HOUR_MS)
    passcode = await newPasscode(gateway, clock.now())
    const replacedAt = clock.now()
    expect(await verdictOn({})).toBe('accepted')
    expect(await verdictOn({ passcode: before })).toBe('accepted')
    wait(ALLOWANCE_MS)
    expect(await verdictOn({ passcode: before })).toBe('accepted')
    wait(1)
    expect(await verdictOn({ passcode: before })).toBe('TZ-G31')
    // Captured in time and sent late.
    const late = { capturedAt: new Date(replacedAt + ALLOWANCE_MS).toISOString() }
    expect(await verdictOn({ passcode: before, challenge: null, statement: late })).toBe('accepted')
    expect(await verdictOn({})).toBe('accepted')
  })

  it('put out of use ends the way after the same time: TZ-G30', async () => {
    expect(await gateway.store.facePasscodes.withdraw('facility-1', clock.now())).toBe(true)
    wait(ALLOWANCE_MS)
    expect(await verdictOn({})).toBe('accepted')
    wait(1)
    expect(await verdictOn({})).toBe('TZ-G30')
    passcode = await newPasscode(gateway, clock.now())
    expect(await verdictOn({})).toBe('accepted')
  })

  it('leaves its wrong tries in the log as a number, and no digits anywhere', async () => {
    gateway.log.length = 0
    const digits = wrong(passcode.digits)
    await device.sendChecks([
      await check({ passcode: { ...passcode, digits } }),
      await check(),
      await check({ passcode: { ...passcode, digits } }),
    ])
    expect(gateway.log.filter(({ event }) => event === 'passcode')).toMatchObject([
      { deviceId: device.deviceId, wrong: 2 },
    ])
    const { deviceId } = device
    const told = JSON.stringify(gateway.log).replaceAll(deviceId, '')
    const times = /"(time|ms)":("[^"]*"|\d+)/g
    expect(told.replace(times, '')).not.toMatch(new RegExp(`${passcode.digits}|${digits}`))
  })

  it('is four digits and nothing else: TZ-G08', async () => {
    for (const digits of ['123', '12345', '12a4', '１２３４', ' 1234', '']) {
      expect(await verdictOn(changed({ passcode: { id: passcode.id, digits } }))).toBe('TZ-G08')
    }
  })
})

describe('the attestation of a face check', () => {
  const at = (ms: number) => new Date(clock.now() + ms).toISOString()

  it('has words that are known: TZ-G36', async () => {
    const attestation = { wording: 'face-0', attestedAt: at(0) }
    expect(await verdictOn(changed({ attestation }))).toBe('TZ-G36')
  })

  it('is made after the capture and within half an hour of it: TZ-G37', async () => {
    const attested = (ms: number) =>
      verdictOn(changed({ attestation: { wording: 'face-1', attestedAt: at(ms) } }))
    expect(await attested(-1)).toBe('TZ-G37')
    expect(await attested(0)).toBe('accepted')
    expect(await attested(30 * 60_000)).toBe('accepted')
    expect(await attested(30 * 60_000 + 1)).toBe('TZ-G37')
  })

  it('is made at an instant that can be read: TZ-G08, and no fault of the gateway’s', async () => {
    for (const attestedAt of ['2026-11-21 10:00:00Z', '2026-11-21T10:00:00+09', 'now', '']) {
      const attestation = { wording: 'face-1', attestedAt }
      expect(await verdictOn(changed({ attestation }))).toBe('TZ-G08')
      expect(await verdictOn({ statement: { capturedAt: attestedAt } })).toBe('TZ-G08')
    }
  })

  it('is there: TZ-G08', async () => {
    for (const attestation of [undefined, null, {}, { wording: 'face-1' }, 'face-1']) {
      expect(await verdictOn(changed({ attestation }))).toBe('TZ-G08')
    }
  })
})

describe('the card of a face check', () => {
  it('had not expired, as far as it says itself: TZ-G38', async () => {
    const today = dayInJapan(clock.now())
    expect(await verdictOn(changed({ cardExpiry: addDays(today, -1) }))).toBe('TZ-G38')
    expect(await verdictOn(changed({ cardExpiry: today }))).toBe('accepted')
    expect(await verdictOn(changed({ cardExpiry: null }))).toBe('accepted')
  })

  it('is a training card in training: TZ-G16 for real ones and official test cards', async () => {
    const [ca] = await sharedRsaKeys(1)
    for (const ids of [
      { issuer: '5', subject: '5' },
      { issuer: '6', subject: '6' },
      { issuer: '5' },
      { subject: '6' },
    ]) {
      expect(await verdictOn({ card: await forgeCertificate(card, ids, ca) })).toBe('TZ-G16')
    }
  })

  it('is of an issuer that is trusted: TZ-G33', async () => {
    const [ca, other] = await sharedRsaKeys(2)
    const unknown = await forgeCertificate(card, { issuer: '9000024' }, ca)
    expect(await verdictOn({ card: unknown })).toBe('TZ-G33')
    const pretended = await forgeCertificate(card, { subject: '9999999' }, other)
    expect(await verdictOn({ card: pretended })).toBe('TZ-G33')
  })

  it('signed this statement and no other: TZ-G35', async () => {
    const more = (text: string) => text.replace('"checkup":false', '"checkup":true')
    expect(await verdictOn({ statementText: more })).toBe('TZ-G35')
    const swapped = await oneChallenge()
    const { id, challenge } = swapped
    expect(await verdictOn(changed({ challengeId: id, challenge }))).toBe('TZ-G35')
  })

  it('does not lend its face to another card’s key: TZ-G35', async () => {
    const [ca] = await sharedRsaKeys(1)
    if (!ca) throw new Error('no key')
    const stolen = { ...card, surface: { ...card.surface, privateKey: ca } }
    expect(await verdictOn({ card: stolen })).toBe('TZ-G35')
  })

  it('has the texts and the photo that were signed with its key: TZ-G34', async () => {
    const of = { card: withFace(gateway.card('no-pin')), passcode }
    const { keyGroup, textDigest } = faceEvidence(of, '', null, '')
    expect(await verdictOn(changed({ keyGroup }))).toBe('TZ-G34')
    expect(await verdictOn(changed({ textDigest }))).toBe('TZ-G34')
  })
})

/** Other digits of the same kind. */
function wrong(digits: string): string {
  return digits === '9753' ? '9752' : '9753'
}
