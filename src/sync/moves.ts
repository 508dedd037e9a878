/**
 * Every move of a check from one store to another: one strict transaction over both, so that it stands in exactly one.
 * A move of an id that is no longer where it is expected does nothing: a late reply, a second runner and a repeated
 * delivery can then do no harm.
 */
import type { SealedAnswer } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import { answerless } from './close-claim'
import type { TazuneDb, WriteTx } from './db'
import { rowOf } from './device-rows'
import type { OutboxRecord, RefusedKind, SealedNote } from './schema'
import { asLookedAt } from './triage'

/** Refusals for now of one and the same record after which people must look at it. */
export const QUARANTINE_AFTER = 20

/** What becomes of one record after a try. */
export type Move =
  | { to: 'sent'; id: string }
  | { to: 'refused'; id: string; kind: RefusedKind; code: ErrorCode }
  /** `counts`: the gateway refused this very record, not the run. */
  | { to: 'queued'; id: string; code: ErrorCode; nextTryAt: number; counts: boolean }

/** Applies the outcomes of a batch at once. Resolves with the ids that moved. */
export function applyMoves(db: TazuneDb, moves: readonly Move[], now: number): Promise<string[]> {
  if (moves.length === 0) return Promise.resolve([])
  return db.write(['outbox', 'sent', 'answers', 'refused'], async (tx) => {
    const outbox = tx.objectStore('outbox')
    const records = await Promise.all(moves.map((move) => outbox.get(move.id)))
    const moved: string[] = []
    const requests = moves.flatMap((move, at) => {
      const record = records[at]
      if (record === undefined) return []
      moved.push(move.id)
      return applyMove(tx, move, record, now)
    })
    await Promise.all(requests)
    return moved
  })
}

function applyMove(
  tx: WriteTx<('outbox' | 'sent' | 'answers' | 'refused')[]>,
  move: Move,
  record: OutboxRecord,
  now: number,
): Promise<unknown>[] {
  const outbox = tx.objectStore('outbox')
  const { id } = record
  switch (move.to) {
    case 'sent':
      // No answer comes of it: what staff see of it stands in the vault.
      if (record.kind === 'consentWithdrawal') return [outbox.delete(id)]
      if (record.kind === 'declaration') {
        const standing = answerless(id, record.savedAt, now, now)
        return [outbox.delete(id), tx.objectStore('answers').put(standing)]
      }
      return [
        outbox.delete(id),
        tx.objectStore('sent').put({ id, savedAt: record.savedAt, acceptedAt: now }),
      ]
    case 'refused': {
      const { kind, code } = move
      const refused = { id, record, kind, code, at: now }
      return [outbox.delete(id), tx.objectStore('refused').put(refused)]
    }
    case 'queued': {
      const refusals = record.refusals + (move.counts ? 1 : 0)
      if (refusals >= QUARANTINE_AFTER) {
        const kept = { ...record, refusals, lastCode: move.code }
        const refused = { id, record: kept, kind: 'quarantined', code: 'TZ-D11', at: now } as const
        return [outbox.delete(id), tx.objectStore('refused').put(refused)]
      }
      const { code: lastCode, nextTryAt } = move
      return [outbox.put({ ...record, refusals, lastCode, nextTryAt, leaseUntil: 0 })]
    }
  }
}

export function markAccepted(db: TazuneDb, ids: readonly string[], now: number): Promise<string[]> {
  return applyMoves(
    db,
    ids.map((id) => ({ to: 'sent', id })),
    now,
  )
}

export function markRejected(
  db: TazuneDb,
  id: string,
  code: ErrorCode,
  now: number,
): Promise<string[]> {
  return applyMoves(db, [{ to: 'refused', id, kind: 'rejected', code }], now)
}

export function markRetry(
  db: TazuneDb,
  id: string,
  code: ErrorCode,
  nextTryAt: number,
  now: number,
): Promise<string[]> {
  return applyMoves(db, [{ to: 'queued', id, code, nextTryAt, counts: true }], now)
}

/** Unreadable, too often refused, or of another registration: kept whole, out of the way of the rest. */
export function quarantine(
  db: TazuneDb,
  ids: readonly string[],
  code: ErrorCode,
  now: number,
): Promise<string[]> {
  return applyMoves(
    db,
    ids.map((id) => ({ to: 'refused', id, kind: 'quarantined', code })),
    now,
  )
}

/** Gives records back untried: the run ended before their turn. */
export function releaseLeases(
  db: TazuneDb,
  ids: readonly string[],
  code: ErrorCode,
  now: number,
): Promise<string[]> {
  return applyMoves(
    db,
    ids.map((id) => ({ to: 'queued', id, code, nextTryAt: 0, counts: false })),
    now,
  )
}

/**
 * Stores sealed answers and moves their checks here from wherever they stood. An answer also proves acceptance:
 * after a lost reply, or a quarantine, the check may still be in the outbox or among the refused.
 * @param cursor the cursor to ask with next; it only ever goes forward
 * @param askedAs the registration that asked: a later one has numbers of its own
 */
export function markAnswered(
  db: TazuneDb,
  answers: readonly SealedAnswer[],
  cursor: number,
  now: number,
  askedAs?: string,
): Promise<void> {
  return db.write(['device', 'outbox', 'sent', 'answers', 'refused'], async (tx) => {
    const device = tx.objectStore('device')
    const store = tx.objectStore('answers')
    const [profile, known, sent, queued] = await Promise.all([
      rowOf(device, 'profile'),
      Promise.all(answers.map(({ id }) => store.getKey(id))),
      Promise.all(answers.map(({ id }) => tx.objectStore('sent').get(id))),
      Promise.all(answers.map(({ id }) => tx.objectStore('outbox').get(id))),
    ])
    const requests: Promise<unknown>[] = []
    answers.forEach(({ id, seq, sealed }, at) => {
      requests.push(tx.objectStore('outbox').delete(id))
      requests.push(tx.objectStore('sent').delete(id))
      requests.push(tx.objectStore('refused').delete(id))
      // Delivered again: what a person has settled stays settled.
      if (known[at] === undefined) {
        const savedAt = sent[at]?.savedAt ?? queued[at]?.savedAt ?? null
        const acceptedAt = sent[at]?.acceptedAt ?? null
        const times = { savedAt, acceptedAt, receivedAt: now, settledAt: null }
        requests.push(store.put({ id, seq, sealed, ...times, untriaged: 1 }))
      }
    })
    const isOwn = askedAs === undefined || profile?.deviceId === askedAs
    if (profile !== undefined && isOwn && cursor > profile.answersCursor) {
      requests.push(device.put({ ...profile, answersCursor: cursor }, 'profile'))
    }
    await Promise.all(requests)
  })
}

/** A person has seen the answer and nothing is left to do. False when there is no such answer. */
export function settleAnswer(db: TazuneDb, id: string, now: number): Promise<boolean> {
  return db.write(['answers'], async (tx) => {
    const store = tx.objectStore('answers')
    const answer = await store.get(id)
    if (answer === undefined) return false
    await store.put({ ...asLookedAt(answer), settledAt: answer.settledAt ?? now })
    return true
  })
}

/**
 * Staff take a check back that waits, or that was refused. False while it is being sent (it may already be there),
 * when the gateway has it, and when it is gone.
 * @param reason in the words of staff, encrypted by the vault: whatever was typed, nobody else can read it
 */
export function withdraw(
  db: TazuneDb,
  id: string,
  reason: SealedNote,
  now: number,
): Promise<boolean> {
  return db.write(['outbox', 'refused', 'vault'], async (tx) => {
    const outbox = tx.objectStore('outbox')
    const [queued, refused] = await Promise.all([outbox.get(id), tx.objectStore('refused').get(id)])
    const record = queued ?? refused?.record ?? null
    if (record === null || (queued?.leaseUntil ?? 0) > now) return false
    // What a patient has taken back is not for staff to give again (R34).
    if (record.kind === 'consentWithdrawal') return false
    if (refused?.kind === 'withdrawn') return false
    const kind: RefusedKind = 'withdrawn'
    // A try whose reply was lost may have brought it there.
    const untold = record.attempts > 0 ? { untold: 1 as const } : {}
    await Promise.all([
      outbox.delete(id),
      tx.objectStore('refused').put({ id, record, kind, code: 'TZ-D16', at: now, ...untold }),
      tx.objectStore('vault').put(reason),
    ])
    return true
  })
}

/**
 * Staff wait no longer for the answer of a check that the gateway has, and the gateway is to be told
 * (withdrawals.ts). False when it waits for none. An answer that is quicker is shown: {@link markAnswered} takes it
 * from here.
 */
export function stopWaiting(
  db: TazuneDb,
  id: string,
  reason: SealedNote,
  now: number,
): Promise<boolean> {
  return db.write(['sent', 'refused', 'vault'], async (tx) => {
    const sent = await tx.objectStore('sent').get(id)
    if (sent === undefined) return false
    const kind: RefusedKind = 'withdrawn'
    await Promise.all([
      tx.objectStore('sent').delete(id),
      tx
        .objectStore('refused')
        .put({ id, record: null, sent, kind, code: 'TZ-D16', at: now, untold: 1 }),
      tx.objectStore('vault').put(reason),
    ])
    return true
  })
}

/**
 * Puts a refused or withdrawn check back into the outbox, its tries counted anew. False for a withdrawal that the gateway
 * hears of: it answers such a check no more.
 */
export function retryRefused(db: TazuneDb, id: string): Promise<boolean> {
  return db.write(['outbox', 'refused'], async (tx) => {
    const refused = await tx.objectStore('refused').get(id)
    if (!refused?.record) return false
    if (refused.kind === 'withdrawn' && refused.record.attempts > 0) return false
    const fresh = { attempts: 0, refusals: 0, nextTryAt: 0, leaseUntil: 0, lastCode: null }
    await Promise.all([
      tx.objectStore('refused').delete(id),
      tx.objectStore('outbox').put({ ...refused.record, ...fresh }),
    ])
    return true
  })
}
