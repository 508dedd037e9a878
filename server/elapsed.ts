/** Whether so much time has passed since then. A clock that was set back by as much must not put off what is done now and then. */
export function hasElapsed(ms: number, since: number, now: number): boolean {
  return Math.abs(now - since) >= ms
}
