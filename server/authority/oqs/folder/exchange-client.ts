/** Exchanges over the folder, by the ids under which the gateway asks. */
import type { Exchange } from '../journal'
import type { ClientOptions } from './client-options'
import { createCollector } from './collect-results'
import { ENDINGS, isWorkOf, requestOf, resultName } from './names'
import { createSender, type NewExchange } from './send-exchange'

export interface Looked {
  exchange: Exchange
  /** A result lies there that nobody can read. */
  unreadable: boolean
}

export interface ExchangeClient {
  /**
   * Asks, unless this id stands in the journal already.
   * @throws CodecFault `unencodable` before anything is written; Error of journal or file system
   */
  start(request: NewExchange): Promise<Exchange>
  /** As the journal has it after a look into the folder; undefined for an id that was never asked under. */
  look(requestId: string): Promise<Looked | undefined>
  /** Takes every result that has come, and asks for what is due. */
  scan(): Promise<void>
  /** Removes what a crash of this facility's left in the work folder, a day later. */
  sweep(): Promise<void>
}

const DUE_AT_ONCE = 50
const FILES_AT_ONCE = 8
const EVERY_INTENT = 100_000
const DAY_MS = 86_400_000

export function createExchangeClient(options: ClientOptions): ExchangeClient {
  const { facilityId, folder, journal, now } = options
  const sender = createSender(options)
  const collector = createCollector(options)

  /** What is wrong with one must not keep the others waiting. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (fault) {
      options.onFault(fault)
    }
  }

  async function sendDue(): Promise<void> {
    for (const exchange of await journal.due(facilityId, now(), DUE_AT_ONCE)) {
      await attempt(() =>
        exchange.state === 'intent' ? sender.submit(exchange) : sender.download(exchange),
      )
    }
  }

  async function collectAll(files: IterableIterator<string>): Promise<void> {
    for (const file of files) {
      const fileName = requestOf(file)
      if (fileName !== null) await attempt(() => collector.collect(file, fileName))
    }
  }

  return {
    start: (request) => sender.start(request),
    async look(requestId) {
      let exchange = await journal.get(facilityId, requestId)
      if (!exchange) return undefined
      if (exchange.state === 'intent') exchange = await sender.submit(exchange)
      if (exchange.state === 'submitted') {
        const { fileName } = exchange
        for (const ending of ENDINGS) {
          await collector.collect(resultName(fileName) + ending, fileName)
        }
        exchange = (await journal.get(facilityId, requestId)) ?? exchange
      }
      return { exchange, unreadable: collector.isUnreadable(exchange) }
    },
    async scan() {
      // Side by side: a `req` that nobody can write to must not hold back what has come.
      const files = (await folder.resultNames()).values()
      const collectors = Array.from({ length: FILES_AT_ONCE }, () => collectAll(files))
      await Promise.all([sendDue(), ...collectors])
    },
    async sweep() {
      const intents = await journal.due(facilityId, 0, EVERY_INTENT)
      const kept = new Set(intents.map(({ workFile }) => workFile))
      await folder.sweep(
        (workFile) => kept.has(workFile) || !isWorkOf(workFile, options.institutionCode),
        now() - DAY_MS,
      )
    },
  }
}
