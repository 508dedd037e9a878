/** Notes of checks, each decrypted once while the vault is open: lists are read again at every change. */
import type { UnlockedVault } from '../sync/unlocked-vault'
import { noteKey } from './check-rows'
import type { OpenVault } from './open-vault'
import type { CheckNote } from './view-types'

/** @returns what finds the readable notes of these checks; none while the device is locked */
export function createNotes(
  open: OpenVault,
): (ids: readonly string[]) => Promise<ReadonlyMap<string, CheckNote>> {
  let known: { vault: UnlockedVault; notes: Map<string, CheckNote> } | null = null
  open.onClosed(() => (known = null))

  return async (ids) => {
    const vault = open.current()
    if (vault === null) return new Map()
    if (known?.vault !== vault) known = { vault, notes: new Map() }
    const { notes } = known
    const missing = ids.filter((id) => !notes.has(id))
    const read = await vault.getMany<CheckNote>(missing.map(noteKey))
    missing.forEach((id, at) => {
      const note = read[at]
      if (note !== undefined) notes.set(id, note)
    })
    return vault.isLocked ? new Map() : notes
  }
}
