/**
 * The claim work of a check is done. What was kept for it is erased; a 申立書 is destroyed wherever it stands, and the gateway
 * is to be told to destroy its own (withdrawals.ts): it was promised to the patient (R55).
 */
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'
import type { AnswerRecord, OutboxRecord } from './schema'
import { asLookedAt } from './triage'

/**
 * One strict transaction. A check that waits for its answer goes on waiting; the same again is harmless.
 * @param erase vault keys of what was kept
 * @throws StoreFault `TZ-D04`: nothing was erased
 */
export function closeClaim(
  db: TazuneDb,
  id: string,
  erase: readonly string[],
  now: number,
): Promise<void> {
  return db.write(['device', 'outbox', 'answers', 'refused', 'vault'], async (tx) => {
    const device = tx.objectStore('device')
    const outbox = tx.objectStore('outbox')
    const answers = tx.objectStore('answers')
    const refused = tx.objectStore('refused')
    const [answer, queued, put, untold = []] = await Promise.all([
      answers.get(id),
      outbox.get(id),
      refused.get(id),
      rowOf(device, 'untoldClosings'),
    ])
    const requests: Promise<unknown>[] = erase.map((key) => tx.objectStore('vault').delete(key))
    const unsent = [queued, put?.record].find((record) => record?.kind === 'declaration')
    if (unsent) {
      requests.push(outbox.delete(id), refused.delete(id), answers.put(closed(unsent, now)))
    } else if (answer) {
      requests.push(answers.put({ ...asLookedAt(answer), settledAt: answer.settledAt ?? now }))
    }
    // A try whose reply was lost may have brought it there.
    const mayBeThere = unsent ? unsent.attempts > 0 : answer?.sealed === null
    if (mayBeThere && answer?.settledAt == null && !untold.includes(id)) {
      requests.push(device.put([...untold, id], 'untoldClosings'))
    }
    await Promise.all(requests)
  })
}

/** A 申立書 that the gateway never accepted: its row stays, nothing else of it. */
function closed({ id, savedAt }: OutboxRecord, now: number): AnswerRecord {
  return { ...answerless(id, savedAt, null, now), settledAt: now }
}

/** With the gateway, and no answer will come. */
export function answerless(
  id: string,
  savedAt: number,
  acceptedAt: number | null,
  now: number,
): AnswerRecord {
  return { id, seq: 0, sealed: null, savedAt, acceptedAt, receivedAt: now, settledAt: null }
}
