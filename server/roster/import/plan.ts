import type { Finding } from './finding'

/** What a file would change: what the preview shows, and what applying it writes. */
export interface Plan<Change> {
  changes: Change[]
  counts: ImportCounts
  rows: PlannedRow[]
  findings: Finding[]
}

export interface ImportCounts {
  added: number
  changed: number
  same: number
  /** Visits that are no longer on their day's list. */
  removed: number
  /** Rows that hold a fault. */
  faulty: number
}

/** A row that is new or changes something; those that are the same, or faulty, are only counted. */
export interface PlannedRow {
  line: number
  kind: 'added' | 'changed'
  /** By our own names; empty for a new row. */
  columns: string[]
}

export function faultyRows(findings: readonly Finding[]): number {
  const lines = findings.filter(({ weight }) => weight === 'fault').map(({ line }) => line)
  return new Set(lines).size
}

/** In the order of the file. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => one.line - other.line)
}
