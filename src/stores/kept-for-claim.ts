import { onlyNumbers } from '../../domain/claim/work'
import type { Visit } from '../../domain/visit'
import type { KeptForClaim } from './view-types'

/** Adds the numbers that the facility has of this patient: for the claim they may be the only ones (R60). */
export function withNumbersOnFile(
  kept: KeptForClaim | undefined,
  visit: Visit | null,
): KeptForClaim | undefined {
  const onFile = visit?.history?.onFile
  if (!onFile) return kept
  return { ...(kept ?? { v: 1, kind: 'onFile' }), onFile: onlyNumbers(onFile) }
}
