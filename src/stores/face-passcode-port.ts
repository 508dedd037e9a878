/** What the stores ask of the facility's 目視パスコード: whether there is one, and whether this is it. */
import type { ErrorCode } from '../../domain/errors'

export type FacePasscodeStanding =
  /** The facility has issued none, or the vault is locked. */
  | { kind: 'none' }
  /** `hint`: the digits themselves, in training only. */
  | { kind: 'open'; triesLeft: number; hint: string | null }
  /** Too many wrong guesses. */
  | { kind: 'closed'; waitMs: number }

export type FacePasscodeOutcome =
  | { kind: 'right'; passcode: { id: string; digits: string } }
  | { kind: 'wrong' }
  /** The guess could not be counted, so it was not judged. */
  | { kind: 'failed'; code: ErrorCode }

export interface FacePasscodePort {
  standing(): Promise<FacePasscodeStanding>
  /** Compares on the device, without a line. `wrong` too where no guess may be made now: ask how it stands. */
  check(digits: string): Promise<FacePasscodeOutcome>
}
