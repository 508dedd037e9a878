import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCounter } from '../../src/sync/counter'
import type { TazuneDb } from '../../src/sync/db'
import { markAccepted, markAnswered } from '../../src/sync/moves'
import { StoreFault } from '../../src/sync/store-fault'
import {
  makeDeviceKeys,
  openRegistered,
  saveMany,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20)

describe('the counter', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let reads: number
  let counted: Pick<TazuneDb, 'read'>

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
    reads = 0
    counted = {
      read(stores, work) {
        reads += 1
        return db.read(stores, work)
      },
    }
  })

  it('tells apart what waits, what is with the gateway, and what is answered', async () => {
    const [first = '', second = ''] = await saveMany(db, keys, 4, NOW)
    await markAccepted(db, [first, second], NOW)
    const sealed = { enc: 'AA', ciphertext: 'AA' }
    await markAnswered(db, [{ seq: 1, id: first, sealed }], 1, NOW)
    expect(await createCounter(db).counts()).toEqual({
      waiting: 2,
      awaiting: 1,
      answered: 1,
      refused: 0,
    })
  })

  it('counts once for all who ask while nothing moves', async () => {
    await saveMany(db, keys, 3, NOW)
    const counter = createCounter(counted)
    await Promise.all([counter.counts(), counter.counts()])
    const before = reads
    await counter.counts()
    expect(reads).toBe(before)
  })

  it('counts anew when a check has moved', async () => {
    const counter = createCounter(db)
    expect(await counter.counts()).toMatchObject({ waiting: 0 })
    await saveMany(db, keys, 2, NOW)
    counter.forget()
    expect(await counter.counts()).toMatchObject({ waiting: 2 })
  })

  it('does not keep what was being counted when the move was told of', async () => {
    const counter = createCounter(db)
    const early = counter.counts()
    await saveMany(db, keys, 2, NOW)
    counter.forget()
    await early
    expect(await counter.counts()).toMatchObject({ waiting: 2 })
  })

  it('keeps nothing where other tabs cannot tell of their moves', async () => {
    const counter = createCounter(db, false)
    expect(await counter.counts()).toMatchObject({ waiting: 0 })
    await saveMany(db, keys, 1, NOW)
    expect(await counter.counts()).toMatchObject({ waiting: 1 })
  })

  it('does not keep a fault', async () => {
    let broken = true
    const counter = createCounter({
      read: (stores, work) =>
        broken ? Promise.reject(new StoreFault('TZ-D21')) : db.read(stores, work),
    })
    await expect(counter.counts()).rejects.toMatchObject({ code: 'TZ-D21' })
    broken = false
    expect(await counter.counts()).toMatchObject({ waiting: 0 })
  })
})
