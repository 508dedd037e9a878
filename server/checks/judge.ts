/** The verdict on one opened check. With a card: channel, challenge, then what the card shows – in this order, costly last. */
import { createHash } from 'node:crypto'
import { attestationFault, type AttestationFault } from '../../domain/attestation'
import {
  cardSigningInput,
  type CardFaceEvidence,
  type CardSignatureEvidence,
  type CheckStatement,
} from '../../domain/check'
import { dayInJapan, toMs, type Day } from '../../domain/days'
import type { GatewayErrorCode } from '../../domain/errors'
import { identityWays, isAllowed, type IdentityWay } from '../../domain/settings'
import { judgeDeclaration } from '../evidence/judge-declaration'
import { judgeDocument } from '../evidence/judge-document'
import { judgeOral } from '../evidence/judge-oral'
import { judgePatientsAct } from '../evidence/judge-patients-act'
import { judgeReinquiry } from '../evidence/judge-reinquiry'
import type { KnownPatients } from '../evidence/known-patients'
import type { CheckFacts, StoredChallenge } from '../store/store'
import { boundCaptureTime, hadExpired } from './capture-time'
import type { FaceJudge } from './card-face'
import { isSignedByCard } from './card-signature'
import { judgeDay, type CertificateJudge } from './certificate'
import type { PasscodeJudge } from './face-passcode'
import { bytesOf, type OpenedCheck } from './open-envelope'
import { granted, refused, type Verdict } from './verdict'

export type Judgement =
  { verdict: 'accepted'; facts: CheckFacts } | { verdict: 'rejected'; code: GatewayErrorCode }

export interface JudgeWorld {
  deviceId: string
  receivedAt: number
  /** Challenges named by the batch, whoever they belong to. */
  challenges: ReadonlyMap<string, StoredChallenge>
  judgeCertificate: CertificateJudge
  judgeFace: FaceJudge
  /** Of the device's facility. */
  judgePasscode: PasscodeJudge
  /** Of the device's facility. */
  patients: Pick<KnownPatients, 'findVisit' | 'findHistory'>
}

/** Judges a check by what the gateway knows; the day of capture decides which rules hold. */
export async function judgeCheck(check: OpenedCheck, world: JudgeWorld): Promise<Judgement> {
  const { statement, evidence } = check
  switch (evidence.kind) {
    case 'cardSignature': {
      const capture = judgeCapture(check, evidence, 'pin', world)
      if (!capture.ok) return rejected(capture.code)
      return conclude(capture.value, evidence, judgeSignedCard(evidence, capture.value, world))
    }
    case 'cardFace': {
      const capture = judgeCapture(check, evidence, 'faceCheck', world)
      if (!capture.ok) return rejected(capture.code)
      const card = await judgeFaceCard(statement, evidence, capture.value, world)
      return conclude(capture.value, evidence, card)
    }
    case 'officialApp':
    case 'digitalIdentity':
      return toJudgement(judgePatientsAct(statement, evidence.kind, world.receivedAt))
    case 'document':
      return toJudgement(judgeDocument(statement, evidence, world.receivedAt))
    case 'oral':
      return toJudgement(await judgeOral(statement, evidence, world.receivedAt, world.patients))
    case 'declaration':
      return toJudgement(judgeDeclaration(statement, evidence, world.receivedAt))
    case 'reinquiry':
      return toJudgement(await judgeReinquiry(statement, world.receivedAt, world.patients))
  }
}

function toJudgement(judged: Verdict<CheckFacts>): Judgement {
  return judged.ok ? { verdict: 'accepted', facts: judged.value } : rejected(judged.code)
}

type CardEvidence = CardSignatureEvidence | CardFaceEvidence
type CardFacts = Pick<CheckFacts, 'certificateLastDay' | 'faceIssuer'>

interface Capture {
  capturedAt: number
  clockDoubtful: boolean
  /** In Japan. */
  day: Day
  /** What the card signed; null when the challenge is none. */
  input: Uint8Array | null
}

/** When it was captured, whether the setting allows that channel and this way there, and whose challenge it answers. */
function judgeCapture(
  { statement, statementText }: OpenedCheck,
  evidence: CardEvidence,
  way: IdentityWay,
  { challenges, receivedAt, deviceId }: JudgeWorld,
): Verdict<Capture> {
  const challenge =
    evidence.challengeId === null ? null : (challenges.get(evidence.challengeId) ?? null)
  const { capturedAt, clockDoubtful } = boundCaptureTime(
    toMs(statement.capturedAt),
    receivedAt,
    challenge?.issuedAt ?? null,
  )
  const day = dayInJapan(capturedAt)
  if (!isAllowedHere(statement, way, day)) return refused('TZ-G25')
  const code = judgeChallenge(statement.id, evidence, challenge, capturedAt, deviceId)
  if (code) return refused(code)
  return granted({ capturedAt, clockDoubtful, day, input: signedInput(statementText, evidence) })
}

function isAllowedHere({ setting, channel }: CheckStatement, way: IdentityWay, day: Day): boolean {
  // The envelope is a registered device's, so the app is bound to the facility (R2).
  const bound = { boundDevice: true, cardHasPhoto: true }
  return isAllowed(setting, channel, day) && identityWays(setting, day, bound).includes(way)
}

/** A check without a gateway challenge is accepted with lower assurance (design, decision 4). */
function judgeChallenge(
  checkId: string,
  evidence: CardEvidence,
  challenge: StoredChallenge | null,
  capturedAt: number,
  deviceId: string,
): GatewayErrorCode | null {
  if (evidence.challengeId === null) return null
  if (challenge?.deviceId !== deviceId || challenge.challenge !== evidence.challenge)
    return 'TZ-G10'
  if (challenge.usedBy !== null && challenge.usedBy !== checkId) return 'TZ-G12'
  return hadExpired(challenge.expiresAt, capturedAt) ? 'TZ-G11' : null
}

function signedInput(statementText: string, evidence: CardEvidence): Uint8Array | null {
  const challenge = bytesOf(evidence.challenge)
  if (challenge?.length !== 32) return null
  const digest = createHash('sha256').update(statementText, 'utf8').digest()
  return cardSigningInput(challenge, digest)
}

/** A card opened with its PIN: certificate, days, signature. */
function judgeSignedCard(
  evidence: CardSignatureEvidence,
  { day, input }: Capture,
  world: JudgeWorld,
): Verdict<CardFacts> {
  const der = bytesOf(evidence.certificate)
  if (!der) return refused('TZ-G13')
  const certificate = world.judgeCertificate(der)
  if (!certificate.ok) return certificate
  const { publicKey, lastDay } = certificate.value
  const dayCode = judgeDay(certificate.value, day)
  if (dayCode) return refused(dayCode)
  const signature = bytesOf(evidence.signature)
  const isSigned = input && signature && isSignedByCard(publicKey, input, signature)
  return isSigned ? granted({ certificateLastDay: lastDay, faceIssuer: null }) : refused('TZ-G17')
}

const ATTESTATION_CODES: Readonly<Record<AttestationFault, GatewayErrorCode>> = {
  wording: 'TZ-G36',
  time: 'TZ-G37',
}

/** A card whose face staff compared: expiry, attestation, issuer, face, card, and the facility's passcode. */
async function judgeFaceCard(
  statement: CheckStatement,
  evidence: CardFaceEvidence,
  { capturedAt, day, input }: Capture,
  world: JudgeWorld,
): Promise<Verdict<CardFacts>> {
  const { attestation, cardExpiry, passcode } = evidence
  if (cardExpiry !== null && cardExpiry < day) return refused('TZ-G38')
  const fault = attestationFault(attestation, statement, day)
  if (fault) return refused(ATTESTATION_CODES[fault])
  if (!input) return refused('TZ-G35')
  const face = world.judgeFace(evidence, input)
  if (!face.ok) return face
  const code = await world.judgePasscode(passcode, capturedAt)
  return code ? refused(code) : granted({ certificateLastDay: null, faceIssuer: face.value })
}

function conclude(
  { capturedAt, clockDoubtful }: Capture,
  { challengeId }: CardEvidence,
  card: Verdict<CardFacts>,
): Judgement {
  return card.ok
    ? { verdict: 'accepted', facts: { challengeId, capturedAt, clockDoubtful, ...card.value } }
    : rejected(card.code)
}

function rejected(code: GatewayErrorCode): Judgement {
  return { verdict: 'rejected', code }
}
