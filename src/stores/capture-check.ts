/** What a captured check is made of: the statement that the card signs, the payload that is sealed, the note for staff. */
import { fromBase64Url, toBase64Url, utf8 } from '../../api/bytes'
import type { Attestation } from '../../domain/attestation'
import {
  cardSigningInput,
  type CardFaceEvidence,
  type CardlessEvidence,
  type CheckPayload,
  type CheckStatement,
  type DigitalIdentityEvidence,
  type OfficialAppEvidence,
} from '../../domain/check'
import type { Visit } from '../../domain/visit'
import type { FaceProofText, PreparedCard, PreparedFace, SeenFace } from './card-port'
import type { CheckNote } from './view-types'

/** What a check says of itself, whatever is shown for it: whose it is, where, by whom, and when (ms, corrected clock). */
export function composeStatement(
  check: Pick<CheckStatement, 'id' | 'setting' | 'channel' | 'consent'>,
  visit: Visit | null,
  by: { facilityId: string | null; deviceId: string | null; currentStaff: { id: string } | null },
  at: number,
): CheckStatement {
  return {
    v: 1,
    id: check.id,
    facilityId: by.facilityId ?? '',
    deviceId: by.deviceId ?? '',
    staffId: by.currentStaff?.id ?? '',
    visitId: visit?.id ?? null,
    patientId: visit?.patientId ?? null,
    setting: check.setting,
    channel: check.channel,
    consent: check.consent,
    capturedAt: new Date(at).toISOString(),
  }
}

/** Ready for the card: a statement bound to a challenge. */
export interface ToSign {
  statement: CheckStatement
  /** The exact text whose hash is signed. */
  statementText: string
  challengeId: string | null
  challenge: Uint8Array
  input: Uint8Array<ArrayBuffer>
}

/** @param reserved the gateway's challenge; null when none is left, then a random one of the device stands in */
export async function composeToSign(
  statement: CheckStatement,
  reserved: { id: string; challenge: string } | null,
  randomBytes: (length: number) => Uint8Array<ArrayBuffer>,
): Promise<ToSign> {
  const challenge = reserved ? fromBase64Url(reserved.challenge) : randomBytes(32)
  const statementText = JSON.stringify(statement)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(statementText)))
  const input = cardSigningInput(challenge, digest)
  return { statement, statementText, challengeId: reserved?.id ?? null, challenge, input }
}

/** @param signature base64url */
export function composePayload(
  { statementText, challengeId, challenge }: ToSign,
  card: PreparedCard,
  signature: string,
): CheckPayload {
  return {
    v: 1,
    statement: statementText,
    evidence: {
      kind: 'cardSignature',
      certificate: card.certificate,
      signature,
      challengeId,
      challenge: toBase64Url(challenge),
      cardExpiry: card.cardExpiry,
    },
  }
}

/** What 目視 rests on: the card's proof of its own face, and who says that it is the patient's. */
export interface FaceProven {
  card: PreparedFace
  face: SeenFace
  proof: FaceProofText
  passcode: CardFaceEvidence['passcode']
  attestation: Attestation
}

/** 目視 (R12). No photo, name or address is in it. */
export function composeFace(
  { statement, statementText, challengeId, challenge }: ToSign,
  { card, face, proof, passcode, attestation }: FaceProven,
  who: { visit: Visit | null; staffName: string },
): { payload: CheckPayload; note: CheckNote } {
  return {
    payload: {
      v: 1,
      statement: statementText,
      evidence: {
        kind: 'cardFace',
        ...proof,
        challengeId,
        challenge: toBase64Url(challenge),
        cardExpiry: card.cardExpiry ?? face.unsignedExpiry,
        passcode,
        attestation,
      },
    },
    note: {
      ...noteOf(statement, who),
      withChallenge: challengeId !== null,
      certificateLastDay: card.certificateLastDay,
      way: 'cardFace',
      faceIssuer: face.issuer,
    },
  }
}

/**
 * A check that no card signs: handed over to the official page or to デジタル認証アプリ, or resting on a document, on what
 * somebody said, or on an earlier check. What is shown for it is in `evidence`; whose consent it carries, in `statement`.
 */
export function composeUnsigned(
  statement: CheckStatement,
  evidence: OfficialAppEvidence | DigitalIdentityEvidence | CardlessEvidence,
  who: { visit: Visit | null; staffName: string },
): { payload: CheckPayload; note: CheckNote } {
  return {
    payload: { v: 1, statement: JSON.stringify(statement), evidence },
    note: {
      ...noteOf(statement, who),
      withChallenge: true,
      certificateLastDay: null,
      way: evidence.kind,
    },
  }
}

export function composeNote(
  { statement, challengeId }: ToSign,
  card: PreparedCard,
  who: { visit: Visit | null; staffName: string },
): CheckNote {
  return {
    ...noteOf(statement, who),
    withChallenge: challengeId !== null,
    certificateLastDay: card.certificateLastDay,
  }
}

function noteOf(
  statement: CheckStatement,
  who: { visit: Visit | null; staffName: string },
): Omit<CheckNote, 'withChallenge' | 'certificateLastDay'> {
  return {
    v: 1,
    id: statement.id,
    visitId: statement.visitId,
    patientId: statement.patientId,
    name: who.visit?.name ?? null,
    nameKana: who.visit?.nameKana ?? null,
    birthdate: who.visit?.birthdate ?? null,
    setting: statement.setting,
    staffName: who.staffName,
    capturedAt: statement.capturedAt,
  }
}
