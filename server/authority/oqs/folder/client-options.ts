import type { RandomBytes } from '../../../../domain/ids'
import type { OqsEncoding } from '../codec/encoding'
import type { ReadLimits } from '../codec/unpack'
import type { ExchangeJournal } from '../journal'
import type { Layout } from '../layout/layout'
import type { ExchangeFolder } from './exchange-folder'

export interface ClientOptions {
  facilityId: string
  institutionCode: string
  folder: ExchangeFolder
  journal: ExchangeJournal
  layout: Layout
  encoding: OqsEncoding
  /** Of encrypted archives; null where the 連携アプリケーション writes plain files. */
  password: string | null
  /** Requests go encrypted as well. */
  encryptRequests: boolean
  /** What becomes of our own results once the journal has them. */
  results: 'delete' | 'leave'
  limits: ReadLimits
  /** So long a file may stand unreadable before it counts as broken and not as half-written. */
  settleMs: number
  /** The first wait for a result in 処理中; it doubles. */
  processingMs: number
  /** Downloads that are asked for at most. */
  downloads: number
  now: () => number
  randomBytes: RandomBytes
  /** Told of each exchange that is done. */
  onDone: (requestId: string) => void
  /** A file or an exchange that could not be looked at; the others were. */
  onFault: (fault: unknown) => void
}
