/** Fetches sealed answers by cursor, held open while any is awaited. What arrives stays sealed until staff unlock. */
import type { AnswersResponse } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import { backoffMs } from './backoff'
import type { TazuneDb } from './db'
import { readProfile } from './device-rows'
import type { GatewayClient } from './gateway-client'
import { countOutbox } from './listing'
import { markAnswered } from './moves'
import { runAlone, type RunnerOptions, type Tenure } from './runner'
import { pause } from './timers'
import { markUnanswered } from './unanswered'

export interface PullOptions {
  /** One request only, whatever it brings. */
  once?: boolean
  /** Gives up after so long, and at the first failure: for a service worker and a hidden page. */
  forMs?: number
  /** How long the gateway may hold a request, 0–25. */
  waitSeconds?: number
}

export interface AnswerPull {
  /** Resolves when nothing is awaited any more (null), or with the code of what ended it. */
  pull(options: PullOptions): Promise<ErrorCode | null>
  /** The line may be back: end a back-off at once. */
  hurry(): void
  /** Ends the waiting; nothing that has arrived is lost. */
  rest(): void
}

export interface AnswerPullOptions {
  runner: Omit<RunnerOptions, 'name' | 'waitMs'>
  db: TazuneDb
  client: Pick<GatewayClient, 'fetchAnswers'>
  random: () => number
  changed: () => void
}

const WAIT_SECONDS = 20
/** A gateway that answers "nothing yet" sooner than this is not holding the request: do not spin. */
const HELD_MS = 1_000

export function createAnswerPull(options: AnswerPullOptions): AnswerPull {
  const { runner, db, client, random, changed } = options
  let current: { how: PullOptions; ended: AbortSignal; result: Promise<ErrorCode | null> } | null =
    null
  let resting = new AbortController()
  let hurrying = new AbortController()

  async function pullAlone(how: PullOptions, ended: AbortSignal): Promise<ErrorCode | null> {
    const work = (tenure: Tenure): Promise<ErrorCode | null> => loop(how, tenure, ended)
    const result = await runAlone({ ...runner, name: 'runner:answers' }, work)
    return result.ran ? result.value : null
  }

  function pull(how: PullOptions): Promise<ErrorCode | null> {
    if (current !== null) {
      const serves = isShort(how) || !isShort(current.how)
      if (serves && !current.ended.aborted) return current.result
      // One that is ending, or is short, would leave this caller waiting for nothing.
      return current.result.catch(() => null).then(() => pull(how))
    }
    const ended = resting.signal
    const result = pullAlone(how, ended).finally(() => {
      current = null
    })
    current = { how, ended, result }
    return result
  }

  async function loop(
    how: PullOptions,
    tenure: Tenure,
    ended: AbortSignal,
  ): Promise<ErrorCode | null> {
    let fruitless = 0
    const startedAt = runner.now()
    for (;;) {
      const profile = await readProfile(db)
      if (profile === undefined) return 'TZ-D12'
      if ((await countOutbox(db)).awaiting === 0) return null
      if (isOver(ended) || !(await tenure.beat())) return null
      const askedAt = runner.now()
      const waitSeconds = how.waitSeconds ?? WAIT_SECONDS
      const { answersCursor, unansweredCursor = 0 } = profile
      const answer = await client.fetchAnswers(answersCursor, waitSeconds, ended, unansweredCursor)
      let brought = false
      // Cut short by rest(): that is not a fault of the line.
      if (!answer.ok && isOver(ended)) return null
      if (answer.ok) {
        brought = await take(answer.value, profile.deviceId)
        if (brought) changed()
      }
      if (how.once === true) return answer.ok ? null : answer.failure.code
      if (how.forMs !== undefined) {
        if (!answer.ok) return answer.failure.code
        if (runner.now() - startedAt >= how.forMs) return null
      }
      const held = runner.now() - askedAt >= HELD_MS
      if (answer.ok && (brought || held)) {
        fruitless = 0
        continue
      }
      fruitless += 1
      const afterMs =
        answer.ok || !('afterMs' in answer.failure) ? undefined : answer.failure.afterMs
      const either = AbortSignal.any([ended, hurrying.signal])
      await pause(runner.timers, Math.max(backoffMs(fruitless, random, afterMs), 250), either)
    }
  }

  /** @returns whether anything came */
  async function take(
    { answers, next, unanswered }: AnswersResponse,
    askedAs: string,
  ): Promise<boolean> {
    await markAnswered(db, answers, next, runner.now(), askedAs)
    if (!unanswered) return answers.length > 0
    await markUnanswered(db, unanswered.entries, unanswered.next, runner.now(), askedAs)
    return answers.length + unanswered.entries.length > 0
  }

  return {
    pull,
    hurry() {
      hurrying.abort()
      hurrying = new AbortController()
    },
    rest() {
      resting.abort()
      resting = new AbortController()
    },
  }
}

function isShort(how: PullOptions): boolean {
  return how.once === true || how.forMs !== undefined
}

/** A function, as the compiler believes that what was false before an await is false after it. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}
