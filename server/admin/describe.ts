/** What each route of the administrator's page says of itself in the OpenAPI document. */
import { describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'
import { Problem } from '../../api/wire'

/** @param options.open without a session; `mediaType` where an answer is no JSON */
export function describeAdmin(
  operationId: string,
  summary: string,
  answer: v.GenericSchema,
  options: { open?: boolean; mediaType?: string } = {},
) {
  const isOpen = options.open === true
  const problem = {
    description: 'Refused; `code` is a permanent code of the catalogue.',
    content: { 'application/problem+json': { schema: resolver(Problem) } },
  }
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
      ...Object.fromEntries(refusals.map((status) => [status, problem])),
    },
  })
}
