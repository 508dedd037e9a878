/** Fictitious people, visits, checks and answers that strain a layout: the longest names, ●, rare characters. */
import type { Coverage, EligibilityAnswer, PublicExpense } from '../../domain/answer'
import type { CheckState } from '../../domain/check'
import type { ErrorCode } from '../../domain/errors'
import type { Visit } from '../../domain/visit'
import type { CheckNote, CheckRow } from '../../src/stores/view-types'

/** 2026年11月21日(土) 10:00 in Japan, as in the fake world. */
export const NOW = Date.parse('2026-11-21T01:00:00Z')
const MINUTE = 60_000

const base: Omit<Visit, 'id' | 'name' | 'nameKana'> = {
  patientId: 'patient',
  scheduledAt: '2026-11-21T00:30:00Z',
  birthdate: '1938-05-17',
  setting: 'homeNursing',
  need: { kind: 'card' },
  cardHasPin: true,
}

export const VISITS: Visit[] = [
  { ...base, id: 'v-1', name: '見本　花子', nameKana: 'ミホン ハナコ' },
  {
    ...base,
    id: 'v-2',
    scheduledAt: '2026-11-21T01:30:00Z',
    name: 'ベルナルディーヌ　マリー・クレール・アントワネット＝ド＝サンジェルマン',
    nameKana: 'ベルナルディーヌ マリー・クレール・アントワネット＝ド＝サンジェルマン',
    setting: 'homeMedicalCare',
    need: { kind: 'certificateEnds', day: '2027-05-31' },
  },
  {
    ...base,
    id: 'v-3',
    scheduledAt: '2026-11-21T02:30:00Z',
    name: '𠮷田　●子',
    nameKana: 'ヨシダ ショウコ',
    birthdate: '2021-04-02',
    setting: 'homePharmacy',
    need: { kind: 'reinquiry' },
  },
  {
    ...base,
    id: 'v-4',
    scheduledAt: '2026-11-21T04:00:00Z',
    name: '徳川　德次郎',
    nameKana: 'トクガワ トクジロウ',
    setting: 'houseCall',
    need: { kind: 'previousInvalid' },
  },
  {
    ...base,
    id: 'v-5',
    scheduledAt: '2026-11-21T06:15:00Z',
    name: '書類　次郎',
    nameKana: 'ショルイ ジロウ',
    setting: 'readerFailure',
    need: { kind: 'document' },
  },
]

export function makeNote(id: string, change: Partial<CheckNote> = {}): CheckNote {
  return {
    v: 1,
    id,
    visitId: null,
    name: '見本　花子',
    nameKana: 'ミホン ハナコ',
    setting: 'homeNursing',
    staffName: '看護　太郎',
    capturedAt: '2026-11-21T00:40:00Z',
    withChallenge: true,
    certificateLastDay: '2029-03-03',
    ...change,
  }
}

export function makeRow(
  id: string,
  state: CheckState,
  change: Partial<CheckRow> = {},
  note: Partial<CheckNote> | null = {},
): CheckRow {
  return {
    id,
    state,
    savedAt: NOW - 20 * MINUTE,
    acceptedAt: null,
    answeredAt: null,
    attempts: 0,
    nextTryAt: null,
    code: null,
    note: note === null ? null : makeNote(id, note),
    ...change,
  }
}

export function makeRefused(id: string, code: ErrorCode, change: Partial<CheckRow> = {}): CheckRow {
  return makeRow(id, 'rejected', { code, attempts: 1, ...change })
}

export const COVERAGE: Coverage = {
  insurerNumber: '06139992',
  insurerName: '訓練健康保険組合',
  symbol: '訓練・12',
  number: '3456789',
  branch: '01',
  cardClassification: '01',
  relation: 'family',
  name: '見本　花子',
  nameKana: 'ミホン ハナコ',
  sex: 'female',
  birthdate: '1950-03-03',
  address: '架空県見本市例示町一丁目2番3号　サンプルハイツ405',
  qualifiedOn: '2020-04-01',
  disqualifiedOn: null,
  burdenPercent: 20,
  elderlyRecipient: { from: '2026-08-01', until: '2027-07-31', burdenPercent: 20 },
  preschool: false,
  limit: { classification: '02', category: 'B06', from: '2026-08-01', until: '2027-07-31' },
  specificDiseases: [{ category: '1', selfPayLimit: 10_000, from: '2024-04-01', until: null }],
  lossReason: null,
}

export const EXPENSE: PublicExpense = {
  payerNumber: '12139997',
  payerName: '見本市福祉事務所',
  recipientNumber: '1234567',
  use: 'combined',
  selfPayAmount: 1500,
  from: '2026-11-01',
  until: '2026-11-30',
}

export function makeAnswer(
  checkId: string,
  change: Partial<EligibilityAnswer> = {},
): EligibilityAnswer {
  return {
    v: 1,
    checkId,
    answeredAt: '2026-11-21T00:50:00Z',
    asOf: '2026-11-21',
    channel: 'homeConsent',
    validity: 'valid',
    coverages: [COVERAGE],
    publicExpenses: [],
    certificate: { state: 'valid', lastDay: '2029-03-03', usableUntil: '2029-06-30' },
    assurance: 'challenge',
    revocationChecked: false,
    consentedItems: ['diagnosis', 'medication'],
    consentUntil: null,
    message: null,
    ...change,
  }
}
