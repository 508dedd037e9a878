/**
 * 要対応, found without reading every answer: the answers that no unlocked session has looked at yet have an index, and
 * the ids of those that ask for something are one list in the vault, because what an answer says is nobody's to see.
 */
import type { TazuneDb } from './db'
import type { AnswerRecord, SealedNote } from './schema'

/** The vault key of the list. */
export const FOLLOW_UPS_KEY = 'follow-ups'

export function listUntriaged(db: TazuneDb, limit: number): Promise<AnswerRecord[]> {
  return db.read(['answers'], (tx) =>
    tx.objectStore('answers').index('untriaged').getAll(undefined, limit),
  )
}

/** Those of these answers that nobody has settled; unknown ids are left out. */
export function readOpenAnswers(db: TazuneDb, ids: readonly string[]): Promise<AnswerRecord[]> {
  return db.read(['answers'], async (tx) => {
    const store = tx.objectStore('answers')
    const records = await Promise.all(ids.map((id) => store.get(id)))
    return records.filter((record) => record !== undefined).filter((r) => r.settledAt === null)
  })
}

/** The list as it stands, still encrypted; undefined where there is none. */
export function readFollowUps(db: TazuneDb): Promise<SealedNote | undefined> {
  return db.read(['vault'], (tx) => tx.objectStore('vault').get(FOLLOW_UPS_KEY))
}

/**
 * Stores the new list and marks these answers as looked at, together or not at all.
 * @param before the list that the new one was made from
 * @returns false when another tab has stored a list meanwhile: nothing was changed
 */
export function storeTriage(
  db: TazuneDb,
  ids: readonly string[],
  list: SealedNote,
  before: SealedNote | undefined,
): Promise<boolean> {
  return db.write(['answers', 'vault'], async (tx) => {
    const vault = tx.objectStore('vault')
    const standing = await vault.get(FOLLOW_UPS_KEY)
    if (!isSame(standing, before)) return false
    const answers = tx.objectStore('answers')
    const records = await Promise.all(ids.map((id) => answers.get(id)))
    const looked = records.flatMap((record) =>
      record === undefined ? [] : [answers.put(asLookedAt(record))],
    )
    await Promise.all([vault.put(list), ...looked])
    return true
  })
}

/** For a list that cannot be read: every answer that nobody has settled is looked at once more. */
export function forgetTriage(db: TazuneDb): Promise<void> {
  return db.write(['answers', 'vault'], async (tx) => {
    const answers = tx.objectStore('answers')
    for (const record of await answers.getAll()) {
      if (record.settledAt === null) await answers.put({ ...record, untriaged: 1 })
    }
    await tx.objectStore('vault').delete(FOLLOW_UPS_KEY)
  })
}

/** Out of the index. */
export function asLookedAt(record: AnswerRecord): AnswerRecord {
  const looked = { ...record }
  delete looked.untriaged
  return looked
}

/** Every encryption has its own IV, so it names the version. */
function isSame(one: SealedNote | undefined, other: SealedNote | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.iv.length === other.iv.length && one.iv.every((byte, at) => byte === other.iv[at])
}
