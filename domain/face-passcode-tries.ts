/** How often a tablet lets staff guess at the 目視パスコード (R12). None of it stops a check with the PIN. */

/** What the device keeps; times in ms of its own clock. */
export interface FacePasscodeTries {
  wrongInARow: number
  /** 0: not closed. */
  closedUntil: number
}

export const NO_WRONG_TRIES: FacePasscodeTries = { wrongInARow: 0, closedUntil: 0 }

export type FacePasscodeGate = { open: true; triesLeft: number } | { open: false; waitMs: number }

const MINUTE_MS = 60_000

/** So many wrong ones in a row close the way; then each further wrong one does, for longer. */
export const FACE_PASSCODE_LIMITS = {
  triesInARow: 5,
  firstWaitMs: 5 * MINUTE_MS,
  laterWaitMs: 15 * MINUTE_MS,
} as const

function waitAfter(wrongInARow: number): number {
  const { triesInARow, firstWaitMs, laterWaitMs } = FACE_PASSCODE_LIMITS
  if (wrongInARow < triesInARow) return 0
  return wrongInARow === triesInARow ? firstWaitMs : laterWaitMs
}

/** The same tries, to be kept in place of the others: after the clock was set back a wait begins anew, and ends. */
export function fitToClock(tries: FacePasscodeTries, now: number): FacePasscodeTries {
  const latest = now + waitAfter(tries.wrongInARow)
  return tries.closedUntil > latest ? { ...tries, closedUntil: latest } : tries
}

/** Whether the next guess may be made. @param tries fit to the clock */
export function facePasscodeGate(tries: FacePasscodeTries, now: number): FacePasscodeGate {
  const waitMs = tries.closedUntil - now
  if (waitMs > 0) return { open: false, waitMs }
  return {
    open: true,
    triesLeft: Math.max(1, FACE_PASSCODE_LIMITS.triesInARow - tries.wrongInARow),
  }
}

/** One more wrong guess. */
export function afterWrongPasscode(tries: FacePasscodeTries, now: number): FacePasscodeTries {
  const wrongInARow = tries.wrongInARow + 1
  const wait = waitAfter(wrongInARow)
  return { wrongInARow, closedUntil: wait === 0 ? 0 : now + wait }
}
