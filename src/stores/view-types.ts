/** What screens see: plain values made by the stores, nothing of IndexedDB or of a reader. */
import type { ClaimSource } from '../../domain/claim/numbers-found'
import type { CardlessEvidence, CheckState, Consent, Setting } from '../../domain/check'
import type { Day } from '../../domain/days'
import type { AnswerFacts } from '../../domain/decide/situation'
import type { CardAsRead, WhatWasSaid } from '../../domain/decide/situation-of'
import type { OtherWayId, Trouble } from '../../domain/decide/trouble'
import type { InsuredNumbers } from '../../domain/documents/document'
import type { ErrorCode } from '../../domain/errors'

/** What staff must see of a check on this device; kept in the vault, written with the check. */
export interface CheckNote {
  v: 1
  id: string
  visitId: string | null
  /** The facility's own number; null for a walk-in, absent from an older app. */
  patientId?: string | null
  /** The patient's name as the visit list has it; null for a walk-in. */
  name: string | null
  nameKana: string | null
  /** As the visit list has it; absent from an older app. The list is gone the next day, and the claim is written then. */
  birthdate?: Day | null
  setting: Setting
  staffName: string
  /** ISO 8601, UTC. */
  capturedAt: string
  /** False: no gateway challenge was left (lower assurance). */
  withChallenge: boolean
  /** Of the card's certificate, `YYYY-MM-DD`. */
  certificateLastDay: string | null
  /** Absent: the card was read here and opened with its PIN. */
  way?: CheckWay
  /** 目視 only. `noAnchor`: nobody vouched for the issuer of the card's face. */
  faceIssuer?: 'trusted' | 'noAnchor'
  /** What is queued is no check but a patient's withdrawal of a consent. */
  kind?: 'consentWithdrawal'
}

/** How a check was made otherwise than with card and PIN. */
export type CheckWay = 'officialApp' | 'cardFace' | 'digitalIdentity' | CardlessEvidence['kind']

/** What staff need again of a check whose seal they cannot open; erased when its claim work is closed. */
export type KeptForClaim = {
  v: 1
  /** From earlier visits, as the visit list had them; the list is gone the next day. Absent where it had none. */
  onFile?: InsuredNumbers
} & (ClaimSource | { kind: 'onFile' })

/** A document or a 申立書 while it is filled in; dropped in the transaction that saves its check. */
export interface EntryDraft {
  v: 1
  /** The check's id. */
  id: string
  visitId: string | null
  kind: 'document' | 'declaration'
  /** As the form's own store wrote it. */
  value: unknown
  /** ms, corrected clock. */
  savedAt: number
}

/** One row of 送信箱, 要対応 or a visit's state. Times in ms of the device's corrected clock. */
export interface CheckRow {
  id: string
  state: CheckState
  savedAt: number
  acceptedAt: number | null
  answeredAt: number | null
  attempts: number
  nextTryAt: number | null
  code: ErrorCode | null
  /** null: unreadable, shown as 別の記録. */
  note: CheckNote | null
  /** Why staff withdrew it, in their words; absent where they did not, or it cannot be read. */
  withdrawnFor?: string
  /** No answer will come: the authority's own code and words; absent where it said none, or it cannot be read. */
  said?: { authorityCode: string | null; message: string | null }
  /** No answer will come, and a person has seen to it. */
  seenTo?: true
}

/** Why a check was withdrawn; kept in the vault, because a free text may name somebody. */
export interface Withdrawal {
  v: 1
  reason: string
}

/** A captured-but-unsigned check, kept in the vault so that a reload loses nothing. */
export interface Draft {
  v: 1
  /** UUIDv7, the check's id from the first moment. */
  id: string
  visitId: string | null
  setting: Setting
  consent: Consent | null
  /** What was told and tried on 別の方法; absent where nobody went there. */
  ways?: WaysSaid
}

/** 別の方法: kept as long as the check lasts, so that coming back does not begin anew. */
export interface WaysSaid {
  trouble: Trouble
  /** What people said cannot be done. */
  declined: readonly OtherWayId[]
  said: WhatWasSaid
  /** As it was read in this check; null: it was not. */
  card: CardAsRead | null
  /** The answer that this check was begun after; null: there is none. */
  after: { checkId: string; answer: AnswerFacts } | null
}

/** 解錠: who can unlock this device, and how. */
export interface StaffOnDevice {
  id: string
  name: string
  method: 'passcode' | 'passkey'
}

export type LineState =
  'online' | 'noLine' | 'unreachable' | 'portal' | 'accessEnded' | 'unregistered'

export type ReaderState = 'none' | 'connecting' | 'ready' | 'lost'

/** 端末ができること: one row of この端末. */
export interface Capability {
  id:
    | 'bluetooth'
    | 'backgroundSync'
    | 'persistentStorage'
    | 'passkey'
    | 'installed'
    | 'visitTags'
    | 'webNfc'
  available: boolean
  /** Why not, or what it means, in the words staff read. */
  note: string
}

/** Steps of the card as they happen: 探す → 読む → 照合する → 署名する. */
export type CardStage = 'idle' | 'searching' | 'reading' | 'verifying' | 'signing' | 'saving'
