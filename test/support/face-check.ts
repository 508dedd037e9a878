/** Face checks (目視) as a tablet would send them, made from a card's files without reading it. */
import { constants, createHash, createPrivateKey, sign } from 'node:crypto'
import { toBase64Url } from '../../api/bytes'
import type { Challenge, Envelope } from '../../api/wire'
import { cardSigningInput, type CardFaceEvidence, type CheckStatement } from '../../domain/check'
import type { CardImage } from '../../domain/card-image'
import { issueFacePasscode } from '../../server/cli/face-passcodes'
import { parseFace } from '../../src/nfc/applications/surface-face'
import type { DeviceClient } from './device-client'
import type { FaceImage } from './face-fixtures'
import { FACILITY, randomBytes, type TestGateway } from './gateway'

export type TypedPasscode = CardFaceEvidence['passcode']

export interface FaceCheckRequest {
  card: FaceImage
  passcode: TypedPasscode
  /** Left out: one is fetched; null: there was none left. */
  challenge?: Challenge | null
  statement?: Partial<CheckStatement>
  /** Changes the evidence before it is sealed. */
  evidence?: (evidence: CardFaceEvidence) => unknown
  /** Changes the statement's text after the card has signed it. */
  statementText?: (text: string) => string
}

/** A passcode of the gateway's facility, issued now. */
export async function newPasscode(
  gateway: Pick<TestGateway, 'store'>,
  at: number,
  facilityId: string = FACILITY.id,
): Promise<TypedPasscode> {
  return issueFacePasscode(gateway.store, facilityId, at)
}

export async function createFaceCheck(
  device: DeviceClient,
  request: FaceCheckRequest,
): Promise<Envelope> {
  const statement = device.statementOf(request.statement)
  const challenge =
    request.challenge === undefined
      ? ((await device.fetchChallenges(1))[0] ?? null)
      : request.challenge
  const text = JSON.stringify(statement)
  const evidence = faceEvidence(request, text, challenge, statement.capturedAt)
  return device.envelopeOf(statement.id, {
    v: 1,
    statement: request.statementText ? request.statementText(text) : text,
    evidence: request.evidence ? request.evidence(evidence) : evidence,
  })
}

/** What a card gives over that statement, attested the moment it was captured. */
export function faceEvidence(
  { card, passcode }: Pick<FaceCheckRequest, 'card' | 'passcode'>,
  statementText: string,
  challenge: Challenge | null,
  attestedAt: string,
): CardFaceEvidence {
  const challengeText = challenge?.challenge ?? toBase64Url(randomBytes(32))
  const input = cardSigningInput(
    Buffer.from(challengeText, 'base64url'),
    createHash('sha256').update(statementText).digest(),
  )
  const key = createPrivateKey({ key: { ...card.surface.privateKey }, format: 'jwk' })
  const groups = groupsOf(card)
  return {
    kind: 'cardFace',
    certificate: card.surface.certificate,
    keyGroup: toBase64Url(groups.key),
    textDigest: digest(groups.text),
    photoDigest: digest(groups.photo),
    faceSignature: toBase64Url(groups.signature),
    signature: toBase64Url(sign('sha256', input, { key, padding: constants.RSA_PKCS1_PADDING })),
    challengeId: challenge?.id ?? null,
    challenge: challengeText,
    cardExpiry: card.cardExpiry,
    passcode,
    attestation: { wording: 'face-1', attestedAt },
  }
}

/** A card that was issued with a face. @throws Error for one without */
export function withFace(card: CardImage): FaceImage {
  const { surface } = card
  if (!surface) throw new Error('a card without a face')
  return { ...card, surface }
}

function groupsOf({ surface }: FaceImage) {
  const face = parseFace(Uint8Array.from(Buffer.from(surface.face, 'base64url')))
  if (!face.ok) throw new Error(face.code)
  const [key, text, photo] = face.value.groups
  return { key, text, photo, signature: face.value.signature }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}
