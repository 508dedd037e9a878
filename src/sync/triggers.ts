/** What wakes the courier from outside: the line and the screen. Each is only a hint; the run finds out. */
import type { RunReason } from './courier'

export interface Triggers {
  /** Fires `online`; the window in a page, the scope in a worker. */
  line: EventTarget
  /** Fires `visibilitychange`; the document in a page, absent in a worker. */
  screen?: EventTarget
  isVisible: () => boolean
}

export function listenToTriggers(
  { line, screen, isVisible }: Triggers,
  wake: (reason: RunReason | 'hidden') => void,
): () => void {
  const onLine = (): void => wake('online')
  const onScreen = (): void => wake(isVisible() ? 'visible' : 'hidden')
  line.addEventListener('online', onLine)
  screen?.addEventListener('visibilitychange', onScreen)
  return () => {
    line.removeEventListener('online', onLine)
    screen?.removeEventListener('visibilitychange', onScreen)
  }
}
