/**
 * What stands in IndexedDB, as types: a wrong store or field name does not compile.
 * A check stands in exactly one of outbox, sent, answers and refused; its state is read off from where it stands.
 */
import type { DBSchema } from 'idb'
import type { Envelope, GatewayKey, Mode, Policy, Sealed, StaffMember } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import type { FacePasscodeTries } from '../../domain/face-passcode-tries'

export interface DeviceProfile {
  deviceId: string
  facility: { id: string; name: string }
  mode: Mode
  /** Origin of the gateway; '' means the app's own. */
  gatewayUrl: string
  gatewayKey: GatewayKey
  policy: Policy
  staffDirectory: StaffMember[]
  /** The facility's マイナ在宅受付Web; null or absent: none was set. */
  officialWeb?: string | null
  /** Patients may prove who they are by デジタル認証アプリ; absent: not known to be so. */
  digitalIdentity?: boolean
  /** What opens, with the vault, to the check of the facility's 目視パスコード; null or absent: none was issued. */
  facePasscode?: Sealed | null
  /** Unix ms, corrected clock. */
  activatedAt: number
  lastContactAt: number
  /** Server time minus device time, ms. */
  clockOffsetMs: number
  /** Answers up to this one are stored. */
  answersCursor: number
  /** Of checks to which no answer will come; absent: none was heard of, and all are asked for. */
  unansweredCursor?: number
  /** Why the vault was erased; null while it stands (or was never made). */
  vaultErased: ErrorCode | null
}

export interface DeviceKeys {
  /** ES256, private half non-extractable: proves who sends, seals nothing. */
  signing: CryptoKeyPair
}

/** The signing key's signature over random bytes: shows that keys and data are of one life. */
export interface KeyCanary {
  text: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export interface UnlockTries {
  wrongTries: number
}

/** The courier's own back-off, apart from that of single records. */
export interface CourierPause {
  failures: number
  /** Unix ms, device clock. */
  notBefore: number
}

/** Who runs, and when it last said so (device clock). */
export interface RunnerBeat {
  owner: string
  beatAt: number
}

/** Keys of an activation whose answer has not been stored, and the answer key until a vault holds it. */
export interface PendingActivation {
  signing: CryptoKeyPair
  answer: CryptoKeyPair
}

export interface DeviceRows {
  profile: DeviceProfile
  keys: DeviceKeys
  canary: KeyCanary
  unlock: UnlockTries
  pause: CourierPause
  'runner:courier': RunnerBeat
  'runner:answers': RunnerBeat
  pending: PendingActivation
  /** Customer Master Key of the facility's readers, non-extractable; absent: the factory's. */
  readerKey: CryptoKey
  /** Wrong guesses at the 目視パスコード in a row; absent: none. */
  faceTries: FacePasscodeTries
  /** 申立書 whose claim work is done; the gateway is still to be told. */
  untoldClosings: string[]
  /** The latest time this device has seen, so that a clock set back is known (time-mark.ts). */
  timeMark: TimeMark
}

/** Gateway time as the device had it, ms, and the correction it was read with. */
export interface TimeMark {
  at: number
  offsetMs: number
}

/** argon2id (RFC 9106); memory in KiB. Stored with each secret so that it can be raised later. */
export interface Argon2Cost {
  memoryKiB: number
  iterations: number
  parallelism: number
}

export type UnlockMethod =
  | { kind: 'passcode'; salt: Uint8Array<ArrayBuffer>; cost: Argon2Cost }
  | {
      kind: 'passkey'
      credentialId: Uint8Array<ArrayBuffer>
      prfSalt: Uint8Array<ArrayBuffer>
    }

export interface StaffRecord {
  id: string
  name: string
  method: UnlockMethod
  /** Which vault the wrapped key opens. */
  vaultId: string
  wrappedVaultKey: { iv: Uint8Array<ArrayBuffer>; ciphertext: Uint8Array<ArrayBuffer> }
  /** No longer among the facility's people: opens nothing, and is there only because nobody else could open the vault. */
  ended?: true
}

/** AES-256-GCM under the vault key, AAD = UTF-8 of `key`. */
export interface SealedNote {
  key: string
  /** A record of an erased vault is recognised by this and read as absent. */
  vaultId: string
  iv: Uint8Array<ArrayBuffer>
  ciphertext: Uint8Array<ArrayBuffer>
}

export interface ChallengeRecord {
  id: string
  /** 32 bytes, base64url. */
  challenge: string
  /** Unix ms, server clock. */
  expiresAt: number
  reservedFor: string | null
}

export interface OutboxRecord {
  id: string
  envelope: Envelope
  /** Tries begun, whatever came of them. */
  attempts: number
  /** Tries in which the gateway refused this very record for now; K of them quarantine it. */
  refusals: number
  /** Unix ms, device clock; so is `leaseUntil` (0: not leased). */
  nextTryAt: number
  leaseUntil: number
  lastCode: ErrorCode | null
  savedAt: number
  /** The registration that made it; it is sent under no other. */
  deviceId: string
  /**
   * Where no answer will come. `consentWithdrawal`: it is no check, and nothing is left to stand here once the gateway has
   * it. `declaration`: nobody is asked with a 申立書.
   */
  kind?: 'consentWithdrawal' | 'declaration'
}

export interface SentRecord {
  id: string
  savedAt: number
  acceptedAt: number
}

export interface AnswerRecord {
  id: string
  /** 0 without an answer. */
  seq: number
  /** null: none will come (申立書). */
  sealed: Sealed | null
  /** null where the answer came before the reply that accepted it, or the device no longer knows. */
  savedAt: number | null
  acceptedAt: number | null
  receivedAt: number
  /** When a person had seen it and nothing was left to do. */
  settledAt: number | null
  /** There until an unlocked session has looked whether it asks for something (要対応); what it asks stands in the vault. */
  untriaged?: 1
}

/** `unanswered`: the gateway has it, and no answer will come. */
export type RefusedKind = 'rejected' | 'quarantined' | 'withdrawn' | 'unanswered'

interface Refused {
  id: string
  kind: RefusedKind
  code: ErrorCode
  at: number
  /** There until the gateway was told that nobody waits for a check which it has, or may have. */
  untold?: 1
  /** `unanswered` only: what the authority said, sealed to the device. */
  said?: Sealed
  /** `unanswered` only: when a person had seen to it. */
  settledAt?: number
}

export type RefusedRecord = Refused &
  (
    | {
        /** Kept whole, even where it is unreadable: for export, and for another try. */
        record: OutboxRecord
      }
    /** The gateway has it: staff wait no longer, or no answer will come. */
    | { record: null; sent: SentRecord }
  )

export interface TazuneSchema extends DBSchema {
  device: { key: string; value: DeviceRows[keyof DeviceRows] }
  staff: { key: string; value: StaffRecord }
  vault: { key: string; value: SealedNote }
  challenges: { key: string; value: ChallengeRecord }
  outbox: { key: string; value: OutboxRecord }
  sent: { key: string; value: SentRecord }
  answers: { key: string; value: AnswerRecord; indexes: { untriaged: number } }
  refused: { key: string; value: RefusedRecord; indexes: { untold: number } }
}

export type StoreName =
  'device' | 'staff' | 'vault' | 'challenges' | 'outbox' | 'sent' | 'answers' | 'refused'

/** Stores with in-line keys; `device` is keyed by the row's name. */
export const KEY_PATHS: Readonly<Record<StoreName, string | null>> = {
  device: null,
  staff: 'id',
  vault: 'key',
  challenges: 'id',
  outbox: 'id',
  sent: 'id',
  answers: 'id',
  refused: 'id',
}

/** Sparse: a record without the field is not in the index, so what is new is found without reading the rest. */
export const INDEXES = [
  { store: 'answers', name: 'untriaged', keyPath: 'untriaged' },
  { store: 'refused', name: 'untold', keyPath: 'untold' },
] as const
