/**
 * Hearing the facility's orders although there is nothing to send: a locked tablet that somebody found must learn that
 * it shall erase its vault, and a revoked one that it is.
 */
import type { GatewayClient } from './gateway-client'
import type { Timers } from './timers'

export interface CheckInOptions {
  client: Pick<GatewayClient, 'checkIn'>
  /** Fires `online`. */
  line: EventTarget
  /** Fires `visibilitychange`. */
  screen: EventTarget
  isVisible: () => boolean
  /** Device clock, ms. */
  now: () => number
  timers: Timers
  onFault: (cause: unknown) => void
}

/** Well under the life of an access token, whose end would be the next occasion. */
const EVERY_MS = 300_000

/**
 * Checks in now, and whenever the line or the screen comes back or time has passed, five minutes apart at least. A try
 * that fails is no contact: the next occasion tries again.
 * @returns the function that ends it
 */
export function startCheckIns(options: CheckInOptions): () => void {
  const { client, line, screen, isVisible, now, timers } = options
  let heardAt: number | null = null
  let isAsking = false
  let cancelTimer: () => void = () => undefined

  async function checkIn(): Promise<void> {
    const answer = await client.checkIn()
    if (answer.ok) heardAt = now()
  }

  function look(): void {
    cancelTimer()
    cancelTimer = timers.after(EVERY_MS, look)
    // A clock that was set back says nothing of how long it was.
    const isRecent = heardAt !== null && now() >= heardAt && now() - heardAt < EVERY_MS
    if (isAsking || isRecent) return
    isAsking = true
    checkIn()
      .catch(options.onFault)
      .finally(() => {
        isAsking = false
      })
  }

  function onScreen(): void {
    if (isVisible()) look()
  }

  line.addEventListener('online', look)
  screen.addEventListener('visibilitychange', onScreen)
  look()
  return () => {
    line.removeEventListener('online', look)
    screen.removeEventListener('visibilitychange', onScreen)
    cancelTimer()
  }
}
