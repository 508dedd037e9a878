/** What the training facility knows of its patients from before, told relative to the day that is asked for. */
import { addDays, addMonths, type Day } from '../../../domain/days'
import type { VisitHistory } from '../../../domain/visit'
import { canonicalNumbers } from '../../visits/canonical-numbers'
import { instantOf, toCoverage } from './build-reply'
import { certificateDays } from './card-dates'
import type { PastVisits, SandboxPerson, SandboxVisit } from './person'

/** Visits once a week, a card once a month. */
const LAST_VISIT_DAYS = 7
const LAST_CARD_DAYS = 28
const CARD_LIFE_MONTHS = 60

/** By what the visit needs, unless the person says otherwise. */
export function historyOf(person: SandboxPerson, visit: SandboxVisit, day: Day): VisitHistory {
  const { need } = visit
  const before = { ...USUAL[need], ...visit.before }
  const checkedOn = before.cardDaysAgo === null ? null : addDays(day, -before.cardDaysAgo)
  const { notAfter } = certificateDays(person.certificate, day)
  return {
    lastCardCheckAt: checkedOn && instantOf(checkedOn, visit.time),
    lastVisitOn: before.visitDaysAgo === null ? null : addDays(day, -before.visitDaysAgo),
    continuing: before.visitDaysAgo !== null,
    lastAnswer:
      checkedOn === null
        ? null
        : { validity: person.record.validity, certificateLastDay: notAfter, on: checkedOn },
    cardLastDay: checkedOn && addMonths(notAfter, CARD_LIFE_MONTHS),
    onFile: before.numbersOnFile ? numbersOf(person, day) : null,
    usesDocument: need === 'document',
    consentWithdrawn: before.consentWithdrawn,
  }
}

const NEW: PastVisits = {
  cardDaysAgo: null,
  visitDaysAgo: null,
  numbersOnFile: false,
  consentWithdrawn: false,
}
const KNOWN: PastVisits = {
  cardDaysAgo: LAST_CARD_DAYS,
  visitDaysAgo: LAST_VISIT_DAYS,
  numbersOnFile: true,
  consentWithdrawn: false,
}

const USUAL: Readonly<Record<SandboxVisit['need'], PastVisits>> = {
  card: NEW,
  reinquiry: KNOWN,
  previousInvalid: KNOWN,
  certificateEnds: KNOWN,
  document: { ...KNOWN, cardDaysAgo: null },
}

function numbersOf(person: SandboxPerson, day: Day): VisitHistory['onFile'] {
  const [first] = person.record.coverages
  return first ? canonicalNumbers(toCoverage(person, first, day)) : null
}
