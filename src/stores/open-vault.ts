/** The one open vault of this page, shared by the ports; closing it is told to whoever shows something of it. */
import type { ErrorCode } from '../../domain/errors'
import type { UnlockedVault } from '../sync/unlocked-vault'

export interface OpenVault {
  current(): UnlockedVault | null
  open(vault: UnlockedVault): void
  close(code: ErrorCode | null): void
  /** Told only when it was not the person's own 施錠. */
  onClosed(listener: (code: ErrorCode | null) => void): () => void
}

export function createOpenVault(): OpenVault {
  const listeners = new Set<(code: ErrorCode | null) => void>()
  let vault: UnlockedVault | null = null
  return {
    current: () => vault,
    open(next) {
      vault?.lock()
      vault = next
    },
    close(code) {
      if (!vault) return
      vault.lock()
      vault = null
      for (const listener of listeners) listener(code)
    },
    onClosed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
