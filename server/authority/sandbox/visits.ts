/** Today's visits of the training facility, out of the sandbox's people. */
import { certificateNotice } from '../../../domain/certificate'
import type { Day } from '../../../domain/days'
import type { Visit, VisitNeed } from '../../../domain/visit'
import { instantOf } from './build-reply'
import { certificateDays } from './card-issuer'
import { historyOf } from './history'
import type { SandboxPerson, SandboxVisit } from './person'
import { birthdateOf } from './person-facts'

/** The visits of a day, earliest first. Ids are the same each time the day is asked for. */
export function visitsOf(people: readonly SandboxPerson[], day: Day): Visit[] {
  return people
    .flatMap((person) => (person.visit ? [toVisit(person, person.visit, day)] : []))
    .sort((a, b) => a.scheduledAt.localeCompare(b.scheduledAt))
}

function toVisit(person: SandboxPerson, visit: SandboxVisit, day: Day): Visit {
  return {
    id: `visit-${day}-${person.id}`,
    patientId: `patient-${person.id}`,
    scheduledAt: instantOf(day, visit.time),
    name: person.name,
    nameKana: person.kana,
    birthdate: birthdateOf(person, day),
    setting: visit.setting,
    need: toNeed(person, visit, day),
    cardHasPin: person.pin !== null,
    history: historyOf(person, visit, day),
  }
}

/** In the alert the day to name is the certificate's last; in the grace it is the last day it still helps (R22). */
function toNeed(person: SandboxPerson, visit: SandboxVisit, day: Day): VisitNeed {
  if (visit.need !== 'certificateEnds') return { kind: visit.need }
  const { lastDay, usableUntil } = certificateNotice(
    certificateDays(person.certificate, day).notAfter,
    day,
  )
  return { kind: 'certificateEnds', day: person.certificate === 'grace' ? usableUntil : lastDay }
}
