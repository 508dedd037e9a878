import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Challenge } from '../../api/wire'
import { countUsable, releaseChallenge, reserve, topUp } from '../../src/sync/challenges'
import type { Classified } from '../../src/sync/classify'
import type { TazuneDb } from '../../src/sync/db'
import { makeDeviceKeys, nextId, openRegistered, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20)
const DAY = 86_400_000

describe('challenges kept in advance', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let counts: number[]
  let failing: boolean
  let made = 0
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
    counts = []
    failing = false
  })

  const client = {
    fetchChallenges(count: number): Promise<Classified<Challenge[]>> {
      counts.push(count)
      if (failing) return Promise.resolve({ ok: false, failure: { kind: 'stop', code: 'TZ-D02' } })
      const value = Array.from({ length: count }, () => {
        made += 1
        return {
          id: `c${made}`,
          challenge: 'A'.repeat(43),
          expiresAt: new Date(NOW + 14 * DAY + made).toISOString(),
        }
      })
      return Promise.resolve({ ok: true, value })
    },
  }
  const fill = (challengePool: number, now = NOW) => topUp(db, client, { challengePool }, now)

  it('are filled up to the pool of the facility', async () => {
    expect(await fill(20)).toBeNull()
    expect(counts).toEqual([20])
    expect(await countUsable(db, NOW)).toBe(20)
  })

  it('are fetched again only when half of them is gone', async () => {
    await fill(10)
    for (let n = 0; n < 4; n++) await reserve(db, nextId(), NOW)
    await fill(10)
    await reserve(db, nextId(), NOW)
    await fill(10)
    expect(counts).toEqual([10, 5])
  })

  it('are not asked for by the thousand', async () => {
    await fill(2_000)
    expect(counts).toEqual([500])
  })

  it('are not asked for where the facility wants none', async () => {
    await fill(0)
    expect(counts).toEqual([])
  })

  it('stay as they are when the gateway does not answer, and the reason is told', async () => {
    failing = true
    expect(await fill(10)).toBe('TZ-D02')
    expect(await countUsable(db, NOW)).toBe(0)
  })

  it('are reserved for one check, which gets the same one again after a torn-off card', async () => {
    await fill(5)
    const id = nextId()
    const first = await reserve(db, id, NOW)
    expect(first).not.toBeNull()
    expect(await reserve(db, id, NOW)).toEqual(first)
    expect((await reserve(db, nextId(), NOW))?.id).not.toBe(first?.id)
    expect(await countUsable(db, NOW)).toBe(3)
  })

  it('are never given to two checks at once', async () => {
    await fill(10)
    const reserved = await Promise.all(Array.from({ length: 10 }, () => reserve(db, nextId(), NOW)))
    expect(new Set(reserved.map((one) => one?.id)).size).toBe(10)
    expect(await reserve(db, nextId(), NOW)).toBeNull()
  })

  it('are used in the order in which they expire', async () => {
    await fill(3)
    const all = await db.read(['challenges'], (tx) => tx.objectStore('challenges').getAll())
    const soonest = all.sort((a, b) => a.expiresAt - b.expiresAt)[0]
    expect((await reserve(db, nextId(), NOW))?.id).toBe(soonest?.id)
  })

  it('are of no use once expired, even the one that was reserved', async () => {
    await fill(3)
    const id = nextId()
    await reserve(db, id, NOW)
    expect(await countUsable(db, NOW + 15 * DAY)).toBe(0)
    expect(await reserve(db, id, NOW + 15 * DAY)).toBeNull()
  })

  it('that have expired are cleared away when new ones come', async () => {
    await fill(4)
    await fill(4, NOW + 15 * DAY)
    const all = await db.read(['challenges'], (tx) => tx.objectStore('challenges').count())
    expect(all).toBe(4)
  })

  it('are free again when a draft is given up', async () => {
    await fill(1)
    const id = nextId()
    await reserve(db, id, NOW)
    await releaseChallenge(db, id)
    expect(await countUsable(db, NOW)).toBe(1)
  })
})
