/**
 * The journal of exchanges: what was, or may have been, put into the folder, and what came back. It outlives the process; the folder is
 * only ever asked about what stands here.
 */
import type { InterfaceKey } from './layout/interfaces'

/** Begins the id of a list that is asked for as often as it is needed, and of nothing else. */
export const LIST_PREFIX = 'consented:'

export type ExchangeStep = 'single' | 'upload' | 'download'

/**
 * `intent`: the file lies in the work folder, or was moved into `req`; the work folder tells which. `submitted`: it was moved, and
 * a result is waited for. `processing`: 処理中; the next download is due at `nextAt`. `done`: `result` is what came.
 */
export type ExchangeState = 'intent' | 'submitted' | 'processing' | 'done'

export interface Exchange {
  facilityId: string
  /** Under which the gateway asks; with the facility the key. */
  requestId: string
  kind: InterfaceKey
  step: ExchangeStep
  /** Downloads that were asked for so far. */
  attempt: number
  /** Of the request, without its ending: `OQSsiquc01req_…`. */
  fileName: string
  /** In the work folder. */
  workFile: string
  institutionCode: string
  /** `ArbitraryFileIdentifier`, the same in every step. */
  fileIdentifier: string
  /** Milliseconds; when the first intent was committed. */
  openedAt: number
  /** Milliseconds; when the last step was found to be in the folder. */
  submittedAt: number | null
  receptionNumber: string | null
  state: ExchangeState
  /** Milliseconds; null where nothing falls due by itself. */
  nextAt: number | null
  /** The text of the result. It is about people: whoever stores it seals it. */
  result: string | null
}

export type ExchangeChange = Partial<
  Omit<Exchange, 'facilityId' | 'requestId' | 'kind' | 'openedAt' | 'institutionCode'>
>

/** What a change was decided on; somebody else's change in between makes it void. */
export type ExchangeWas = Pick<Exchange, 'state' | 'fileName'>

export interface ExchangeJournal {
  /** Commits a new exchange; false when its id stands already. */
  open(exchange: Exchange): Promise<boolean>
  get(facilityId: string, requestId: string): Promise<Exchange | undefined>
  byFile(facilityId: string, fileName: string): Promise<Exchange | undefined>
  /** Commits the change if the exchange still is as it was; false when it is not. */
  change(
    facilityId: string,
    requestId: string,
    was: ExchangeWas,
    change: ExchangeChange,
  ): Promise<boolean>
  /** Intents, and exchanges whose `nextAt` has come; the longest waiting first. */
  due(facilityId: string, now: number, limit: number): Promise<Exchange[]>
  /**
   * Erases the results of what was opened before; that it was asked stays known, but for lists ({@link LIST_PREFIX}), which are
   * forgotten whole. Returns how many exchanges were touched.
   */
  eraseResults(facilityId: string, before: number): Promise<number>
}
