import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { AnswersResponse, PATHS, type AnswersResponse as Answers } from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { validate } from '../http/validate'
import type { AnswerStore } from '../store/store'
import type { Notifier } from './notifier'

const PAGE = 100
const MAX_WAIT_SECONDS = 25

const wholeNumber = (max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number), v.maxValue(max))

const AnswersQuery = v.object({
  after: v.optional(wholeNumber(Number.MAX_SAFE_INTEGER), '0'),
  /** An older device does not ask for those that have no answer: it would take one for an answer. */
  unanswered: v.optional(wholeNumber(Number.MAX_SAFE_INTEGER)),
  wait: v.optional(wholeNumber(MAX_WAIT_SECONDS), '0'),
})

/**
 * `GET /v1/answers?after=&wait=&unanswered=`: a device's sealed answers after its cursor, and after a cursor of their own the checks to
 * which none will come; held open for `wait` seconds (at most 25) while there is neither.
 */
export function answerRoutes(
  answers: AnswerStore,
  notifier: Notifier,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.get(
    PATHS.answers,
    describe('fetchAnswers', 'Sealed answers after the cursor, oldest first.', AnswersResponse, {
      secured: true,
      refusals: [400, 401, 403, 426, 500],
    }),
    authenticated,
    validate('query', AnswersQuery),
    async (c) => {
      const { after, wait, unanswered } = c.req.valid('query')
      const { facilityId, id: deviceId } = c.get('device')
      const look = async () => ({
        found: await answers.after(facilityId, deviceId, after, PAGE),
        ended:
          unanswered === undefined
            ? []
            : await answers.unansweredAfter(facilityId, deviceId, unanswered, PAGE),
      })
      // Listening before looking: an answer stored in between must not be slept through.
      const gone = new AbortController()
      const signal = AbortSignal.any([c.req.raw.signal, gone.signal])
      const woken = notifier.wait(deviceId, wait * 1000, signal)
      let { found, ended } = await look()
      if (found.length + ended.length === 0 && wait > 0) {
        await woken
        ;({ found, ended } = await look())
      }
      gone.abort()
      const response: Answers = {
        answers: found.map(({ seq, checkId, sealed }) => ({ seq, id: checkId, sealed })),
        next: found.at(-1)?.seq ?? after,
        ...(unanswered !== undefined && {
          unanswered: {
            entries: ended.map(({ seq, checkId, code, sealed }) => ({
              ...{ seq, id: checkId, code, sealed },
            })),
            next: ended.at(-1)?.seq ?? unanswered,
          },
        }),
      }
      return c.json(response)
    },
  )
  return routes
}
