/** The catalogue of errors in English, by code. */
import type { ErrorCode } from '../../../../domain/errors'
import { AUTHORITY } from './authority'
import { CARD } from './card'
import { DEVICE } from './device'
import { EVIDENCE } from './evidence'
import { EXPORT } from './export'
import { FACE } from './face'
import { GATEWAY, IDENTITY } from './gateway'
import { PEOPLE } from './people'
import { BRIDGE, READER } from './reader'
import { ROSTER } from './roster'
import { TAGS } from './tags'
import { DECLARATION, DOCUMENT, NUMBER } from './typed'
import type { Wording } from './wording'

export const ERRORS: Readonly<Record<ErrorCode, Wording>> = {
  ...CARD,
  ...FACE,
  ...READER,
  ...BRIDGE,
  ...GATEWAY,
  ...EVIDENCE,
  ...AUTHORITY,
  ...PEOPLE,
  ...EXPORT,
  ...ROSTER,
  ...IDENTITY,
  ...DEVICE,
  ...NUMBER,
  ...DOCUMENT,
  ...DECLARATION,
  ...TAGS,
}
