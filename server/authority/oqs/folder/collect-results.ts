/**
 * Results on their way out of the folder: ours by exact name, institution and identifier, whole, and once. A file is only removed when
 * it is ours and the journal has it; whatever else lies there is left as it is.
 */
import { CodecFault } from '../codec/fault'
import { readMessage, readText, type ResultMessage } from '../codec/read-result'
import type { Exchange } from '../journal'
import type { ClientOptions } from './client-options'
import { ENDINGS, resultName } from './names'

export interface Collector {
  /** Takes the file if it is the whole result of that request. */
  collect(file: string, fileName: string): Promise<void>
  /** Its result lies there, long since, and nobody can read it; should it be put right, it is still taken. */
  isUnreadable(exchange: Exchange): boolean
}

/** What was made of one version of a file. */
interface Verdict {
  version: string
  since: number
  /** When it was last read. */
  readAt: number
  kind: 'foreign' | 'processing' | 'unreadable' | 'kept'
}

interface OwnResult {
  text: string
  message: ResultMessage
}

const REREAD_MS = 1_000
const LONGEST_PROCESSING_MS = 10 * 60_000
/** Beyond it everything is looked at anew, which costs time and nothing else. */
const MAX_VERDICTS = 20_000

export function createCollector(options: ClientOptions): Collector {
  const { facilityId, folder, journal, layout, now } = options
  const verdicts = new Map<string, Verdict>()
  const collecting = new Map<string, Promise<void>>()

  async function collectOnce(file: string, fileName: string): Promise<void> {
    const version = await folder.versionOf(file)
    if (version === null) {
      verdicts.delete(file)
      return
    }
    const verdict = verdicts.get(file)
    if (verdict?.version === version && !isWorthReading(verdict)) return
    const exchange = await journal.byFile(facilityId, fileName)
    if (!exchange) decide(file, version, 'foreign')
    // An intent whose result is there was moved; the next look notes it as such and comes again.
    else if (exchange.state !== 'intent') {
      const own = await readOwn(file, version, exchange)
      if (own) await take(file, version, exchange, own)
    }
  }

  /** null, with the reason noted, for what is not ours or not whole. */
  async function readOwn(
    file: string,
    version: string,
    exchange: Exchange,
  ): Promise<OwnResult | null> {
    try {
      const found = await folder.readResult(file)
      if (found.kind !== 'found') return null
      const text = await readText(found.bytes, options.password, layout, options.limits)
      const message = readMessage(text, layout)
      if (isOwn(exchange, message)) return { text, message }
      decide(file, found.version, 'foreign')
    } catch (fault) {
      if (!(fault instanceof CodecFault)) throw fault
      decide(file, version, 'unreadable')
    }
    return null
  }

  async function take(
    file: string,
    version: string,
    exchange: Exchange,
    { text, message }: OwnResult,
  ): Promise<void> {
    const { step, requestId } = exchange
    if (message.segment === 'processing' && step === 'single') {
      decide(file, version, 'processing')
      return
    }
    if (exchange.state !== 'done') {
      if (isLast(exchange, message)) {
        const change = { state: 'done', result: text, nextAt: null } as const
        const isOurs = await journal.change(facilityId, requestId, exchange, change)
        if (isOurs) options.onDone(requestId)
      } else {
        await journal.change(facilityId, requestId, exchange, {
          state: 'processing',
          nextAt: nextDownload(exchange),
          receptionNumber: message.owner.receptionNumber ?? exchange.receptionNumber,
        })
      }
    }
    if (options.results === 'leave') decide(file, version, 'kept')
    else if (await folder.removeResult(file)) verdicts.delete(file)
  }

  /** null: asked often enough; the exchange stays unanswered, and is seen as that. */
  function nextDownload({ step, attempt }: Exchange): number | null {
    if (step === 'upload') return now()
    if (attempt >= options.downloads) return null
    const wait = options.processingMs * 2 ** Math.min(attempt - 1, 20)
    return now() + Math.min(LONGEST_PROCESSING_MS, wait)
  }

  function decide(file: string, version: string, kind: Verdict['kind']): void {
    const before = verdicts.get(file)
    const since = before?.version === version ? before.since : now()
    if (verdicts.size >= MAX_VERDICTS) verdicts.clear()
    verdicts.set(file, { version, since, readAt: now(), kind })
  }

  /** A share may be slow to tell that a file has changed, so one that is not whole is read again at times. */
  function isWorthReading({ kind, readAt }: Verdict): boolean {
    return kind === 'unreadable' && now() - readAt >= Math.min(REREAD_MS, options.settleMs)
  }

  return {
    collect(file, fileName) {
      // A watch, a scan and a caller may come together: one look at a time at each file.
      const running =
        collecting.get(file) ??
        collectOnce(file, fileName).finally(() => {
          collecting.delete(file)
        })
      collecting.set(file, running)
      return running
    },
    isUnreadable({ fileName, state }) {
      if (state !== 'submitted') return false
      return ENDINGS.some((ending) => {
        const verdict = verdicts.get(resultName(fileName) + ending)
        return verdict?.kind === 'unreadable' && now() - verdict.since >= options.settleMs
      })
    },
  }
}

function isOwn(exchange: Exchange, { owner, body }: ResultMessage): boolean {
  const { step, receptionNumber } = exchange
  const echoed = step === 'single' ? body?.child('searchInfo')?.text('personIdentifier') : null
  if (echoed && echoed !== exchange.fileIdentifier) return false
  return (
    owner.institutionCode === exchange.institutionCode &&
    owner.fileIdentifier === exchange.fileIdentifier &&
    (step !== 'download' ||
      owner.receptionNumber === null ||
      owner.receptionNumber === receptionNumber)
  )
}

/** Nothing more is to come: a failure, the one result, the download; or an upload that gave nothing to download by. */
function isLast({ step }: Exchange, { segment, owner }: ResultMessage): boolean {
  switch (segment) {
    case 'failed':
      return true
    case 'processing':
      return false
    case 'done':
      return step !== 'upload' || owner.receptionNumber === null
  }
}
