/** Problem details (RFC 9457) out of the catalogue. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Problem } from '../../api/wire'
import { ERROR_CATALOGUE } from '../../domain/errors'
import type { GatewayEnv } from './context'
import { GatewayError } from './gateway-error'

/** Turns whatever was thrown into the one form of a refusal; a stack or message never leaves. */
export function toProblemResponse(thrown: unknown, c: Context<GatewayEnv>): Response {
  const error = toGatewayError(thrown)
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

function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  if (thrown instanceof HTTPException && thrown.status < 500) {
    const code = thrown.status === 413 ? 'TZ-G20' : thrown.status === 404 ? 'TZ-G22' : 'TZ-G01'
    return new GatewayError(code, { cause: thrown })
  }
  return new GatewayError('TZ-G21', { cause: thrown })
}
