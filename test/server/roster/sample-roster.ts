/** Fictitious patients of a roster, and what is needed around them. */
import type { Coverage } from '../../../domain/answer'
import type { KnownNumbers, RosterPatient, RosterVisit } from '../../../server/store/roster-store'

export const NUMBERS: KnownNumbers = {
  insurerNumber: '01130012',
  symbol: '7890',
  number: '501',
  branch: '01',
  asOf: '2026-11-01',
  source: 'file',
}

/** 国保, the numbers before or after. */
export const OTHER_NUMBERS: KnownNumbers = {
  ...NUMBERS,
  insurerNumber: '138057',
  symbol: '12-34',
  number: '4260',
  branch: null,
}

export function patientOf(change: Partial<RosterPatient> = {}): RosterPatient {
  return {
    patientId: '00209',
    name: '見本 一郎',
    nameKana: 'ミホン イチロウ',
    birthdate: '1950-04-01',
    sex: 'male',
    authorityName: null,
    current: NUMBERS,
    former: [],
    lastAnswer: null,
    cardCheckedOn: null,
    continuing: false,
    usesDocument: false,
    pinless: false,
    undecided: null,
    ...change,
  }
}

export function visitOf(change: Partial<RosterVisit> = {}): RosterVisit {
  return {
    id: 'visit-1',
    patientId: '00209',
    time: '09:30',
    setting: 'homeMedicalCare',
    order: null,
    note: null,
    ...change,
  }
}

/** As the authority writes it: names in full width with a wide space. */
export function coverageOf(change: Partial<Coverage> = {}): Coverage {
  return {
    insurerNumber: '01130012',
    insurerName: '見本健康保険組合',
    symbol: '７８９０',
    number: '５０１',
    branch: '01',
    cardClassification: '01',
    relation: 'self',
    name: '見本　一郎',
    nameKana: 'ミホン　イチロウ',
    sex: 'male',
    birthdate: '1950-04-01',
    address: '訓練県みほん市１番地',
    qualifiedOn: '2020-04-01',
    disqualifiedOn: null,
    burdenPercent: null,
    elderlyRecipient: null,
    preschool: false,
    limit: null,
    specificDiseases: [],
    lossReason: null,
    ...change,
  }
}
