/**
 * A facility's file, first looked at and then taken: whole, or not at all. Nothing is kept in between; the file comes again with the
 * token of its preview, and is only taken if file and roster are still what the preview showed.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { Setting } from '../../../domain/check'
import { dayInJapan, type Day } from '../../../domain/days'
import type { RosterErrorCode } from '../../../domain/errors'
import type { AuditNote } from '../../store/audit-store'
import type { RosterPatient, RosterRows, RosterStore } from '../../store/roster-store'
import type { Finding } from './finding'
import type { ImportCounts, Plan, PlannedRow } from './plan'
import { planPatients } from './plan-patients'
import { planVisits, type PlannedDay } from './plan-visits'
import { readTable, type Refused } from './read-table'
import type { TextEncoding } from './read-text'
import { PATIENT_LABELS, VISIT_LABELS, type ImportWords } from './words'

export const IMPORT_KINDS = ['patients', 'visits'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

export interface ImportFile {
  kind: ImportKind
  bytes: Uint8Array
  /** Of visits where the file says none. */
  setting: Setting | null
}

export interface RefusedFile {
  outcome: 'refused'
  code: RosterErrorCode
  columns: string[]
  line: number | null
}

export interface ReadableFile {
  outcome: 'readable'
  /** Stands for this file on this roster on this day. */
  token: string
  counts: ImportCounts
  rows: PlannedRow[]
  findings: Finding[]
  /** Columns of the file that nobody knows. */
  ignored: string[]
  /** As which the file was read. */
  encoding: TextEncoding
}

export type ImportPreview = RefusedFile | ReadableFile

export type ImportOutcome =
  | { outcome: 'applied'; counts: ImportCounts }
  /** Nothing was taken: TZ-P07 to TZ-P09, or the file itself is refused. */
  | { outcome: 'notApplied'; code: RosterErrorCode }

export interface ImportWorld {
  roster: RosterStore
  words: ImportWords
  now: () => number
}

type Planned = { ignored: string[]; encoding: TextEncoding } & (
  { kind: 'patients'; plan: Plan<RosterPatient> } | { kind: 'visits'; plan: Plan<PlannedDay> }
)

export async function previewImport(
  facilityId: string,
  file: ImportFile,
  world: ImportWorld,
): Promise<ImportPreview> {
  const today = dayInJapan(world.now())
  const planned = await planFile(file, world.roster.of(facilityId), world.words, today)
  if ('ok' in planned) {
    const { code, columns, line } = planned
    return { outcome: 'refused', code, columns, line }
  }
  const { counts, rows, findings } = planned.plan
  const token = tokenOf(facilityId, file, planned, today)
  const { ignored, encoding } = planned
  return { outcome: 'readable', token, counts, rows, findings, ignored, encoding }
}

/**
 * @param confirmed a person has looked at every doubt
 * @param note for the audit, written with what it tells of
 */
export function applyImport(
  facilityId: string,
  file: ImportFile,
  { token, confirmed, note }: { token: string; confirmed: boolean; note?: AuditNote },
  { roster, words, now }: ImportWorld,
): Promise<ImportOutcome> {
  const at = now()
  const today = dayInJapan(at)
  return roster.change(facilityId, async (rows) => {
    const planned = await planFile(file, rows, words, today)
    if ('ok' in planned) return notApplied(planned.code)
    if (tokenOf(facilityId, file, planned, today) !== token) return notApplied('TZ-P09')
    const { findings, counts } = planned.plan
    const has = (weight: Finding['weight']) => findings.some((each) => each.weight === weight)
    if (has('fault')) return notApplied('TZ-P07')
    if (has('doubt') && !confirmed) return notApplied('TZ-P08')
    if (planned.kind === 'patients') {
      for (const patient of planned.plan.changes) await rows.put(patient, at)
    } else {
      for (const { day, visits } of planned.plan.changes) {
        const named = visits.map((visit) => ({ ...visit, id: visit.id ?? newVisitId() }))
        await rows.putVisits(day, named)
      }
    }
    if (note) await rows.note(note)
    return { outcome: 'applied', counts }
  })
}

async function planFile(
  file: ImportFile,
  roster: RosterRows,
  words: ImportWords,
  today: Day,
): Promise<Planned | Refused> {
  if (file.kind === 'patients') {
    const table = readTable(file.bytes, {
      names: words.patients,
      labels: PATIENT_LABELS,
      needed: ['patientId'],
      words,
    })
    if (!table.ok) return table
    const plan = await planPatients(table, roster, words, today)
    const { ignored, encoding } = table
    return { kind: 'patients', plan, ignored, encoding }
  }
  const table = readTable(file.bytes, {
    names: words.visits,
    labels: VISIT_LABELS,
    needed: ['day', 'time', 'patientId'],
    words,
  })
  if (!table.ok) return table
  const plan = await planVisits(table, roster, { words, today, setting: file.setting })
  const { ignored, encoding } = table
  return { kind: 'visits', plan, ignored, encoding }
}

/** The plan holds what the roster is to become, and what of it that changes. */
function tokenOf(facilityId: string, file: ImportFile, { plan }: Planned, today: Day): string {
  return createHash('sha256')
    .update(JSON.stringify([facilityId, file.kind, file.setting, today, plan]))
    .update(file.bytes)
    .digest('base64url')
}

/** It names nobody: it stands on the tablets, and in the database in the clear. */
function newVisitId(): string {
  return `visit-${randomUUID()}`
}

function notApplied(code: RosterErrorCode): ImportOutcome {
  return { outcome: 'notApplied', code }
}
