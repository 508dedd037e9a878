/** A 申立書 is used for its claim only and destroyed when that work is done (R55, and the form's own promise). */
import type { Day } from '../days'

export interface DeclarationKeeping {
  /** The day on which a member of staff closed the claim work, or null while it goes on. */
  claimClosedOn: Day | null
  /** The last day on which this device keeps anything of the visit. */
  keptUntil: Day
}

/** True on the day of closing itself, and from the day after the device's own last day. */
export function mustEraseDeclaration(keeping: DeclarationKeeping, today: Day): boolean {
  const closed = keeping.claimClosedOn !== null && keeping.claimClosedOn <= today
  return closed || keeping.keptUntil < today
}
