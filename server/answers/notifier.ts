/** Wakes the held-open requests of a device the moment an answer for it has been stored. */
import type { Timers } from '../gateway-options'

export interface Notifier {
  /** Resolves when the device is notified, the time is over, the request is gone or the gateway closes. */
  wait(deviceId: string, ms: number, signal: AbortSignal): Promise<void>
  notify(deviceId: string): void
  /** Lets everybody go, now and from now on. */
  close(): void
}

export function createNotifier(timers: Timers): Notifier {
  const waiting = new Map<string, Set<() => void>>()
  let closed = false

  return {
    wait(deviceId, ms, signal) {
      return new Promise((resolve) => {
        if (closed || signal.aborted) {
          resolve()
          return
        }
        const own = waiting.get(deviceId) ?? new Set()
        waiting.set(deviceId, own)
        const timer = timers.setTimeout(leave, ms)
        function leave(): void {
          timers.clearTimeout(timer)
          signal.removeEventListener('abort', leave)
          own.delete(leave)
          if (own.size === 0 && waiting.get(deviceId) === own) waiting.delete(deviceId)
          resolve()
        }
        signal.addEventListener('abort', leave)
        own.add(leave)
      })
    },
    notify(deviceId) {
      for (const leave of [...(waiting.get(deviceId) ?? [])]) leave()
    },
    close() {
      closed = true
      for (const own of [...waiting.values()]) for (const leave of [...own]) leave()
    },
  }
}
