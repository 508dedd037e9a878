import { Hono, type MiddlewareHandler } from 'hono'
import { PATHS, TagsRequest, TagsResponse, type TagsResponse as Tags } from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { validate } from '../http/validate'
import type { TagStore } from '../store/store'

/** `POST /v1/tags`: registers tags of the device's facility, or takes them out of use; the same again is harmless. */
export function tagRoutes(
  tags: TagStore,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.tags,
    describe('registerTags', 'Visit tags of the facility, registered or retired.', TagsResponse, {
      secured: true,
      refusals: [400, 401, 403, 413, 426, 500],
    }),
    authenticated,
    validate('json', TagsRequest),
    async (c) => {
      const { facilityId } = c.get('device')
      const rows = c.req.valid('json').tags
      const kept = await tags.keep(
        facilityId,
        rows.map((row) => ({
          ...row,
          writtenAt: Date.parse(row.writtenAt),
          retiredAt: row.retiredAt === null ? null : Date.parse(row.retiredAt),
        })),
      )
      const results = rows.map(
        ({ id }, at) => ({ id, outcome: kept[at] === true ? 'kept' : 'taken' }) as const,
      )
      return c.json({ results } satisfies Tags)
    },
  )
  return routes
}
