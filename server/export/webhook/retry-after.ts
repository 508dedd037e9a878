const LONGEST_MS = 24 * 3_600_000

/** Retry-After (RFC 9110 §10.2.3), seconds or a date, as ms from now; at most a day. undefined where it says nothing. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const isSeconds = /^\d{1,9}$/.test(text)
  // A date of HTTP begins with its weekday; `Date.parse` alone takes much else for one.
  if (!isSeconds && !/^[A-Z][a-z]{2},/.test(text)) return undefined
  const ms = isSeconds ? Number(text) * 1_000 : Date.parse(text) - now
  if (!Number.isFinite(ms)) return undefined
  return Math.min(LONGEST_MS, Math.max(0, ms))
}
