import type { MiddlewareHandler } from 'hono'
import { WIRE_HEADER, WIRE_VERSION } from '../../api/wire'
import { GatewayError } from './gateway-error'

/** A tablet may have been away for weeks: the two versions before the current one are still served. */
const VERSIONS_BEHIND = 2

/**
 * Refuses clients that are too old with TZ-G23 (426). A request without the header passes (tools, the
 * document's readers), and so does a newer client: updating the app would not help it.
 */
export function checkWireVersion(current: number = WIRE_VERSION): MiddlewareHandler {
  const oldest = Math.max(1, current - VERSIONS_BEHIND)
  return async (c, next) => {
    const stated = c.req.header(WIRE_HEADER)
    if (stated !== undefined) {
      if (!/^\d{1,4}$/.test(stated)) throw new GatewayError('TZ-G01', { fields: [WIRE_HEADER] })
      if (Number(stated) < oldest) throw new GatewayError('TZ-G23')
    }
    await next()
  }
}
