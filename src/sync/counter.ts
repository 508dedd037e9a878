/**
 * How many checks stand where, counted once for all who ask. Counting ten thousand takes as long as reading a page of
 * them and more, so the result is kept until a change is told of; every move of a check is (courier, tabs, worker).
 */
import type { TazuneDb } from './db'
import { countOutbox, type OutboxCounts } from './listing'

export interface Counts extends OutboxCounts {
  /** With an answer, seen or not. */
  answered: number
}

export interface Counter {
  /** @throws StoreFault */
  counts(): Promise<Counts>
  /** A check has moved: what is known or being counted is out of date. */
  forget(): void
}

/** @param keeps false where other tabs cannot tell of their changes: then every question is counted anew */
export function createCounter(db: Pick<TazuneDb, 'read'>, keeps = true): Counter {
  let kept: Promise<Counts> | null = null

  return {
    async counts() {
      if (!keeps) return readCounts(db)
      const counting = (kept ??= readCounts(db))
      try {
        return await counting
      } catch (cause) {
        if (kept === counting) kept = null
        throw cause
      }
    },
    forget() {
      kept = null
    },
  }
}

async function readCounts(db: Pick<TazuneDb, 'read'>): Promise<Counts> {
  const [counts, answered] = await Promise.all([
    countOutbox(db),
    db.read(['answers'], (tx) => tx.objectStore('answers').count()),
  ])
  return { ...counts, answered }
}
