/** The rows of tags in the vault; see {@link TagRow}. */
import type { UnlockedVault } from '../sync/unlocked-vault'
import type { TagRow } from './tag-port'

const PREFIX = 'tag:'

export const tagRowKey = (row: string): string => `${PREFIX}${row}`

/** Unreadable ones are left out. */
export async function readTagRows(vault: UnlockedVault | null): Promise<TagRow[]> {
  const keys = (await vault?.keys(PREFIX)) ?? []
  if (!vault || vault.isLocked) return []
  const rows = await vault.getMany<TagRow>(keys)
  return rows.filter((row) => row !== undefined)
}

/** Those that a list fetched from now on knows better. */
export async function registeredTagRows(vault: UnlockedVault | null): Promise<string[]> {
  const rows = await readTagRows(vault)
  return rows.filter(({ state }) => state === 'registered').map(({ row }) => tagRowKey(row))
}
