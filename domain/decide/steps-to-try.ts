/** The ladder: what is still to be tried when the card, the line or the answer fails, in order (R50–R54). */
import { type DatedRule, ruleInForce, SOURCES } from '../rules'
import type { LadderCode } from './decision'
import type { Facts, Failure } from './facts'
import { rungObstacle } from './obstacles'

export interface LadderRule extends DatedRule {
  steps: readonly LadderCode[]
}

/** By what has failed, each in order of time. */
export type Ladders = Readonly<Record<Failure, readonly LadderRule[]>>

const seminar = { from: null, until: null, source: SOURCES.transitionSeminar } as const
const WITH_CARD = [
  { ...seminar, id: 'R50', steps: ['portal', 'notice', 'oral', 'declaration'] },
] as const

export const LADDERS: Ladders = {
  unreadable: WITH_CARD,
  dead: WITH_CARD,
  noIdentity: WITH_CARD,
  answered: [{ ...seminar, id: 'R51', steps: ['notice', 'oral', 'declaration'] }],
  smartphone: [{ ...seminar, id: 'R52', steps: ['portal', 'physicalCard'] }],
  noCard: [{ ...seminar, id: 'R53', steps: ['certificate'] }],
}

const TREATMENT_WITH_CARD = [
  { ...seminar, id: 'R54', steps: ['portal', 'notice', 'insurerTelephone'] },
] as const

/** What 療養費 has instead of ③ and ④ (R54). */
export const TREATMENT_ROOM_LADDERS: Ladders = {
  unreadable: TREATMENT_WITH_CARD,
  dead: TREATMENT_WITH_CARD,
  noIdentity: TREATMENT_WITH_CARD,
  answered: [{ ...seminar, id: 'R54', steps: ['notice', 'insurerTelephone'] }],
  smartphone: LADDERS.smartphone,
  noCard: [{ ...seminar, id: 'R53', steps: ['certificate', 'insurerTelephone'] }],
}

/** The ladder of this failure at this kind of facility on this day; null where nothing has failed. */
export function ladderFor({ failure, place, day }: Facts): LadderRule | null {
  if (failure === null) return null
  const ladders = place.service.treatmentRoom ? TREATMENT_ROOM_LADDERS : LADDERS
  return ruleInForce(ladders[failure], day)
}

export function stepsToTry(facts: Facts): LadderCode[] {
  const ladder = ladderFor(facts)
  if (ladder === null || isSettled(facts)) return []
  return ladder.steps.filter((step) => rungObstacle(step, facts) === null)
}

/** A document has been shown and gave the numbers of today: there is nothing left to try. */
function isSettled({ situation, shown }: Facts): boolean {
  const showed = shown.portal || shown.certificate || (shown.notice && shown.card)
  return situation.patient?.numbers === 'current' && showed
}
