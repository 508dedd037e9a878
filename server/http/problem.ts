/** Problem details (RFC 9457) out of the catalogue. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Problem } from '../../api/wire'
import { ERROR_CATALOGUE } from '../../domain/errors'
import type { GatewayEnv } from './context'
import { GatewayError } from './gateway-error'

/** Turns whatever was thrown into the one form of a refusal; a stack or message never leaves. */
export function toProblemResponse(thrown: unknown, c: Context<GatewayEnv>): Response {
  const error = isBrokenOff(thrown, c) ? new GatewayError('TZ-G01') : toGatewayError(thrown)
  c.set('code', error.code)
  if (error.code === 'TZ-G21') c.set('fault', thrown)
  const problem: Problem = {
    type: 'about:blank',
    status: error.status,
    code: error.code,
    title: ERROR_CATALOGUE[error.code].message,
    ...(error.fields.length > 0 && { fields: [...error.fields] }),
  }
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json' }
  if (error.status === 401) {
    // A person's session is a cookie, for which RFC 9110 knows no scheme.
    headers['WWW-Authenticate'] = error.code === 'TZ-G70' ? 'Session' : 'DPoP algs="ES256"'
  }
  if (error.retryAfterSeconds !== undefined) {
    headers['Retry-After'] = String(error.retryAfterSeconds)
  }
  return c.body(JSON.stringify(problem), error.status, headers)
}

/**
 * The sender went away in the middle of its body, as a tablet does whose line ends: nobody hears the answer, and nothing
 * here is at fault. Node says it with the code that a lost database has too, hence by its text.
 */
function isBrokenOff(thrown: unknown, c: Context<GatewayEnv>): boolean {
  const isOfNode =
    thrown instanceof Error &&
    'code' in thrown &&
    thrown.code === 'ECONNRESET' &&
    thrown.message === 'aborted'
  return isOfNode && c.req.raw.signal.aborted
}

function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  if (thrown instanceof HTTPException && thrown.status < 500) {
    const code = thrown.status === 413 ? 'TZ-G20' : thrown.status === 404 ? 'TZ-G22' : 'TZ-G01'
    return new GatewayError(code, { cause: thrown })
  }
  return new GatewayError('TZ-G21', { cause: thrown })
}
