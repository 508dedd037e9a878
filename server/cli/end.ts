/** Ends the process on a signal: in order and in bounded time, or at once when it is asked again. */

export interface EndOptions {
  /** Takes no more work and resolves when what was under way has ended. */
  stop: () => Promise<void>
  withinMs: number
  exit: (code: number) => void
  /** One sentence for the person who runs it. */
  say: (sentence: string) => void
  /** Milliseconds that never go back, whatever is done to the clock. */
  now?: () => number
  setTimer?: (callback: () => void, ms: number) => void
}

export type EndSignal = 'SIGTERM' | 'SIGINT'

const NUMBERS: Readonly<Record<EndSignal, number>> = { SIGTERM: 15, SIGINT: 2 }

/** A terminal sends Ctrl-C to the whole group, and a script that started the gateway passes it on: that is one wish. */
const SAME_WISH_MS = 1_000

/** What to do at a signal. Exit codes: 0 in order, 1 not in time or with a fault, 128 + signal when told twice. */
export function createEnd({
  stop,
  withinMs,
  exit,
  say,
  now = () => performance.now(),
  setTimer = (callback, ms) => setTimeout(callback, ms).unref(),
}: EndOptions): (signal: EndSignal) => void {
  let askedAt: number | undefined
  return (signal) => {
    if (askedAt !== undefined) {
      if (now() - askedAt >= SAME_WISH_MS) exit(128 + NUMBERS[signal])
      return
    }
    askedAt = now()
    setTimer(() => {
      say('The gateway did not end in time; what was under way is done again at the next start.')
      exit(1)
    }, withinMs)
    stop().then(
      () => {
        exit(0)
      },
      (fault: unknown) => {
        const name = fault instanceof Error ? fault.name : typeof fault
        say(`The gateway did not end in order (${name}).`)
        exit(1)
      },
    )
  }
}
