/** The one exception of the gateway: a code of the catalogue that becomes a problem+json in one place. */
import type { GatewayErrorCode } from '../../domain/errors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Item verdicts travel inside a 200; as an answer to a whole request they are bad requests. */
const STATUS: Partial<Record<GatewayErrorCode, ContentfulStatusCode>> = {
  'TZ-G02': 403,
  'TZ-G03': 401,
  'TZ-G04': 403,
  'TZ-G20': 413,
  'TZ-G21': 500,
  'TZ-G22': 404,
  'TZ-G23': 426,
  'TZ-G24': 401,
  'TZ-G26': 429,
  'TZ-G70': 401,
  'TZ-G71': 403,
  'TZ-G72': 403,
  'TZ-G73': 403,
  'TZ-G74': 404,
  'TZ-G75': 403,
  'TZ-G76': 409,
  'TZ-G77': 409,
  'TZ-G81': 409,
  'TZ-G83': 401,
  'TZ-G84': 404,
  'TZ-G85': 409,
}

export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly fields: readonly string[]
  readonly retryAfterSeconds: number | undefined

  /** @param options.fields names of fields, never their values */
  constructor(
    readonly code: GatewayErrorCode,
    options: { fields?: readonly string[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(code, 'cause' in options ? { cause: options.cause } : undefined)
    this.fields = options.fields ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): ContentfulStatusCode {
    return STATUS[this.code] ?? 400
  }
}
