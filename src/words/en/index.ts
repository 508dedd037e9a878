/** The English of staff screens, one group a file. */
import { device } from './device'
import { otherWays } from './other-ways'
import { outbox } from './outbox'
import { reader } from './reader'
import { shell } from './shell'
import { tables } from './tables'
import { tags } from './tags'
import { visits } from './visits'

export const STAFF = {
  ...otherWays,
  ...shell,
  ...visits,
  ...outbox,
  ...device,
  ...reader,
  ...tags,
  ...tables,
} as const
export { ERRORS } from './errors'
