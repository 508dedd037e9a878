/** The English of staff screens, one group a file. */
import { shell } from './shell'

export const STAFF = { ...shell } as const
export { ERRORS } from './errors'
