import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openPostgresStore } from '../../../server/store/open'
import { openPostgres } from '../../../server/store/postgres/connection'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'
import { acceptedOf, addDevice, describeStore } from './contract'
import { describeBatches } from './contract-batches'
import { describePatients } from './contract-patients'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})

// Every test had a database of its own: they are many files to erase on a busy machine.
afterAll(() => server.stop(), 60_000)

const open = async (): Promise<Store> => openPostgresStore(await server.newDatabase(), COLUMNS)

describeStore('PostgreSQL', open)
describePatients('PostgreSQL', open)
describeBatches('PostgreSQL', open)

describe('an announcement on PostgreSQL', () => {
  it('is made of what was committed, in its order, and of nothing that was rolled back', async () => {
    const database = await openPostgres(await server.newDatabase(), [])
    const heard: string[] = []
    const stop = await database.listen('topic', (text) => heard.push(text))
    const fails = database.transaction(async (sql) => {
      sql.announce('topic', 'rolled back')
      await sql.get('SELECT 1 FROM nowhere')
    })
    await expect(fails).rejects.toThrow('nowhere')
    await database.transaction((sql) => {
      sql.announce('topic', 'first')
      sql.announce('topic', 'second')
      return Promise.resolve()
    })
    await vi.waitFor(() => {
      expect(heard).toEqual(['first', 'second'])
    })
    await stop()
    await database.close()
  })

  it('that cannot be made leaves its transaction as it is', async () => {
    const database = await openPostgres(await server.newDatabase(), [])
    const committed = database.transaction((sql) => {
      // No such topic can be: it is longer than PostgreSQL's names.
      sql.announce('topic'.repeat(100), 'text')
      return Promise.resolve('committed')
    })
    expect(await committed).toBe('committed')
    expect(await database.get('SELECT 1 AS one')).toEqual({ one: 1 })
    await database.close()
  })
})

describe('two gateways on one PostgreSQL', () => {
  const open2 = async (): Promise<[Store, Store]> => {
    const url = await server.newDatabase()
    return Promise.all([openPostgresStore(url, COLUMNS), openPostgresStore(url, COLUMNS)])
  }
  const close = (stores: Store[]) => Promise.all(stores.map((store) => store.close()))

  it('may start on an empty database at once: one makes the tables, the other finds them', async () => {
    const stores = await open2()
    await addDevice(stores[0], 'd1')
    expect((await stores[1].devices.find('d1'))?.facilityId).toBe('f1')
    await close(stores)
  })

  it('never lease the same work, however often they look at the same time', async () => {
    const [one, two] = await open2()
    await addDevice(one, 'd1')
    const ids = Array.from({ length: 200 }, (_, at) => `c${String(at).padStart(3, '0')}`)
    await one.checks.record(
      'f1',
      ids.map((id) => acceptedOf(id)),
    )
    const looks = Array.from({ length: 60 }, (_, at) =>
      (at % 2 === 0 ? one : two).work.lease({ now: 1, leaseMs: 9, limit: 5, token: `w${at}` }),
    )
    const leased = (await Promise.all(looks)).flat().map(({ id }) => id)
    expect(leased.toSorted()).toEqual(ids)
    await close([one, two])
  })

  it('accept one check sent to both of them once, and use its challenge once', async () => {
    const [one, two] = await open2()
    await addDevice(one, 'd1')
    for (let round = 0; round < 20; round++) {
      const challengeId = `challenge ${round}`
      const challenge = { id: challengeId, deviceId: 'd1', challenge: 'c', issuedAt: 1 }
      await one.challenges.add('f1', [{ ...challenge, expiresAt: 100, usedBy: null }])
      const checks = [acceptedOf(`same ${round}`, { challengeId })]
      const verdicts = await Promise.all([
        one.checks.record('f1', checks),
        two.checks.record('f1', checks),
      ])
      expect(verdicts.flat().map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted'])
    }
    expect(await two.checks.countWaiting()).toBe(20)
    await close([one, two])
  })

  it('see a withdrawal and the check that it overtook, whichever comes first', async () => {
    const [one, two] = await open2()
    await addDevice(one, 'd1')
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        one.checks.record('f1', [acceptedOf(`check ${round}`)]),
        two.withdrawals.withdraw('f1', 'd1', [`check ${round}`], 20),
      ])
    }
    expect(await one.checks.countWaiting()).toBe(0)
    await close([one, two])
  })

  it('take over at once what a dead one holds, and leave a living one its work', async () => {
    const [one, two] = await open2()
    await addDevice(one, 'd1')
    await one.checks.record('f1', [acceptedOf('a')])
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    const lease = (store: Store, name: string) =>
      store.work.lease({ now: 1, leaseMs: 1_000, limit: 9, token: `${name}/1` })
    const end = await one.work.announceSelf(first)
    await two.work.announceSelf(second)
    const [work] = await lease(one, first)
    if (!work) throw new Error('nothing was due')
    await two.work.releaseDead(second)
    expect(await lease(two, second)).toEqual([])
    await end()
    await two.work.releaseDead(second)
    expect((await lease(two, second)).map(({ id }) => id)).toEqual(['a'])
    // Should it live after all, it can do nothing with what is no longer its own.
    expect(await one.work.recordIntent(work, 2)).toBe(false)
    await close([one, two])
  })

  it('send to the facility’s own software what a dead one was sending, and nothing of one that lives', async () => {
    const [one, two] = await open2()
    await addDevice(one, 'd1')
    await one.checks.record('f1', [acceptedOf('a')])
    const sealed = { enc: 'e', ciphertext: 'c' }
    const answered = { facilityId: 'f1', checkId: 'a', deviceId: 'd1', sealed, kept: sealed }
    await one.answers.put({ ...answered, exportTo: ['rows'], now: 1 })
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    const end = await one.work.announceSelf(first)
    await two.work.announceSelf(second)
    const take = (store: Store, name: string) =>
      store.exports.lease({ now: 1, leaseMs: 180_000, limit: 9, token: `${name}/t` })
    const [row] = await take(one, first)
    if (!row) throw new Error('nothing was due')
    await two.exports.releaseDead(second)
    expect(await take(two, second)).toEqual([])
    await end()
    await two.exports.releaseDead(second)
    expect((await take(two, second)).map(({ id }) => id)).toEqual(['a:rows'])
    expect(await one.exports.end(row, 'done', 2, { code: null, said: null })).toBe(false)
    await close([one, two])
  })

  it('hear each other’s answers, after they were committed', async () => {
    const [one, two] = await open2()
    await addDevice(one, 'd1')
    await one.checks.record('f1', [acceptedOf('a')])
    let hear: (deviceId: string) => void = () => undefined
    const heard = new Promise<string>((resolve) => (hear = resolve))
    await two.answers.listen(hear)
    const SEALED = { enc: 'e', ciphertext: 'c' }
    const answer = { facilityId: 'f1', checkId: 'a', deviceId: 'd1', sealed: SEALED, kept: SEALED }
    expect(await one.answers.put({ ...answer, now: 5 })).toBe(true)
    expect(await heard).toBe('d1')
    expect(await two.answers.after('f1', 'd1', 0, 9)).toHaveLength(1)
    await close([one, two])
  })
})

describe('a PostgreSQL that loses its power', () => {
  it('holds every acknowledged check when it is back, and the store goes on by itself', async () => {
    const own = await startPostgres()
    const store = await openPostgresStore(await own.newDatabase(), COLUMNS)
    await addDevice(store, 'd1')
    const acknowledged: string[] = []
    const state = { writing: true }
    const writer = (async () => {
      for (let at = 0; state.writing; at++) {
        const id = `check ${at}`
        try {
          await store.checks.record('f1', [acceptedOf(id)])
          acknowledged.push(id)
        } catch {
          // Nothing was promised of this one.
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }
    })()
    for (let round = 0; round < 3; round++) {
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length).toBeGreaterThan(before + 20)
      await own.crash()
    }
    const back = acknowledged.length
    await expect.poll(() => acknowledged.length).toBeGreaterThan(back)
    state.writing = false
    await writer
    expect((await store.checks.verdicts('f1', acknowledged)).size).toBe(acknowledged.length)
    await store.close()
    await own.stop()
  })
})
