/** A visit at which nothing is wrong; each test changes what it is about. */
import { decide } from '../../../domain/decide'
import type { Decision } from '../../../domain/decide/decision'
import type { CardFacts, PatientFacts, Situation } from '../../../domain/decide/situation'

export const NOW = '2026-11-20T10:00:00+09:00'

const VISIT: Situation = {
  at: NOW,
  facility: { kind: 'clinic', boundDevice: true, visualPasscode: true },
  setting: 'homeVisit',
  presented: ['card'],
  card: { readable: true, certificateExpires: '2029-05-05', pinTriesLeft: 3, photo: true },
  relation: {
    continuing: true,
    lastCardCheckAt: '2026-10-20T10:00:00+09:00',
    lastVisitOn: '2026-11-13',
  },
}

export const ALL_ITEMS = { diagnosis: true, medication: true, checkup: true, surgery: true }
export const NO_ITEMS = { diagnosis: false, medication: false, checkup: false, surgery: false }

/** Everything that 不詳 asks for (R61). */
const UNKNOWN_PATIENT: PatientFacts = {
  birthDate: '1980-01-15',
  saysInsured: true,
  firstVisit: true,
  careDaysThisMonth: 1,
  numbers: 'none',
}

export function visit(changes: Partial<Situation> = {}): Decision {
  return decide({ ...VISIT, ...changes })
}

export function facility(changes: Partial<Situation['facility']>): Situation['facility'] {
  return { ...VISIT.facility, ...changes }
}

export function card(changes: Partial<CardFacts>): CardFacts {
  return { readable: true, certificateExpires: '2029-05-05', pinTriesLeft: 3, ...changes }
}

export function patient(changes: Partial<PatientFacts> = {}): PatientFacts {
  return { ...UNKNOWN_PATIENT, ...changes }
}

export function consentAt(at: string, withdrawnAt?: string): NonNullable<Situation['consent']> {
  return { at, items: ALL_ITEMS, ...(withdrawnAt !== undefined && { withdrawnAt }) }
}

export function codesOf({ next }: Decision): string[] {
  return next.map(({ code }) => code)
}
