/** What a birthdate of somebody alive can be. */
import { ageOn, type Day } from './days'

/** Nobody has been known to grow older. */
const OLDEST = 120

/** False for a birthdate after that day or more than 120 years before it: mostly an era mistaken. */
export function isLivingBirthdate(birthdate: Day, day: Day): boolean {
  return birthdate <= day && ageOn(birthdate, day) <= OLDEST
}
