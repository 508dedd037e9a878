import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import type { Coverage } from '../../../domain/answer'
import type { OqsBulk } from '../../../server/authority/oqs/bulk'
import {
  prepareDay,
  type BulkFound,
  type BulkPort,
  type MorningPlan,
  type MorningQuery,
  type References,
} from '../../../server/roster/morning'
import { takeBulk, type AnsweredPerson } from '../../../server/roster/take-bulk'
import type { RosterPatient } from '../../../server/store/store'
import { bulkPortOf, openRosterWorld, type RosterTestWorld } from './roster-world'
import { coverageOf, NUMBERS, OTHER_NUMBERS, patientOf, visitOf } from './sample-roster'

const DAY = '2026-11-24'

let world: RosterTestWorld
beforeEach(async () => {
  world = await openRosterWorld(() => Date.parse(`${DAY}T00:00:00Z`))
})
afterEach(() => world.store.close())

const get = (patientId = '00209') => world.store.roster.of('f1').get(patientId)

function personOf(
  change: Partial<Omit<AnsweredPerson, 'reply'> & AnsweredPerson['reply']>,
): AnsweredPerson {
  const {
    answeredAt = `${DAY}T01:00:00.000Z`,
    validity = 'valid',
    coverages = [coverageOf()],
    publicExpenses = [],
    ...ids
  } = change
  const [coverage] = coverages
  return {
    referenceNumbers: [],
    personIdentifier: null,
    named: coverage ? namedIn(coverage) : null,
    reply: { answeredAt, validity, coverages, publicExpenses },
    ...ids,
  }
}

const namedIn = ({ name, nameKana, birthdate }: Coverage) => ({ name, nameKana, birthdate })

describe('a bulk answer', () => {
  const take = (people: readonly AnsweredPerson[], asOf = DAY, facilityId = 'f1') =>
    takeBulk(
      facilityId,
      people,
      { asOf, about: 'insurances' },
      { roster: world.store.roster, now: world.now },
    )

  it('goes to the patient who was asked about', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    const person = personOf({
      personIdentifier: '2',
      coverages: [coverageOf({ insurerNumber: '138057', number: '9', symbol: null, branch: null })],
    })
    expect(await take([person])).toEqual({ renewed: ['2'], same: [], undecided: [], unknown: 0 })
    expect(await get('2')).toMatchObject({
      current: { insurerNumber: '138057', number: '9', asOf: DAY, source: 'bulk' },
      former: [NUMBERS],
      lastAnswer: { validity: 'valid', on: DAY },
    })
    expect(await get()).toEqual(patientOf())
    expect((await take([person])).same).toEqual(['2'])
  })

  it('goes by 照会番号 where the list names the person so', async () => {
    await world.put(patientOf())
    const person = personOf({ referenceNumbers: ['00209', 'of-another-system'] })
    expect((await take([person])).renewed).toEqual(['00209'])
  })

  it('without a number goes to the one of that birth date and kana', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2', birthdate: '1950-04-02' }))
    expect((await take([personOf({})])).renewed).toEqual(['00209'])
  })

  it('picks nobody where several fit, and has a person look at each of them (R45)', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    const taken = await take([personOf({})])
    expect({ ...taken, undecided: taken.undecided.sort() }).toEqual({
      renewed: [],
      same: [],
      undecided: ['00209', '2'],
      unknown: 0,
    })
    for (const id of ['00209', '2']) {
      expect(await get(id)).toMatchObject({
        current: NUMBERS,
        lastAnswer: null,
        undecided: { why: 'severalPatients', on: DAY },
      })
    }
  })

  it('picks nobody where two numbers of the roster are one person to the authority', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    const taken = await take([personOf({ referenceNumbers: ['00209', '2'] })])
    expect(taken.undecided.sort()).toEqual(['00209', '2'])
  })

  it('makes nobody a patient who is none', async () => {
    await world.put(patientOf())
    const people = [
      personOf({ personIdentifier: 'gone', coverages: [] }),
      personOf({ coverages: [coverageOf({ birthdate: '1999-09-09' })] }),
    ]
    expect(await take(people)).toMatchObject({ renewed: [], unknown: 2 })
    expect(await take([personOf({})], DAY, 'f2')).toMatchObject({ renewed: [], unknown: 1 })
    expect((await world.store.roster.page('f2', null, 9)).patients).toEqual([])
  })

  it('about somebody else under the patient’s number is left to a person', async () => {
    await world.put(patientOf())
    const other = coverageOf({ nameKana: 'ミホン ジロウ' })
    const taken = await take([personOf({ personIdentifier: '00209', coverages: [other] })])
    expect(taken.undecided).toEqual(['00209'])
    expect((await get())?.current).toEqual(NUMBERS)
  })

  it('of an earlier day replaces nothing newer', async () => {
    const newer = { validity: 'valid', on: '2026-11-23', at: '2026-11-23T00:00:00Z' } as const
    const patient = patientOf({ lastAnswer: newer })
    await world.put(patient)
    const taken = await take(
      [personOf({ personIdentifier: '00209', validity: 'invalid' })],
      '2026-11-22',
    )
    expect((await get())?.lastAnswer).toEqual(newer)
    expect(taken.undecided).toEqual([])
  })
})

describe('the morning of a day', () => {
  /** The authority's own record, of one facility. */
  function bulkOf(
    found: BulkFound = { kind: 'neverAsked' },
    consented: BulkFound = { kind: 'neverAsked' },
  ) {
    const record = new Map([
      [`morning:${DAY}`, found],
      [`morning-consented:${DAY}`, consented],
    ])
    return bulkPortOf(record)
  }

  const prepare = (port: BulkPort | null, plan?: MorningPlan) =>
    prepareDay('f1', DAY, { ...world, bulkOf: () => port }, plan)

  const known = (change: Partial<RosterPatient> = {}) =>
    patientOf({ continuing: true, cardCheckedOn: '2026-10-01', ...change })
  const peopleOf = (asked: readonly { query: MorningQuery }[]) =>
    asked.flatMap(({ query }) => (query.kind === 'eligibility' ? query.people : []))

  it('has an interface for it in the OQS folder', () => {
    expectTypeOf<OqsBulk>().toExtend<BulkPort>()
  })

  it('tells of each visit whether the patient may be asked about anew, and why not (R33)', async () => {
    await world.put(
      known(),
      known({ patientId: 'card', cardCheckedOn: null }),
      known({ patientId: 'ended', continuing: false }),
      known({ patientId: 'document', usesDocument: true }),
      known({ patientId: 'call' }),
      known({ patientId: 'numbers', current: null }),
    )
    const visit = (patientId: string, time: string) =>
      visitOf({ id: `v-${patientId}`, patientId, time })
    await world.putVisits(
      DAY,
      visitOf({ id: 'v-00209', time: '08:00' }),
      visit('card', '09:00'),
      visit('ended', '10:00'),
      visit('document', '11:00'),
      { ...visit('call', '12:00'), setting: 'houseCall' },
      visit('numbers', '13:00'),
    )
    const { entries, bulk, people } = await prepare(null)
    expect(entries.map(({ visitId, reason }) => [visitId, reason])).toEqual([
      ['v-00209', null],
      ['v-card', 'noCardCheck'],
      ['v-ended', 'notContinuing'],
      ['v-document', 'usesDocument'],
      ['v-call', 'setting'],
      ['v-numbers', 'noNumbers'],
    ])
    expect([bulk, people]).toEqual([{ state: 'off', taken: null }, 1])
  })

  it('asks about nobody who has taken the consent back (R34)', async () => {
    await world.put(known(), known({ patientId: 'stays' }))
    await world.putVisits(DAY, visitOf(), visitOf({ id: 'z2', patientId: 'stays' }))
    await world.withdraw('00209')
    const { port, asked } = bulkOf()
    expect((await prepare(port)).entries).toMatchObject([
      { patientId: '00209', reason: 'withdrawn' },
      { patientId: 'stays', reason: null },
    ])
    expect(peopleOf(asked).map(({ id }) => id)).toEqual(['stays'])
  })

  it('counts a card that was checked here, of which no file knows', async () => {
    await world.put(patientOf())
    await world.putVisits(DAY, visitOf())
    expect((await prepare(null)).entries[0]?.reason).toBe('noCardCheck')
    await world.answer('00209', { asOf: '2026-11-17' })
    expect((await prepare(null)).entries[0]?.reason).toBeNull()
  })

  it('asks once about all who may be, each once, and looks for the answer from then on', async () => {
    await world.put(known(), known({ patientId: 'ended', continuing: false }))
    await world.putVisits(
      DAY,
      visitOf(),
      visitOf({ id: 'v2', time: '15:00' }),
      visitOf({ id: 'v3', patientId: 'ended' }),
    )
    const { port, asked } = bulkOf()
    const plan = { consentedFrom: '2026-11-20', mayAsk: true }
    const first = await prepare(port, plan)
    expect([first.bulk.state, first.consented.state]).toEqual(['asked', 'asked'])
    const second = await prepare(port, plan)
    expect([second.bulk.state, second.consented.state]).toEqual(['pending', 'pending'])
    const numbers = { insurerNumber: '01130012', symbol: '7890', number: '501', branch: '01' }
    expect(asked).toEqual([
      {
        requestId: `morning:${DAY}`,
        query: {
          kind: 'eligibility',
          asOf: DAY,
          people: [{ id: '00209', numbers, birthdate: '1950-04-01' }],
        },
      },
      {
        requestId: `morning-consented:${DAY}`,
        query: { kind: 'consented', from: '2026-11-20', to: DAY },
      },
    ])
  })

  it('leaves out whose numbers cannot be written down, and asks about the others', async () => {
    await world.put(known(), known({ patientId: 'odd' }))
    await world.putVisits(DAY, visitOf(), visitOf({ id: 'z2', patientId: 'odd' }))
    const { port, asked } = bulkOf()
    const { entries } = await prepare({ ...port, isWritable: ({ id }) => id !== 'odd' })
    expect(entries.map(({ reason }) => reason)).toEqual([null, 'notWritable'])
    expect(peopleOf(asked).map(({ id }) => id)).toEqual(['00209'])
  })

  it('asks with the numbers of the last answer', async () => {
    await world.put(known())
    await world.putVisits(DAY, visitOf())
    const { insurerNumber, symbol, number, branch } = OTHER_NUMBERS
    const told = coverageOf({ insurerNumber, symbol, number, branch })
    await world.answer('00209', { asOf: '2026-11-20', coverages: [told] })
    const { port, asked } = bulkOf()
    await prepare(port)
    expect(peopleOf(asked)[0]?.numbers).toEqual({ insurerNumber, symbol, number, branch })
  })

  it('asks for no list that would come before the patients are imported', async () => {
    const { port, asked } = bulkOf()
    const { bulk, consented, welfare } = await prepare({ ...port, listsWelfare: true })
    expect([bulk, consented, welfare].map((each) => each?.state)).toEqual([
      ...['nobody', 'nobody', 'nobody'],
    ])
    expect(asked).toEqual([])
    await world.put(patientOf())
    await prepare({ ...port, listsWelfare: true })
    expect(asked.map(({ query }) => query.kind)).toEqual(['consented', 'welfare'])
  })

  it('asks about nobody where there is no visit, and for the list of consents all the same', async () => {
    await world.put(patientOf())
    const { port, asked } = bulkOf()
    expect(await prepare(port)).toEqual({
      day: DAY,
      entries: [],
      people: 0,
      bulk: { state: 'nobody', taken: null },
      consented: { state: 'asked', taken: null },
    })
    expect((await prepare(null)).bulk.state).toBe('nobody')
    expect(asked.map(({ query }) => query.kind)).toEqual(['consented'])
  })

  it('makes the day’s patients known by the facility’s own numbers, each once, and again with other numbers', async () => {
    const ticket = {
      ...{ payerNumber: '12139127', payerName: '', recipientNumber: '1000017' },
      ...{ use: 'alone' as const, from: null, until: null, selfPayAmount: null },
    }
    const welfare = { expenses: [ticket], on: DAY, at: `${DAY}T00:00:00Z` }
    await world.put(
      known(),
      known({ patientId: 'odd' }),
      known({ patientId: 'none', current: null }),
      known({ patientId: 'welfare', current: null, welfare }),
    )
    await world.putVisits(
      DAY,
      visitOf(),
      visitOf({ id: 'z1' }),
      visitOf({ id: 'z2', patientId: 'odd' }),
      visitOf({ id: 'z3', patientId: 'none' }),
      visitOf({ id: 'z4', patientId: 'welfare' }),
    )
    const registered: { requestId: string; patientId: string; number: string }[] = []
    const outcome: { kind: 'pending' | 'told' | 'failed' | 'unknown' } = { kind: 'pending' }
    const references: References = {
      register(requestId, patientId, { number }) {
        if (patientId === 'odd') return Promise.resolve(false)
        registered.push({ requestId, patientId, number })
        return Promise.resolve(true)
      },
      find: (id) =>
        Promise.resolve(
          registered.some(({ requestId }) => requestId === id) ? outcome : { kind: 'neverAsked' },
        ),
    }
    const counts = async (plan?: MorningPlan) =>
      (await prepare({ ...bulkOf().port, references }, plan)).references
    expect(await counts({ consentedFrom: DAY, mayAsk: false })).toEqual({
      done: 0,
      waiting: 0,
      failed: 0,
    })
    expect(await counts()).toEqual({ done: 0, waiting: 1, failed: 1 })
    expect(await counts()).toEqual({ done: 0, waiting: 1, failed: 1 })
    outcome.kind = 'told'
    expect(await counts()).toEqual({ done: 1, waiting: 0, failed: 1 })
    outcome.kind = 'unknown'
    expect(await counts()).toEqual({ done: 1, waiting: 0, failed: 1 })
    outcome.kind = 'failed'
    expect(await counts()).toEqual({ done: 0, waiting: 0, failed: 2 })
    expect(registered).toMatchObject([{ patientId: '00209', number: '501' }])
    expect(registered[0]?.requestId).toMatch(/^reference:[\w-]{43}$/)
    await world.put(known({ current: OTHER_NUMBERS }))
    await counts()
    expect(registered.map(({ number }) => number)).toEqual(['501', OTHER_NUMBERS.number])
    expect((await prepare(bulkOf().port)).references).toBeUndefined()
  })

  it('takes the answer into the roster, and again without harm', async () => {
    await world.put(known())
    await world.putVisits(DAY, visitOf())
    const { port } = bulkOf({
      kind: 'listed',
      people: [
        { kind: 'answered', person: personOf({ personIdentifier: '00209', validity: 'invalid' }) },
        { kind: 'failed' },
      ],
    })
    expect((await prepare(port)).bulk).toEqual({
      state: 'taken',
      taken: { renewed: ['00209'], same: [], undecided: [], unknown: 0, failed: 1 },
    })
    expect((await get())?.lastAnswer?.validity).toBe('invalid')
    expect((await prepare(port)).bulk.taken).toMatchObject({ renewed: [], same: ['00209'] })
  })

  it('takes the numbers of those who consented at home, whoever is visited that day', async () => {
    await world.put(patientOf({ current: null }))
    const known = personOf({ referenceNumbers: ['00209'] })
    const stranger = personOf({ coverages: [coverageOf({ birthdate: '1999-09-09' })] })
    const people = [known, stranger].map((person) => ({ kind: 'answered' as const, person }))
    const { port } = bulkOf({ kind: 'neverAsked' }, { kind: 'listed', people })
    const { consented, bulk } = await prepare(port)
    expect(bulk.state).toBe('nobody')
    expect(consented.taken).toMatchObject({ renewed: ['00209'], unknown: 1, failed: 0 })
    expect((await get())?.current).toMatchObject({ number: '501', asOf: DAY, source: 'bulk' })
  })

  it('opens nothing again that a person has settled since an answer was taken', async () => {
    await world.put(patientOf(), patientOf({ patientId: '2' }))
    const person = personOf({ referenceNumbers: ['00209', '2'] })
    const listed = { kind: 'listed' as const, people: [{ kind: 'answered' as const, person }] }
    const { port } = bulkOf({ kind: 'pending' }, listed)
    await prepare(port)
    expect((await get())?.undecided?.why).toBe('severalPatients')
    await world.put(patientOf())
    const plan = { consentedFrom: DAY, mayAsk: true, taken: ['consented' as const] }
    expect((await prepare(port, plan)).consented).toEqual({ state: 'taken', taken: null })
    expect((await get())?.undecided).toBeNull()
  })

  it.each([
    ['failed', 'failed'],
    ['unknown', 'over'],
  ] as const)('does not ask again after an answer that is %s', async (kind, state) => {
    await world.put(known())
    await world.putVisits(DAY, visitOf())
    const { port, asked } = bulkOf({ kind }, { kind })
    const { bulk, consented } = await prepare(port)
    expect([bulk.state, consented.state]).toEqual([state, state])
    expect(asked).toEqual([])
  })

  it('asks nothing for a day that is over, and still takes its answer', async () => {
    await world.put(known())
    await world.putVisits(DAY, visitOf())
    const plan = { consentedFrom: DAY, mayAsk: false }
    const never = bulkOf()
    expect((await prepare(never.port, plan)).bulk.state).toBe('nobody')
    expect(never.asked).toEqual([])
    const person = personOf({ personIdentifier: '00209', validity: 'invalid' })
    const late = bulkOf({ kind: 'listed', people: [{ kind: 'answered', person }] })
    expect((await prepare(late.port, plan)).bulk.taken?.renewed).toEqual(['00209'])
  })

  it('asks nothing and changes nothing when the authority cannot be looked at', async () => {
    await world.put(known())
    await world.putVisits(DAY, visitOf())
    const { port, asked } = bulkOf()
    const away = { ...port, find: () => Promise.reject(new Error('the folder is away')) }
    await expect(prepare(away)).rejects.toThrow('away')
    expect(asked).toEqual([])
  })
})
