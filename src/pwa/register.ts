/** Registers the service worker, and tells when a new version waits. A new version is never forced. */
import { Workbox } from 'workbox-window'

const HOUR_MS = 3_600_000
/** iOS does not always tell that the new worker took over; reload all the same after this long. */
const RELOAD_AFTER_MS = 2_000

export interface WorkerLink {
  addEventListener(type: 'waiting' | 'controlling', listener: () => void): void
  register(): Promise<unknown>
  update(): Promise<void>
  messageSkipWaiting(): void
}

export interface PageLink {
  onVisible(listener: () => void): void
  every(ms: number, action: () => void): void
  after(ms: number, action: () => void): void
  reload(): void
}

const page: PageLink = {
  onVisible(listener) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') listener()
    })
  },
  every: (ms, action) => void setInterval(action, ms),
  after: (ms, action) => void setTimeout(action, ms),
  reload: () => window.location.reload(),
}

/**
 * `offer` receives what to call when a person agrees to the update; the page then reloads once.
 * `failed` receives why the worker could not be registered: the app works on, but not from a cold start without a line.
 */
export async function registerWorker(
  offer: (apply: () => void) => void,
  failed: (cause: unknown) => void,
  worker: WorkerLink = new Workbox('/sw.js'),
  link: PageLink = page,
): Promise<void> {
  let reloaded = false
  let asked = false
  function reloadOnce(): void {
    if (reloaded) return
    reloaded = true
    link.reload()
  }
  function apply(): void {
    asked = true
    worker.messageSkipWaiting()
    link.after(RELOAD_AFTER_MS, reloadOnce)
  }

  worker.addEventListener('waiting', () => offer(apply))
  // Another tab may have agreed: this one goes on undisturbed until its own person asks.
  worker.addEventListener('controlling', () => {
    if (asked) reloadOnce()
  })
  try {
    await worker.register()
  } catch (cause) {
    failed(cause)
    return
  }
  const look = (): void => void worker.update().catch(failed)
  link.every(HOUR_MS, look)
  link.onVisible(look)
}
