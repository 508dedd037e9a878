/** The one catalogue of errors: permanent code, Japanese sentence, what to do next. */
import { authorityErrors } from './authority'
import { bridgeErrors } from './bridge'
import { cardErrors } from './card'
import { declarationErrors } from './declaration'
import { deviceErrors } from './device'
import { documentErrors } from './document'
import type { ErrorEntry } from './entry'
import { evidenceErrors } from './evidence'
import { exportErrors } from './export'
import { faceErrors } from './face'
import { gatewayErrors } from './gateway'
import { identityErrors } from './identity'
import { numberErrors } from './number'
import { peopleErrors } from './people'
import { readerErrors } from './reader'
import { rosterErrors } from './roster'
import { tagErrors } from './tags'

const catalogue = {
  ...bridgeErrors,
  ...cardErrors,
  ...faceErrors,
  ...readerErrors,
  ...gatewayErrors,
  ...evidenceErrors,
  ...authorityErrors,
  ...peopleErrors,
  ...exportErrors,
  ...rosterErrors,
  ...identityErrors,
  ...deviceErrors,
  ...numberErrors,
  ...documentErrors,
  ...declarationErrors,
  ...tagErrors,
}

export type ErrorCode = keyof typeof catalogue
export type GatewayErrorCode =
  keyof typeof gatewayErrors | keyof typeof evidenceErrors | keyof typeof peopleErrors
export type AuthorityErrorCode = keyof typeof authorityErrors
export type ExportErrorCode = keyof typeof exportErrors
export type RosterErrorCode = keyof typeof rosterErrors
export type IdentityErrorCode = keyof typeof identityErrors
export type { ErrorEntry }

export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, ErrorEntry>> = catalogue

export { isErrorCode } from './codes'

export function isAuthorityErrorCode(text: string): text is AuthorityErrorCode {
  return Object.hasOwn(authorityErrors, text)
}

export function isIdentityErrorCode(text: string): text is IdentityErrorCode {
  return Object.hasOwn(identityErrors, text)
}
