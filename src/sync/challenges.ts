/** Gateway challenges kept in advance, so that a card check made without a line is still proof (design, decision 4). */
import type { Challenge, Policy } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import type { TazuneDb } from './db'
import type { GatewayClient } from './gateway-client'
import type { ChallengeRecord } from './schema'

const MAX_FETCH = 500

/**
 * Fills the pool when it is half empty; drops what has expired.
 * @param now gateway time, ms (corrected clock)
 * @returns null, or the code of what stood in the way (the pool is as it was)
 */
export async function topUp(
  db: TazuneDb,
  client: Pick<GatewayClient, 'fetchChallenges'>,
  policy: Pick<Policy, 'challengePool'>,
  now: number,
): Promise<ErrorCode | null> {
  const usable = await countUsable(db, now)
  if (usable * 2 > policy.challengePool || policy.challengePool < 1) return null
  const count = Math.min(policy.challengePool - usable, MAX_FETCH)
  const answer = await client.fetchChallenges(count)
  if (!answer.ok) return answer.failure.code
  await storeChallenges(db, answer.value, now)
  return null
}

function storeChallenges(db: TazuneDb, fetched: Challenge[], now: number): Promise<void> {
  return db.write(['challenges'], async (tx) => {
    const store = tx.objectStore('challenges')
    const expired = (await store.getAll()).filter((record) => record.expiresAt <= now)
    await Promise.all([
      ...expired.map(({ id }) => store.delete(id)),
      ...fetched.map(({ id, challenge, expiresAt }) =>
        store.put({ id, challenge, expiresAt: Date.parse(expiresAt), reservedFor: null }),
      ),
    ])
  })
}

export function countUsable(db: TazuneDb, now: number): Promise<number> {
  return db.read(['challenges'], async (tx) => {
    const records = await tx.objectStore('challenges').getAll()
    return records.filter((record) => record.reservedFor === null && record.expiresAt > now).length
  })
}

/**
 * Takes a challenge for a check; the same check gets the same one again (a torn-off card, a reload).
 * null when none is left: the check is then captured with lower assurance.
 * The one that expires first is used first.
 */
export function reserve(
  db: TazuneDb,
  checkId: string,
  now: number,
): Promise<ChallengeRecord | null> {
  return db.write(['challenges'], async (tx) => {
    const store = tx.objectStore('challenges')
    const usable = (await store.getAll()).filter((record) => record.expiresAt > now)
    const mine = usable.find((record) => record.reservedFor === checkId)
    if (mine !== undefined) return mine
    const free = usable
      .filter((record) => record.reservedFor === null)
      .sort((a, b) => a.expiresAt - b.expiresAt)
    const first = free[0]
    if (first === undefined) return null
    const reserved = { ...first, reservedFor: checkId }
    await store.put(reserved)
    return reserved
  })
}

/** A draft was given up before any card signed for it: its challenge is free again. */
export function releaseChallenge(db: TazuneDb, checkId: string): Promise<void> {
  return db.write(['challenges'], async (tx) => {
    const store = tx.objectStore('challenges')
    const mine = (await store.getAll()).filter((record) => record.reservedFor === checkId)
    await Promise.all(mine.map((record) => store.put({ ...record, reservedFor: null })))
  })
}
