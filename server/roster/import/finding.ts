import type { ErrorCode } from '../../../domain/errors'

/**
 * What is to be said of a cell: where it stands and which code, never what is in it. A `fault` is corrected in the file, a `doubt`
 * is confirmed by a person, a `notice` only tells what the import does.
 */
export interface Finding {
  /** The line of the file on which the row begins, from 1. */
  line: number
  /** Of our own names; null for the row as a whole. */
  column: string | null
  code: ErrorCode
  weight: 'fault' | 'doubt' | 'notice'
}
