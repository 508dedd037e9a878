/** The English of staff screens, one group a file. */
import { device } from './device'
import { outbox } from './outbox'
import { reader } from './reader'
import { shell } from './shell'
import { tables } from './tables'
import { tags } from './tags'
import { visits } from './visits'

export const STAFF = {
  ...shell,
  ...visits,
  ...outbox,
  ...device,
  ...reader,
  ...tags,
  ...tables,
} as const
export { ERRORS } from './errors'
