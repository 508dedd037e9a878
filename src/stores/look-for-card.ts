/** Waiting for a card: what passes by itself is waited out, what does not is told. */
import type { ErrorCode } from '../../domain/errors'
import { failed, type Result } from '../../domain/outcome'

/** Lifted while it was read, or just arriving: nothing was presented to it, so the search goes on some times. */
const PASSES_BY_ITSELF: ReadonlySet<ErrorCode> = new Set(['TZ-C05', 'TZ-R10'])
const PASSES_AT_MOST = 5

/** How long to wait before looking for the card again, ms. */
const LOOK_AGAIN_MS = 600

/** What lies there never answers: no longer a card that is just arriving. */
function lastingTrouble(code: ErrorCode): ErrorCode {
  return code === 'TZ-R10' ? 'TZ-C17' : code
}

/**
 * Prepares whatever card comes.
 * @param onWait there is no card yet; told before each pause
 * @returns null when the search was ended
 */
export async function lookForCard<T>(
  prepare: (signal: AbortSignal) => Promise<Result<T>>,
  signal: AbortSignal,
  onWait: () => void,
): Promise<Result<T> | null> {
  // A command under way is awaited after the search was ended.
  const isOver = (): boolean => signal.aborted
  let troubles = 0
  // Asked before each try too: the card belongs to whoever prepares it last.
  while (!isOver()) {
    const result = await prepare(signal)
    if (isOver()) return null
    if (result.ok) return result
    troubles = result.code === 'TZ-R08' ? 0 : troubles + 1
    const passes = PASSES_BY_ITSELF.has(result.code) && troubles < PASSES_AT_MOST
    if (result.code !== 'TZ-R08' && !passes) return failed(lastingTrouble(result.code))
    onWait()
    await pause(LOOK_AGAIN_MS, signal)
  }
  return null
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
