import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needOf } from '../../domain/decide/visit-need'
import { needSituationOf } from '../../domain/decide/visit-situation'
import type { Visit } from '../../domain/visit'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import { visitsOf } from '../../server/authority/sandbox/visits'
import { withHistory } from '../../server/visits/with-history'
import { birthdateOf } from '../../server/authority/sandbox/person-facts'
import { documentEvidence, sandboxPerson } from '../support/cardless'
import { FACILITY } from '../support/gateway'
import { openEvidenceWorld, type EvidenceWorld } from './evidence/world'

const DAY = '2026-11-21'
const AT = `${DAY}T01:00:00Z`
const UNSEEN = { checks: [], consents: [], reinquiryRefused: false }

describe('the training facility’s list', () => {
  const visits = visitsOf(SANDBOX_PEOPLE, DAY)

  it.each(visits.map((visit) => [visit.name, visit] as const))(
    'tells of %s what makes the badge on it',
    (_, visit) => {
      const { history } = visit
      if (!history) throw new Error('no history')
      expect(needOf(needSituationOf({ ...visit, history }, UNSEEN, AT))).toEqual(visit.need)
    },
  )

  it('has somebody for each thing that the past can tell', () => {
    const past = visits.flatMap(({ history }) => (history ? [history] : []))
    expect(past.filter(({ onFile }) => onFile).length).toBeGreaterThan(5)
    expect(past.some(({ onFile, lastCardCheckAt }) => onFile && !lastCardCheckAt)).toBe(true)
    expect(past.some(({ lastAnswer }) => lastAnswer?.validity === 'invalid')).toBe(true)
    expect(past.some(({ usesDocument }) => usesDocument)).toBe(true)
    expect(past.some(({ consentWithdrawn }) => consentWithdrawn)).toBe(true)
    expect(past.some(({ lastVisitOn }) => lastVisitOn !== null && lastVisitOn < '2026-08-01')).toBe(
      true,
    )
  })
})

describe('what the gateway has seen since', () => {
  let world: EvidenceWorld
  beforeAll(async () => {
    world = await openEvidenceWorld(['valid-30', 'cert-dead'], AT)
  })
  afterAll(() => world.gateway.end())

  async function visitOf(personaId: string, day = DAY): Promise<Visit> {
    const { sandbox, store, keys } = world.gateway
    const visits = await withHistory(sandbox, { store, keys }).visitsOn(FACILITY.id, day)
    const visit = visits.find(({ patientId }) => patientId === `patient-${personaId}`)
    if (!visit) throw new Error('no visit')
    return visit
  }

  it('stands beside what the facility said', async () => {
    expect((await visitOf('valid-30')).history).toMatchObject({
      lastCardCheckAt: null,
      continuing: false,
      onFile: null,
    })
    const statement = { patientId: 'patient-valid-30' }
    const card = world.gateway.card('valid-30')
    const check = await world.device.createCheck({ card, statement })
    await world.device.sendChecks([check])
    await world.answerOf(check.id)
    const { history } = await visitOf('valid-30', '2026-11-22')
    expect(history).toEqual({
      lastCardCheckAt: '2026-11-21T01:00:00.000Z',
      lastVisitOn: DAY,
      continuing: true,
      lastAnswer: {
        validity: 'valid',
        certificateLastDay: expect.stringMatching(/^\d{4}-/) as string,
        on: DAY,
      },
      cardLastDay: card.cardExpiry,
      onFile: { insurerNumber: '01139013', symbol: '13990001', number: '101', branch: '00' },
      usesDocument: false,
      consentWithdrawn: false,
    })
  })

  it('does not take somebody else’s answer for the patient’s', async () => {
    const before = (await visitOf('valid-30')).history
    world.pass(1_000)
    // Typed from the paper of another patient.
    const evidence = documentEvidence(Date.parse(AT), {
      insurerNumber: '39139100',
      symbol: null,
      number: '00990044',
      branch: null,
      birthdate: birthdateOf(sandboxPerson('cert-dead'), DAY),
    })
    const check = await world.device.createUnsigned(evidence, { patientId: 'patient-valid-30' })
    expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
    expect(await world.answerOf(check.id)).toMatchObject({ coverages: [{ number: '00990044' }] })
    expect((await visitOf('valid-30')).history).toMatchObject({
      onFile: null,
      lastAnswer: null,
      lastCardCheckAt: before?.lastCardCheckAt,
    })
  })

  it('is not a visit before today’s own', async () => {
    expect((await visitOf('valid-30', DAY)).history?.lastVisitOn).toBeNull()
  })

  it('leaves those alone whom it has not seen', async () => {
    const told = visitsOf(SANDBOX_PEOPLE, DAY).find(({ id }) => id.endsWith('cert-dead'))
    expect((await visitOf('cert-dead')).history).toEqual(told?.history)
  })
})
