/** What each route of the administrator's page says of itself in the OpenAPI document. */
import { describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'
import { problemsOf } from '../http/describe'

/** @param options.open without a session; `mediaType` where an answer is no JSON */
export function describeAdmin(
  operationId: string,
  summary: string,
  answer: v.GenericSchema,
  options: { open?: boolean; mediaType?: string } = {},
) {
  const isOpen = options.open === true
  const refusals = [400, ...(isOpen ? [] : [401]), 403, 404, 409, 413, 429, 500]
  return describeRoute({
    operationId,
    summary,
    tags: ['administration'],
    ...(!isOpen && { security: [{ session: [] }] }),
    responses: {
      200: {
        description: summary,
        content: { [options.mediaType ?? 'application/json']: { schema: resolver(answer) } },
      },
      ...problemsOf(refusals),
    },
  })
}
