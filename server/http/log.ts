/** Log lines: what was asked and how it went, never who it was about. */
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { BulkState } from '../store/store'
import type { ExportErrorCode } from '../../domain/errors'
import type { GatewayEnv } from './context'

export type LogLine =
  | {
      event: 'request'
      time: string
      /** Also in the answer's `X-Request-Id`, for whoever reports a fault. */
      id: string
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
      /** null: the tablet named nobody of the facility. */
      staffId: string | null
      checkId: string
      code?: string
    }
  | { event: 'identity'; time: string; fault: FaultNote }
  /** What came of a facility's morning, in numbers; or why it could not be done. */
  | {
      event: 'morning'
      time: string
      facilityId: string
      day: string
      bulk: BulkState
      consented: BulkState
      visits: number
      asked: number
      answered: number
      listed: number
      /** The list of 医療扶助, where the facility wants it, and how many it named. */
      welfare?: BulkState
      onWelfare?: number
      /** Nothing more is looked for. */
      said: boolean
    }
  | { event: 'morning'; time: string; facilityId?: string; day?: string; fault: FaultNote }
  /** An answer on its way to the facility's own software: what became of one try. */
  | {
      event: 'export'
      time: string
      step: 'sent' | 'retry' | 'stopped'
      code?: ExportErrorCode
      fault?: FaultNote
    }
  /** The exchange folder of a facility cannot be looked at, or something in it. */
  | { event: 'folder'; time: string; facilityId: string; fault: FaultNote }
  | {
      event: 'worker'
      time: string
      step: 'retry' | 'answered' | 'unanswered' | 'told'
      fault?: FaultNote
    }
  /** What the sweep erased, or why it could not. */
  | { event: 'retention'; time: string; erased: Record<string, number> }
  | { event: 'retention'; time: string; fault: FaultNote }
  /** So many lines before this one could not be written. */
  | { event: 'log'; time: string; lost: number }
  /** So many faults of a facility's authority in a row that it is left alone for a time. */
  | { event: 'worker'; time: string; step: 'pause'; faults: number }

export type Log = (line: LogLine) => void

export const LOG_LEVELS = ['info', 'warning', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const EXPORT_LEVELS = { sent: 'info', retry: 'warning', stopped: 'error' } as const

/** `warning`: it goes on by itself, or somebody was refused. `error`: somebody must look. */
export function levelOf(line: LogLine): LogLevel {
  if (line.event === 'request') {
    if (line.status >= 500) return 'error'
    return [401, 403, 429].includes(line.status) ? 'warning' : 'info'
  }
  if (line.event === 'worker') {
    return line.step === 'retry' || line.step === 'pause' ? 'warning' : 'info'
  }
  if (line.event === 'passcode') return 'warning'
  if (line.event === 'log') return 'error'
  if (line.event === 'morning' && 'bulk' in line) return line.bulk === 'failed' ? 'warning' : 'info'
  if (line.event === 'export') return EXPORT_LEVELS[line.step]
  if ('fault' in line) return 'error'
  return 'code' in line ? 'warning' : 'info'
}

/** What is measured of a request; the device is counted, never told. */
export interface RequestFacts {
  method: string
  route: string
  status: number
  ms: number
  deviceId: string | null
}

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

/**
 * Logs each request when its answer is ready, under an id of its own; methods that are no methods of HTTP are not repeated.
 * A probe that finds all well leaves no line: it comes every few seconds.
 */
export function logRequests(
  log: Log,
  now: () => number,
  observe: (facts: RequestFacts) => void = () => undefined,
): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const startedAt = now()
    const id = crypto.randomUUID()
    await next()
    c.res.headers.set(REQUEST_ID, id)
    const code = c.get('code')
    const fault: unknown = c.get('fault')
    const method = METHODS.has(c.req.method) ? c.req.method : 'OTHER'
    const route = routePattern(matchedRoutes(c).map(({ path }) => path))
    const { status } = c.res
    const ms = now() - startedAt
    observe({ method, route, status, ms, deviceId: deviceOf(c) })
    if (status === 200 && route.startsWith('/health/')) return
    log({
      event: 'request',
      time: new Date(startedAt).toISOString(),
      ...{ id, method, route, status, ms },
      ...(code !== undefined && { code }),
      ...(fault !== undefined && { fault: describeFault(fault) }),
    })
  }
}

export const REQUEST_ID = 'X-Request-Id'

/** null before a device was authenticated, whatever the type of the context says. */
function deviceOf(c: Context<GatewayEnv>): string | null {
  const { device } = c.var as Partial<GatewayEnv['Variables']>
  return device?.id ?? null
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function routePattern(paths: readonly string[]): string {
  return paths.findLast((path) => !path.includes('*')) ?? '*'
}
