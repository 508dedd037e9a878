/** Counts failures in a sliding window, per caller and in all, and forgets them as they age. */
export interface RateLimit {
  /** Seconds until the caller may try again; 0 when it may try now. */
  waitSeconds(caller: string): number
  countFailure(caller: string): void
}

export interface RateLimitOptions {
  now: () => number
  windowMs: number
  perCaller: number
  /** Over all callers: guesses from many addresses are still guesses. */
  inAll: number
}

export function createRateLimit({ now, windowMs, perCaller, inAll }: RateLimitOptions): RateLimit {
  let failures: { caller: string; at: number }[] = []

  function recent() {
    const since = now() - windowMs
    failures = failures.filter(({ at }) => at > since)
    return failures
  }

  return {
    waitSeconds(caller) {
      const all = recent()
      const own = all.filter((failure) => failure.caller === caller)
      const blocking =
        own.length >= perCaller
          ? own.at(-perCaller)
          : all.length >= inAll
            ? all.at(-inAll)
            : undefined
      return blocking ? Math.max(1, Math.ceil((blocking.at + windowMs - now()) / 1000)) : 0
    },
    countFailure(caller) {
      recent().push({ caller, at: now() })
      if (failures.length > inAll * 2) failures = failures.slice(-inAll)
    },
  }
}
