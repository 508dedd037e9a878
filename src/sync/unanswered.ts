/**
 * Checks to which no answer will come: told by the gateway with a cursor of their own (docs/adr/0033-production.md), moved out of the
 * wait, and kept until a person has seen to them. What the authority said of one stays sealed until staff unlock.
 */
import type { SealedNoAnswer } from '../../api/wire'
import type { AuthorityErrorCode } from '../../domain/errors'
import { isErrorCode } from '../../domain/errors/codes'
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'
import type { RefusedRecord } from './schema'

/**
 * One strict transaction, from wherever each stood. An answer that is here, and what staff took back, stand as they are; the same
 * again is harmless. An id that stands nowhere is that of a withdrawal of a consent, which had left the outbox.
 * @param cursor the cursor to ask with next; it only ever goes forward
 * @param askedAs the registration that asked: a later one has numbers of its own
 */
export function markUnanswered(
  db: TazuneDb,
  entries: readonly SealedNoAnswer[],
  cursor: number,
  now: number,
  askedAs?: string,
): Promise<void> {
  return db.write(['device', 'outbox', 'sent', 'answers', 'refused'], async (tx) => {
    const device = tx.objectStore('device')
    const refused = tx.objectStore('refused')
    const [profile, ...standing] = await Promise.all([
      rowOf(device, 'profile'),
      ...entries.map(async ({ id }) => ({
        answered: (await tx.objectStore('answers').getKey(id)) !== undefined,
        put: await refused.get(id),
        sent: await tx.objectStore('sent').get(id),
        queued: await tx.objectStore('outbox').get(id),
      })),
    ])
    const requests: Promise<unknown>[] = []
    entries.forEach(({ id, code, sealed }, at) => {
      const { answered = false, put, sent, queued } = standing[at] ?? {}
      requests.push(tx.objectStore('outbox').delete(id), tx.objectStore('sent').delete(id))
      if (answered || put?.kind === 'unanswered') return
      if (put?.kind === 'withdrawn') {
        // Ended by itself: there is nothing left that the gateway could be told.
        requests.push(refused.put(withoutUntold(put)))
        return
      }
      const savedAt = sent?.savedAt ?? queued?.savedAt ?? put?.record?.savedAt ?? now
      const unanswered: RefusedRecord = {
        ...{ id, record: null, kind: 'unanswered', code: codeOf(code), at: now },
        sent: { id, savedAt, acceptedAt: sent?.acceptedAt ?? now },
        said: sealed,
      }
      requests.push(refused.put(unanswered))
    })
    const isOwn = askedAs === undefined || profile?.deviceId === askedAs
    if (profile !== undefined && isOwn && cursor > (profile.unansweredCursor ?? 0)) {
      requests.push(device.put({ ...profile, unansweredCursor: cursor }, 'profile'))
    }
    await Promise.all(requests)
  })
}

function withoutUntold(record: RefusedRecord): RefusedRecord {
  const rest = { ...record }
  delete rest.untold
  return rest
}

/** A code that a newer gateway brings is shown as what it is for sure: an end without an answer. */
function codeOf(code: string): AuthorityErrorCode {
  return isErrorCode(code) && code.startsWith('TZ-G6') ? (code as AuthorityErrorCode) : 'TZ-G64'
}

/** A person has seen to it. False when there is no such row. */
export function settleUnanswered(db: TazuneDb, id: string, now: number): Promise<boolean> {
  return db.write(['refused'], async (tx) => {
    const store = tx.objectStore('refused')
    const record = await store.get(id)
    if (record?.kind !== 'unanswered') return false
    await store.put({ ...record, settledAt: record.settledAt ?? now })
    return true
  })
}
