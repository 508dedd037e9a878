/** The address at which the administrator's page is open: what its cookie, its passkeys and its writes are bound to. */
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { GatewayError } from '../http/gateway-error'

export interface Site {
  /** `https://host`, without a slash at its end. */
  origin: string
  /** The relying party of its passkeys: the host's name. */
  rpId: string
  isHttps: boolean
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * @param publicOrigin as the gateway was told; else the request's own host counts
 * @throws GatewayError TZ-G72 for plain http anywhere but on the gateway's own machine
 */
export function siteOf(c: Context, publicOrigin: string | undefined): Site {
  const { origin, hostname, protocol } = new URL(publicOrigin ?? c.req.url)
  const isHttps = protocol === 'https:'
  if (!isHttps && !LOCAL.has(hostname)) throw new GatewayError('TZ-G72')
  return { origin, rpId: hostname, isHttps }
}

/**
 * Writes only from the page itself. The cookie is `SameSite=Strict`, and a browser that did not know that still tells
 * where a write comes from.
 */
export function requireOwnPage(publicOrigin: string | undefined): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    const { origin } = siteOf(c, publicOrigin)
    if (!isRead && c.req.header('Origin') !== origin) throw new GatewayError('TZ-G72')
    await next()
  })
}
