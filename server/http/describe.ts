/** What every route says of itself in the OpenAPI document. */
import { describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'
import { Problem } from '../../api/wire'

/** Every refusal is a Problem: the entries of these statuses. */
export function problemsOf(statuses: Iterable<number>) {
  const problem = {
    description: 'Refused; `code` is a permanent code of the catalogue.',
    content: { 'application/problem+json': { schema: resolver(Problem) } },
  }
  return Object.fromEntries([...statuses].map((status) => [status, problem]))
}

/** Of whatever is below `/v1`, before the route is reached: wire version, size, a fault of the gateway. */
const OF_ALL = [400, 413, 426, 500]

/**
 * A route's entry: its answer, and that every refusal is a Problem.
 * @param options.refusals those of its own
 * @param options.outside not below `/v1`
 * @param options.body the body's schema, where the route does not validate it as a whole
 */
export function describe(
  operationId: string,
  summary: string,
  answer: v.GenericSchema,
  options: {
    secured?: boolean
    refusals: readonly number[]
    outside?: boolean
    body?: v.GenericSchema
  },
) {
  const refusals = new Set([...(options.outside === true ? [] : OF_ALL), ...options.refusals])
  return describeRoute({
    operationId,
    summary,
    ...(options.secured === true && { security: [{ dpop: [] }] }),
    ...(options.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: resolver(options.body) } },
      },
    }),
    responses: {
      200: { description: summary, content: { 'application/json': { schema: resolver(answer) } } },
      ...problemsOf(refusals),
    },
  })
}
