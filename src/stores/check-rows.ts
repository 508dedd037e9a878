/** From where a record stands to what a screen shows of it (docs/architecture.md, life of a check). */
import type { OutboxRecord, RefusedRecord, SentRecord, AnswerRecord } from '../sync/schema'
import type { Standing } from '../sync/listing'
import type { CheckNote, CheckRow } from './view-types'

export function fromOutbox(record: OutboxRecord, now: number): Omit<CheckRow, 'note'> {
  return {
    id: record.id,
    state: record.leaseUntil > now ? 'sending' : 'queued',
    savedAt: record.savedAt,
    acceptedAt: null,
    answeredAt: null,
    attempts: record.attempts,
    nextTryAt: record.nextTryAt > now ? record.nextTryAt : null,
    code: record.lastCode,
  }
}

export function fromSent(record: SentRecord): Omit<CheckRow, 'note'> {
  return {
    ...nothingWaits(record.id, record.savedAt),
    state: 'accepted',
    acceptedAt: record.acceptedAt,
  }
}

export function fromAnswer(record: AnswerRecord): Omit<CheckRow, 'note'> {
  const { id, sealed, savedAt, acceptedAt, receivedAt, settledAt } = record
  const standing = nothingWaits(id, savedAt ?? receivedAt)
  // A 申立書: with the gateway, where nobody is asked with it.
  if (sealed === null) {
    return { ...standing, state: settledAt === null ? 'accepted' : 'settled', acceptedAt }
  }
  return {
    ...standing,
    state: settledAt === null ? 'answered' : 'settled',
    acceptedAt: acceptedAt ?? receivedAt,
    answeredAt: receivedAt,
  }
}

export function fromRefused(refused: RefusedRecord): Omit<CheckRow, 'note'> {
  const { savedAt } = refused.record ?? refused.sent
  return {
    ...nothingWaits(refused.id, savedAt),
    state: refused.kind,
    attempts: refused.record?.attempts ?? 0,
    code: refused.code,
    acceptedAt: refused.record === null ? refused.sent.acceptedAt : null,
    ...(refused.settledAt !== undefined && { seenTo: true as const }),
  }
}

export function fromStanding(standing: Standing, now: number): Omit<CheckRow, 'note'> {
  switch (standing.store) {
    case 'outbox':
      return fromOutbox(standing.record, now)
    case 'sent':
      return fromSent(standing.record)
    case 'answers':
      return fromAnswer(standing.record)
    case 'refused':
      return fromRefused(standing.record)
  }
}

function nothingWaits(id: string, savedAt: number): Omit<CheckRow, 'note' | 'state'> {
  return {
    id,
    savedAt,
    acceptedAt: null,
    answeredAt: null,
    attempts: 0,
    nextTryAt: null,
    code: null,
  }
}

/** The vault keys of a check's note, of why it was withdrawn, of what is kept for its claim, and of its unfinished form. */
export const noteKey = (id: string): string => `check:${id}`
export const withdrawalKey = (id: string): string => `withdrawal:${id}`
export const KEPT = 'kept:'
export const keptKey = (id: string): string => `${KEPT}${id}`
export const ENTRIES = 'entry:'
export const entryKey = (id: string): string => `${ENTRIES}${id}`

export type WithoutNote = Omit<CheckRow, 'note'>

export function withNote(row: WithoutNote, note: CheckNote | undefined): CheckRow {
  return { ...row, note: note ?? null }
}
