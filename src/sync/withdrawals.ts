/**
 * Telling the gateway which checks nobody waits for any more. What is to be told stands in the record of the withdrawal
 * itself, so that it is as durable, needs no secret of a person, and is gone when the answer was quicker.
 */
import { MAX_BATCH } from '../../api/wire'
import type { TazuneDb } from './db'
import type { Failure } from './classify'
import { rowOf } from './device-rows'
import type { GatewayClient } from './gateway-client'
import type { SentRecord } from './schema'

export function countUntold(db: TazuneDb): Promise<number> {
  return db.read(['device', 'refused'], async (tx) => {
    const [withdrawn, closed = []] = await Promise.all([
      tx.objectStore('refused').index('untold').count(),
      rowOf(tx.objectStore('device'), 'untoldClosings'),
    ])
    return withdrawn + closed.length
  })
}

/**
 * Tells of all that are left, a batch at a time. Telling again what a lost reply hid is harmless. Of a 申立書 whose claim
 * work is done the gateway hears in the same way: what nobody waits for it destroys.
 * @param isStillRunner false: another runner has taken over, and tells the rest
 * @returns why it ended early; null when it did not
 */
export async function tellWithdrawals(
  db: TazuneDb,
  client: Pick<GatewayClient, 'withdrawChecks'>,
  isStillRunner: () => Promise<boolean>,
  now: () => number,
): Promise<Failure | null> {
  for (;;) {
    const [withdrawn, closed] = await db.read(['device', 'refused'], (tx) =>
      Promise.all([
        tx.objectStore('refused').index('untold').getAllKeys(undefined, MAX_BATCH),
        rowOf(tx.objectStore('device'), 'untoldClosings'),
      ]),
    )
    const ids = [...withdrawn, ...(closed ?? [])].slice(0, MAX_BATCH)
    if (ids.length === 0 || !(await isStillRunner())) return null
    const told = await client.withdrawChecks(ids)
    if (!told.ok) return told.failure
    await settleTold(
      db,
      ids.map((id, at) => ({ id, isAsked: told.value[at] === 'asked' })),
      now(),
    )
  }
}

/** Where the authority had been asked already the withdrawal came too late: the check waits again, for its answer. */
function settleTold(
  db: TazuneDb,
  told: readonly { id: string; isAsked: boolean }[],
  now: number,
): Promise<void> {
  return db.write(['device', 'refused', 'sent'], async (tx) => {
    const device = tx.objectStore('device')
    const refused = tx.objectStore('refused')
    const [closed, ...records] = await Promise.all([
      rowOf(device, 'untoldClosings'),
      ...told.map(({ id }) => refused.get(id)),
    ])
    const changes = told.flatMap(({ id, isAsked }, at) => {
      const record = records[at]
      // Ended without an answer while it was told: it waits for nothing.
      if (record?.untold === undefined) return []
      if (isAsked) {
        const sent: SentRecord =
          record.record === null
            ? record.sent
            : { id, savedAt: record.record.savedAt, acceptedAt: now }
        return [refused.delete(id), tx.objectStore('sent').put(sent)]
      }
      const rest = { ...record }
      delete rest.untold
      return [refused.put(rest)]
    })
    const left = closed?.filter((id) => !told.some((each) => each.id === id))
    if (left && left.length < (closed?.length ?? 0)) {
      changes.push(device.put(left, 'untoldClosings'))
    }
    await Promise.all(changes)
  })
}
