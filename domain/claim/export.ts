/** Claim sheets for the clipboard and as CSV (RFC 4180). */
import type { ClaimGap } from './gap'
import type { ClaimSheet } from './sheet'

const LINE_END = '\r\n'
/** A spreadsheet takes a cell that begins so for a formula, in full width too; the two controls let one begin later. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/u

export const CLAIM_COLUMNS = [
  '受診日',
  '請求区分',
  '保険者番号',
  '記号',
  '番号',
  '枝番',
  '本人・家族',
  '公費負担者番号',
  '受給者番号',
  '公費負担者番号2',
  '受給者番号2',
  '氏名',
  'カナ氏名',
  '生年月日',
  '性別',
  '摘要',
] as const

const KINDS: Readonly<Record<ClaimSheet['kind'], string>> = {
  current: '現在の資格',
  former: '旧資格',
  publicExpense: '公費',
  unknown: '不詳',
}

/** One item a line, 摘要欄 last, as it can be pasted into claim software; what is empty is left out. */
export function claimText(sheet: ClaimSheet): string {
  const rows = sheet.rows.filter(({ value }) => value !== '')
  const lines = rows.map(({ label, value }) => `${label}: ${value}`)
  return sheet.remarks.length === 0
    ? lines.join('\n')
    : [...lines, '摘要欄:', ...remarkLines(sheet)].join('\n')
}

export interface ClaimCsv {
  /** Header and one row for each sheet that is complete, each line ended with CR LF. */
  text: string
  /** Sheets left out, with what is missing: never silently. */
  left: readonly { sheet: ClaimSheet; gaps: readonly ClaimGap[] }[]
}

/** For CP932 give the text to `encodeCp932`, which names a character that does not exist there. */
export function claimCsv(sheets: readonly ClaimSheet[]): ClaimCsv {
  const complete = sheets.filter(({ gaps }) => gaps.length === 0)
  const left = sheets.filter(({ gaps }) => gaps.length > 0)
  const lines = [[...CLAIM_COLUMNS], ...complete.map(cellsOf)]
  return {
    text: lines.map((cells) => cells.map(csvCell).join(',') + LINE_END).join(''),
    left: left.map((sheet) => ({ sheet, gaps: sheet.gaps })),
  }
}

/** A cell by RFC 4180: quoted where it must be; an apostrophe before what a spreadsheet would calculate. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /["\r\n,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function cellsOf(sheet: ClaimSheet): string[] {
  const cells = new Map<string, string>([
    ...sheet.rows.map(({ label, value }) => [label, value] as const),
    ['受診日', sheet.visitOn],
    ['請求区分', KINDS[sheet.kind]],
    ['摘要', remarkLines(sheet).join(';')],
  ])
  return CLAIM_COLUMNS.map((column) => cells.get(column) ?? '')
}

function remarkLines({ remarks }: ClaimSheet): string[] {
  return remarks.map(({ item, label, value }) =>
    item === 'unknown' ? label : `${label} ${value ?? ''}`.trimEnd(),
  )
}
