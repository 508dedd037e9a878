/** The queue of exports in memory: what every queue has to do, at its simplest. */
import type { Lane } from '../../../server/store/work-store'
import { exportId, type ExportQueue, type ExportRow } from '../../../server/export/queue/queue'

/** For a worker that nobody shares its queue with. */
export const ALONE = {
  isShared: false,
  presence: { name: 'gateway-1', announce: () => Promise.resolve(), end: () => Promise.resolve() },
}

type Held = ExportRow & { leaseUntil: number; leaseToken: string | null }

export function createMemoryQueue(): ExportQueue {
  const rows = new Map<string, Held>()
  const keyOf = (facilityId: string, id: string) => `${facilityId}\n${id}`
  const waiting = () => [...rows.values()].filter(({ state }) => state === 'waiting')
  const dueAt = (row: Held) => Math.max(row.nextTryAt, row.leaseUntil)
  const oldestFirst = (a: Held, b: Held) => a.nextTryAt - b.nextTryAt || (a.id < b.id ? -1 : 1)

  function leased(lease: { facilityId: string; id: string; leaseToken: string }): Held | undefined {
    const row = rows.get(keyOf(lease.facilityId, lease.id))
    return row?.state === 'waiting' && row.leaseToken === lease.leaseToken ? row : undefined
  }

  return {
    add(exports, now) {
      for (const each of exports) {
        const id = exportId(each)
        const key = keyOf(each.facilityId, id)
        if (rows.has(key)) continue
        rows.set(key, {
          ...each,
          id,
          state: 'waiting',
          attempts: 0,
          queuedAt: now,
          nextTryAt: now,
          endedAt: null,
          code: null,
          said: null,
          leaseUntil: 0,
          leaseToken: null,
        })
      }
      return Promise.resolve()
    },
    lease({ now, leaseMs, limit, token, except = [] }) {
      const due = waiting().filter((row) => dueAt(row) <= now && !isLeftAlone(row, except))
      const taken = due.sort(oldestFirst).slice(0, limit)
      for (const row of taken) Object.assign(row, { leaseUntil: now + leaseMs, leaseToken: token })
      return Promise.resolve(taken.map((row) => ({ ...toRow(row), leaseToken: token })))
    },
    retryLater(lease, nextTryAt, last) {
      const row = leased(lease)
      if (row) Object.assign(row, last, released(row), { nextTryAt })
      return Promise.resolve(row !== undefined)
    },
    end(lease, state, now, last) {
      const row = leased(lease)
      if (row) Object.assign(row, last, released(row), { state, endedAt: now })
      return Promise.resolve(row !== undefined)
    },
    again(facilityId, id, now) {
      const row = rows.get(keyOf(facilityId, id))
      if (row?.state !== 'stopped') return Promise.resolve(false)
      Object.assign(row, {
        state: 'waiting',
        attempts: 0,
        queuedAt: now,
        nextTryAt: now,
        endedAt: null,
      })
      return Promise.resolve(true)
    },
    list(facilityId, state, limit) {
      const found = [...rows.values()].filter(
        (row) => row.facilityId === facilityId && row.state === state,
      )
      found.sort((a, b) => b.queuedAt - a.queuedAt || (a.id < b.id ? 1 : -1))
      return Promise.resolve(found.slice(0, limit).map(toRow))
    },
    settle(facilityId, id, now) {
      const row = rows.get(keyOf(facilityId, id))
      if (row?.state !== 'stopped') return Promise.resolve(false)
      Object.assign(row, { state: 'done', endedAt: now })
      return Promise.resolve(true)
    },
    holdBack(facilityId, destination, until) {
      for (const row of waiting()) {
        if (row.facilityId !== facilityId || row.destination !== destination) continue
        if (row.leaseToken === null) row.nextTryAt = Math.max(row.nextTryAt, until)
      }
      return Promise.resolve()
    },
    perDestination(facilityId) {
      const own = [...rows.values()].filter((row) => row.facilityId === facilityId)
      const ids = [...new Set(own.map(({ destination }) => destination))].sort()
      return Promise.resolve(
        ids.map((destination) => {
          const of = own.filter((row) => row.destination === destination)
          const open = of.filter(({ state }) => state === 'waiting')
          const done = of.filter(({ state }) => state === 'done')
          const codes = open.flatMap(({ code }) => (code === null ? [] : [code]))
          return {
            destination,
            waiting: open.length,
            stopped: of.filter(({ state }) => state === 'stopped').length,
            doneAt: greatest(done.map(({ endedAt }) => endedAt ?? 0)),
            code: codes.sort()[0] ?? null,
            nextTryAt: least(open.map(({ nextTryAt }) => nextTryAt)),
          }
        }),
      )
    },
    isFor(facilityId, checkId, destination) {
      return Promise.resolve(rows.has(keyOf(facilityId, exportId({ checkId, destination }))))
    },
    depth() {
      return Promise.resolve({
        waiting: waiting().length,
        stopped: [...rows.values()].filter(({ state }) => state === 'stopped').length,
        oldestQueuedAt: least(waiting().map(({ queuedAt }) => queuedAt)),
      })
    },
    releaseDead() {
      // Nobody shares a memory.
      return Promise.resolve()
    },
    releaseAll() {
      for (const row of rows.values()) Object.assign(row, { leaseUntil: 0, leaseToken: null })
      return Promise.resolve()
    },
    nextDueAt(except = []) {
      const times = waiting()
        .filter((row) => !isLeftAlone(row, except))
        .map(dueAt)
      return Promise.resolve(times.length === 0 ? null : Math.min(...times))
    },
  }
}

function isLeftAlone(row: Held, except: readonly Lane[]): boolean {
  return except.some(
    ({ facilityId, destination }) =>
      facilityId === row.facilityId &&
      (destination === undefined || destination === row.destination),
  )
}

function released({ attempts }: Held): Partial<Held> {
  return { attempts: attempts + 1, leaseUntil: 0, leaseToken: null }
}

function toRow(held: Held): ExportRow {
  const { facilityId, id, checkId, destination, state, attempts } = held
  const { queuedAt, nextTryAt, endedAt, code, said } = held
  return {
    facilityId,
    id,
    checkId,
    destination,
    state,
    attempts,
    queuedAt,
    nextTryAt,
    endedAt,
    code,
    said,
  }
}

function least(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}

function greatest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times)
}
