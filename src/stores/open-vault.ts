/** The one open vault of this page, shared by the ports; closing it is told to whoever shows something of it. */
import type { ErrorCode } from '../../domain/errors'
import type { UnlockedVault } from '../sync/unlocked-vault'

export interface OpenVault {
  current(): UnlockedVault | null
  open(vault: UnlockedVault): void
  close(code: ErrorCode | null): void
  /** Told each time, also when nothing was open: a locked device may have lost its vault. */
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
      vault?.lock()
      vault = null
      for (const listener of listeners) listener(code)
    },
    onClosed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
