/** 医療扶助: the list of a month, what the roster keeps of it, and how it helps to ask. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PublicExpense } from '../../../domain/answer'
import { createRosterLookup, numbersToAsk } from '../../../server/roster/lookup'
import { renewPatient, renewWelfare } from '../../../server/roster/merge/renew-patient'
import {
  dayOfQuestion,
  prepareDay,
  type BulkFound,
  type BulkPort,
  type MorningPlan,
  type MorningQuery,
} from '../../../server/roster/morning'
import { takeBulk, type AnsweredPerson, type BulkNews } from '../../../server/roster/take-bulk'
import type { RosterPatient } from '../../../server/store/store'
import { bulkPortOf, openRosterWorld, type RosterTestWorld } from './roster-world'
import { coverageOf, NUMBERS, patientOf, visitOf } from './sample-roster'

const DAY = '2026-11-24'
const AT = `${DAY}T01:00:00.000Z`

let world: RosterTestWorld
beforeEach(async () => {
  world = await openRosterWorld(() => Date.parse(`${DAY}T00:00:00Z`))
})
afterEach(() => world.store.close())

function ticket(change: Partial<PublicExpense> = {}): PublicExpense {
  return {
    payerNumber: '12139127',
    payerName: 'みほん市福祉事務所',
    recipientNumber: '1000017',
    use: 'alone',
    from: '2026-11-01',
    until: '2026-11-30',
    selfPayAmount: null,
    ...change,
  }
}

const ICHIRO = { name: '見本　一郎', nameKana: 'ミホン　イチロウ', birthdate: '1950-04-01' }

function personOf(change: Partial<AnsweredPerson> = {}, ...tickets: PublicExpense[]) {
  return {
    named: ICHIRO,
    referenceNumbers: [],
    personIdentifier: null,
    reply: {
      answeredAt: AT,
      validity: 'validUnregistered' as const,
      coverages: [],
      publicExpenses: tickets.length > 0 ? tickets : [ticket()],
    },
    ...change,
  }
}

const get = (patientId = '00209') => world.store.roster.of('f1').get(patientId)
const take = (
  people: readonly AnsweredPerson[],
  asOf = DAY,
  about: BulkNews['about'] = 'welfare',
) => takeBulk('f1', people, { asOf, about }, { roster: world.store.roster, now: world.now })

describe('the list of 医療扶助 in the roster', () => {
  it('gives a patient their tickets, and touches neither numbers nor last answer', async () => {
    await world.put(patientOf())
    const dialysis = ticket({ from: '2026-11-10' })
    expect(await take([personOf({}, ticket(), dialysis)])).toEqual({
      ...{ renewed: ['00209'], same: [], undecided: [], unknown: 0 },
    })
    expect(await get()).toEqual(
      patientOf({ welfare: { expenses: [ticket(), dialysis], on: DAY, at: AT } }),
    )
    expect((await take([personOf({}, ticket(), dialysis)])).same).toEqual(['00209'])
  })

  it('may name a person once for each ticket', async () => {
    await world.put(patientOf())
    const second = ticket({ from: '2026-11-10' })
    const list = [personOf({}, ticket()), personOf({}, second), personOf({}, second)]
    expect(await take(list)).toEqual({ renewed: ['00209'], same: [], undecided: [], unknown: 0 })
    expect((await get())?.welfare?.expenses).toEqual([ticket(), second])
    expect(await take(list)).toMatchObject({ renewed: [], same: ['00209'] })
  })

  it('counts whom the roster does not have once, however many tickets they have', async () => {
    const second = ticket({ from: '2026-11-10' })
    const list = [personOf({}, ticket()), personOf({}, second)]
    expect((await take(list)).unknown).toBe(1)
  })

  it('of a later day stands in place of the earlier, and never the other way about', async () => {
    await world.put(patientOf())
    await take([personOf({}, ticket())])
    const next = { ...personOf({}, ticket({ from: '2026-12-01', until: '2026-12-31' })) }
    await take(
      [{ ...next, reply: { ...next.reply, answeredAt: '2026-12-01T01:00:00.000Z' } }],
      '2026-12-01',
    )
    expect((await get())?.welfare).toMatchObject({
      on: '2026-12-01',
      expenses: [{ from: '2026-12-01' }],
    })
    expect((await take([personOf({}, ticket())])).same).toEqual(['00209'])
  })

  it('that does not name a patient takes nothing away', async () => {
    const before = patientOf({ welfare: { expenses: [ticket()], on: '2026-10-30', at: AT } })
    await world.put(before)
    await take([])
    expect(await get()).toEqual(before)
  })

  it('goes by 照会番号, and has a person look where it is somebody else’s', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    expect((await take([personOf({ referenceNumbers: ['2'] })])).renewed).toEqual(['2'])
    const other = { ...ICHIRO, nameKana: 'ベツ　ジンコ' }
    expect(
      (await take([personOf({ referenceNumbers: ['00209'], named: other })])).undecided,
    ).toEqual(['00209'])
    expect(await get()).toMatchObject({ undecided: { why: 'otherPerson', on: DAY } })
    expect((await get())?.welfare).toBeUndefined()
  })

  it('picks nobody of several, unless one is known to have the very 受給者番号 (R45)', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    expect((await take([personOf()])).undecided.sort()).toEqual(['00209', '2'])
    const welfare = { expenses: [ticket({ until: '2026-10-31' })], on: '2026-10-30', at: AT }
    await world.put(patientOf(), patientOf({ patientId: '2', welfare }))
    expect((await take([personOf()])).renewed).toEqual(['2'])
  })

  it('counts whom the roster does not have, and whom nobody named', async () => {
    await world.put(patientOf())
    const stranger = { ...ICHIRO, birthdate: '1999-09-09' }
    expect(await take([personOf({ named: stranger }), personOf({ named: null })])).toMatchObject({
      renewed: [],
      unknown: 2,
    })
  })
})

describe('what an answer says of 医療扶助', () => {
  const news = {
    ...{ asOf: DAY, answeredAt: AT, validity: 'valid' as const, source: 'answer' as const },
    coverages: [coverageOf()],
  }

  it('stands in the roster beside the insurance', () => {
    const welfare = [ticket({ use: 'combined', selfPayAmount: 2_500 })]
    expect(renewPatient(patientOf(), { ...news, publicExpenses: welfare })).toMatchObject({
      current: { number: '501', asOf: DAY },
      welfare: { expenses: welfare, on: DAY },
    })
  })

  it('is known by its payer in any width', () => {
    const wide = ticket({ payerNumber: '１２１３９１２７' })
    const renewed = renewPatient(patientOf(), { ...news, publicExpenses: [wide] })
    expect(renewed.welfare?.expenses).toEqual([wide])
  })

  it('is not what it says of any other 公費', () => {
    const intractable = ticket({ payerNumber: '54136015' })
    const renewed = renewPatient(patientOf(), { ...news, publicExpenses: [intractable] })
    expect(renewed.welfare).toBeUndefined()
    const list = { asOf: DAY, answeredAt: AT, named: ICHIRO, publicExpenses: [intractable] }
    const before = patientOf()
    expect(renewWelfare(before, list)).toBe(before)
  })

  it('changes nothing where the answer is about somebody else', () => {
    const other = { ...news, coverages: [coverageOf({ nameKana: 'ベツ　ジンコ' })] }
    const renewed = renewPatient(patientOf(), { ...other, publicExpenses: [ticket()] })
    expect(renewed.welfare).toBeUndefined()
    expect(renewed.undecided?.why).toBe('otherPerson')
  })

  it('changes nothing where nobody but 医療扶助 says that it is somebody else’s', async () => {
    await world.put(patientOf())
    const other = { ...ICHIRO, nameKana: 'ベツ　ジンコ' }
    const list = [personOf({ referenceNumbers: ['00209'], named: other })]
    const taken = await take(list, DAY, 'insurances')
    expect(taken.undecided).toEqual(['00209'])
    expect(await get()).toMatchObject({ lastAnswer: null, undecided: { why: 'otherPerson' } })
    expect((await get())?.welfare).toBeUndefined()
  })

  it('is learnt from an older answer too, where nothing later is known', () => {
    const lastAnswer = { validity: 'valid', on: '2026-11-30', at: AT } as const
    const before = patientOf({ lastAnswer })
    const renewed = renewPatient(before, { ...news, publicExpenses: [ticket()] })
    expect(renewed).toMatchObject({ lastAnswer, welfare: { on: DAY } })
    expect(renewPatient(renewed, { ...news, publicExpenses: [ticket()] })).toBe(renewed)
  })
})

describe('whoever has 医療扶助 alone', () => {
  const welfare = { expenses: [ticket()], on: DAY, at: AT }
  const byWelfare = { insurerNumber: '12139127', symbol: null, number: '1000017', branch: null }

  it('is asked about by 公費負担者番号 and 受給者番号, before numbers that were lost', async () => {
    expect(numbersToAsk({ current: null, former: [NUMBERS], welfare })).toEqual(byWelfare)
    expect(numbersToAsk({ current: NUMBERS, former: [], welfare })?.number).toBe('501')
    await world.put(patientOf({ current: null, former: [NUMBERS], welfare }))
    const asked = await createRosterLookup(world)('f1', '00209')
    expect(asked).toEqual({ numbers: byWelfare, birthdate: '1950-04-01' })
  })

  it('is asked about by an insurance that was lost after 医療扶助 had ended', () => {
    const lostOn = (asOf: string) => [{ ...NUMBERS, asOf }]
    const ask = (asOf: string) => numbersToAsk({ current: null, former: lostOn(asOf), welfare })
    expect(ask('2026-11-30')).toEqual(byWelfare)
    expect(ask('2026-12-01')?.number).toBe('501')
  })

  it.each([
    ['payerNumber', '12139128'],
    ['recipientNumber', '1000018'],
  ])('is not asked about by a %s with a wrong check digit', (field, number) => {
    const wrong = { ...welfare, expenses: [ticket({ [field]: number })] }
    expect(numbersToAsk({ current: null, former: [], welfare: wrong })).toBeNull()
    expect(numbersToAsk({ current: null, former: [NUMBERS], welfare: wrong })?.number).toBe('501')
    const one = { ...welfare, expenses: [ticket({ [field]: number }), ticket()] }
    expect(numbersToAsk({ current: null, former: [], welfare: one })).toEqual(byWelfare)
  })
})

describe('the morning of a facility that wants the list', () => {
  function bulkOf(found: BulkFound = { kind: 'neverAsked' }, listsWelfare = true) {
    const { port, asked } = bulkPortOf(new Map([[`morning-welfare:${DAY}`, found]]))
    return { port: { ...port, listsWelfare }, asked }
  }
  const prepare = (port: BulkPort, plan?: MorningPlan) =>
    prepareDay('f1', DAY, { ...world, bulkOf: () => port }, plan)
  const ofWelfare = (asked: readonly { query: MorningQuery }[]) =>
    asked.filter(({ query }) => query.kind === 'welfare')

  it('asks for the day’s month, once', async () => {
    await world.put(patientOf())
    const { port, asked } = bulkOf()
    expect((await prepare(port)).welfare).toEqual({ state: 'asked', taken: null })
    expect((await prepare(port)).welfare).toEqual({ state: 'pending', taken: null })
    expect(ofWelfare(asked)).toEqual([
      { requestId: `morning-welfare:${DAY}`, query: { kind: 'welfare', month: '2026-11' } },
    ])
    expect(dayOfQuestion(`morning-welfare:${DAY}`)).toBe(DAY)
  })

  it('takes it into the roster, and no second time', async () => {
    await world.put(patientOf())
    const people = [{ kind: 'answered' as const, person: personOf() }, { kind: 'failed' as const }]
    const { port } = bulkOf({ kind: 'listed', people })
    expect((await prepare(port)).welfare).toMatchObject({
      state: 'taken',
      taken: { renewed: ['00209'], failed: 1 },
    })
    expect((await get())?.welfare?.expenses).toEqual([ticket()])
    const plan = { consentedFrom: DAY, mayAsk: true, taken: ['welfare' as const] }
    expect((await prepare(port, plan)).welfare).toEqual({ state: 'taken', taken: null })
  })

  it('asks nothing for a day that is over, nor where the facility does not want it', async () => {
    await world.put(patientOf())
    const over = bulkOf()
    const plan = { consentedFrom: DAY, mayAsk: false }
    expect((await prepare(over.port, plan)).welfare?.state).toBe('nobody')
    expect(over.asked).toEqual([])
    const unwanted = bulkOf({ kind: 'neverAsked' }, false)
    expect((await prepare(unwanted.port)).welfare).toBeUndefined()
    expect(ofWelfare(unwanted.asked)).toEqual([])
  })

  it('may ask before the visit about whoever has nothing but 医療扶助', async () => {
    const known: RosterPatient = patientOf({
      ...{ current: null, continuing: true, cardCheckedOn: '2026-10-01' },
      welfare: { expenses: [ticket()], on: DAY, at: AT },
    })
    await world.put(known)
    await world.putVisits(DAY, visitOf())
    const { port, asked } = bulkOf()
    expect((await prepare(port)).entries[0]?.reason).toBeNull()
    expect(asked[0]?.query).toMatchObject({
      kind: 'eligibility',
      people: [{ id: '00209', numbers: { insurerNumber: '12139127', number: '1000017' } }],
    })
  })
})
