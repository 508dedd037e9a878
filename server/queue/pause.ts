/** How long a facility's authority is left alone after faults in a row: it is down, and its folder or server no better for being asked. */

/** Fewer may be one bad file each; each of them waits by its own backoff. */
const FAULTS_IN_ROW = 5
const FIRST_MS = 30_000
const LONGEST_MS = 10 * 60_000
/** After so long without one, the next fault is the first again. */
const FORGET_AFTER_MS = 2 * LONGEST_MS

/** 0 below five faults in a row, then 30 s, 1 min, 2 min … 10 min; longer where the authority itself says so. */
export function pauseMs(faults: number, retryAfterMs: number | null): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, 6 * LONGEST_MS)
  if (faults < FAULTS_IN_ROW) return 0
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(faults - FAULTS_IN_ROW, 20))
}

export function forgetFaultsBefore(now: number): number {
  return now - FORGET_AFTER_MS
}
