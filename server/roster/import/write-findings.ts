/** What an import has to say, as CSV for whoever mends the file: rows, columns and sentences, nothing of a patient. */
import { csvCell } from '../../../domain/claim/export'
import { ERROR_CATALOGUE, type ErrorCode } from '../../../domain/errors'
import type { Finding } from './finding'
import type { ImportPreview } from './import-file'

const HEADER = ['行', '列', '種類', '番号', '内容', '次にすること']
const WEIGHTS: Readonly<Record<Finding['weight'], string>> = {
  fault: '直す',
  doubt: '確かめる',
  notice: '知らせ',
}
/** Without it a spreadsheet takes UTF-8 for Shift_JIS. */
const BYTE_ORDER_MARK = '\ufeff'

export function writeFindings(preview: ImportPreview): string {
  const rows =
    preview.outcome === 'refused'
      ? [rowOf(preview.line, preview.columns.join(' '), 'fault', preview.code)]
      : preview.findings.map(({ line, column, weight, code }) =>
          rowOf(line, column ?? '', weight, code),
        )
  return (
    BYTE_ORDER_MARK + [HEADER, ...rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('')
  )
}

function rowOf(
  line: number | null,
  column: string,
  weight: Finding['weight'],
  code: ErrorCode,
): string[] {
  const { message, next } = ERROR_CATALOGUE[code]
  return [line === null ? '' : String(line), column, WEIGHTS[weight], code, message, next]
}
