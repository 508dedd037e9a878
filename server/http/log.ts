/** Log lines: what was asked and how it went, never who it was about. */
import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { GatewayEnv } from './context'

export type LogLine =
  | {
      event: 'request'
      time: string
      method: string
      /** The route's pattern; the path itself could carry a value. */
      route: string
      status: number
      ms: number
      code?: string
      fault?: FaultNote
    }
  | { event: 'check'; time: string; fault: FaultNote }
  /** Refused 目視パスコード of one batch: how many, never which. */
  | { event: 'passcode'; time: string; deviceId: string; wrong: number }
  /** Medical information was asked for: by whom, under which check; with a code it was refused. */
  | {
      event: 'medical'
      time: string
      deviceId: string
      staffId: string
      checkId: string
      code?: string
    }
  | { event: 'identity'; time: string; fault: FaultNote }
  | { event: 'worker'; time: string; step: 'retry' | 'answered' | 'told'; fault?: FaultNote }
  /** So many faults of a facility's authority in a row that it is left alone for a time. */
  | { event: 'worker'; time: string; step: 'pause'; faults: number }

export type Log = (line: LogLine) => void

/** Names and places of a fault; messages are left out because a library may quote a value in them. */
export interface FaultNote {
  names: string[]
  frames: string[]
}

export function describeFault(thrown: unknown): FaultNote {
  const names: string[] = []
  let frames: string[] = []
  for (let at: unknown = thrown; at instanceof Error && names.length < 5; at = at.cause) {
    names.push(at.name)
    const own = (at.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
    if (own.length > 0) frames = own.slice(0, 12).map((line) => line.trim())
  }
  return names.length > 0 ? { names, frames } : { names: [typeof thrown], frames }
}

/** Logs each request when its answer is ready; methods that are no methods of HTTP are not repeated. */
export function logRequests(log: Log, now: () => number): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const startedAt = now()
    await next()
    const code = c.get('code')
    const fault: unknown = c.get('fault')
    log({
      event: 'request',
      time: new Date(startedAt).toISOString(),
      method: METHODS.has(c.req.method) ? c.req.method : 'OTHER',
      route: routePattern(matchedRoutes(c).map((route) => route.path)),
      status: c.res.status,
      ms: now() - startedAt,
      ...(code !== undefined && { code }),
      ...(fault !== undefined && { fault: describeFault(fault) }),
    })
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function routePattern(paths: readonly string[]): string {
  return paths.findLast((path) => !path.includes('*')) ?? '*'
}
