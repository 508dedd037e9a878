/**
 * Sends leased records and settles each by its own outcome. A batch that fails as a whole is halved until the record
 * that spoils it stands alone, so that one bad record never holds up the rest (and never spoils their count).
 */
import type { ItemResult } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import { backoffMs } from './backoff'
import { knownCode } from './classify'
import type { TazuneDb } from './db'
import { isIntact } from './intact'
import type { GatewayClient } from './gateway-client'
import { applyMoves, quarantine, releaseLeases, type Move } from './moves'
import type { OutboxRecord } from './schema'

export interface DeliveryContext {
  db: TazuneDb
  client: Pick<GatewayClient, 'sendBatch'>
  /** The device's own ES256 public key. */
  verificationKey: CryptoKey
  /** Device clock, ms. */
  now: () => number
  random: () => number
  /** False: another runner has taken over. */
  isStillRunner: () => Promise<boolean>
}

/** What a run has come to so far; one per run, carried from batch to batch. */
export interface Tally {
  accepted: number
  rejected: number
  retried: number
  quarantined: number
  /** Shrinks when the gateway finds a batch too large. */
  maxCount: number
  /** Single records on which the gateway failed while nothing had passed yet: theirs, or the gateway's own fault? */
  suspects: OutboxRecord[]
  passed: boolean
  stop: { code: ErrorCode; afterMs?: number } | null
  /** Another runner has taken over; its work, not a fault. */
  replaced: boolean
}

export function createTally(maxCount: number): Tally {
  return {
    accepted: 0,
    rejected: 0,
    retried: 0,
    quarantined: 0,
    maxCount,
    suspects: [],
    passed: false,
    stop: null,
    replaced: false,
  }
}

/** This many lone records failing in a row, and none passing, is the gateway's fault: the run stops. */
const SUSPECTS_TO_STOP = 2

/** Delivers `records`; afterwards each stands settled or released, whatever happened. */
export async function deliver(
  context: DeliveryContext,
  records: OutboxRecord[],
  tally: Tally,
): Promise<void> {
  const batches = [await setAsideBroken(context, records, tally)]
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    if (batch.length === 0) continue
    if (tally.stop === null && !tally.replaced) {
      tally.replaced = !(await context.isStillRunner())
    }
    if (tally.replaced) return
    if (tally.stop !== null) {
      await giveBack(context, batch, tally.stop.code)
      continue
    }
    const answer = await context.client.sendBatch(batch.map(({ envelope }) => envelope))
    if (answer.ok) {
      await settle(context, batch, answer.value, tally)
      continue
    }
    const { failure } = answer
    if (batch.length > 1 && failure.kind !== 'stop') {
      const half = Math.ceil(batch.length / 2)
      if (failure.kind === 'split') tally.maxCount = half
      batches.unshift(batch.slice(0, half), batch.slice(half))
      continue
    }
    switch (failure.kind) {
      case 'rejected':
        await settleOne(context, batch, { outcome: 'rejected', code: failure.code }, tally)
        break
      case 'retry':
      case 'split':
        await suspect(context, batch, failure, tally)
        break
      case 'stop':
      case 'renew':
      case 'clock':
        tally.stop = failure
        await giveBack(context, batch, failure.code)
        break
    }
  }
}

async function setAsideBroken(
  { db, verificationKey, now }: DeliveryContext,
  records: OutboxRecord[],
  tally: Tally,
): Promise<OutboxRecord[]> {
  const intact = await Promise.all(records.map((record) => isIntact(record, verificationKey)))
  const broken = records.filter((_, at) => intact[at] !== true)
  const ids = broken.map(({ id }) => id)
  tally.quarantined += (await quarantine(db, ids, 'TZ-D10', now())).length
  return records.filter((_, at) => intact[at] === true)
}

function giveBack({ db, now }: DeliveryContext, batch: OutboxRecord[], code: ErrorCode) {
  const ids = batch.map(({ id }) => id)
  return releaseLeases(db, ids, code, now())
}

type LoneResult = { outcome: 'rejected'; code: string } | { outcome: 'retry'; code: string }

function settleOne(
  context: DeliveryContext,
  batch: OutboxRecord[],
  result: LoneResult,
  tally: Tally,
): Promise<void> {
  return settle(
    context,
    batch,
    batch.map(({ id }) => ({ id, ...result })),
    tally,
  )
}

/** `results` are in the order of `batch`: the client has proven it. */
async function settle(
  context: DeliveryContext,
  batch: OutboxRecord[],
  results: ItemResult[],
  tally: Tally,
): Promise<void> {
  const now = context.now()
  const moves = results.map((result, at): Move =>
    moveFor(context, result, batch[at]?.refusals ?? 0),
  )
  tally.accepted += moves.filter((move) => move.to === 'sent').length
  tally.rejected += moves.filter((move) => move.to === 'refused').length
  tally.retried += moves.filter((move) => move.to === 'queued').length
  if (results.some((result) => result.outcome === 'accepted')) {
    // The gateway works, so what it failed on before was the records' own fault: it counts for them after all.
    tally.passed = true
    moves.push(...tally.suspects.map((record) => requeue(context, record, 'TZ-G21', true)))
    tally.suspects = []
  }
  await applyMoves(context.db, moves, now)
}

function moveFor(context: DeliveryContext, result: ItemResult, refusals: number): Move {
  const { id } = result
  switch (result.outcome) {
    case 'accepted':
      return { to: 'sent', id }
    case 'rejected':
      return { to: 'refused', id, kind: 'rejected', code: knownCode(result.code) }
    case 'retry':
      return requeue(context, { id, refusals }, knownCode(result.code), true, result.afterMs)
  }
}

function requeue(
  { now, random }: DeliveryContext,
  record: { id: string; refusals: number },
  code: ErrorCode,
  counts: boolean,
  afterMs?: number,
): Move {
  const nextTryAt = now() + backoffMs(record.refusals + 1, random, afterMs)
  return { to: 'queued', id: record.id, code, nextTryAt, counts }
}

async function suspect(
  context: DeliveryContext,
  batch: OutboxRecord[],
  failure: { code: ErrorCode; afterMs?: number },
  tally: Tally,
): Promise<void> {
  const { code, afterMs } = failure
  const moves = batch.map((record) => requeue(context, record, code, tally.passed, afterMs))
  await applyMoves(context.db, moves, context.now())
  tally.retried += batch.length
  if (tally.passed) return
  tally.suspects.push(...batch)
  if (tally.suspects.length >= SUSPECTS_TO_STOP) tally.stop = failure
}
