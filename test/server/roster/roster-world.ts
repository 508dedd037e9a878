/** A store with a facility's roster, and what the gateway has seen and kept of its patients. */
import { utf8 } from '../../../api/bytes'
import { seal } from '../../../api/seal'
import type { Coverage, EligibilityAnswer } from '../../../domain/answer'
import { keptAnswerAad } from '../../../server/answers/kept-answer'
import { createGatewayKeys, type GatewayKeys } from '../../../server/keys/gateway-keys'
import { patientRef } from '../../../server/keys/patient-ref'
import type { BulkFound, BulkPort, MorningQuery } from '../../../server/roster/morning'
import { openSqliteStore } from '../../../server/store/open'
import type { RosterPatient, RosterVisit, Store, StoredConsent } from '../../../server/store/store'
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
  answer(
    patientId: string,
    answer: Partial<EligibilityAnswer> & { asOf: string },
    consent?: Partial<StoredConsent>,
  ): Promise<string>
  /** A consent given with a check by card of an earlier day, and taken back as a whole. */
  withdraw(patientId: string): Promise<void>
}

let checks = 0

export async function openRosterWorld(now: () => number): Promise<RosterTestWorld> {
  const store = openSqliteStore(':memory:', COLUMNS)
  const keys = await createGatewayKeys()
  await addDevice(store, 'd1')
  await store.facilities.put({ id: 'f2', name: '別の施設', staff: [] })

  async function answer(
    patientId: string,
    given: Partial<EligibilityAnswer> & { asOf: string },
    consented?: Partial<StoredConsent>,
  ): Promise<string> {
    const id = `check-${String(++checks).padStart(6, '0')}`
    const capturedAt = Date.parse(`${given.asOf}T01:00:00Z`)
    const ref = await patientRef(keys.patients, 'f1', patientId)
    const patient = { patientRef: ref, card: { lastDay: null, certificateLastDay: null } }
    const check = acceptedOf(id)
    const facts = { ...check.facts, capturedAt }
    await store.checks.record('f1', [{ ...check, facts, patient }])
    const told = utf8(JSON.stringify(answerOf(id, given)))
    const kept = await seal(keys.currentPair.publicKey, told, keptAnswerAad(id))
    await store.answers.put({
      facilityId: 'f1',
      checkId: id,
      deviceId: 'd1',
      sealed: kept,
      kept,
      patient: { ...patient, capturedAt },
      consent: consented ? consentOf(id, ref, given.asOf, consented) : null,
      now: capturedAt,
    })
    return id
  }

  return {
    store,
    keys,
    now,
    put: (...patients) =>
      store.roster.change('f1', async (rows) => {
        for (const patient of patients) await rows.put(patient, 1)
      }),
    putVisits: (day, ...visits) => store.roster.change('f1', (rows) => rows.putVisits(day, visits)),
    answer,
    async withdraw(patientId) {
      const checkId = await answer(patientId, { asOf: '2026-11-01' }, { items: ['diagnosis'] })
      const id = `withdrawal-of-${checkId}`
      const withdrawal = {
        ...{ id, checkId, facilityId: 'f1', items: ['diagnosis' as const] },
        ...{ decidedBy: 'patient' as const, decidedAt: '2026-11-02T00:00:00Z', receivedAt: 1 },
      }
      await store.checks.record('f1', [{ ...acceptedOf(id), withdrawal }])
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

function consentOf(
  checkId: string,
  patientRef: string,
  day: string,
  change: Partial<StoredConsent>,
): Omit<StoredConsent, 'withdrawn'> {
  return {
    ...{ checkId, facilityId: 'f1', patientRef, setting: 'homeMedicalCare' },
    ...{ channel: 'homeConsent', items: [], decidedBy: 'patient', wording: null },
    ...{ decidedAt: `${day}T01:00:00Z`, until: null, certificateLastDay: null },
    ...change,
  }
}

/** The bulk interface of one facility, by the authority's own record of what it was asked. */
export function bulkPortOf(record: Map<string, BulkFound>) {
  const asked: { requestId: string; query: MorningQuery }[] = []
  const port: BulkPort = {
    ask(requestId, query) {
      asked.push({ requestId, query })
      record.set(requestId, { kind: 'pending' })
      return Promise.resolve()
    },
    find: (requestId) => Promise.resolve(record.get(requestId) ?? { kind: 'neverAsked' }),
  }
  return { port, asked }
}
