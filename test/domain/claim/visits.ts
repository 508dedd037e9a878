/** Fictitious visits to be claimed. */
import type { UnknownClaimSituation } from '../../../domain/claim'
import { type ClaimBasis, claimSheet, type ClaimVisit } from '../../../domain/claim/sheet'
import { readRepertoire } from '../../../domain/repertoire'
import { declaration } from '../declaration/drafts'

const decoder = new TextDecoder('shift_jis')
export const REPERTOIRE = readRepertoire((bytes) => decoder.decode(bytes))

export const FITS: UnknownClaimSituation = {
  treatmentRoom: false,
  answeredInvalid: false,
  saysInsured: true,
  physicalCardShown: true,
  firstVisit: true,
  careDays: 1,
  numbersFound: false,
  newbornUnregistered: false,
}

export const CURRENT = {
  kind: 'current',
  numbers: { insurerNumber: '06139018', symbol: '123', number: '4567', branch: '01' },
  insuredAs: 'family',
} satisfies ClaimBasis

export function unknown(
  changes: Partial<Extract<ClaimBasis, { kind: 'unknown' }>> = {},
): ClaimBasis {
  return {
    kind: 'unknown',
    situation: FITS,
    declaration: declaration(),
    contactedOn: '2026-05-21',
    checksDigit: false,
    ...changes,
  }
}

export function visit(basis: ClaimBasis, changes: Partial<ClaimVisit> = {}): ClaimVisit {
  return {
    visitOn: '2026-05-20',
    today: '2026-05-25',
    person: {
      name: '訓練 花子',
      nameKana: 'クンレン ハナコ',
      birthdate: '1980-04-01',
      sex: 'female',
    },
    basis,
    ...changes,
  }
}

export function sheetOf(basis: ClaimBasis, changes: Partial<ClaimVisit> = {}) {
  return claimSheet(visit(basis, changes), REPERTOIRE)
}
