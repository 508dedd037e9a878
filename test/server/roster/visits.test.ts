import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRosterLookup } from '../../../server/roster/lookup'
import { renewFromAnswer } from '../../../server/roster/renew'
import { createRosterVisits } from '../../../server/roster/visits'
import { withHistory } from '../../../server/visits/with-history'
import { answerOf, openRosterWorld, type RosterTestWorld } from './roster-world'
import { coverageOf, NUMBERS, OTHER_NUMBERS, patientOf, visitOf } from './sample-roster'

const DAY = '2026-11-24'
const NATIONAL = coverageOf({
  insurerNumber: '  138057',
  symbol: '１２－３４',
  number: '４２６０',
  branch: null,
})

let world: RosterTestWorld
beforeEach(async () => {
  world = await openRosterWorld(() => Date.parse(`${DAY}T00:00:00Z`))
})
afterEach(() => world.store.close())

describe('the numbers by which the authority is asked', () => {
  const lookUp = (patientId = '00209', facilityId = 'f1') =>
    createRosterLookup(world)(facilityId, patientId)

  it('are the current ones, with the birth date and nothing else', async () => {
    await world.put(patientOf())
    expect(await lookUp()).toEqual({
      numbers: { insurerNumber: '01130012', symbol: '7890', number: '501', branch: '01' },
      birthdate: '1950-04-01',
    })
  })

  it('are none for a patient of another facility, one without numbers and nobody', async () => {
    await world.put(patientOf({ current: null }))
    expect(await lookUp()).toBeNull()
    expect(await lookUp('nobody')).toBeNull()
    await world.put(patientOf())
    expect(await lookUp('00209', 'f2')).toBeNull()
  })

  it('are those of the last answer that the gateway has kept, which the roster then knows', async () => {
    await world.put(patientOf())
    await world.answer('00209', { asOf: '2026-11-20', coverages: [NATIONAL] })
    expect(await lookUp()).toMatchObject({ numbers: { insurerNumber: '138057', number: '4260' } })
    expect(await world.store.roster.of('f1').get('00209')).toMatchObject({
      name: '見本 一郎',
      current: { insurerNumber: '138057', asOf: '2026-11-20', source: 'answer' },
      former: [NUMBERS],
      lastAnswer: { validity: 'valid', on: '2026-11-20' },
    })
  })

  it('are not taken from an older answer, nor from one about somebody else', async () => {
    await world.put(patientOf({ current: { ...NUMBERS, asOf: '2026-11-22' } }))
    await world.answer('00209', { asOf: '2026-11-20', coverages: [NATIONAL] })
    expect(await lookUp()).toMatchObject({ numbers: { number: '501' } })
    const twin = { ...NATIONAL, nameKana: 'ミホン ジロウ' }
    await world.answer('00209', { asOf: '2026-11-23', coverages: [twin] })
    expect(await lookUp()).toMatchObject({ numbers: { number: '501' } })
    expect((await world.store.roster.of('f1').get('00209'))?.undecided).toEqual({
      why: 'otherPerson',
      on: '2026-11-23',
    })
  })

  it('are the former ones after 無効: to ask again some days later (R41)', async () => {
    await world.put(patientOf())
    await world.answer('00209', { asOf: '2026-11-20', validity: 'invalid' })
    expect(await lookUp()).toMatchObject({ numbers: { number: '501' } })
    expect((await world.store.roster.of('f1').get('00209'))?.current).toBeNull()
  })

  it('are renewed by an answer as it comes, where the patient is on the roster', async () => {
    await world.put(patientOf())
    const answer = answerOf('check-x', { asOf: '2026-11-20', coverages: [NATIONAL] })
    expect(await renewFromAnswer('f1', '00209', answer, world)).toMatchObject({
      current: { number: '4260' },
    })
    expect(await renewFromAnswer('f2', '00209', answer, world)).toBeUndefined()
    expect(await renewFromAnswer('f1', 'nobody', answer, world)).toBeUndefined()
    expect(await world.store.roster.of('f1').get('nobody')).toBeUndefined()
  })
})

describe('the list of visits that tablets get', () => {
  const visits = (day = DAY, facilityId = 'f1') =>
    withHistory(createRosterVisits(world), world).visitsOn(facilityId, day)

  it('is that of the facility and of the day alone', async () => {
    await world.put(patientOf())
    await world.putVisits(DAY, visitOf())
    await world.putVisits('2026-11-25', visitOf({ id: 'tomorrow' }))
    expect((await visits()).map(({ id }) => id)).toEqual(['visit-1'])
    expect(await visits(DAY, 'f2')).toEqual([])
    expect(await visits('2026-11-26')).toEqual([])
  })

  it('has the facility’s own words, the time in Japan, and no note and no address', async () => {
    await world.put(
      patientOf({ pinless: true, authorityName: { name: '見本　一●', nameKana: null, asOf: DAY } }),
    )
    await world.putVisits(DAY, visitOf({ time: '08:15', note: '鍵は植木鉢の下' }))
    const [visit] = await visits()
    expect(visit).toMatchObject({
      patientId: '00209',
      scheduledAt: '2026-11-23T23:15:00.000Z',
      name: '見本 一郎',
      nameKana: 'ミホン イチロウ',
      birthdate: '1950-04-01',
      setting: 'homeMedicalCare',
      need: { kind: 'card' },
      cardHasPin: false,
    })
    expect(JSON.stringify(visit)).not.toMatch(/植木鉢|一●|みほん市/)
  })

  it('tells numbers on file, the last visit and the last bulk answer', async () => {
    await world.put(
      patientOf({
        continuing: true,
        cardCheckedOn: '2026-10-01',
        lastAnswer: { validity: 'valid', on: '2026-11-17', at: '2026-11-17T00:00:00Z' },
      }),
    )
    await world.putVisits('2026-11-17', visitOf())
    await world.putVisits(DAY, visitOf())
    const [visit] = await visits()
    expect(visit?.history).toEqual({
      lastCardCheckAt: '2026-09-30T15:00:00.000Z',
      lastVisitOn: '2026-11-17',
      continuing: true,
      lastAnswer: { validity: 'valid', certificateLastDay: null, on: '2026-11-17' },
      cardLastDay: null,
      onFile: { insurerNumber: '01130012', symbol: '7890', number: '501', branch: '01' },
      usesDocument: false,
      consentWithdrawn: false,
    })
    expect(visit?.need).toEqual({ kind: 'reinquiry' })
  })

  it('says what the visit needs, by what the gateway has seen as well', async () => {
    await world.put(
      patientOf(),
      patientOf({ patientId: '2', usesDocument: true }),
      patientOf({ patientId: '3' }),
    )
    await world.putVisits(
      DAY,
      visitOf(),
      visitOf({ id: 'v2', patientId: '2', time: '10:00' }),
      visitOf({ id: 'v3', patientId: '3', time: '11:00' }),
    )
    await world.answer('00209', { asOf: '2026-11-17' })
    await world.answer('3', { asOf: '2026-11-17', validity: 'invalid' })
    expect((await visits()).map(({ need }) => need.kind)).toEqual([
      'reinquiry',
      'document',
      'previousInvalid',
    ])
  })

  it('names numbers as on file that the last answer has, not the file’s older ones', async () => {
    await world.put(patientOf())
    await world.putVisits(DAY, visitOf())
    await world.answer('00209', { asOf: '2026-11-20', coverages: [NATIONAL] })
    const { insurerNumber, symbol, number, branch } = OTHER_NUMBERS
    expect((await visits())[0]?.history?.onFile).toEqual({ insurerNumber, symbol, number, branch })
  })

  it('is without a patient who was erased, and has the others', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    await world.putVisits(DAY, visitOf(), visitOf({ id: 'v2', patientId: '2' }))
    await world.store.roster.remove('f1', '00209')
    expect((await visits()).map(({ id }) => id)).toEqual(['v2'])
  })
})
