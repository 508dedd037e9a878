/** Claim sheets as the bytes of a CSV file, or the first thing that the file's character set does not have. */
import { claimCsv } from '../../../domain/claim/export'
import type { ClaimSheet } from '../../../domain/claim/sheet'
import { encodeCp932, type Repertoire } from '../../../domain/repertoire'
import type { ClaimEntry } from '../../stores/claims'
import { saveFile } from '../save-text-file'

export type CsvFile =
  { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; character: string; entry: ClaimEntry }

/** Without it a spreadsheet takes UTF-8 for the code page of its own country. */
const BYTE_ORDER_MARK = '\ufeff'

/** What can be exported: settled, and nothing missing. */
export function exportable(entries: readonly ClaimEntry[]): ClaimEntry[] {
  return entries.filter(({ state, claim }) => state === 'ready' && claim.sheet !== null)
}

/** @param entries exportable ones */
export function csvFile(
  entries: readonly ClaimEntry[],
  encoding: 'utf8' | 'cp932',
  repertoire: Repertoire,
): CsvFile {
  const { text } = claimCsv(sheetsOf(entries))
  if (encoding === 'utf8') {
    return { ok: true, bytes: new TextEncoder().encode(BYTE_ORDER_MARK + text) }
  }
  for (const entry of entries) {
    const encoded = encodeCp932(claimCsv(sheetsOf([entry])).text, repertoire)
    if (!encoded.ok) return { ok: false, character: encoded.character, entry }
  }
  const encoded = encodeCp932(text, repertoire)
  if (!encoded.ok) throw new RangeError('each sheet could be encoded, all together could not')
  return encoded
}

/** @param name of the file, by the day only */
export function saveCsv(name: string, bytes: Uint8Array<ArrayBuffer>, encoding: 'utf8' | 'cp932') {
  saveFile(name, bytes, `text/csv;charset=${encoding === 'utf8' ? 'utf-8' : 'shift_jis'}`)
}

function sheetsOf(entries: readonly ClaimEntry[]): ClaimSheet[] {
  return entries.flatMap(({ claim }) => (claim.sheet === null ? [] : [claim.sheet]))
}
