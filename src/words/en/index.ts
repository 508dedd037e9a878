/** The English of staff screens, one group a file. */
import { admin } from './admin'
import { answer } from './answer'
import { capture } from './capture'
import { claims } from './claims'
import { check } from './check'
import { declarationStaff } from './declaration-staff'
import { device } from './device'
import { documents } from './documents'
import { exports } from './exports'
import { face } from './face'
import { handBack } from './hand-back'
import { insurers } from './insurers'
import { medical } from './medical'
import { outbox } from './outbox'
import { reader } from './reader'
import { otherWays } from './other-ways'
import { roster } from './roster'
import { shell } from './shell'
import { tables } from './tables'
import { unlock } from './unlock'
import { tags } from './tags'
import { waits } from './waits'
import { visits } from './visits'

export const STAFF = {
  ...otherWays,
  ...insurers,
  ...exports,
  ...shell,
  ...unlock,
  ...handBack,
  ...visits,
  ...outbox,
  ...device,
  ...reader,
  ...tags,
  ...tables,
  ...answer,
  ...capture,
  ...face,
  ...medical,
  ...waits,
  ...check,
  ...documents,
  ...declarationStaff,
  ...claims,
  ...admin,
  ...roster,
} as const
export { ERRORS } from './errors'
