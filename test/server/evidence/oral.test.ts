import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckStatement, OralEvidence } from '../../../domain/check'
import { oralEvidence } from '../../support/cardless'
import { openEvidenceWorld, type EvidenceWorld } from './world'

let world: EvidenceWorld
beforeAll(async () => {
  world = await openEvidenceWorld(['valid-10', 'valid-20'])
})
afterAll(() => world.gateway.end())

const OF_LIST = { patientId: 'patient-valid-10' }

function verdictOf(change: Partial<OralEvidence> = {}, statement: Partial<CheckStatement> = {}) {
  return world.verdictOf(oralEvidence(world.clock.now(), change), { ...OF_LIST, ...statement })
}

describe('口頭確認 (R54)', () => {
  it('asks with the numbers on file, and says in the answer what it rests on', async () => {
    const check = await world.device.createUnsigned(oralEvidence(world.clock.now()), OF_LIST)
    expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
    expect(await world.answerOf(check.id)).toMatchObject({
      validity: 'valid',
      coverages: [{ number: '00990010' }],
      assurance: 'numbers',
      identity: 'oral',
      consentedItems: [],
    })
  })

  it('is refused with numbers that the facility does not have', async () => {
    const numbers = { ...oralEvidence(world.clock.now()).numbers, number: '00990028' }
    expect(await verdictOf({ numbers })).toBe('TZ-G52')
  })

  it('is refused with another birth date', async () => {
    expect(await verdictOf({ birthdate: '1940-11-12' })).toBe('TZ-G52')
  })

  it('is refused for a patient of whom nothing is on file, and for nobody of the list', async () => {
    expect(await verdictOf({}, { patientId: 'patient-valid-20' })).toBe('TZ-G52')
    expect(await verdictOf({}, { patientId: 'patient-unknown' })).toBe('TZ-G52')
    expect(await verdictOf({}, { patientId: null })).toBe('TZ-G28')
  })

  it.each(['treatmentRoom', 'healthCheckup', 'midwifery'] as const)(
    'is not for a %s',
    async (setting) => {
      expect(await verdictOf({}, { setting, channel: 'eligibilityOnly' })).toBe('TZ-G51')
    },
  )

  it('is for 医療機関 that claim on paper', async () => {
    const paper = { setting: 'paperClaim', channel: 'eligibilityOnly' } as const
    expect(await verdictOf({}, paper)).toBe('accepted')
  })

  it('knows the numbers of an answer that came here, though the facility has none', async () => {
    const patientId = 'patient-valid-20'
    const card = world.gateway.card('valid-20')
    const check = await world.device.createCheck({ card, statement: { patientId } })
    await world.device.sendChecks([check])
    expect(await world.answerOf(check.id)).toMatchObject({ validity: 'valid' })
    const [visit] = await world.gateway.sandbox.visitsOn('facility-1', '2026-11-21')
    const evidence = {
      kind: 'oral',
      birthdate: visit?.birthdate,
      numbers: { insurerNumber: '139071', symbol: 'みほん', number: '200102', branch: '01' },
    }
    expect(await world.verdictOf(evidence, { patientId })).toBe('accepted')
  })
})
