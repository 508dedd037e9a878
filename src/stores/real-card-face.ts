/** The face check of the card port (目視, R12): loaded code over src/nfc, apart from the card and its PIN. */
import { toBase64Url } from '../../api/bytes'
import type { CardImage } from '../../domain/card-image'
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import type { CardDates } from '../nfc/applications/card-dates'
import type { FaceProof, PreparedFaceCheck } from '../nfc/applications/face-check'
import type { CardFace } from '../nfc/applications/surface-face'
import type { IssuerTrust, SurfaceAnchors } from '../nfc/applications/surface-trust'
import type { CardProgress } from '../nfc/card-channel'
import type { PhotoPixels } from '../nfc/photo/decode-core'
import type { Transport } from '../nfc/transport'
import type { FaceOutcome, FaceProofText, FaceTry, PreparedFace, SeenFace } from './card-port'

export interface FacePortOptions {
  transport: () => Transport | null
  anchors: () => Promise<SurfaceAnchors>
  /** Tests decode without a worker. */
  decode?: ((photo: Uint8Array, signal: AbortSignal) => Promise<Result<PhotoPixels>>) | undefined
}

export interface FacePort {
  prepare(
    onProgress: (progress: CardProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<PreparedFace>>
  check(
    code: Uint8Array,
    input: Uint8Array<ArrayBuffer>,
    how: Omit<FaceTry, 'onStage'> & { onProgress: (progress: CardProgress) => void },
  ): Promise<FaceOutcome>
  /** The card is gone or is another one's now. */
  forget(): void
}

/** Needed only where a face is read: nothing of it is in the way of the first screen. */
const faceModule = (): Promise<typeof import('../nfc/applications/face-check')> =>
  import('../nfc/applications/face-check')
const datesModule = (): Promise<typeof import('../nfc/applications/card-dates')> =>
  import('../nfc/applications/card-dates')
const photoModule = (): Promise<typeof import('../nfc/photo/decode-photo')> =>
  import('../nfc/photo/decode-photo')

/** A card without a certificate, or with one that is not known here, may still show its face. */
const NO_DATES: ReadonlySet<ErrorCode> = new Set(['TZ-C11', 'TZ-C12', 'TZ-C18'])

export function createFacePort({
  transport,
  anchors,
  decode = decodeInWorker,
}: FacePortOptions): FacePort {
  let prepared: PreparedFaceCheck | null = null

  async function prepare(
    onProgress: (progress: CardProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<PreparedFace>> {
    prepared = null
    const [{ prepareFaceCheck }, { readCardDates }] = await Promise.all([
      faceModule(),
      datesModule(),
    ])
    const reader = transport()
    if (!reader) return failed('TZ-R14')
    const dates = withoutCertificate(
      await readCardDates(reader, { certificate: true, signal, onProgress }),
    )
    if (!dates.ok) return dates
    const check = await prepareFaceCheck(reader, await anchors(), { signal })
    if (!check.ok) return check
    // Given up while the last command was under way: whoever comes next prepares the card anew.
    if (signal.aborted) return failed('TZ-C14')
    prepared = check.value
    const certificate = dates.value?.certificate ?? null
    return ok({
      triesLeft: prepared.triesLeft,
      certificate: certificate && toBase64Url(certificate.bytes),
      certificateLastDay: certificate?.lastDay ?? null,
      cardExpiry: dates.value?.cardExpiry ?? null,
    })
  }

  async function check(
    code: Uint8Array,
    input: Uint8Array<ArrayBuffer>,
    { lastTryConfirmed, signal, onProgress }: Parameters<FacePort['check']>[2],
  ): Promise<FaceOutcome> {
    if (!prepared) {
      code.fill(0)
      return { kind: 'refused', code: 'TZ-C05' }
    }
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', input))
    const outcome = await prepared.checkFace(code, digest, {
      lastTryConfirmed,
      signal,
      onProgress,
    })
    return outcome.kind === 'verified' ? show(outcome, signal) : outcome
  }

  async function show(
    { face, proof, issuer }: { face: CardFace; proof: FaceProof; issuer: IssuerTrust },
    signal: AbortSignal,
  ): Promise<FaceOutcome> {
    const [{ forgetFace }, { drawPhoto, clearPhoto }] = await Promise.all([
      faceModule(),
      photoModule(),
    ])
    const photo = await decode(face.photo, signal)
    if (!photo.ok) {
      forgetFace(face)
      return { kind: 'refused', code: photo.code }
    }
    const seen: SeenFace = {
      birthdate: face.birthdate,
      sex: face.sex,
      nameImage: face.nameImage,
      addressImage: face.addressImage,
      unsignedExpiry: face.unsignedExpiry,
      issuer,
      drawPhoto: (canvas) => drawPhoto(canvas, photo.value),
      forget() {
        clearPhoto(null, photo.value)
        forgetFace(face)
      },
    }
    return { kind: 'verified', face: Object.freeze(seen), proof: toText(proof) }
  }

  return {
    prepare,
    check,
    forget: () => {
      prepared = null
    },
  }
}

/**
 * The one set of anchors of the mode, which never mix: in training the issuers of the gateway's own cards, loaded only
 * there; in production none is published, and what that means is said with each face (docs/adr/0015).
 */
export async function readFaceAnchors(
  mode: 'training' | 'production' | null,
  trainingCards: () => Promise<readonly CardImage[]>,
): Promise<SurfaceAnchors> {
  if (mode !== 'training') return { set: 'production', keys: [] }
  const { createTrainingAnchors } = await import('../nfc/emulator/surface-anchors')
  return createTrainingAnchors(await trainingCards())
}

function withoutCertificate(dates: Result<CardDates>): Result<CardDates | null> {
  return !dates.ok && NO_DATES.has(dates.code) ? ok(null) : dates
}

async function decodeInWorker(
  photo: Uint8Array,
  signal: AbortSignal,
): Promise<Result<PhotoPixels>> {
  const { decodePhoto } = await photoModule()
  return decodePhoto(photo, { signal })
}

function toText(proof: FaceProof): FaceProofText {
  return {
    certificate: toBase64Url(proof.certificate),
    keyGroup: toBase64Url(proof.keyGroup),
    textDigest: toBase64Url(proof.textDigest),
    photoDigest: toBase64Url(proof.photoDigest),
    faceSignature: toBase64Url(proof.faceSignature),
    signature: toBase64Url(proof.signature),
  }
}
