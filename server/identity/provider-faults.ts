/**
 * What a fault of openid-client means, as a code. Nothing else of a fault is kept: its cause quotes claims of the person.
 */
import type { IdentityErrorCode } from '../../domain/errors'

/** Errors of the authorization response (RFC 6749 §4.1.2.1) that pass by themselves. */
const PASSING = new Set(['server_error', 'temporarily_unavailable'])

export function codeOfFault(fault: unknown): IdentityErrorCode {
  switch (nameOf(fault)) {
    case 'AuthorizationResponseError':
      return codeOfRefusal(textOf(fault, 'error'))
    case 'ResponseBodyError':
      return codeOfErrorBody(fault)
    case 'ClientError':
      return codeOfClientError(fault)
    default:
      // A TypeError of fetch: the line, or a name that does not resolve.
      return 'TZ-I11'
  }
}

function codeOfRefusal(error: string): IdentityErrorCode {
  if (error === 'access_denied') return 'TZ-I02'
  return PASSING.has(error) ? 'TZ-I10' : 'TZ-I14'
}

function codeOfErrorBody(fault: unknown): IdentityErrorCode {
  const isServersOwn =
    fault instanceof Error && 'status' in fault && typeof fault.status === 'number'
      ? fault.status >= 500
      : false
  if (isServersOwn) return 'TZ-I11'
  // The code is spent or not ours to redeem; anything else is how this facility is registered.
  return textOf(fault, 'error') === 'invalid_grant' ? 'TZ-I08' : 'TZ-I14'
}

function codeOfClientError(fault: unknown): IdentityErrorCode {
  switch (textOf(fault, 'code')) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return codeOfClaim(claimOf(fault))
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
    case 'OAUTH_TIMEOUT':
    case 'OAUTH_ABORT':
      return 'TZ-I11'
    default:
      return 'TZ-I08'
  }
}

function codeOfClaim(claim: string): IdentityErrorCode {
  if (claim === 'nonce') return 'TZ-I06'
  return claim === 'iss' ? 'TZ-I07' : 'TZ-I08'
}

/** `ClientError` wraps the error of oauth4webapi, whose own cause names the claim. */
function claimOf(fault: unknown): string {
  for (let at = fault; at instanceof Error; at = at.cause) {
    const claim = textOf(at.cause, 'claim')
    if (claim !== '') return claim
  }
  return ''
}

function nameOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : ''
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null || !(name in value)) return ''
  const text: unknown = (value as Record<string, unknown>)[name]
  return typeof text === 'string' ? text : ''
}
