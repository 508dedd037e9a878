/**
 * Requests on their way into the folder. The intent is committed before a file can be seen by anybody, a file goes in by one move,
 * and what was or may have been moved is never sent again (docs/adr/0028-oqs-folder.md).
 */
import { AuthorityFault } from '../../fault'
import { pack } from '../codec/unpack'
import { writeDownload, writeRequest, type Values } from '../codec/write-request'
import type { Exchange, ExchangeChange } from '../journal'
import type { InterfaceKey } from '../layout/interfaces'
import type { ClientOptions } from './client-options'
import { newIdentifier, requestName, workName } from './names'

export interface NewExchange {
  requestId: string
  kind: InterfaceKey
  header: Values
  /** A block of the body each. */
  items: readonly Values[]
}

export interface ExchangeSender {
  /**
   * Asks, unless this id stands in the journal already.
   * @throws CodecFault `unencodable` before anything is written; AuthorityFault out of reach where the folder cannot be
   */
  start(request: NewExchange): Promise<Exchange>
  /** Moves the file of an intent, where it still lies in the work folder. */
  submit(exchange: Exchange): Promise<Exchange>
  /** Asks for the results of a bulk inquiry. */
  download(exchange: Exchange): Promise<void>
}

export function createSender(options: ClientOptions): ExchangeSender {
  const { facilityId, institutionCode, folder, journal, layout, now, randomBytes } = options

  async function submit(exchange: Exchange): Promise<Exchange> {
    const ending = options.encryptRequests ? '.zip' : '.xml'
    const moved = await folder.submit(exchange.workFile, `${exchange.fileName}${ending}`)
    if (moved === 'busy') return exchange
    // `gone` as well: whoever moved it, it is not here to be moved again.
    const change = { state: 'submitted', submittedAt: now() } as const
    const was = { state: 'intent', fileName: exchange.fileName } as const
    await journal.change(facilityId, exchange.requestId, was, change)
    return { ...exchange, ...change }
  }

  async function stage(fileName: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const workFile = workName(fileName, institutionCode, randomBytes)
    const sent = options.encryptRequests
      ? await pack(`${fileName}.xml`, bytes, options.password)
      : bytes
    try {
      await folder.stage(workFile, sent)
    } catch (cause) {
      throw new AuthorityFault('no request can be put into the folder', {
        cause,
        isOutOfReach: true,
      })
    }
    return workFile
  }

  return {
    submit,
    async start({ requestId, kind, header, items }) {
      const known = await journal.get(facilityId, requestId)
      if (known) return known
      const step = layout.interfaces[kind].steps === 'single' ? 'single' : 'upload'
      const fileName = requestName(layout, kind, step, now(), randomBytes)
      const fileIdentifier = newIdentifier(randomBytes)
      const full = { ...header, institutionCode, fileIdentifier }
      // Echoed with the result, it tells whether that is about whom was asked.
      const named = items.map((item) => ({ personIdentifier: fileIdentifier, ...item }))
      const bytes = writeRequest(layout, kind, full, named, options.encoding)
      const workFile = await stage(fileName, bytes)
      const exchange: Exchange = {
        facilityId,
        requestId,
        kind,
        step,
        attempt: 0,
        fileName,
        workFile,
        institutionCode,
        fileIdentifier,
        openedAt: now(),
        submittedAt: null,
        receptionNumber: null,
        state: 'intent',
        nextAt: null,
        result: null,
      }
      if (await journal.open(exchange)) return submit(exchange)
      // Another gateway on the same journal was first: its file is the one that goes.
      await folder.discard(workFile)
      const theirs = await journal.get(facilityId, requestId)
      if (!theirs) throw new Error('an exchange that was opened is not in the journal')
      return theirs
    },
    async download(exchange) {
      const { requestId, kind, receptionNumber, attempt } = exchange
      if (receptionNumber === null) throw new Error('処理中 without a 受付番号')
      const fileName = requestName(layout, kind, 'download', now(), randomBytes)
      const bytes = writeDownload(layout, institutionCode, receptionNumber, options.encoding)
      const workFile = await stage(fileName, bytes)
      const change = {
        step: 'download',
        attempt: attempt + 1,
        fileName,
        workFile,
        state: 'intent',
        submittedAt: null,
        nextAt: null,
      } as const satisfies ExchangeChange
      if (await journal.change(facilityId, requestId, exchange, change)) {
        await submit({ ...exchange, ...change })
      } else {
        await folder.discard(workFile)
      }
    },
  }
}
