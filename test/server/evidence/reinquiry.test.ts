import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckStatement, ConsentItem } from '../../../domain/check'
import { createCheckId } from '../../../domain/ids'
import type { Envelope } from '../../../api/wire'
import { REINQUIRY } from '../../support/cardless'
import { FACILITY, DAY_MS, HOUR_MS, randomBytes } from '../../support/gateway'
import { openEvidenceWorld, type EvidenceWorld } from './world'

/** Never seen here; known for long; took the consent back. */
const PEOPLE = ['valid-30', 'disease-dialysis', 'pin-last-try']
const NEW = { patientId: 'patient-valid-30' }
const KNOWN = { patientId: 'patient-disease-dialysis' }

let world: EvidenceWorld
beforeEach(async () => {
  world = await openEvidenceWorld(PEOPLE)
})
afterEach(() => world.gateway.end())

const verdictOf = (statement: Partial<CheckStatement>) => world.verdictOf(REINQUIRY, statement)

function byCard(statement: Partial<CheckStatement> = {}): Promise<Envelope> {
  const card = world.gateway.card('valid-30')
  return world.device.createCheck({ card, challenge: null, statement: { ...NEW, ...statement } })
}

async function accept(check: Envelope): Promise<void> {
  expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
}

async function askAgain() {
  const check = await world.device.createUnsigned(REINQUIRY, NEW)
  await accept(check)
  const answer = await world.answerOf(check.id)
  if (!answer) throw new Error('no answer')
  return answer
}

async function takeBack(checkId: string, items: ConsentItem[]): Promise<void> {
  const { deviceId, activation } = world.device
  const id = createCheckId(world.clock.now(), randomBytes)
  const withdrawal = {
    ...{ v: 1, id, facilityId: activation.facility.id, deviceId, staffId: 'staff-1' },
    ...{ checkId, ...NEW, items, decidedBy: { kind: 'patient' }, wording: 'v1' },
    decidedAt: new Date(world.clock.now()).toISOString(),
  }
  await accept(await world.device.envelopeOf(id, withdrawal, { kind: 'consentWithdrawal' }))
}

describe('再照会 (R33)', () => {
  it('asks by the patient’s number alone, and says that no card was there', async () => {
    const check = await world.device.createUnsigned(REINQUIRY, KNOWN)
    await accept(check)
    expect(await world.answerOf(check.id)).toMatchObject({
      validity: 'valid',
      coverages: [{ number: '401' }],
      assurance: 'earlierCard',
      identity: 'earlierCard',
      certificate: null,
    })
  })

  it('needs an earlier check by card at this facility', async () => {
    expect(await verdictOf(NEW)).toBe('TZ-G54')
    await accept(await byCard())
    world.pass(7 * DAY_MS)
    expect(await verdictOf(NEW)).toBe('accepted')
  })

  it('may come in one batch with the check by card that it rests on', async () => {
    const card = await byCard()
    world.pass(HOUR_MS)
    const again = await world.device.createUnsigned(REINQUIRY, NEW)
    expect(await world.device.sendChecks([again, card])).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ])
  })

  it('does not rest on a check by card that was made only afterwards', async () => {
    const again = await world.device.createUnsigned(REINQUIRY, NEW)
    world.pass(DAY_MS)
    await accept(await byCard())
    expect(await world.device.sendChecks([again])).toMatchObject([{ code: 'TZ-G54' }])
  })

  it('does not rest on a check without the card', async () => {
    await accept(await world.device.createHandOff(NEW))
    expect(await verdictOf(NEW)).toBe('TZ-G54')
  })

  it.each(['driveThrough', 'fever', 'houseCall', 'onlineCare', 'emergencyAdmission'] as const)(
    'is never made in %s',
    async (setting) => {
      expect(await verdictOf({ ...KNOWN, setting })).toBe('TZ-G53')
    },
  )

  it('is refused for nobody, for a stranger, and where the consent was taken back', async () => {
    expect(await verdictOf({ patientId: null })).toBe('TZ-G28')
    expect(await verdictOf({ patientId: 'patient-unknown' })).toBe('TZ-G54')
    expect(await verdictOf({ patientId: 'patient-pin-last-try' })).toBe('TZ-G56')
  })
})

describe('while the facility’s list cannot be had', () => {
  it('nothing is decided: the check comes again, and no value is logged', async () => {
    const list = vi.spyOn(world.gateway.sandbox, 'visitsOn')
    list.mockRejectedValueOnce(new Error('secret of a patient'))
    const check = await world.device.createUnsigned(REINQUIRY, KNOWN)
    const retry = [{ id: check.id, outcome: 'retry', code: 'TZ-G21' }]
    expect(await world.device.sendChecks([check])).toEqual(retry)
    expect(JSON.stringify(world.gateway.log)).not.toContain('secret')
    await accept(check)
  })
})

describe('what a 再照会 opens', () => {
  it('is what the earlier consent opens, under whose name it stands', async () => {
    const card = await byCard()
    await accept(card)
    await world.answerOf(card.id)
    world.pass(DAY_MS)
    expect(await askAgain()).toMatchObject({
      consentedItems: ['diagnosis', 'medication'],
      consentOf: card.id,
    })
  })

  it('is less after a withdrawal, and after a withdrawal of all there is none', async () => {
    const card = await byCard()
    await accept(card)
    await world.answerOf(card.id)
    await takeBack(card.id, ['diagnosis'])
    world.pass(HOUR_MS)
    expect((await askAgain()).consentedItems).toEqual(['medication'])
    await takeBack(card.id, ['medication'])
    expect(await verdictOf(NEW)).toBe('TZ-G56')
  })

  it('is nothing after a later refusal, though it may be asked', async () => {
    await accept(await byCard())
    world.pass(HOUR_MS)
    const { consent } = world.device.statementOf()
    if (!consent) throw new Error('no consent')
    const none = { diagnosis: false, medication: false, checkup: false, surgery: false }
    const refusal = await byCard({ consent: { ...consent, items: none } })
    await accept(refusal)
    await world.answerOf(refusal.id)
    world.pass(HOUR_MS)
    const answer = await askAgain()
    expect(answer).toMatchObject({ consentedItems: [], consentUntil: null })
    expect(answer).not.toHaveProperty('consentOf')
  })

  it('is no entry of the register: taking the earlier consent back is enough', async () => {
    const card = await byCard()
    await accept(card)
    await world.answerOf(card.id)
    world.pass(HOUR_MS)
    const answer = await askAgain()
    expect(await world.gateway.store.consents.get(FACILITY.id, answer.checkId)).toBeUndefined()
  })
})
