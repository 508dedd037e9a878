import { createColumnSealer } from '../../server/keys/column-sealer'

/** For stores that live as long as a test. */
export const COLUMNS = createColumnSealer(new Uint8Array(32).fill(7))
