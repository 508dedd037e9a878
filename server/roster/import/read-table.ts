/** The file as rows of named cells, or why it is refused as a whole. Nothing of its contents is repeated. */
import { MAX_IMPORT_BYTES } from '../../../api/admin/roster'
import type { RosterErrorCode } from '../../../domain/errors'
import { refusesMyNumber } from '../../../domain/my-number'
import type { Finding } from './finding'
import { readCsv } from './read-csv'
import { readText, type TextEncoding } from './read-text'
import { findWord, type ImportWords } from './words'

/** One transaction, some 0.3 ms a row on SQLite, and nobody else writes meanwhile. */
export const MOST_ROWS = 20_000

export interface TableRow<F extends string> {
  line: number
  /** Trimmed; a column that the file does not have, or an empty cell, is absent. */
  cells: Partial<Record<F, string>>
}

export interface Refused {
  ok: false
  code: RosterErrorCode
  /** Columns that are missing or double, by our own names. */
  columns: string[]
  line: number | null
}

export type Table<F extends string> =
  | {
      ok: true
      encoding: TextEncoding
      rows: TableRow<F>[]
      findings: Finding[]
      ignored: string[]
    }
  | Refused

export interface TableShape<F extends string> {
  names: Record<F, readonly string[]>
  labels: Record<F, string>
  needed: readonly F[]
  words: Pick<ImportWords, 'forbidden'>
}

/** The first row holds the names of the columns, in any order; those that nobody knows are left out and named. */
export function readTable<F extends string>(bytes: Uint8Array, shape: TableShape<F>): Table<F> {
  if (bytes.length > MAX_IMPORT_BYTES) return refused('TZ-P06')
  const read = readText(bytes)
  if (read === null) return refused('TZ-P01')
  const csv = readCsv(read.text, MOST_ROWS + 1)
  if (!csv.ok) return refused('TZ-P02', [], csv.line)
  const [header, ...rows] = csv.rows
  // Before anything else of the file is told: not even its header's names leave a file with a 個人番号 in it (R13).
  const forbidden = findForbidden([header?.cells ?? [], ...rows.map(({ cells }) => cells)], shape)
  if (forbidden !== null) return refused('TZ-P05', [], csv.rows[forbidden]?.line ?? null)
  if (!header || rows.length === 0 || rows.length > MOST_ROWS) return refused('TZ-P06')
  const fields = header.cells.map((cell) => findWord(shape.names, cell))
  const missing = shape.needed.filter((field) => !fields.includes(field))
  if (missing.length > 0) return refused('TZ-P03', labelsOf(missing, shape))
  const double = fields.filter((field, at) => field !== null && fields.indexOf(field) < at)
  if (double.length > 0) return refused('TZ-P04', labelsOf(double, shape))
  const ofOtherWidth = rows.filter(({ cells }) => cells.length !== fields.length)
  return {
    ok: true,
    encoding: read.encoding,
    rows: rows
      .filter((row) => !ofOtherWidth.includes(row))
      .map(({ line, cells }) => ({ line, cells: nameCells(cells, fields) })),
    findings: ofOtherWidth.map(({ line }) => ({
      line,
      column: null,
      code: 'TZ-P21' as const,
      weight: 'fault' as const,
    })),
    ignored: header.cells.filter((cell, at) => fields[at] === null && cell.trim() !== ''),
  }
}

function nameCells<F extends string>(
  cells: readonly string[],
  fields: readonly (F | null)[],
): Partial<Record<F, string>> {
  const named: Partial<Record<F, string>> = {}
  cells.forEach((cell, at) => {
    const field = fields[at]
    const value = cell.trim()
    if (field !== null && field !== undefined && value !== '') named[field] = value
  })
  return named
}

/** The index of the first row that must not be read, the header being 0. */
function findForbidden<F extends string>(
  rows: readonly (readonly string[])[],
  { words }: TableShape<F>,
): number | null {
  const named = (rows[0] ?? []).some((cell) => findWord({ it: words.forbidden }, cell) !== null)
  if (named) return 0
  const found = rows.findIndex((cells) => cells.some(refusesMyNumber))
  return found < 0 ? null : found
}

function labelsOf<F extends string>(fields: readonly (F | null)[], shape: TableShape<F>): string[] {
  const known = fields.filter((field) => field !== null)
  return [...new Set(known.map((field) => shape.labels[field]))]
}

function refused(
  code: RosterErrorCode,
  columns: string[] = [],
  line: number | null = null,
): Refused {
  return { ok: false, code, columns, line }
}
