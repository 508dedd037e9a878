/** A row of the file as a patient in canonical form. */
import type { Day } from '../../../domain/days'
import type { InsuredNumbers } from '../../../domain/documents/document'
import type { ErrorCode } from '../../../domain/errors'
import { parseFreeText } from '../../../domain/free-text'
import { parseKanaName } from '../../../domain/kana'
import {
  parseBranch,
  parseInsuredNumber,
  parseInsurerNumber,
  parseSymbol,
} from '../../../domain/numbers'
import type { Result } from '../../../domain/outcome'
import type { ImportedPatient } from '../merge/merge-imported'
import { readBirthdate, readPastDay, readPatientId, readWord } from './read-cells'
import type { Finding } from './finding'
import type { TableRow } from './read-table'
import { PATIENT_LABELS, type ImportWords, type PatientField } from './words'

/** null where the row names nobody; every fault of the row is told, not the first alone. */
export interface ReadRow<T> {
  row: T | null
  findings: Finding[]
}

export function readPatient(
  { line, cells }: TableRow<PatientField>,
  words: Pick<ImportWords, 'sex' | 'flag'>,
  today: Day,
): ReadRow<ImportedPatient> {
  const findings: Finding[] = []

  function fault(field: PatientField, code: ErrorCode): void {
    findings.push({ line, column: PATIENT_LABELS[field], code, weight: 'fault' })
  }

  function read<T>(field: PatientField, parse: (text: string) => Result<T>): T | undefined {
    const text = cells[field]
    if (text === undefined) return undefined
    const result = parse(text)
    if (result.ok) return result.value
    fault(field, result.code)
    return undefined
  }

  const flag = (field: PatientField) => {
    const word = read(field, (text) => readWord(words.flag, text))
    return word && word === 'yes'
  }

  const patientId = read('patientId', readPatientId)
  if (cells.patientId === undefined) fault('patientId', 'TZ-P20')
  const row = {
    name: read('name', parseFreeText),
    nameKana: read('nameKana', parseKanaName),
    birthdate: read('birthdate', (text) => readBirthdate(text, today)),
    sex: read('sex', (text) => readWord(words.sex, text)),
    numbers: readNumbers(cells, fault),
    checkedOn: read('checkedOn', (text) => readPastDay(text, today)),
    cardCheckedOn: read('cardCheckedOn', (text) => readPastDay(text, today)),
    continuing: flag('continuing'),
    usesDocument: flag('usesDocument'),
    pinless: flag('pinless'),
  }
  return { row: patientId === undefined ? null : { patientId, ...row }, findings }
}

/** All four judged together; a row with none of them says nothing of the insurance. */
function readNumbers(
  cells: TableRow<PatientField>['cells'],
  fault: (field: PatientField, code: ErrorCode) => void,
): InsuredNumbers | undefined {
  const { insurerNumber, symbol, number, branch } = cells
  if ([insurerNumber, symbol, number, branch].every((cell) => cell === undefined)) return undefined
  const insurer = parseInsurerNumber(insurerNumber ?? '')
  if (!insurer.ok) {
    fault('insurerNumber', insurerNumber === undefined ? 'TZ-P20' : insurer.code)
    return undefined
  }
  const ofInsurer = insurer.value
  const read = {
    symbol: parseSymbol(symbol ?? '', ofInsurer),
    number: parseInsuredNumber(number ?? '', ofInsurer),
    branch: parseBranch(branch ?? '', ofInsurer),
  }
  if (!read.symbol.ok) fault('symbol', read.symbol.code)
  if (!read.number.ok) fault('number', number === undefined ? 'TZ-P20' : read.number.code)
  if (!read.branch.ok) fault('branch', read.branch.code)
  if (!read.symbol.ok || !read.number.ok || !read.branch.ok) return undefined
  return {
    insurerNumber: ofInsurer,
    symbol: read.symbol.value,
    number: read.number.value,
    branch: read.branch.value,
  }
}
