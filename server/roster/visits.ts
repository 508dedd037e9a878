/** The facility's own list of a day as tablets get it (R7): of that day and that facility, and nothing of an address (R46). */
import { needOf } from '../../domain/decide/visit-need'
import { needSituationOf, type OwnKnowledge } from '../../domain/decide/visit-situation'
import { startOfDay, type Day } from '../../domain/days'
import type { Visit, VisitHistory } from '../../domain/visit'
import type { VisitSource } from '../gateway-options'
import type { RosterPatient, RosterVisit } from '../store/store'
import { historyOf, type HistoryWorld } from '../visits/with-history'
import { numbersToAsk } from './lookup'
import { renewFromKept, type RosterWorld } from './renew'

export type RosterVisitsWorld = RosterWorld & HistoryWorld

/** What only a tablet knows, and the gateway does not. */
export const NOTHING_OWN: OwnKnowledge = { checks: [], consents: [], reinquiryRefused: false }

export function createRosterVisits(world: RosterVisitsWorld): VisitSource {
  return {
    async visitsOn(facilityId, day) {
      const list = await visitsWithPatients(facilityId, day, world)
      return Promise.all(list.map((each) => toVisit(facilityId, day, each, world)))
    },
  }
}

export interface VisitOfPatient {
  visit: RosterVisit
  patient: RosterPatient
  lastVisitOn: Day | null
}

/** In the order of the round; each patient as the last kept answer has them. */
export async function visitsWithPatients(
  facilityId: string,
  day: Day,
  world: RosterWorld,
): Promise<VisitOfPatient[]> {
  const rows = world.store.roster.of(facilityId)
  const found: VisitOfPatient[] = []
  for (const visit of await rows.visitsOn(day)) {
    const patient = await rows.get(visit.patientId)
    // Erased since the list was read.
    if (!patient) continue
    found.push({
      visit,
      patient: await renewFromKept(facilityId, patient, world),
      lastVisitOn: await rows.lastVisitBefore(visit.patientId, day),
    })
  }
  return found
}

/** Without what the gateway has seen itself, which `withHistory` adds; the badge of an older tablet rests on both. */
export async function toVisit(
  facilityId: string,
  day: Day,
  { visit, patient, lastVisitOn }: VisitOfPatient,
  world: HistoryWorld,
): Promise<Visit> {
  const told: Visit & { history: VisitHistory } = {
    id: visit.id,
    patientId: visit.patientId,
    scheduledAt: new Date(`${day}T${visit.time}:00+09:00`).toISOString(),
    name: patient.name,
    nameKana: patient.nameKana,
    birthdate: patient.birthdate,
    setting: visit.setting,
    need: { kind: 'card' },
    cardHasPin: !patient.pinless,
    history: toldBy(patient, lastVisitOn),
  }
  const history = (await historyOf(world, facilityId, visit.patientId, day, told)) ?? told.history
  const situation = needSituationOf({ ...told, history }, NOTHING_OWN, startOfDay(day))
  return { ...told, need: needOf(situation) }
}

function toldBy(patient: RosterPatient, lastVisitOn: Day | null): VisitHistory {
  const { lastAnswer, cardCheckedOn, continuing, usesDocument, current } = patient
  return {
    lastCardCheckAt: cardCheckedOn && startOfDay(cardCheckedOn),
    lastVisitOn,
    continuing,
    lastAnswer: lastAnswer && {
      validity: lastAnswer.validity,
      certificateLastDay: null,
      on: lastAnswer.on,
    },
    cardLastDay: null,
    onFile: current && numbersToAsk(patient),
    usesDocument,
    consentWithdrawn: false,
  }
}
