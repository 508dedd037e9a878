/** What every store of mornings must do; run against each database. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MorningResult } from '../../../server/store/store'
import { createMorningStore } from '../../../server/store/repositories/mornings'
import type { MorningStore } from '../../../server/store/morning-store'
import type { Database } from '../../../server/store/sql'

const DAY = '2026-11-24'
export const RESULT: MorningResult = {
  visits: 3,
  asked: 2,
  notAsked: { noNumbers: 1 },
  bulk: 'pending',
  taken: null,
  consented: 'asked',
  consentedTaken: null,
  faults: 0,
}

export function describeMorningStore(name: string, open: () => Promise<Database>): void {
  describe(`mornings (${name})`, () => {
    let database: Database
    let mornings: MorningStore
    beforeEach(async () => {
      database = await open()
      for (const id of ['f1', 'f2']) {
        await database.run("INSERT INTO facilities (id, name, staff) VALUES (?, 'n', 's')", [id])
      }
      mornings = createMorningStore(database)
    })
    afterEach(() => database.close())

    const take = (token: string, now = 1_000, facilityId = 'f1', day = DAY) =>
      mornings.take({ facilityId, day, now, until: now + 100, token })
    const keep = (token: string, nextAt: number | null, result = RESULT) =>
      mornings.keep({ facilityId: 'f1', day: DAY, now: 1_050, token, result, nextAt })

    it('are taken by one gateway, and by another when that has been killed', async () => {
      expect(await take('a')).toMatchObject({ day: DAY, begunAt: 1_000, result: null })
      expect(await take('b')).toBeNull()
      expect(await take('b', 1_099)).toBeNull()
      expect(await take('b', 1_100)).toMatchObject({ begunAt: 1_000, result: null })
    })

    it('are taken by one of many that try at the same moment', async () => {
      const all = await Promise.all(Array.from({ length: 8 }, (_, at) => take(`gateway ${at}`)))
      expect(all.filter((each) => each !== null)).toHaveLength(1)
    })

    it('keep what came of them, and are due again at their time only', async () => {
      await take('a')
      expect(await keep('a', 2_000)).toBe(true)
      expect(await take('b', 1_999)).toBeNull()
      expect(await take('b', 2_000)).toMatchObject({ result: RESULT, begunAt: 1_000 })
      expect(await keep('b', null, { ...RESULT, bulk: 'taken' })).toBe(true)
      expect(await take('a', 9_000)).toBeNull()
      expect(await mornings.list('f1', 9)).toMatchObject([
        { day: DAY, nextAt: null, changedAt: 1_050, result: { bulk: 'taken' } },
      ])
    })

    it('are not written by a gateway whose time was over', async () => {
      await take('slow')
      await take('b', 1_200)
      expect(await keep('slow', null)).toBe(false)
      expect(await keep('b', 3_000)).toBe(true)
    })

    it('are each facility’s own, and each day’s', async () => {
      await take('a')
      expect(await take('b', 1_000, 'f2')).not.toBeNull()
      expect(await take('b', 1_000, 'f1', '2026-11-25')).not.toBeNull()
      expect((await mornings.list('f1', 9)).map(({ day }) => day)).toEqual(['2026-11-25', DAY])
      expect(await mornings.list('f1', 1)).toHaveLength(1)
      expect(await mornings.list('f2', 9)).toHaveLength(1)
      expect(await mornings.get('f2', DAY)).toMatchObject({ facilityId: 'f2', day: DAY })
      expect(await mornings.get('f2', '2026-11-25')).toBeUndefined()
    })

    it('of earlier days are found while they wait for their answer', async () => {
      await take('a')
      const days = { from: '2026-11-23', to: DAY }
      expect(await mornings.due(1_050, days)).toEqual([])
      await keep('a', 2_000)
      expect(await mornings.due(1_999, days)).toEqual([])
      expect(await mornings.due(2_000, days)).toEqual([{ facilityId: 'f1', day: DAY }])
      expect(await mornings.due(2_000, { ...days, to: '2026-11-23' })).toEqual([])
      expect(await mornings.due(2_000, { ...days, from: '2026-11-25' })).toEqual([])
    })

    it('are due at once when something has come, but not when all is said', async () => {
      await take('a')
      await keep('a', 2_000)
      await mornings.hasten('f2', DAY, 1_500)
      expect(await take('b', 1_500)).toBeNull()
      await mornings.hasten('f1', DAY, 1_500)
      expect(await take('b', 1_500)).not.toBeNull()
      await keep('b', null)
      await mornings.hasten('f1', DAY, 1_600)
      expect(await take('b', 1_600)).toBeNull()
    })

    it('are free at once for a gateway that knows itself to be alone', async () => {
      await take('killed')
      await mornings.releaseAll()
      expect(await take('next', 1_001)).not.toBeNull()
    })
  })
}
