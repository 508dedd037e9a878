/** What came of the mornings (docs/adr/0030): one row a facility and day, by which several gateways share the work. */
import type { Day } from '../../domain/days'

/** `pending`: asked, and not answered yet. `over`: it was asked, and its answer is no longer kept. */
export type BulkState = 'nobody' | 'off' | 'asked' | 'pending' | 'failed' | 'taken' | 'over'

/** Numbers only: nobody is named. */
export interface TakenCounts {
  /** Patients whose numbers or last answer are others now. */
  renewed: number
  same: number
  /** Left to a person: several fit, several insurances, or somebody else. */
  undecided: number
  /** Nobody of the roster. */
  unknown: number
  /** Of these the authority ended with an error, or nobody could read it. */
  failed: number
}

/** Patients by what became of making them known by the facility's own number (照会番号登録). */
export interface ReferenceCounts {
  done: number
  waiting: number
  failed: number
}

export interface MorningResult {
  visits: number
  /** Patients who were asked about; 0 while nobody was. */
  asked: number
  /** Visits by why their patients were not asked about. */
  notAsked: Readonly<Record<string, number>>
  bulk: BulkState
  taken: TakenCounts | null
  /** Those who consented at home (同意済資格情報). */
  consented: BulkState
  consentedTaken: TakenCounts | null
  /** The list of 医療扶助, where the facility wants it. */
  welfare?: { state: BulkState; taken: TakenCounts | null }
  /** Where the facility wants it. */
  references?: ReferenceCounts
  /** How often it could not be done: store, folder or authority were away. */
  faults: number
}

export interface Morning {
  facilityId: string
  day: Day
  /** ms. */
  begunAt: number
  /** ms; of the result. */
  changedAt: number
  /** When it is looked at again, ms; null: all is said. */
  nextAt: number | null
  /** null before the first look has ended. */
  result: MorningResult | null
}

export interface MorningStore {
  /**
   * Takes the morning for one gateway, and begins it if there is none. null: all is said, it is not due, or another has it.
   * @param until ms; a gateway that was killed keeps it no longer
   */
  take(options: {
    facilityId: string
    day: Day
    now: number
    until: number
    token: string
  }): Promise<Morning | null>
  /** Gives it back with what came of it; false where another gateway has it by now. @param nextAt null: all is said */
  keep(options: {
    facilityId: string
    day: Day
    now: number
    token: string
    result: MorningResult
    nextAt: number | null
  }): Promise<boolean>
  /** Makes a morning that is not all said due at once: something has come, or visits have. */
  hasten(facilityId: string, day: Day, now: number): Promise<void>
  /** Begun ones that are due, of all facilities. @param days the first, and the last */
  due(now: number, days: { from: Day; to: Day }): Promise<{ facilityId: string; day: Day }[]>
  get(facilityId: string, day: Day): Promise<Morning | undefined>
  /** The latest first. */
  list(facilityId: string, limit: number): Promise<Morning[]>
  /** For a gateway that knows itself to be alone: whoever had one is gone. */
  releaseAll(): Promise<void>
}
