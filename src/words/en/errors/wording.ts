import type { ErrorEntry } from '../../../../domain/errors'

/** What staff read of an error; its cause is for developers and stands in English already. */
export type Wording = Pick<ErrorEntry, 'message' | 'next'>
