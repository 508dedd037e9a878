/** What a file of patients would change in the roster as it is now. */
import type { Day } from '../../../domain/days'
import type { ErrorCode } from '../../../domain/errors'
import { kanaMatches } from '../../../domain/names'
import type { RosterPatient, RosterRows } from '../../store/roster-store'
import {
  mergeImported,
  newPatient,
  type ImportedPatient,
  type MergeNotice,
} from '../merge/merge-imported'
import { isSameNumbers } from '../../visits/same-numbers'
import type { Finding } from './finding'
import { faultyRows, sortFindings, type Plan } from './plan'
import { readPatient } from './read-patient'
import type { TableRow } from './read-table'
import { PATIENT_LABELS, type ImportWords, type PatientField } from './words'

const NEEDED = ['name', 'nameKana', 'birthdate'] as const

export async function planPatients(
  table: { rows: readonly TableRow<PatientField>[]; findings: readonly Finding[] },
  roster: RosterRows,
  words: ImportWords,
  today: Day,
): Promise<Plan<RosterPatient>> {
  const findings = [...table.findings]
  const plan: Plan<RosterPatient> = {
    changes: [],
    counts: { added: 0, changed: 0, same: 0, removed: 0, faulty: 0 },
    rows: [],
    findings: [],
  }
  const seen = new Set<string>()
  const sameBirth = new Map<Day, RosterPatient[]>()

  function say(line: number, column: PatientField, code: ErrorCode, weight: Finding['weight']) {
    findings.push({ line, column: PATIENT_LABELS[column], code, weight })
  }

  /** Somebody else with this birth date and kana, on the roster or earlier in the file. */
  async function hasTwin(patient: RosterPatient): Promise<boolean> {
    const { birthdate, patientId, nameKana } = patient
    const known = sameBirth.get(birthdate) ?? (await roster.bornOn(birthdate))
    sameBirth.set(birthdate, [...known.filter((each) => each.patientId !== patientId), patient])
    return known.some(
      (other) => other.patientId !== patientId && kanaMatches(other.nameKana, nameKana),
    )
  }

  async function planRow(line: number, row: ImportedPatient): Promise<void> {
    const before = await roster.get(row.patientId)
    const after = before ? changedBy(line, before, row) : addedBy(line, row)
    if (after === null) return
    const isOther = before?.birthdate !== after.birthdate || before.nameKana !== after.nameKana
    if (before && before.birthdate !== after.birthdate) say(line, 'birthdate', 'TZ-P40', 'doubt')
    if (isOther && (await hasTwin(after))) say(line, 'patientId', 'TZ-P41', 'doubt')
    const columns = before ? changedColumns(before, after) : []
    if (before && columns.length === 0) {
      plan.counts.same += 1
      return
    }
    plan.changes.push(after)
    plan.counts[before ? 'changed' : 'added'] += 1
    plan.rows.push({ line, kind: before ? 'changed' : 'added', columns })
  }

  function addedBy(line: number, row: ImportedPatient): RosterPatient | null {
    const { name, nameKana, birthdate } = row
    if (name === undefined || nameKana === undefined || birthdate === undefined) {
      // A cell that was told to be wrong is not told to be empty as well.
      const told = findings.filter((each) => each.line === line).map(({ column }) => column)
      for (const field of NEEDED) {
        const isTold = told.includes(PATIENT_LABELS[field])
        if (row[field] === undefined && !isTold) say(line, field, 'TZ-P20', 'fault')
      }
      return null
    }
    return newPatient({ ...row, name, nameKana, birthdate }, today)
  }

  function changedBy(line: number, before: RosterPatient, row: ImportedPatient): RosterPatient {
    const { patient, notices } = mergeImported(before, row, today)
    for (const notice of notices) say(line, ...NOTICES[notice], 'notice')
    return patient
  }

  for (const tableRow of table.rows) {
    const { line } = tableRow
    const { row, findings: ofRow } = readPatient(tableRow, words, today)
    findings.push(...ofRow)
    if (row === null) continue
    if (seen.has(row.patientId)) say(line, 'patientId', 'TZ-P23', 'fault')
    else {
      seen.add(row.patientId)
      await planRow(line, row)
    }
  }
  plan.findings = sortFindings(findings)
  plan.counts.faulty = faultyRows(findings)
  return plan
}

const NOTICES: Readonly<Record<MergeNotice, readonly [PatientField, ErrorCode]>> = {
  nameKept: ['name', 'TZ-P42'],
  kanaKept: ['nameKana', 'TZ-P42'],
  numbersKept: ['insurerNumber', 'TZ-P43'],
}

const COMPARED = [
  'name',
  'nameKana',
  'birthdate',
  'sex',
  'cardCheckedOn',
  'continuing',
  'usesDocument',
  'pinless',
] as const

function changedColumns(before: RosterPatient, after: RosterPatient): string[] {
  const fields: PatientField[] = COMPARED.filter((field) => before[field] !== after[field])
  const isSame =
    before.current !== null && after.current !== null
      ? isSameNumbers(before.current, after.current)
      : before.current === after.current
  if (!isSame || before.former.length !== after.former.length) fields.push('insurerNumber')
  else if (before.current?.asOf !== after.current?.asOf || before.undecided !== after.undecided) {
    fields.push('checkedOn')
  }
  return fields.map((field) => PATIENT_LABELS[field])
}
