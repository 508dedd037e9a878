/** CSV by RFC 4180, strictly: quoted cells may hold commas, quotes and line ends; anything else that looks like a quote is a fault. */

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  line: number
  cells: string[]
}

/** `line`: where the fault stands. */
export type CsvText = { ok: true; rows: CsvRow[] } | { ok: false; line: number }

const LINE_END = /\r\n|\n|\r/y

/**
 * Rows in their order; a line with nothing on it is none. Cells stand between tabs where the first line has tabs and no comma.
 * @param most rows that are read; of a longer file one more comes back, so that it is seen to be longer
 */
export function readCsv(text: string, most: number): CsvText {
  const delimiter = delimiterOf(text)
  const plain = new RegExp(`[^"\\r\\n${delimiter}]*`, 'y')
  const rows: CsvRow[] = []
  let at = 0
  let line = 1

  /** null: a quotation mark where none may be. */
  function readCell(): string | null {
    if (text[at] !== '"') {
      plain.lastIndex = at
      const cell = plain.exec(text)?.[0] ?? ''
      at += cell.length
      return text[at] === '"' ? null : cell
    }
    let cell = ''
    for (;;) {
      const close = text.indexOf('"', at + 1)
      if (close < 0) return null
      cell += text.slice(at + 1, close)
      at = close + 1
      if (text[at] !== '"') break
      cell += '"'
    }
    const ended = at === text.length || [delimiter, '\r', '\n'].includes(text[at] ?? '')
    return ended ? cell : null
  }

  while (at < text.length && rows.length <= most) {
    const row: CsvRow = { line, cells: [] }
    for (;;) {
      const cell = readCell()
      if (cell === null) return { ok: false, line: row.line }
      row.cells.push(cell)
      line += lineEndsIn(cell)
      if (text[at] !== delimiter) break
      at += 1
    }
    LINE_END.lastIndex = at
    at += LINE_END.exec(text)?.[0].length ?? 0
    line += 1
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row)
  }
  return { ok: true, rows }
}

function delimiterOf(text: string): ',' | '\t' {
  const end = text.search(/[\r\n]/)
  const first = end < 0 ? text : text.slice(0, end)
  return first.includes('\t') && !first.includes(',') ? '\t' : ','
}

function lineEndsIn(cell: string): number {
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0
}
