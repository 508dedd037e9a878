/** The roster follows the answers to checks: what the gateway has kept of them renews a patient's numbers. */
import type { EligibilityAnswer } from '../../domain/answer'
import { openKeptAnswer } from '../answers/kept-answer'
import type { GatewayKeys } from '../keys/gateway-keys'
import { patientRef } from '../keys/patient-ref'
import type { RosterPatient, Store } from '../store/store'
import { renewPatient, type News } from './merge/renew-patient'

export interface RosterWorld {
  store: Pick<Store, 'roster' | 'patients' | 'answers'>
  keys: Pick<GatewayKeys, 'patients' | 'pairs'>
  now: () => number
}

/**
 * With the last answer that the gateway has kept of the patient, whichever tablet made the check. Nothing is written where it says
 * nothing new.
 */
export async function renewFromKept(
  facilityId: string,
  patient: RosterPatient,
  world: RosterWorld,
): Promise<RosterPatient> {
  const { store, keys } = world
  const ref = await patientRef(keys.patients, facilityId, patient.patientId)
  const checkId = (await store.patients.getMany(facilityId, [ref])).get(ref)?.answeredCheckId
  const kept = checkId ? await store.answers.getKept(facilityId, checkId) : undefined
  const answer = checkId && kept ? await openKeptAnswer(checkId, kept, keys) : null
  if (answer === null || renewPatient(patient, newsOf(answer)) === patient) return patient
  return (await renewFromAnswer(facilityId, patient.patientId, answer, world)) ?? patient
}

/** As it was answered; undefined where the patient is not on the roster. */
export function renewFromAnswer(
  facilityId: string,
  patientId: string,
  answer: EligibilityAnswer,
  { store, now }: Pick<RosterWorld, 'store' | 'now'>,
): Promise<RosterPatient | undefined> {
  const news = newsOf(answer)
  return store.roster.change(facilityId, async (rows) => {
    const patient = await rows.get(patientId)
    const renewed = patient && renewPatient(patient, news)
    if (renewed && renewed !== patient) await rows.put(renewed, now())
    return renewed
  })
}

function newsOf(answer: EligibilityAnswer): News {
  const { asOf, answeredAt, validity, coverages, publicExpenses } = answer
  return { asOf, answeredAt, validity, coverages, publicExpenses, source: 'answer' }
}
