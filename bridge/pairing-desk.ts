/** The pairing code of the moment: shown once, valid for minutes and a few tries, gone when used. */
import { createPairingCode } from '../api/bridge/pairing-keys'

export const CODE_LIFE_MS = 5 * 60_000
export const CODE_TRIES = 3

export interface PairingDesk {
  /** Replaces the code before. @returns the new one, to be shown */
  issue(): string
  /** The code for one try, which is counted now: whoever breaks off has used it up. null when none is valid. */
  take(): string | null
  /** A page was paired: the code has done its work. */
  settle(): void
}

export interface PairingDeskOptions {
  now?: () => number
  random?: (length: number) => Uint8Array
}

export function createPairingDesk({
  now = () => performance.now(),
  random = (length) => crypto.getRandomValues(new Uint8Array(length)),
}: PairingDeskOptions = {}): PairingDesk {
  let current: { code: string; until: number; tries: number } | null = null
  return {
    issue() {
      const code = createPairingCode(random(8))
      current = { code, until: now() + CODE_LIFE_MS, tries: CODE_TRIES }
      return code
    },
    take() {
      if (!current) return null
      if (now() >= current.until || current.tries === 0) {
        current = null
        return null
      }
      current.tries -= 1
      return current.code
    },
    settle() {
      current = null
    },
  }
}
