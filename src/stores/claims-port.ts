/** What the claim sheets keep on the device, beside the checks themselves. */
import type { ClaimWork } from '../../domain/claim/work'
import type { Result } from '../../domain/outcome'

/** How this facility's claim software wants it: the same for every visit. */
export interface ClaimSettings {
  v: 1
  /** It checks the check digit of an insurer number. */
  checksDigit: boolean
  /** Of the CSV file. */
  encoding: 'utf8' | 'cp932'
}

export const USUAL_SETTINGS: ClaimSettings = { v: 1, checksDigit: false, encoding: 'utf8' }

/** Nothing is read and nothing is kept while the device is locked. */
export interface ClaimsPort {
  /** Those there are, by the ids of the checks they were kept with. */
  works(checkIds: readonly string[]): Promise<ReadonlyMap<string, ClaimWork>>
  putWork(checkId: string, work: ClaimWork): Promise<Result<null>>
  settings(): Promise<ClaimSettings>
  putSettings(settings: ClaimSettings): Promise<Result<null>>
}

/** The vault's keys; one of them says no more than the check's own random id. */
export const claimKey = (checkId: string): string => `claim:${checkId}`
export const CLAIM_SETTINGS_KEY = 'claim-settings'
