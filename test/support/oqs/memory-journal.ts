/** A journal of exchanges in memory, as strict as one in a database: what it gives out are copies. */
import {
  LIST_PREFIX,
  type Exchange,
  type ExchangeJournal,
} from '../../../server/authority/oqs/journal'

export interface MemoryJournal extends ExchangeJournal {
  /** Everything, for tests to look at. */
  all(): Exchange[]
}

export function createMemoryJournal(): MemoryJournal {
  const rows = new Map<string, Exchange>()
  /** By file, so that ten thousand are as quick as ten. */
  const files = new Map<string, string>()

  function keyOf(facilityId: string, requestId: string): string {
    return JSON.stringify([facilityId, requestId])
  }

  function keep(exchange: Exchange): void {
    const key = keyOf(exchange.facilityId, exchange.requestId)
    rows.set(key, exchange)
    files.set(keyOf(exchange.facilityId, exchange.fileName), key)
  }

  function copied(exchange: Exchange | undefined): Promise<Exchange | undefined> {
    return Promise.resolve(exchange && { ...exchange })
  }

  function ofFacility(facilityId: string): Exchange[] {
    return [...rows.values()].filter((each) => each.facilityId === facilityId)
  }

  return {
    all: () => [...rows.values()].map((each) => ({ ...each })),
    open(exchange) {
      if (rows.has(keyOf(exchange.facilityId, exchange.requestId))) return Promise.resolve(false)
      keep({ ...exchange })
      return Promise.resolve(true)
    },
    get: (facilityId, requestId) => copied(rows.get(keyOf(facilityId, requestId))),
    byFile(facilityId, fileName) {
      const key = files.get(keyOf(facilityId, fileName))
      const found = key === undefined ? undefined : rows.get(key)
      return copied(found?.fileName === fileName ? found : undefined)
    },
    change(facilityId, requestId, was, change) {
      const row = rows.get(keyOf(facilityId, requestId))
      if (row?.state !== was.state || row.fileName !== was.fileName) return Promise.resolve(false)
      keep({ ...row, ...change })
      return Promise.resolve(true)
    },
    due(facilityId, now, limit) {
      const due = ofFacility(facilityId).filter(
        ({ state, nextAt }) =>
          state === 'intent' || (state === 'processing' && nextAt !== null && nextAt <= now),
      )
      due.sort((one, other) => one.openedAt - other.openedAt)
      return Promise.resolve(due.slice(0, limit).map((each) => ({ ...each })))
    },
    eraseResults(facilityId, before) {
      const old = ofFacility(facilityId).filter(
        ({ openedAt, result, requestId }) =>
          openedAt < before && (result !== null || requestId.startsWith(LIST_PREFIX)),
      )
      for (const each of old) {
        if (each.requestId.startsWith(LIST_PREFIX)) rows.delete(keyOf(facilityId, each.requestId))
        else keep({ ...each, result: null })
      }
      return Promise.resolve(old.length)
    },
  }
}
