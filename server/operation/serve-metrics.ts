/** Metrics at an address of their own: nothing of it is reachable where tablets come in. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Metrics } from './metrics'

/** @param token null: whoever reaches the address may read */
export function metricsApp(metrics: Pick<Metrics, 'read' | 'contentType'>, token: string | null) {
  const app = new Hono()
  app.get('/metrics', async (c) => {
    if (token !== null && !isBearer(c.req.header('Authorization'), token)) {
      return c.body(null, 401, { 'WWW-Authenticate': 'Bearer' })
    }
    return c.body(await metrics.read(), 200, {
      'Content-Type': metrics.contentType,
      'Cache-Control': 'no-store',
    })
  })
  return app
}

function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
