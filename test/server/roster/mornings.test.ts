import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { levelOf, type LogLine } from '../../../server/http/log'
import { createMetrics } from '../../../server/operation/metrics'
import type { Answered, MorningPlan, PreparedDay } from '../../../server/roster/morning'
import { createMornings, type MorningFacility } from '../../../server/roster/mornings'
import type { BulkState } from '../../../server/store/store'
import { openSqliteStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'

const DAY = '2026-11-24'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Of the day in Japan. */
const clock = (time: string, day = DAY) => Date.parse(`${day}T${time}:00+09:00`)

let store: Store
let now: number
let lines: LogLine[]
/** What preparing says next; an Error is thrown. */
let said: Partial<PreparedDay> | Error
let prepared: { facilityId: string; day: string; plan: MorningPlan }[]

beforeEach(async () => {
  store = openSqliteStore(':memory:', COLUMNS)
  for (const id of ['f1', 'f2']) await store.facilities.put({ id, name: '施設', staff: [] })
  now = clock('06:00')
  lines = []
  prepared = []
  said = { people: 2, bulk: state('asked'), consented: state('asked') }
})
afterEach(() => store.close())

function state(state: BulkState, taken: Partial<NonNullable<Answered['taken']>> | null = null) {
  const none = { renewed: [], same: [], undecided: [], unknown: 0, failed: 0 }
  return { state, taken: taken && { ...none, ...taken } }
}

const ENTRIES = [
  { visitId: 'v1', patientId: 'p1', reason: null },
  { visitId: 'v2', patientId: 'p2', reason: 'noNumbers' as const },
  { visitId: 'v3', patientId: 'p3', reason: 'noNumbers' as const },
]

const gateway = (
  token = 'a',
  facilities: MorningFacility[] = [{ id: 'f1', morning: '06:00' }],
  log: (line: LogLine) => void = (line) => void lines.push(line),
) =>
  createMornings({
    store,
    facilities,
    prepare(facilityId, day, plan) {
      prepared.push({ facilityId, day, plan })
      if (said instanceof Error) return Promise.reject(said)
      const none = { day, entries: ENTRIES, people: 0, bulk: state('off'), consented: state('off') }
      return Promise.resolve({ ...none, ...said })
    },
    now: () => now,
    timers: { setTimeout, clearTimeout },
    log,
    token,
  })

const resultOf = async (facilityId = 'f1', day = DAY) =>
  (await store.mornings.list(facilityId, 9)).find((each) => each.day === day)?.result

describe('the mornings', () => {
  it('wait for the facility’s own numbers to be registered, and keep how many are', async () => {
    const mornings = gateway()
    const over = { bulk: state('off'), consented: state('taken', {}) }
    said = { ...over, references: { done: 1, waiting: 1, failed: 0 } }
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ references: { done: 1, waiting: 1, failed: 0 } })
    said = { ...over, references: { done: 2, waiting: 0, failed: 0 } }
    now += MINUTE_MS
    await mornings.runDue()
    now += HOUR_MS
    await mornings.runDue()
    expect(prepared).toHaveLength(2)
    expect(await resultOf()).toMatchObject({ references: { done: 2, waiting: 0, failed: 0 } })
  })

  it('begin at each facility’s own time of the day in Japan, and not before', async () => {
    const mornings = gateway('a', [
      { id: 'f1', morning: '06:00' },
      { id: 'f2', morning: '07:30' },
      { id: 'f3', morning: null },
    ])
    now = clock('05:59')
    await mornings.runDue()
    expect(prepared).toEqual([])
    now = clock('06:00')
    await mornings.runDue()
    expect(prepared.map(({ facilityId, day }) => [facilityId, day])).toEqual([['f1', DAY]])
    now = clock('07:30')
    await mornings.runDue()
    expect(prepared.map(({ facilityId }) => facilityId)).toEqual(['f1', 'f2', 'f1'])
  })

  it('are caught up with at the start, when nobody ran at their time', async () => {
    now = clock('14:20')
    await gateway().runDue()
    expect(prepared).toMatchObject([{ day: DAY, plan: { mayAsk: true } }])
  })

  it('are looked at every minute until the answers are there, and then no more', async () => {
    const mornings = gateway()
    await mornings.runDue()
    await mornings.runDue()
    expect(prepared).toHaveLength(1)
    now += MINUTE_MS
    said = { people: 2, bulk: state('pending'), consented: state('pending') }
    await mornings.runDue()
    now += MINUTE_MS
    const taken = { renewed: ['p1'], same: ['p4'], failed: 1 }
    said = { people: 1, bulk: state('taken', taken), consented: state('taken', { unknown: 3 }) }
    await mornings.runDue()
    expect(await resultOf()).toEqual({
      visits: 3,
      asked: 2,
      notAsked: { noNumbers: 2 },
      bulk: 'taken',
      taken: { renewed: 1, same: 1, undecided: 0, unknown: 0, failed: 1 },
      consented: 'taken',
      consentedTaken: { renewed: 0, same: 0, undecided: 0, unknown: 3, failed: 0 },
      faults: 0,
    })
    now += HOUR_MS
    await mornings.runDue()
    expect(prepared).toHaveLength(3)
  })

  it('are looked at until the list of 医療扶助 is there as well', async () => {
    const mornings = gateway()
    const others = { people: 1, bulk: state('taken', {}), consented: state('taken', {}) }
    said = { ...others, welfare: state('pending') }
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ welfare: { state: 'pending', taken: null } })
    now += MINUTE_MS
    said = { ...others, welfare: state('taken', { renewed: ['p1'], unknown: 1 }) }
    await mornings.runDue()
    expect(prepared[1]?.plan.taken).toEqual(['eligibility', 'consented'])
    expect(await resultOf()).toMatchObject({
      welfare: { state: 'taken', taken: { renewed: 1, unknown: 1 } },
    })
    expect(lines.at(-1)).toMatchObject({ welfare: 'taken', onWelfare: 2, said: true })
    now += HOUR_MS
    await mornings.runDue()
    expect(prepared).toHaveLength(2)
  })

  it('are looked at less often after an hour', async () => {
    const mornings = gateway()
    said = { people: 2, bulk: state('pending'), consented: state('taken', {}) }
    await mornings.runDue()
    now += 61 * MINUTE_MS
    await mornings.runDue()
    now += 9 * MINUTE_MS
    await mornings.runDue()
    expect(prepared).toHaveLength(2)
    now += MINUTE_MS
    await mornings.runDue()
    expect(prepared).toHaveLength(3)
  })

  it('stay open while nobody is on the list: it may be imported later', async () => {
    const mornings = gateway()
    said = { entries: [], bulk: state('nobody'), consented: state('taken', {}) }
    await mornings.runDue()
    now += 15 * MINUTE_MS
    said = { people: 1, bulk: state('asked'), consented: state('taken', {}) }
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ asked: 1, bulk: 'asked' })
  })

  it('are one gateway’s at a time, however many share the database', async () => {
    const all = ['a', 'b', 'c', 'd'].map((token) => gateway(token))
    await Promise.all(all.map((each) => each.runDue()))
    expect(prepared).toHaveLength(1)
  })

  it('of a gateway that was killed go on with another after five minutes', async () => {
    const lease = { facilityId: 'f1', day: DAY, now, until: now + 5 * MINUTE_MS, token: 'killed' }
    await store.mornings.take(lease)
    const mornings = gateway('b')
    await mornings.runDue()
    expect(prepared).toEqual([])
    now += 5 * MINUTE_MS
    await mornings.runDue()
    expect(prepared).toHaveLength(1)
    expect(await resultOf()).toMatchObject({ asked: 2 })
  })

  it('are tried again after a fault, which is counted and logged without its message', async () => {
    const mornings = gateway()
    said = new Error('the folder of 見本 is away')
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ faults: 1, bulk: 'nobody', asked: 0 })
    expect(lines).toMatchObject([
      { event: 'morning', facilityId: 'f1', fault: { names: ['Error'] } },
    ])
    expect(JSON.stringify(lines)).not.toContain('見本')
    expect(lines.map(levelOf)).toEqual(['error'])
    now += MINUTE_MS
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ faults: 2 })
    now += 2 * MINUTE_MS
    said = { people: 2, bulk: state('asked'), consented: state('asked') }
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ faults: 2, bulk: 'asked', asked: 2 })
  })

  it('go on with the other facilities when one has a fault, and when the store has', async () => {
    const mornings = gateway('a', [
      { id: 'unknown', morning: '00:00' },
      { id: 'f1', morning: '06:00' },
    ])
    await mornings.runDue()
    expect(prepared.map(({ facilityId }) => facilityId)).toEqual(['f1'])
    expect(lines[0]).toMatchObject({ event: 'morning', fault: {} })
  })

  it('take an answer that comes the next day, and ask nothing for a day that is over', async () => {
    await gateway().runDue()
    now = clock('00:10', '2026-11-25')
    said = { bulk: state('taken', { renewed: ['p1'] }), consented: state('nobody') }
    await gateway('b').runDue()
    expect(prepared[1]).toMatchObject({ day: DAY, plan: { mayAsk: false } })
    expect(await resultOf()).toMatchObject({ asked: 2, bulk: 'taken', taken: { renewed: 1 } })
    await gateway('b').runDue()
    expect(prepared).toHaveLength(2)
  })

  it('ask nothing for a day that ended while the round was at other facilities', async () => {
    now = clock('23:59')
    await createMornings({
      ...{ store, timers: { setTimeout, clearTimeout }, log: () => undefined, now: () => now },
      facilities: ['f1', 'f2'].map((id) => ({ id, morning: '06:00' })),
      prepare(facilityId, day, plan) {
        prepared.push({ facilityId, day, plan })
        now = clock('00:01', '2026-11-25')
        const asked = { bulk: state('asked'), consented: state('asked') }
        return Promise.resolve({ day, entries: [], people: 0, ...asked })
      },
    }).runDue()
    expect(prepared.map(({ day, plan }) => [day, plan.mayAsk])).toEqual([
      [DAY, true],
      [DAY, false],
    ])
  })

  it('take no answer a second time while they wait for the other', async () => {
    const mornings = gateway()
    said = { bulk: state('pending'), consented: state('taken', { undecided: ['p1'] }) }
    await mornings.runDue()
    now += MINUTE_MS
    said = { bulk: state('taken', { renewed: ['p2'] }), consented: state('taken') }
    await mornings.runDue()
    expect(prepared.map(({ plan }) => plan.taken)).toEqual([[], ['consented']])
    expect(await resultOf()).toMatchObject({
      taken: { renewed: 1 },
      consentedTaken: { undecided: 1 },
    })
  })

  it('do not wait for an answer longer than two days', async () => {
    await gateway().runDue()
    now = clock('05:00', '2026-11-27')
    await gateway('b').runDue()
    expect(prepared).toHaveLength(1)
  })

  it('ask for consents since the last list that came, and a month back at most', async () => {
    said = { bulk: state('off'), consented: state('taken', {}) }
    await gateway().runDue()
    now = clock('06:00', '2026-11-27')
    await gateway().runDue()
    now = clock('06:00', '2027-03-01')
    await gateway().runDue()
    expect(prepared.map(({ plan }) => plan.consentedFrom)).toEqual([
      '2026-10-24',
      DAY,
      '2027-01-29',
    ])
  })

  it('are told in numbers, to the log when they change, and to the metrics when all is said', async () => {
    const metrics = createMetrics(() => now)
    const mornings = gateway(
      'a',
      undefined,
      metrics.meterLog((line) => lines.push(line)),
    )
    await mornings.runDue()
    now += MINUTE_MS
    await mornings.runDue()
    now += MINUTE_MS
    said = {
      people: 2,
      bulk: state('taken', { renewed: ['p1'] }),
      consented: state('taken', { unknown: 3 }),
    }
    await mornings.runDue()
    const line = { event: 'morning', facilityId: 'f1', day: DAY, visits: 3, asked: 2 }
    expect(lines).toMatchObject([
      { ...line, bulk: 'asked', answered: 0, said: false },
      { ...line, bulk: 'taken', answered: 1, listed: 3, said: true },
    ])
    expect(JSON.stringify(lines)).not.toMatch(/p1|v1/)
    const text = await metrics.read()
    expect(text).toContain('tazune_mornings_total{outcome="taken"} 1')
    expect(text).toContain('tazune_morning_people_total{step="asked"} 2')
    expect(text).toContain('tazune_morning_people_total{step="answered"} 1')
    expect(text).toContain('tazune_morning_people_total{step="consented"} 3')
  })

  it('take an answer as soon as they hear of it, and hear of nothing else', async () => {
    const mornings = gateway()
    await mornings.runDue()
    now += 5_000
    said = { people: 2, bulk: state('taken', { renewed: ['p1'] }), consented: state('pending') }
    for (const other of ['check-1', 'morning:', 'morning:2026-02-30', `consented:${DAY}`]) {
      await mornings.hear('f1', other)
    }
    await mornings.hear('f2', `morning:${DAY}`)
    await mornings.runDue()
    expect(prepared).toHaveLength(1)
    await mornings.hear('f1', `morning:${DAY}`)
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ bulk: 'taken' })
    now += 5_000
    said = { people: 2, bulk: state('taken', {}), consented: state('taken', {}) }
    await mornings.hear('f1', `morning-consented:${DAY}`)
    await mornings.runDue()
    expect(await resultOf()).toMatchObject({ consented: 'taken' })
  })

  it('run by themselves from the start to the stop', async () => {
    const waits: number[] = []
    let callback = () => undefined as unknown
    const mornings = createMornings({
      store,
      facilities: [{ id: 'f1', morning: '06:00' }],
      prepare: (facilityId, day, plan) => {
        prepared.push({ facilityId, day, plan })
        const off = { bulk: state('off'), consented: state('off') }
        return Promise.resolve({ day, entries: [], people: 0, ...off })
      },
      now: () => now,
      timers: {
        setTimeout(next, ms) {
          waits.push(ms)
          callback = next
          return setTimeout(() => undefined, 0)
        },
        clearTimeout,
      },
      log: (line) => lines.push(line),
    })
    mornings.start()
    callback()
    await expect.poll(() => waits).toEqual([0, MINUTE_MS])
    expect(await resultOf()).toMatchObject({ bulk: 'off' })
    await mornings.hear('f1', `morning:${DAY}`)
    expect(waits).toEqual([0, MINUTE_MS, 0])
    callback()
    await mornings.stop()
    expect(waits).toEqual([0, MINUTE_MS, 0])
  })
})
