/** What stands in a form that is not saved yet, in the vault: a lock, a reload or another member of staff loses nothing. */
import { failed, ok, type Result } from '../../domain/outcome'
import type { TazuneDb } from '../sync/db'
import { ENTRIES, entryKey, noteKey } from './check-rows'
import type { OpenVault } from './open-vault'
import type { EntryDraft } from './view-types'

/** A visit is over by then, and what was typed of its patient is nobody's any more. */
const KEPT_MS = 24 * 3_600_000

export interface EntryDrafts {
  /** The latest written first; those that are too old are erased. Unreadable ones are left out. */
  list(): Promise<EntryDraft[]>
  /** @throws StoreFault `TZ-D04` */
  put(draft: EntryDraft): Promise<Result<null>>
  drop(id: string): Promise<void>
}

/** @param now ms, corrected clock */
export function createEntryDrafts(db: TazuneDb, open: OpenVault, now: () => number): EntryDrafts {
  async function drop(id: string): Promise<void> {
    await db.write(['vault'], (tx) => tx.objectStore('vault').delete(entryKey(id)))
  }

  return {
    drop,
    async list() {
      const vault = open.current()
      const keys = (await vault?.keys(ENTRIES)) ?? []
      if (!vault || vault.isLocked) return []
      const found = await vault.getMany<EntryDraft>(keys)
      const drafts = found.filter((draft) => draft !== undefined)
      const isOver = (draft: EntryDraft): boolean => draft.savedAt <= now() - KEPT_MS
      for (const draft of drafts.filter(isOver)) await drop(draft.id)
      return drafts
        .filter((draft) => !isOver(draft))
        .sort((one, other) => other.savedAt - one.savedAt)
    },
    async put(draft) {
      const vault = open.current()
      if (!vault) return failed('TZ-D15')
      const sealed = await vault.seal(entryKey(draft.id), draft)
      await db.write(['vault'], async (tx) => {
        const store = tx.objectStore('vault')
        // Saved meanwhile: the check holds what was typed.
        const isSaved = (await store.getKey(noteKey(draft.id))) !== undefined
        if (!isSaved) await store.put(sealed)
      })
      return ok(null)
    },
  }
}
