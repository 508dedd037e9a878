/**
 * What a reply means for what was sent. A pure table: it decides who must try again, and when nobody must.
 * A reply counts only if it is provably the gateway's; anything else keeps the record (captive portals answer 200).
 */
import * as v from 'valibot'
import { Problem } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import { isErrorCode } from '../../domain/errors/codes'

/** What came back, read to its end. `body` is undefined where it is not JSON by content type and by content. */
export type Reply =
  | { kind: 'none'; lineDown: boolean }
  | {
      kind: 'reply'
      status: number
      body: unknown
      retryAfter: string | null
      date: string | null
    }

export type Failure =
  /** Predicts the rest of the run: no line, not our server, access ended, too old, too busy. */
  | { kind: 'stop'; code: ErrorCode; afterMs?: number }
  /** The gateway failed on this: perhaps on one record of it. */
  | { kind: 'retry'; code: ErrorCode; afterMs?: number }
  /** Final for what was sent. */
  | { kind: 'rejected'; code: ErrorCode }
  /** Too much at once. */
  | { kind: 'split'; code: ErrorCode }
  /** A new access token may help, once. */
  | { kind: 'renew'; code: ErrorCode }
  /** Signed under a wrong time: correct the clock and try once more. */
  | { kind: 'clock'; code: ErrorCode }

export type Classified<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** Sorts a reply by the schema its good form must have. */
export function classify<T>(reply: Reply, schema: v.GenericSchema<unknown, T>): Classified<T> {
  if (reply.kind === 'none') return stop(reply.lineDown ? 'TZ-D01' : 'TZ-D02')
  if (reply.status >= 200 && reply.status < 300) {
    const parsed = v.safeParse(schema, reply.body)
    return parsed.success ? { ok: true, value: parsed.output } : stop('TZ-D03')
  }
  const problem = v.safeParse(Problem, reply.body)
  return {
    ok: false,
    failure: problem.success
      ? ofProblem(reply.status, knownCode(problem.output.code), orderedWait(reply))
      : ofStranger(reply.status, orderedWait(reply)),
  }
}

/** A code that this build does not know is still a reason; staff are told to update. */
export function knownCode(code: string): ErrorCode {
  return isErrorCode(code) ? code : 'TZ-D17'
}

function ofProblem(status: number, code: ErrorCode, wait: Wait): Failure {
  if (code === 'TZ-G24') return { kind: 'clock', code }
  if (code === 'TZ-G04' || code === 'TZ-G23') return { kind: 'stop', code }
  switch (status) {
    case 401:
      return { kind: 'renew', code }
    case 403:
    case 404:
    case 405:
    case 426:
      return { kind: 'stop', code }
    case 413:
      return { kind: 'split', code }
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return { kind: 'stop', code, ...wait }
    default:
      return status >= 500 ? { kind: 'retry', code, ...wait } : { kind: 'rejected', code }
  }
}

/** Something between us and the gateway answered. */
function ofStranger(status: number, wait: Wait): Failure {
  switch (status) {
    case 413:
      return { kind: 'split', code: 'TZ-G20' }
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return { kind: 'stop', code: 'TZ-D02', ...wait }
    default:
      return { kind: 'stop', code: 'TZ-D03' }
  }
}

type Wait = { afterMs?: number }

/** Retry-After in seconds or as a date, which is read against the reply's own `Date` and not our clock. */
function orderedWait(reply: { retryAfter: string | null; date: string | null }): Wait {
  const text = reply.retryAfter?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return { afterMs: Number(text) * 1_000 }
  const ms = Date.parse(text) - Date.parse(reply.date ?? '')
  return Number.isNaN(ms) ? {} : { afterMs: Math.max(0, ms) }
}

function stop(code: ErrorCode): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'stop', code } }
}
