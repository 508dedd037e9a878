/**
 * The sealed outbox: saving a check and taking what is due.
 *
 *            saveCheck        takeDue (lease)        ack of that id
 *   (draft) ──────────▶ queued ─────────────▶ sending ────────────▶ sent ──▶ answers
 *                         ▲  lease over / retry  │
 *                         └──────────────────────┴──▶ refused (moves.ts)
 */
import type { Envelope } from '../../api/wire'
import type { TazuneDb } from './db'
import type { OutboxRecord, SealedNote } from './schema'

/** Longest wait any record may be given; a time further off means that the device's clock was set back. */
export const MAX_WAIT_MS = 3_600_000

export interface CheckToSave {
  envelope: Envelope
  /** The registration that made the envelope. */
  deviceId: string
  /** What the vault keeps of it, already encrypted: what staff see, the register's entry, what the claim needs. */
  notes: readonly SealedNote[]
  /** The challenge the card signed; used up by this save. */
  challengeId: string | null
  /** Vault keys of the drafts this check was. */
  erase?: readonly string[]
  /** Nobody is asked with it: no answer will come. */
  kind?: 'declaration'
}

/**
 * Saves a sealed check; "saved" may be shown when this resolves and not before.
 * One transaction, nothing is read and nothing awaited inside it: the cost is one disk flush.
 * Refuses to overwrite: an id that is already there is a bug or a repeated tap, and the first one stands.
 * @throws StoreFault `TZ-D04`: nothing was stored
 */
export async function saveCheck(db: TazuneDb, check: CheckToSave, now: number): Promise<void> {
  const record: OutboxRecord = {
    id: check.envelope.id,
    envelope: check.envelope,
    attempts: 0,
    refusals: 0,
    nextTryAt: 0,
    leaseUntil: 0,
    lastCode: null,
    savedAt: now,
    deviceId: check.deviceId,
    ...(check.kind && { kind: check.kind }),
  }
  await db.write(['outbox', 'vault', 'challenges'], (tx) => {
    const vault = tx.objectStore('vault')
    const requests: Promise<unknown>[] = [
      tx.objectStore('outbox').add(record),
      ...check.notes.map((note) => vault.put(note)),
      ...(check.erase ?? []).map((key) => vault.delete(key)),
    ]
    if (check.challengeId !== null) {
      requests.push(tx.objectStore('challenges').delete(check.challengeId))
    }
    tx.commit()
    return Promise.all(requests)
  })
}

export interface TakeOptions {
  now: number
  leaseMs: number
  maxCount: number
  /** Of envelopes as JSON text. */
  maxBytes: number
  /** Only what this registration made is taken. */
  deviceId: string
  /** Only ids after this one: within a run nothing is tried twice. */
  after?: string | undefined
  /** The caller is the only runner, so a lease that stands is of one that died: it is void. */
  onlyRunner?: boolean
}

export interface Taken {
  records: OutboxRecord[]
  /** Ids met that another registration made: never sent by this one. */
  foreign: string[]
  /** Where to go on; undefined when the end was reached. */
  next: string | undefined
}

const PAGE = 200

/** Leases what is due, in the order of capture, and counts the try before it is made. */
export function takeDue(db: TazuneDb, options: TakeOptions): Promise<Taken> {
  return db.write(
    ['outbox'],
    async (tx) => {
      const store = tx.objectStore('outbox')
      const taken: Taken = { records: [], foreign: [], next: options.after }
      let bytes = 0
      for (;;) {
        const range =
          taken.next === undefined ? undefined : IDBKeyRange.lowerBound(taken.next, true)
        const page = await store.getAll(range, Math.min(PAGE, options.maxCount))
        for (const record of page) {
          if (taken.records.length >= options.maxCount) return taken
          if (record.deviceId !== options.deviceId) {
            taken.foreign.push(record.id)
          } else if (isDue(record, options.now, options.onlyRunner)) {
            bytes += sizeOf(record.envelope)
            if (bytes > options.maxBytes && taken.records.length > 0) return taken
            const leased = lease(record, options)
            await store.put(leased)
            taken.records.push(leased)
          }
          taken.next = record.id
        }
        if (page.length === 0) return { ...taken, next: undefined }
      }
    },
    // A lease lost in a power cut only means that the record is due again.
    'relaxed',
  )
}

function lease(record: OutboxRecord, options: TakeOptions): OutboxRecord {
  return {
    ...record,
    attempts: record.attempts + 1,
    leaseUntil: options.now + options.leaseMs,
  }
}

/** A time beyond {@link MAX_WAIT_MS} is not believed: the clock has been set back since it was written. */
export function isDue(record: OutboxRecord, now: number, onlyRunner = false): boolean {
  return (onlyRunner || isOver(record.leaseUntil, now)) && isOver(record.nextTryAt, now)
}

/** Also true of what is no number at all: an unreadable record must come up, not rest for ever. */
function isOver(time: number, now: number): boolean {
  return !(time > now && time <= now + MAX_WAIT_MS)
}

/** What the envelope adds to a batch's body; its strings are ASCII. An unreadable one counts nothing. */
export function sizeOf(envelope: Partial<Envelope> | undefined): number {
  const parts = [envelope?.header, envelope?.enc, envelope?.ciphertext, envelope?.signature]
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 120)
}

/** When the next record of this device may be tried (device clock); null when the outbox holds none. */
export function nextDueAt(db: TazuneDb, deviceId: string): Promise<number | null> {
  return db.read(['outbox'], async (tx) => {
    let earliest: number | null = null
    let cursor = await tx.objectStore('outbox').openCursor()
    while (cursor !== null) {
      const { leaseUntil, nextTryAt, deviceId: maker } = cursor.value
      if (maker === deviceId) {
        const at = Math.max(leaseUntil, nextTryAt)
        if (at === 0) return 0
        earliest = earliest === null ? at : Math.min(earliest, at)
      }
      cursor = await cursor.continue()
    }
    return earliest
  })
}
