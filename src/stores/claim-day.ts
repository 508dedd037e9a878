/** The visits of one day as their claims see them, read from what stands on this device. */
import type { EligibilityAnswer } from '../../domain/answer'
import type { ClaimCheck } from '../../domain/claim/numbers-found'
import { type PreparedClaim, prepareClaim } from '../../domain/claim/prepare'
import { type ClaimWork, NO_WORK } from '../../domain/claim/work'
import { addDays, type Day, dayInJapan, startOfDay } from '../../domain/days'
import type { InsuredNumbers } from '../../domain/documents/document'
import { createCheckId } from '../../domain/ids'
import type { Repertoire } from '../../domain/repertoire'
import type { Visit } from '../../domain/visit'
import type { ClaimSettings } from './claims-port'
import type { Services } from './services'
import type { CheckNote, CheckRow, CheckWay, KeptForClaim } from './view-types'

/** One visit. */
export interface ClaimEntry {
  /** The check under which the claim's work is kept: the visit's first, however many follow. */
  id: string
  checkIds: readonly string[]
  name: string | null
  nameKana: string | null
  /** Of the latest check, ISO 8601, UTC. */
  capturedAt: string
  staffName: string
  work: ClaimWork
  claim: PreparedClaim
  /** `closed`: the claim work is done, and what was kept for it is gone. */
  state: 'open' | 'ready' | 'closed'
}

export interface ClaimDay {
  entries: ClaimEntry[]
  /** Records of that day that cannot be read here. */
  unreadable: number
}

export interface ClaimReading {
  services: Pick<Services, 'sync' | 'records' | 'claims' | 'now'>
  repertoire: () => Repertoire
  /** Answers opened before: of the same device, unlocked all the while. */
  opened: Map<string, EligibilityAnswer>
}

type Noted = CheckRow & { note: CheckNote }

const PAGE = 100
/** An id is made with the draft; nobody takes longer from there to the capture. */
const LONGEST_CAPTURE_DAYS = 1
const REFUSED: ReadonlySet<CheckRow['state']> = new Set([
  'rejected',
  'quarantined',
  'withdrawn',
  'unanswered',
])
/** The card itself was in somebody's hand: read with its PIN (no way is named), or compared by its photo. */
const WITH_CARD: ReadonlySet<CheckWay | undefined> = new Set([undefined, 'cardFace'])

/** @returns the day's visits, the earliest first */
export async function readClaimDay(
  reading: ClaimReading,
  day: Day,
  settings: ClaimSettings,
): Promise<ClaimDay> {
  const { sync, records, claims, now } = reading.services
  const [rows, refused, visits] = await Promise.all([
    rowsOf(sync, day),
    sync.refusedRows(),
    records.visits(),
  ])
  const found = [...rows, ...refused].filter((row) => capturedOn(row) === day)
  const noted = found.filter((row): row is Noted => row.note !== null && !row.note.kind)
  const works = await claims.works(noted.map(({ id }) => id))
  const groups = await Promise.all(
    groupByVisit(noted).map(async (group) => {
      const kept = await Promise.all(group.map((row) => records.keptForClaim(row.id)))
      const checks = await Promise.all(
        group.map((row, at) => readCheck(reading, row, kept[at] ?? null)),
      )
      const id = group.find((row) => works.has(row.id))?.id ?? group.at(-1)?.id ?? ''
      return entryOf(id, group, checks, works.get(id) ?? NO_WORK, {
        visits,
        onFile: kept.find((one) => one?.onFile)?.onFile ?? null,
        settings,
        repertoire: reading.repertoire(),
        today: dayInJapan(now()),
      })
    }),
  )
  return {
    entries: groups
      .flatMap((entry) => (entry === null ? [] : [entry]))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    unreadable: found.filter(({ note }) => note === null).length,
  }
}

/** Ids are in the order of time, so a day is read from its end backwards, whatever was captured since. */
async function rowsOf(sync: ClaimReading['services']['sync'], day: Day): Promise<CheckRow[]> {
  const from = idAt(addDays(day, -LONGEST_CAPTURE_DAYS))
  const found: CheckRow[] = []
  let before = idAt(addDays(day, 1))
  for (;;) {
    const page = await sync.rows(before, PAGE)
    found.push(...page.filter(({ id }) => id >= from))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE || last.id < from) return found
    before = last.id
  }
}

/** Less than every id that is made from the beginning of that day on. */
function idAt(day: Day): string {
  return createCheckId(Date.parse(startOfDay(day)), (length) => new Uint8Array(length))
}

function capturedOn({ note, savedAt }: CheckRow): Day {
  return dayInJapan(note?.capturedAt ?? savedAt)
}

/** The latest check of each visit first; somebody who was on no list is a visit of their own. */
function groupByVisit(rows: readonly Noted[]): Noted[][] {
  const latestFirst = [...rows].sort((one, other) => (one.id < other.id ? 1 : -1))
  const groups = new Map<string, Noted[]>()
  for (const row of latestFirst) {
    const key = row.note.visitId ?? row.id
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

async function readCheck(
  { services, opened }: ClaimReading,
  row: Noted,
  kept: KeptForClaim | null,
): Promise<ClaimCheck> {
  const { id, note } = row
  const isAnswered = row.state === 'answered' || row.state === 'settled'
  const answer = isAnswered ? (opened.get(id) ?? (await services.records.answer(id))) : null
  if (answer !== null) opened.set(id, answer)
  return {
    id,
    setting: note.setting,
    capturedAt: note.capturedAt,
    cardShown: WITH_CARD.has(note.way),
    state: stateOf(row),
    answer,
    kept: kept === null || kept.kind === 'onFile' ? null : kept,
  }
}

/** Of a 申立書 no answer comes. */
function stateOf({ state, note }: Noted): ClaimCheck['state'] {
  if (REFUSED.has(state)) return 'refused'
  const isDone = state === 'answered' || state === 'settled' || note.way === 'declaration'
  return isDone ? 'answered' : 'waits'
}

interface Around {
  visits: readonly Visit[]
  /** As it was kept with the latest check that has it. */
  onFile: InsuredNumbers | null
  settings: ClaimSettings
  repertoire: Repertoire
  today: Day
}

function entryOf(
  id: string,
  rows: readonly Noted[],
  checks: readonly ClaimCheck[],
  work: ClaimWork,
  { visits, onFile, settings, repertoire, today }: Around,
): ClaimEntry | null {
  const [latest] = rows
  const [check, ...earlier] = checks
  if (latest === undefined || check === undefined) return null
  const { note } = latest
  const visit = visits.find((one) => one.id === note.visitId)
  const { checksDigit } = settings
  const claim = prepareClaim(
    {
      checks: [check, ...earlier],
      person: {
        name: note.name,
        nameKana: note.nameKana,
        birthdate: note.birthdate ?? visit?.birthdate ?? null,
      },
      onFile: visit?.history?.onFile ?? onFile,
      work,
      checksDigit,
      today,
    },
    repertoire,
  )
  const open = claim.gaps.length > 0 ? 'open' : 'ready'
  return {
    id,
    checkIds: rows.map((row) => row.id),
    name: note.name,
    nameKana: note.nameKana,
    capturedAt: note.capturedAt,
    staffName: note.staffName,
    work,
    claim,
    state: work.closed ? 'closed' : open,
  }
}
