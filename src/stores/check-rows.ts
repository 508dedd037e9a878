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
  return {
    ...nothingWaits(record.id, record.savedAt ?? record.receivedAt),
    state: record.settledAt === null ? 'answered' : 'settled',
    acceptedAt: record.acceptedAt ?? record.receivedAt,
    answeredAt: record.receivedAt,
  }
}

export function fromRefused(refused: RefusedRecord): Omit<CheckRow, 'note'> {
  const { savedAt } = refused.record ?? refused.sent
  return {
    ...nothingWaits(refused.id, savedAt),
    state: refused.kind,
    attempts: refused.record?.attempts ?? 0,
    code: refused.code,
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

/** The vault keys of a check's note, and of why it was withdrawn. */
export const noteKey = (id: string): string => `check:${id}`
export const withdrawalKey = (id: string): string => `withdrawal:${id}`

export type WithoutNote = Omit<CheckRow, 'note'>

export function withNote(row: WithoutNote, note: CheckNote | undefined): CheckRow {
  return { ...row, note: note ?? null }
}
