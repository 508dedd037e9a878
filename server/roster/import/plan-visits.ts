/** What a file of visits would change: the days that are in it get its list in place of theirs, other days stay as they are. */
import type { Setting } from '../../../domain/check'
import type { Day } from '../../../domain/days'
import type { ErrorCode } from '../../../domain/errors'
import { parseOptionalText } from '../../../domain/free-text'
import type { Result } from '../../../domain/outcome'
import type { RosterRows, RosterVisit } from '../../store/roster-store'
import type { Finding } from './finding'
import { faultyRows, sortFindings, type Plan } from './plan'
import { readClock, readOrder, readPatientId, readVisitDay, readWord } from './read-cells'
import type { TableRow } from './read-table'
import { VISIT_LABELS, type ImportWords, type VisitField } from './words'

/** A day's whole list; a new visit has no id yet. */
export interface PlannedDay {
  day: Day
  visits: (Omit<RosterVisit, 'id'> & { id: string | null })[]
}

interface Wanted {
  line: number
  day: Day
  visit: Omit<RosterVisit, 'id'>
}

export interface VisitContext {
  words: ImportWords
  today: Day
  /** Where the file does not say: null makes an empty cell a fault. */
  setting: Setting | null
}

export async function planVisits(
  table: { rows: readonly TableRow<VisitField>[]; findings: readonly Finding[] },
  roster: RosterRows,
  context: VisitContext,
): Promise<Plan<PlannedDay>> {
  const findings = [...table.findings]
  const wanted: Wanted[] = []
  const known = new Map<string, boolean>()
  const taken = new Set<string>()
  for (const row of table.rows) {
    const read = readVisit(row, context)
    findings.push(...read.findings)
    if (read.wanted === null) continue
    const { line, day, visit } = read.wanted
    const { patientId, time } = visit
    const isKnown = known.get(patientId) ?? (await roster.get(patientId)) !== undefined
    known.set(patientId, isKnown)
    const turn = [day, time, patientId].join(' ')
    if (!isKnown) findings.push(faultOf(line, 'patientId', 'TZ-P26'))
    else if (taken.has(turn)) findings.push(faultOf(line, 'patientId', 'TZ-P23'))
    else wanted.push(read.wanted)
    taken.add(turn)
  }

  const plan: Plan<PlannedDay> = {
    changes: [],
    counts: { added: 0, changed: 0, same: 0, removed: 0, faulty: faultyRows(findings) },
    rows: [],
    findings: sortFindings(findings),
  }
  for (const day of [...new Set(wanted.map((each) => each.day))].sort()) {
    const ofDay = wanted.filter((each) => each.day === day)
    addDay(plan, day, ofDay, await roster.visitsOn(day))
  }
  return plan
}

/**
 * A visit that was on the list keeps its id, by which tablets know it: the one of the same patient at the same time, else the
 * patient's next one that no other row took.
 */
function addDay(
  plan: Plan<PlannedDay>,
  day: Day,
  wanted: readonly Wanted[],
  before: readonly RosterVisit[],
): void {
  const left = [...before]
  function take(fits: (visit: RosterVisit) => boolean): RosterVisit | undefined {
    const at = left.findIndex(fits)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const atTime = wanted.map(({ visit: { patientId, time } }) =>
    take((old) => old.patientId === patientId && old.time === time),
  )
  const visits: PlannedDay['visits'] = []
  let rows = 0
  for (const [index, { line, visit }] of wanted.entries()) {
    const old = atTime[index] ?? take(({ patientId }) => patientId === visit.patientId)
    visits.push({ ...visit, id: old?.id ?? null })
    const columns = old ? changedColumns(old, visit) : []
    if (old && columns.length === 0) plan.counts.same += 1
    else {
      plan.counts[old ? 'changed' : 'added'] += 1
      plan.rows.push({ line, kind: old ? 'changed' : 'added', columns })
      rows += 1
    }
  }
  plan.counts.removed += left.length
  if (rows > 0 || left.length > 0) plan.changes.push({ day, visits })
}

function readVisit(
  { line, cells }: TableRow<VisitField>,
  { words, today, setting }: VisitContext,
): { wanted: Wanted | null; findings: Finding[] } {
  const findings: Finding[] = []
  function read<T>(field: VisitField, parse: (text: string) => Result<T>): T | undefined {
    const text = cells[field]
    if (text === undefined) return undefined
    const result = parse(text)
    if (result.ok) return result.value
    findings.push(faultOf(line, field, result.code))
    return undefined
  }
  const needed = {
    day: read('day', (text) => readVisitDay(text, today)),
    time: read('time', readClock),
    patientId: read('patientId', readPatientId),
    setting:
      cells.setting === undefined
        ? (setting ?? undefined)
        : read('setting', (text) => readWord(words.setting, text)),
  }
  for (const field of ['day', 'time', 'patientId', 'setting'] as const) {
    const isEmpty = cells[field] === undefined && needed[field] === undefined
    if (isEmpty) findings.push(faultOf(line, field, 'TZ-P20'))
  }
  const order = read('order', readOrder) ?? null
  const note = read('note', parseOptionalText) ?? null
  const { day, time, patientId, setting: own } = needed
  const isWhole = day && time && patientId && own && findings.length === 0
  return {
    wanted: isWhole ? { line, day, visit: { time, patientId, setting: own, order, note } } : null,
    findings,
  }
}

function changedColumns(before: RosterVisit, after: Omit<RosterVisit, 'id'>): string[] {
  const fields = (['time', 'setting', 'order', 'note'] as const).filter(
    (field) => before[field] !== after[field],
  )
  return fields.map((field) => VISIT_LABELS[field])
}

function faultOf(line: number, field: VisitField, code: ErrorCode): Finding {
  return { line, column: VISIT_LABELS[field], code, weight: 'fault' }
}
