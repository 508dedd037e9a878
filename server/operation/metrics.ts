/**
 * Figures for Prometheus. Labels are routes, steps and outcomes of closed lists: never an id, so that neither a facility nor a
 * patient can be read from them, nor their number grow.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Authority } from '../authority/authority'
import type { Log, LogLine, RequestFacts } from '../http/log'
import type { ObserveDatabase } from '../store/measure'
import type { Store } from '../store/store'
import { createSeen } from './seen'

const HOUR_MS = 3_600_000
const SEEN_WITHIN = { '1h': HOUR_MS, '24h': 24 * HOUR_MS } as const

export interface Metrics {
  observeRequest(facts: RequestFacts): void
  observeDatabase: ObserveDatabase
  /** Counts what the worker does by what it logs, and passes it on. */
  meterLog(log: Log): Log
  meterAuthority(authority: Authority): Authority
  /** Reads these whenever it is asked from now on. */
  watch(store: Pick<Store, 'operation' | 'pauses' | 'exports'>): void
  /** In Prometheus' text format. */
  read(): Promise<string>
  readonly contentType: string
}

export function createMetrics(now: () => number = Date.now): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'tazune_http_request_seconds',
    help: 'Requests by route. Those for answers are held open on purpose.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const database = new Histogram({
    name: 'tazune_database_seconds',
    help: 'Statements outside a transaction, and transactions as a whole.',
    labelNames: ['kind', 'outcome'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const authority = new Histogram({
    name: 'tazune_authority_seconds',
    help: 'What the authority was asked, and what came of it.',
    labelNames: ['act', 'outcome'],
    buckets: [0.01, 0.05, 0.25, 1, 5, 25],
    registers,
  })
  const work = new Counter({
    name: 'tazune_work_total',
    help: 'Steps of the worker.',
    labelNames: ['step'],
    registers,
  })
  const deliveries = new Counter({
    name: 'tazune_exports_total',
    help: 'Tries to send an answer to a facility’s own software, by what became of them.',
    labelNames: ['step', 'code'],
    registers,
  })
  const faults = new Counter({
    name: 'tazune_faults_total',
    help: 'Lines of the log that carry a fault.',
    labelNames: ['event'],
    registers,
  })
  const mornings = new Counter({
    name: 'tazune_mornings_total',
    help: 'Facilities and days whose question before the rounds has ended, by what came of it.',
    labelNames: ['outcome'],
    registers,
  })
  const morningPeople = new Counter({
    name: 'tazune_morning_people_total',
    help: 'Patients who were asked about before the rounds, who were answered, who had consented at home, and who have 医療扶助.',
    labelNames: ['step'],
    registers,
  })
  const devices = createSeen(SEEN_WITHIN['24h'], now)
  const seen = new Gauge({
    name: 'tazune_devices_seen',
    help: 'Devices that this process has answered of late.',
    labelNames: ['within'],
    registers,
    collect() {
      for (const [within, ms] of Object.entries(SEEN_WITHIN)) {
        seen.set({ within }, devices.countSince(now() - ms))
      }
    },
  })

  function countMorning(line: Extract<LogLine, { event: 'morning'; bulk: unknown }>): void {
    if (!line.said) return
    mornings.inc({ outcome: line.bulk })
    morningPeople.inc({ step: 'asked' }, line.asked)
    morningPeople.inc({ step: 'answered' }, line.answered)
    morningPeople.inc({ step: 'consented' }, line.listed)
    morningPeople.inc({ step: 'welfare' }, line.onWelfare ?? 0)
  }

  function measured<Args extends unknown[], Result>(
    act: string,
    ask: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      const end = authority.startTimer({ act })
      let outcome = 'fault'
      try {
        const result = await ask(...args)
        outcome = outcomeOf(result)
        return result
      } finally {
        end({ outcome })
      }
    }
  }

  return {
    observeRequest({ method, route, status, ms, deviceId }) {
      requests.observe({ method, route, status }, ms / 1_000)
      if (deviceId !== null) devices.see(deviceId)
    },
    observeDatabase(kind, ms, ok) {
      database.observe({ kind, outcome: ok ? 'ok' : 'fault' }, ms / 1_000)
    },
    meterLog: (log) => (line) => {
      if (line.event === 'worker') work.inc({ step: line.step })
      if (line.event === 'morning' && 'bulk' in line) countMorning(line)
      if (line.event === 'export' && !('fault' in line)) {
        deliveries.inc({ step: line.step, code: line.code ?? '' })
      }
      if ('fault' in line) faults.inc({ event: line.event })
      log(line)
    },
    meterAuthority: (asked) => ({
      ask: measured('ask', (id, query) => asked.ask(id, query)),
      find: measured('find', (id, facilityId) => asked.find(id, facilityId)),
      findAcceptance: measured('findAcceptance', (query) => asked.findAcceptance(query)),
      fetchMedical: measured('fetchMedical', (query) => asked.fetchMedical(query)),
      withdrawConsent: measured('withdrawConsent', (notice) => asked.withdrawConsent(notice)),
    }),
    watch({ operation, pauses, exports }) {
      const unread = new Counter({
        name: 'tazune_queue_unread_total',
        help: 'How often the queue could not be read for these figures.',
        registers,
      })
      const oldest = new Gauge({
        name: 'tazune_queue_oldest_seconds',
        help: 'How long the oldest check without an answer has been here; 0 when none waits.',
        registers,
      })
      const paused = new Gauge({
        name: 'tazune_facilities_paused',
        help: 'Facilities whose authority is left alone after faults in a row.',
        registers,
      })
      const oldestExport = new Gauge({
        name: 'tazune_exports_oldest_seconds',
        help: 'How long the oldest answer has waited for the facility’s own software; 0 when none waits.',
        registers,
      })
      const exported = new Gauge({
        name: 'tazune_exports',
        help: 'Answers on their way to facilities’ own software: those that wait, and those that only a person can settle.',
        labelNames: ['state'],
        registers,
        async collect() {
          try {
            const { waiting, stopped, oldestQueuedAt } = await exports.depth()
            exported.set({ state: 'waiting' }, waiting)
            exported.set({ state: 'stopped' }, stopped)
            oldestExport.set(oldestQueuedAt === null ? 0 : (now() - oldestQueuedAt) / 1_000)
          } catch {
            unread.inc()
            exported.reset()
          }
        },
      })
      const queue = new Gauge({
        name: 'tazune_queue_checks',
        help: 'Accepted checks without an answer, and those of them that the authority was asked about.',
        labelNames: ['state'],
        registers,
        async collect() {
          try {
            const { waiting, asked, oldestReceivedAt } = await operation.queue()
            queue.set({ state: 'waiting' }, waiting)
            queue.set({ state: 'asked' }, asked)
            oldest.set(oldestReceivedAt === null ? 0 : (now() - oldestReceivedAt) / 1_000)
            paused.set((await pauses.inForce(now())).length)
          } catch {
            // The rest is told all the same: it is now that somebody needs it.
            unread.inc()
            queue.reset()
          }
        },
      })
    },
    read: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Of a closed list: results are told apart by their `kind`, or by being there. */
function outcomeOf(result: unknown): string {
  if (typeof result === 'object' && result !== null && 'kind' in result) return String(result.kind)
  return result === null ? 'none' : 'ok'
}
