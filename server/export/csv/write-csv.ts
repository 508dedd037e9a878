/** Answers as CSV (RFC 4180), whole or not at all. */
import { csvCell } from '../../../domain/claim/export'
import { encodeCp932, readRepertoire, type Repertoire } from '../../../domain/repertoire'
import type { ExportRecord } from '../record'
import { CSV_COLUMNS, rowsOf } from './columns'

/** `utf-8` begins with a byte order mark, without which a spreadsheet takes it for Shift_JIS. */
export type CsvEncoding = 'utf-8' | 'cp932'

/** A character that the encoding lacks: where it stands, and which it is. Never what stands around it. */
export interface CsvGap {
  checkId: string
  column: string
  characters: readonly string[]
}

export type CsvFile =
  | { ok: true; bytes: Uint8Array<ArrayBuffer>; rows: number }
  /** Nothing is written: a file with a replaced character would be taken for the person's name. */
  | { ok: false; gaps: readonly CsvGap[] }

const LINE_END = '\r\n'
const BYTE_ORDER_MARK = '\ufeff'

export function writeCsv(records: readonly ExportRecord[], encoding: CsvEncoding): CsvFile {
  const rows = records.flatMap((record) =>
    rowsOf(record).map((row) => ({
      checkId: record.check.id,
      cells: CSV_COLUMNS.map(({ value }) => String(value(row) ?? '')),
    })),
  )
  const header = CSV_COLUMNS.map(({ name }) => name)
  const text = [header, ...rows.map(({ cells }) => cells)].map(lineOf).join('')
  if (encoding === 'utf-8') {
    return { ok: true, bytes: new TextEncoder().encode(BYTE_ORDER_MARK + text), rows: rows.length }
  }
  const gaps = rows.flatMap(({ checkId, cells }) => gapsOf(checkId, cells))
  const encoded = encodeCp932(text, cp932())
  return encoded.ok ? { ok: true, bytes: encoded.bytes, rows: rows.length } : { ok: false, gaps }
}

function lineOf(cells: readonly string[]): string {
  return cells.map(csvCell).join(',') + LINE_END
}

function gapsOf(checkId: string, cells: readonly string[]): CsvGap[] {
  return cells.flatMap((cell, index) => {
    const missing = Array.from(cell).filter((letter) => !encodeCp932(letter, cp932()).ok)
    const column = CSV_COLUMNS[index]?.name ?? ''
    return missing.length === 0 ? [] : [{ checkId, column, characters: [...new Set(missing)] }]
  })
}

let repertoire: Repertoire | undefined

/** Read when it is first needed, 15 ms, and kept. */
function cp932(): Repertoire {
  const decoder = new TextDecoder('shift_jis')
  return (repertoire ??= readRepertoire((bytes) => decoder.decode(bytes)))
}
