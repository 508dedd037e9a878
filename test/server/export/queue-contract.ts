import { beforeEach, describe, expect, it } from 'vitest'
import type { LockNotes } from '../../../server/export/orca/locks'
import type { ExportQueue, NewExport } from '../../../server/export/queue/queue'

/** Two facilities and their checks, which the queue's database knows. */
export const FACILITIES = ['facility-1', 'facility-2'] as const
export const CHECKS = ['check-1', 'check-2', 'check-3'] as const

/** Tables that the exports refer to, for databases of these tests. */
export const TABLES_BEFORE = `
  CREATE TABLE facilities (id text PRIMARY KEY);
  CREATE TABLE checks (facility_id text NOT NULL, id text NOT NULL, PRIMARY KEY (facility_id, id));
  ${FACILITIES.map((facility) => `INSERT INTO facilities (id) VALUES ('${facility}');`).join('\n')}
  ${FACILITIES.flatMap((facility) =>
    CHECKS.map(
      (check) => `INSERT INTO checks (facility_id, id) VALUES ('${facility}', '${check}');`,
    ),
  ).join('\n')}
`

const NOTHING = { code: null, said: null }

function exportOf(checkId: (typeof CHECKS)[number], change: Partial<NewExport> = {}): NewExport {
  return { facilityId: 'facility-1', checkId, destination: 'orca', ...change }
}

/** What every queue of exports keeps to. */
export function describeQueue(name: string, open: () => Promise<ExportQueue>): void {
  describe(`the queue of exports in ${name}`, () => {
    let queue: ExportQueue
    const lease = (now: number, token = 'w1', limit = 10) =>
      queue.lease({ now, leaseMs: 100, limit, token })

    beforeEach(async () => {
      queue = await open()
    })

    it('takes each check and destination once, whatever has become of it', async () => {
      await queue.add([exportOf('check-1'), exportOf('check-1', { destination: 'csv' })], 10)
      await queue.add([exportOf('check-1')], 20)
      const rows = await lease(20)
      expect(rows.map(({ id }) => id).sort()).toEqual(['check-1:csv', 'check-1:orca'])
      expect(rows[0]).toMatchObject({ attempts: 0, queuedAt: 10, state: 'waiting', code: null })
      for (const row of rows) await queue.end(row, 'done', 30, NOTHING)
      await queue.add([exportOf('check-1')], 40)
      expect(await lease(40)).toEqual([])
    })

    it('leaves those of facilities that somebody does not serve to others', async () => {
      await queue.add([exportOf('check-1'), exportOf('check-2', { facilityId: 'facility-2' })], 10)
      const options = { now: 20, leaseMs: 100, limit: 10, token: 'w1' }
      expect(
        await queue.lease({ ...options, except: FACILITIES.map((facilityId) => ({ facilityId })) }),
      ).toEqual([])
      expect(await queue.nextDueAt(FACILITIES.map((facilityId) => ({ facilityId })))).toBeNull()
      expect(await queue.nextDueAt([{ facilityId: 'facility-1' }])).toBe(10)
      const rows = await queue.lease({
        ...options,
        except: ['facility-1', 'facility-9', 'facility-8'].map((facilityId) => ({ facilityId })),
      })
      expect(rows.map(({ checkId }) => checkId)).toEqual(['check-2'])
    })

    it('gives a row to one worker at a time, the longest due first', async () => {
      await queue.add([exportOf('check-2')], 20)
      await queue.add([exportOf('check-1')], 10)
      expect((await lease(25, 'w1', 1)).map(({ checkId }) => checkId)).toEqual(['check-1'])
      expect((await lease(25, 'w2')).map(({ checkId }) => checkId)).toEqual(['check-2'])
      expect(await lease(25, 'w3')).toEqual([])
      // A worker that died lets go by itself.
      expect((await lease(125, 'w3')).map(({ checkId }) => checkId)).toEqual(['check-1', 'check-2'])
    })

    it('shares what is due among workers that ask at the same time, none of it twice', async () => {
      await queue.add(
        CHECKS.map((check) => exportOf(check)),
        1,
      )
      const taken = await Promise.all(['w1', 'w2', 'w3'].map((token) => lease(5, token, 1)))
      const ids = taken.flat().map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    })

    it('does nothing for a worker whose lease is over', async () => {
      await queue.add([exportOf('check-1')], 0)
      const [mine] = await lease(0, 'w1')
      const [theirs] = await lease(200, 'w2')
      if (!mine || !theirs) throw new Error('not leased')
      expect(await queue.end(mine, 'done', 210, NOTHING)).toBe(false)
      expect(await queue.retryLater(mine, 300, NOTHING)).toBe(false)
      expect(await queue.end(theirs, 'done', 210, NOTHING)).toBe(true)
      expect(await queue.end(theirs, 'done', 220, NOTHING)).toBe(false)
    })

    it('comes again when it is due, with what was said at the last try', async () => {
      await queue.add([exportOf('check-1')], 0)
      const [row] = await lease(0)
      if (!row) throw new Error('not leased')
      const said = { code: 'E90', message: '他端末使用中' }
      expect(await queue.retryLater(row, 500, { code: 'TZ-E10', said })).toBe(true)
      expect(await queue.nextDueAt()).toBe(500)
      expect(await lease(499)).toEqual([])
      expect(await lease(500)).toMatchObject([{ attempts: 1, code: 'TZ-E10', said }])
      expect(await queue.nextDueAt()).toBe(600)
    })

    it('keeps what stopped, and what a person lets start over', async () => {
      await queue.add([exportOf('check-1'), exportOf('check-2')], 0)
      for (const row of await lease(0)) {
        await queue.end(row, 'stopped', 5, { code: 'TZ-E13', said: null })
      }
      expect(await queue.nextDueAt()).toBeNull()
      expect(await queue.list('facility-1', 'stopped', 10)).toMatchObject([
        { id: 'check-2:orca', code: 'TZ-E13', endedAt: 5, attempts: 1 },
        { id: 'check-1:orca' },
      ])
      expect(await queue.list('facility-1', 'stopped', 1)).toHaveLength(1)
      expect(await queue.again('facility-1', 'check-1:orca', 50)).toBe(true)
      expect(await queue.again('facility-1', 'check-1:orca', 60)).toBe(false)
      expect(await lease(50)).toMatchObject([{ id: 'check-1:orca', attempts: 0, queuedAt: 50 }])
    })

    it('keeps the facilities apart, whatever they call their checks', async () => {
      await queue.add([exportOf('check-1'), exportOf('check-1', { facilityId: 'facility-2' })], 0)
      const rows = await lease(0)
      expect(rows).toHaveLength(2)
      const [own] = rows.filter(({ facilityId }) => facilityId === 'facility-1')
      if (!own) throw new Error('not leased')
      expect(await queue.end({ ...own, facilityId: 'facility-3' }, 'done', 1, NOTHING)).toBe(false)
      await queue.end(own, 'stopped', 1, NOTHING)
      expect(await queue.list('facility-2', 'stopped', 10)).toEqual([])
      expect(await queue.again('facility-2', own.id, 2)).toBe(false)
    })

    it('lets a person say that what stopped was done by hand', async () => {
      await queue.add([exportOf('check-1')], 0)
      const id = 'check-1:orca'
      expect(await queue.settle('facility-1', id, 3)).toBe(false)
      const [row] = await lease(0)
      if (!row) throw new Error('not leased')
      await queue.end(row, 'stopped', 5, { code: 'TZ-E14', said: null })
      expect(await queue.settle('facility-2', id, 7)).toBe(false)
      expect(await queue.settle('facility-1', id, 8)).toBe(true)
      expect(await queue.settle('facility-1', id, 9)).toBe(false)
      expect(await queue.again('facility-1', id, 9)).toBe(false)
      expect(await queue.list('facility-1', 'done', 1)).toMatchObject([
        { id, code: 'TZ-E14', endedAt: 8 },
      ])
    })

    it('lets what waits for a destination that is away wait, and nothing else', async () => {
      await queue.add([exportOf('check-1'), exportOf('check-2'), exportOf('check-3')], 0)
      await queue.add([exportOf('check-1', { destination: 'csv' })], 0)
      await queue.add([exportOf('check-1', { facilityId: 'facility-2' })], 0)
      const [held] = await lease(0, 'w1', 1)
      if (!held) throw new Error('not leased')
      const own = held.facilityId === 'facility-1' && held.destination === 'orca'
      await queue.holdBack('facility-1', 'orca', 60)
      // What was later anyhow is not brought forward.
      await queue.holdBack('facility-1', 'orca', 40)
      const due = await lease(59, 'w2')
      expect(
        due.filter(
          ({ facilityId, destination }) => `${facilityId} ${destination}` === 'facility-1 orca',
        ),
      ).toEqual([])
      expect(due).toHaveLength(own ? 2 : 1)
      expect((await lease(60, 'w3')).length).toBe(own ? 2 : 3)
    })

    it('tells how each destination of a facility does', async () => {
      expect(await queue.perDestination('facility-1')).toEqual([])
      await queue.add(
        CHECKS.map((check) => exportOf(check)),
        0,
      )
      await queue.add([exportOf('check-1', { destination: 'csv' })], 10)
      await queue.add([exportOf('check-1', { facilityId: 'facility-2' })], 0)
      const own = (await lease(0, 'w1')).filter(({ facilityId }) => facilityId === 'facility-1')
      const [one, two, three] = own
      if (!one || !two || !three) throw new Error('not leased')
      await queue.end(one, 'done', 20, NOTHING)
      await queue.end(two, 'stopped', 30, { code: 'TZ-E13', said: null })
      await queue.retryLater(three, 90, { code: 'TZ-E01', said: null })
      const none = { waiting: 0, stopped: 0, doneAt: null, code: null, nextTryAt: null }
      expect(await queue.perDestination('facility-1')).toEqual([
        { ...none, destination: 'csv', waiting: 1, nextTryAt: 10 },
        {
          destination: 'orca',
          ...{ waiting: 1, stopped: 1, doneAt: 20, code: 'TZ-E01', nextTryAt: 90 },
        },
      ])
      expect(await queue.depth()).toEqual({ waiting: 3, stopped: 1, oldestQueuedAt: 0 })
    })

    it('knows what was ever to be told to whom', async () => {
      expect(await queue.depth()).toEqual({ waiting: 0, stopped: 0, oldestQueuedAt: null })
      await queue.add([exportOf('check-1')], 0)
      expect(await queue.isFor('facility-1', 'check-1', 'orca')).toBe(true)
      expect(await queue.isFor('facility-1', 'check-1', 'csv')).toBe(false)
      expect(await queue.isFor('facility-1', 'check-2', 'orca')).toBe(false)
      expect(await queue.isFor('facility-2', 'check-1', 'orca')).toBe(false)
    })

    it('ends all leases for a gateway that is alone', async () => {
      await queue.add([exportOf('check-1')], 0)
      await lease(0, 'dead')
      await queue.releaseAll()
      expect(await lease(1, 'w2')).toHaveLength(1)
    })
  })
}

/** What every store of lock notes keeps to. */
export function describeLockNotes(name: string, open: () => Promise<LockNotes>): void {
  describe(`notes of locks in ${name}`, () => {
    const note = {
      facilityId: 'facility-1',
      karteUid: 'k1',
      orcaUid: null,
      patientNumber: '00209',
      notedAt: 5,
    }

    it('are kept until they are removed, by facility', async () => {
      const notes = await open()
      await notes.put(note)
      await notes.put({ ...note, facilityId: 'facility-2', patientNumber: '7' })
      await notes.put({ ...note, orcaUid: 'o1' })
      expect(await notes.ofFacility('facility-1')).toEqual([{ ...note, orcaUid: 'o1' }])
      await notes.remove('facility-1', 'k1')
      await notes.remove('facility-1', 'k1')
      expect(await notes.ofFacility('facility-1')).toEqual([])
      expect(await notes.ofFacility('facility-2')).toHaveLength(1)
    })

    it('are found by their time, in whichever facility', async () => {
      const notes = await open()
      await notes.put(note)
      await notes.put({ ...note, karteUid: 'k2' })
      await notes.put({ ...note, facilityId: 'facility-2', notedAt: 9 })
      expect(await notes.leftUntil(4)).toEqual([])
      expect(await notes.leftUntil(5)).toEqual(['facility-1'])
      expect(await notes.leftUntil(9)).toEqual(['facility-1', 'facility-2'])
    })
  })
}
