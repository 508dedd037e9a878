/** The ladder: what is still to be tried when the card, the line or the answer fails, in order (R50–R54). */
import type { RuleId } from '../rules'
import type { LadderCode } from './decision'
import type { Facts, Failure } from './facts'

export interface Ladder {
  rule: RuleId
  steps: readonly LadderCode[]
}

const WITH_CARD = ['portal', 'notice', 'oral', 'declaration'] as const

export const LADDERS: Readonly<Record<Failure, Ladder>> = {
  unreadable: { rule: 'R50', steps: WITH_CARD },
  dead: { rule: 'R50', steps: WITH_CARD },
  noIdentity: { rule: 'R50', steps: WITH_CARD },
  answered: { rule: 'R51', steps: ['notice', 'oral', 'declaration'] },
  smartphone: { rule: 'R52', steps: ['portal', 'physicalCard'] },
  noCard: { rule: 'R53', steps: ['certificate'] },
}

/** What 療養費 has instead of ③ and ④ (R54). */
const TREATMENT_ROOM_LADDERS: Readonly<Record<Failure, Ladder>> = {
  ...LADDERS,
  unreadable: { rule: 'R54', steps: ['portal', 'notice', 'insurerTelephone'] },
  dead: { rule: 'R54', steps: ['portal', 'notice', 'insurerTelephone'] },
  noIdentity: { rule: 'R54', steps: ['portal', 'notice', 'insurerTelephone'] },
  answered: { rule: 'R54', steps: ['notice', 'insurerTelephone'] },
  noCard: { rule: 'R53', steps: ['certificate', 'insurerTelephone'] },
}

/** The table of this failure at this kind of facility; null where nothing has failed. */
export function ladderFor(facts: Facts): Ladder | null {
  if (facts.failure === null) return null
  const ladders = facts.place.service.treatmentRoom ? TREATMENT_ROOM_LADDERS : LADDERS
  return ladders[facts.failure]
}

export function stepsToTry(facts: Facts): LadderCode[] {
  const ladder = ladderFor(facts)
  if (ladder === null || isSettled(facts)) return []
  return ladder.steps.filter((step) => isOpen(step, facts))
}

/** A document has been shown and gave the numbers of today: there is nothing left to try. */
function isSettled({ situation, shown }: Facts): boolean {
  const showed = shown.portal || shown.certificate || (shown.notice && shown.card)
  return situation.patient?.numbers === 'current' && showed
}

function isOpen(step: LadderCode, { situation, shown, place }: Facts): boolean {
  const { patient, answer, card } = situation
  switch (step) {
    case 'portal':
      // マイナポータル needs a PIN (R11) and shows nothing after 無効 or なし (R51).
      return !shown.portal && card?.pinless !== true && answer === undefined
    case 'notice':
      return !(shown.notice && shown.card)
    case 'oral':
      return patient?.firstVisit !== true && patient?.numbers !== 'none'
    case 'declaration':
      return patient?.firstVisit !== false && place.service.medical
    case 'certificate':
      return !shown.certificate
    case 'physicalCard':
    case 'insurerTelephone':
      return true
  }
}
