/** What screens ask of the stores: counts and one page, never everything. */
import type { TazuneDb } from './db'
import type { SentRecord, TazuneSchema } from './schema'

export interface OutboxCounts {
  /** Captured, not yet with the gateway. */
  waiting: number
  /** Rejected, quarantined or withdrawn. */
  refused: number
  /** With the gateway, not yet answered. */
  awaiting: number
}

export function countOutbox(db: Pick<TazuneDb, 'read'>): Promise<OutboxCounts> {
  return db.read(['outbox', 'refused', 'sent'], async (tx) => {
    const [waiting, refused, awaiting] = await Promise.all([
      tx.objectStore('outbox').count(),
      tx.objectStore('refused').count(),
      tx.objectStore('sent').count(),
    ])
    return { waiting, refused, awaiting }
  })
}

export type ListedStore = 'outbox' | 'sent' | 'answers' | 'refused'

/** One page, the latest captured first; `before` is the last id of the page before. Ids are UUIDv7: their order is that of capture. */
export function listPage<Name extends ListedStore>(
  db: TazuneDb,
  name: Name,
  page: { before?: string; limit: number },
): Promise<TazuneSchema[Name]['value'][]> {
  return db.read([name], async (tx) => {
    const store = tx.objectStore(name)
    const range = page.before === undefined ? null : IDBKeyRange.upperBound(page.before, true)
    const cursor = await store.openKeyCursor(range, 'prev')
    if (cursor === null) return []
    // Reading backwards is possible row by row only, and each row would be a message to the browser and back.
    const newest = cursor.key
    const oldest = page.limit > 1 ? await cursor.advance(page.limit - 1) : cursor
    const rows = await store.getAll(
      oldest === null ? IDBKeyRange.upperBound(newest) : IDBKeyRange.bound(oldest.key, newest),
    )
    return rows.reverse()
  })
}

/** With the gateway and not answered, the first captured first. */
export function listAwaiting(db: TazuneDb, limit: number): Promise<SentRecord[]> {
  return db.read(['sent'], (tx) => tx.objectStore('sent').getAll(undefined, limit))
}

/** Where a check stands, with its record; null when the device does not know it. */
export type Standing = {
  [Name in ListedStore]: { store: Name; record: TazuneSchema[Name]['value'] }
}[ListedStore]

export function findCheck(db: TazuneDb, id: string): Promise<Standing | null> {
  return db.read(['outbox', 'sent', 'answers', 'refused'], async (tx) => {
    const [outbox, sent, answers, refused] = await Promise.all([
      tx.objectStore('outbox').get(id),
      tx.objectStore('sent').get(id),
      tx.objectStore('answers').get(id),
      tx.objectStore('refused').get(id),
    ])
    if (answers !== undefined) return { store: 'answers', record: answers }
    if (sent !== undefined) return { store: 'sent', record: sent }
    if (refused !== undefined) return { store: 'refused', record: refused }
    if (outbox !== undefined) return { store: 'outbox', record: outbox }
    return null
  })
}

/** The newest id on the device, in any state; null when there is none. New ids go on from it. */
export function newestId(db: TazuneDb): Promise<string | null> {
  return db.read(['outbox', 'sent', 'answers', 'refused'], async (tx) => {
    const last = await Promise.all(
      (['outbox', 'sent', 'answers', 'refused'] as const).map((name) =>
        tx.objectStore(name).openKeyCursor(null, 'prev'),
      ),
    )
    const ids = last.flatMap((cursor) => (cursor === null ? [] : [cursor.key]))
    return ids.sort().at(-1) ?? null
  })
}
