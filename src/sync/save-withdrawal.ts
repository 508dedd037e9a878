/** Saving a patient's withdrawal (R34): queued, on the register and out of sight in one transaction. */
import type { Envelope } from '../../api/wire'
import type { TazuneDb } from './db'
import type { SealedNote } from './schema'

export interface WithdrawalToSave {
  envelope: Envelope
  /** The registration that made the envelope. */
  deviceId: string
  /** What the vault keeps from now on: the note, the register's entry, what is left of a copy. */
  notes: readonly SealedNote[]
  /** Vault keys of what must not be shown any more. */
  erase: readonly string[]
}

/**
 * From the moment this resolves nothing of what was withdrawn stands on the disk. As with a check the first one stands.
 * @throws StoreFault `TZ-D04`: nothing was stored, and nothing erased
 */
export async function saveWithdrawal(
  db: TazuneDb,
  { envelope, deviceId, notes, erase }: WithdrawalToSave,
  now: number,
): Promise<void> {
  await db.write(['outbox', 'vault'], (tx) => {
    const vault = tx.objectStore('vault')
    const requests: Promise<unknown>[] = [
      tx.objectStore('outbox').add({
        id: envelope.id,
        envelope,
        attempts: 0,
        refusals: 0,
        nextTryAt: 0,
        leaseUntil: 0,
        lastCode: null,
        savedAt: now,
        deviceId,
        kind: 'consentWithdrawal',
      }),
      ...erase.map((key) => vault.delete(key)),
      ...notes.map((note) => vault.put(note)),
    ]
    tx.commit()
    return Promise.all(requests)
  })
}
