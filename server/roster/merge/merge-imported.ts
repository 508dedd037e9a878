/** What a row of the facility's own file changes in the roster. Pure; an empty cell changes nothing. */
import type { Day } from '../../../domain/days'
import type { InsuredNumbers } from '../../../domain/documents/document'
import { hasPlaceholder, nameToKeep } from '../../../domain/names'
import type { KnownNumbers, RosterPatient } from '../../store/roster-store'
import { becomeCurrent, becomeFormer, type NumbersHistory } from './numbers-history'
import { isSameNumbers } from '../../visits/same-numbers'

/** A row in canonical form; undefined where the file says nothing. */
export interface ImportedPatient {
  patientId: string
  name: string | undefined
  nameKana: string | undefined
  birthdate: Day | undefined
  sex: RosterPatient['sex'] | undefined
  numbers: InsuredNumbers | undefined
  /** The day the numbers were confirmed. */
  checkedOn: Day | undefined
  cardCheckedOn: Day | undefined
  continuing: boolean | undefined
  usesDocument: boolean | undefined
  pinless: boolean | undefined
}

/** What the import does otherwise than the row says. */
export type MergeNotice = 'nameKept' | 'kanaKept' | 'numbersKept'

export interface Merged {
  patient: RosterPatient
  notices: MergeNotice[]
}

/** A patient who is not on the roster yet needs these. */
export type NewPatient = ImportedPatient & { name: string; nameKana: string; birthdate: Day }

export function newPatient(row: NewPatient, today: Day): RosterPatient {
  return {
    patientId: row.patientId,
    name: row.name,
    nameKana: row.nameKana,
    birthdate: row.birthdate,
    sex: row.sex ?? 'unset',
    authorityName: null,
    current: row.numbers ? known(row.numbers, row.checkedOn ?? today) : null,
    former: [],
    lastAnswer: null,
    cardCheckedOn: row.cardCheckedOn ?? null,
    continuing: row.continuing ?? false,
    usesDocument: row.usesDocument ?? false,
    pinless: row.pinless ?? false,
    undecided: null,
  }
}

/** A name with ● never replaces a good one (R45), and older numbers never replace newer ones. */
export function mergeImported(patient: RosterPatient, row: ImportedPatient, today: Day): Merged {
  const name = row.name === undefined ? patient.name : nameToKeep(patient.name, row.name)
  const nameKana =
    row.nameKana === undefined ? patient.nameKana : nameToKeep(patient.nameKana, row.nameKana)
  const { history, kept } = mergeNumbers(patient, row, today)
  const merged: RosterPatient = {
    ...patient,
    ...history,
    name,
    nameKana,
    birthdate: row.birthdate ?? patient.birthdate,
    sex: row.sex ?? patient.sex,
    cardCheckedOn: later(patient.cardCheckedOn, row.cardCheckedOn ?? null),
    continuing: row.continuing ?? patient.continuing,
    usesDocument: row.usesDocument ?? patient.usesDocument,
    pinless: row.pinless ?? patient.pinless,
  }
  if (isSettledBy(patient, merged, row)) merged.undecided = null
  const notices: MergeNotice[] = []
  if (row.name !== undefined && name !== row.name && hasPlaceholder(row.name)) {
    notices.push('nameKept')
  }
  if (row.nameKana !== undefined && nameKana !== row.nameKana && hasPlaceholder(row.nameKana)) {
    notices.push('kanaKept')
  }
  if (kept) notices.push('numbersKept')
  return { patient: merged, notices }
}

/** Whoever corrects the person, or confirms numbers since, has looked at what was open. */
function isSettledBy(before: RosterPatient, after: RosterPatient, row: ImportedPatient): boolean {
  const isCorrected = (['name', 'nameKana', 'birthdate'] as const).some(
    (field) => before[field] !== after[field],
  )
  const openSince = before.undecided?.on ?? ''
  return isCorrected || (row.numbers !== undefined && (row.checkedOn ?? '') >= openSince)
}

/**
 * Without a day of confirmation the file's numbers count from today, because somebody may just have typed them from a card; but those
 * that the roster knows to be former are what the other software has not heard of yet.
 */
function mergeNumbers(
  { current, former }: RosterPatient,
  { numbers, checkedOn }: ImportedPatient,
  today: Day,
): { history: NumbersHistory; kept: boolean } {
  const history = { current, former }
  if (numbers === undefined) return { history, kept: false }
  const told = known(numbers, checkedOn ?? today)
  const isCurrent = current !== null && isSameNumbers(current, numbers)
  if (isCurrent) {
    return { history: checkedOn ? becomeCurrent(history, told) : history, kept: false }
  }
  const wasLost = former.find((each) => isSameNumbers(each, numbers))
  if (wasLost && (checkedOn === undefined || checkedOn <= wasLost.asOf)) {
    return { history, kept: true }
  }
  if (current !== null && told.asOf < current.asOf) {
    return { history: wasLost ? history : becomeFormer(history, told), kept: true }
  }
  return { history: becomeCurrent(history, told), kept: false }
}

function known({ insurerNumber, symbol, number, branch }: InsuredNumbers, asOf: Day): KnownNumbers {
  return { insurerNumber, symbol, number, branch, asOf, source: 'file' }
}

function later(one: Day | null, other: Day | null): Day | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
