/** The verdict on one opened check: channel, challenge, certificate, days, card signature – in this order. */
import { createHash } from 'node:crypto'
import { cardSigningInput, type CardSignatureEvidence } from '../../domain/check'
import { dayInJapan, toMs } from '../../domain/days'
import type { GatewayErrorCode } from '../../domain/errors'
import { isAllowed } from '../../domain/settings'
import { judgeHandOff } from '../handoff/judge-hand-off'
import type { CheckFacts, StoredChallenge } from '../store/store'
import { boundCaptureTime, hadExpired } from './capture-time'
import { isSignedByCard, type CardPublicKey } from './card-signature'
import { judgeDay, type CertificateJudge } from './certificate'
import { bytesOf, type OpenedCheck } from './open-envelope'

export type Judgement =
  { verdict: 'accepted'; facts: CheckFacts } | { verdict: 'rejected'; code: GatewayErrorCode }

export interface JudgeWorld {
  deviceId: string
  receivedAt: number
  /** Challenges named by the batch, whoever they belong to. */
  challenges: ReadonlyMap<string, StoredChallenge>
  judgeCertificate: CertificateJudge
}

/** Judges a check by what the gateway knows; the day of capture decides which rules hold. */
export function judgeCheck(check: OpenedCheck, world: JudgeWorld): Judgement {
  const { evidence } = check
  switch (evidence.kind) {
    case 'cardSignature':
      return judgeSignedCheck(check, evidence, world)
    case 'cardFace':
      return rejected('TZ-G30')
    case 'officialApp': {
      const judged = judgeHandOff(check.statement, world.receivedAt)
      return judged.ok ? { verdict: 'accepted', facts: judged.value } : rejected(judged.code)
    }
  }
}

function judgeSignedCheck(
  { statement, statementText }: OpenedCheck,
  evidence: CardSignatureEvidence,
  world: JudgeWorld,
): Judgement {
  const challenge =
    evidence.challengeId === null ? null : (world.challenges.get(evidence.challengeId) ?? null)
  const stated = toMs(statement.capturedAt)
  const { capturedAt, clockDoubtful } = boundCaptureTime(
    stated,
    world.receivedAt,
    challenge?.issuedAt ?? null,
  )
  const day = dayInJapan(capturedAt)

  if (!isAllowed(statement.setting, statement.channel, day)) return rejected('TZ-G25')
  const challengeCode = judgeChallenge(
    statement.id,
    evidence,
    challenge,
    capturedAt,
    world.deviceId,
  )
  if (challengeCode) return rejected(challengeCode)

  const der = bytesOf(evidence.certificate)
  if (!der) return rejected('TZ-G13')
  const certificate = world.judgeCertificate(der)
  if (!certificate.ok) return rejected(certificate.code)
  const dayCode = judgeDay(certificate.value, day)
  if (dayCode) return rejected(dayCode)
  if (!isCardSignature(statementText, evidence, certificate.value.publicKey))
    return rejected('TZ-G17')

  return {
    verdict: 'accepted',
    facts: {
      challengeId: evidence.challengeId,
      capturedAt,
      clockDoubtful,
      certificateLastDay: certificate.value.lastDay,
    },
  }
}

/** A check without a gateway challenge is accepted with lower assurance (design, decision 4). */
function judgeChallenge(
  checkId: string,
  evidence: CardSignatureEvidence,
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

function isCardSignature(
  statementText: string,
  evidence: CardSignatureEvidence,
  key: CardPublicKey,
): boolean {
  const challenge = bytesOf(evidence.challenge)
  const signature = bytesOf(evidence.signature)
  if (challenge?.length !== 32 || !signature) return false
  const digest = createHash('sha256').update(statementText, 'utf8').digest()
  return isSignedByCard(key, cardSigningInput(challenge, digest), signature)
}

function rejected(code: GatewayErrorCode): Judgement {
  return { verdict: 'rejected', code }
}
