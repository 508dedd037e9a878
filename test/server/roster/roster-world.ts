/** A store with a facility's roster, and what the gateway has seen and kept of its patients. */
import { utf8 } from '../../../api/bytes'
import { seal } from '../../../api/seal'
import type { Coverage, EligibilityAnswer } from '../../../domain/answer'
import { keptAnswerAad } from '../../../server/answers/kept-answer'
import { createGatewayKeys, type GatewayKeys } from '../../../server/keys/gateway-keys'
import { patientRef } from '../../../server/keys/patient-ref'
import { openSqliteStore } from '../../../server/store/open'
import type { RosterPatient, RosterVisit, Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { acceptedOf, addDevice } from '../store/contract'
import { coverageOf } from './sample-roster'

export interface RosterTestWorld {
  store: Store
  keys: GatewayKeys
  now: () => number
  put(...patients: RosterPatient[]): Promise<void>
  putVisits(day: string, ...visits: RosterVisit[]): Promise<void>
  /** A check by card of that patient, and its answer. */
  answer(patientId: string, answer: Partial<EligibilityAnswer> & { asOf: string }): Promise<void>
}

let checks = 0

export async function openRosterWorld(now: () => number): Promise<RosterTestWorld> {
  const store = openSqliteStore(':memory:', COLUMNS)
  const keys = await createGatewayKeys()
  await addDevice(store, 'd1')
  await store.facilities.put({ id: 'f2', name: '別の施設', staff: [] })
  return {
    store,
    keys,
    now,
    put: (...patients) =>
      store.roster.change('f1', async (rows) => {
        for (const patient of patients) await rows.put(patient, 1)
      }),
    putVisits: (day, ...visits) => store.roster.change('f1', (rows) => rows.putVisits(day, visits)),
    async answer(patientId, given) {
      const id = `check-${String(++checks).padStart(6, '0')}`
      const capturedAt = Date.parse(`${given.asOf}T01:00:00Z`)
      const ref = await patientRef(keys.patients, 'f1', patientId)
      const patient = { patientRef: ref, card: { lastDay: null, certificateLastDay: null } }
      const check = acceptedOf(id)
      const facts = { ...check.facts, capturedAt }
      await store.checks.record('f1', [{ ...check, facts, patient }])
      const answer = utf8(JSON.stringify(answerOf(id, given)))
      const kept = await seal(keys.currentPair.publicKey, answer, keptAnswerAad(id))
      await store.answers.put({
        facilityId: 'f1',
        checkId: id,
        deviceId: 'd1',
        sealed: kept,
        kept,
        patient: { ...patient, capturedAt },
        now: capturedAt,
      })
    },
  }
}

export function answerOf(
  checkId: string,
  change: Partial<EligibilityAnswer> & { asOf: string; coverages?: Coverage[] },
): EligibilityAnswer {
  return {
    v: 1,
    checkId,
    answeredAt: `${change.asOf}T01:00:05.000Z`,
    channel: 'homeConsent',
    validity: 'valid',
    coverages: [coverageOf()],
    publicExpenses: [],
    certificate: null,
    assurance: 'challenge',
    revocationChecked: false,
    consentedItems: [],
    consentUntil: null,
    message: null,
    ...change,
  }
}
