/** The words of 次にすること. */
import type { NextCode } from '../decision'
import { CHECK_NEXT_TEXTS } from './next-check-texts'
import { CLAIM_NEXT_TEXTS } from './next-claim-texts'
import type { DecisionText } from './text'

export const NEXT_TEXTS: Readonly<Record<NextCode, DecisionText>> = {
  ...CHECK_NEXT_TEXTS,
  ...CLAIM_NEXT_TEXTS,
}
