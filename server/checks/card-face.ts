/** 目視 at the gateway (R10–R12): everything the tablet proved of the card's face is proven here again. */
import { createHash } from 'node:crypto'
import type { Mode } from '../../api/wire'
import type { CardFaceEvidence } from '../../domain/check'
import type { GatewayErrorCode } from '../../domain/errors'
import {
  findIssuer,
  parseSurfaceCertificate,
  type SurfaceAnchor,
  type SurfaceCertificate,
} from '../../domain/surface/issuer'
import { parseKeyGroup } from '../../domain/surface/key-group'
import { verifySurfaceSignature, type SurfaceKey } from '../../domain/surface/signature'
import { bytesOf } from './open-envelope'
import { granted, refused, type Verdict } from './verdict'

/** `unknown`: the mode has no anchor, so nobody vouches for the issuer. */
export type FaceIssuer = 'trusted' | 'unknown'

/** @param input what the card signed, see `cardSigningInput` */
export type FaceJudge = (evidence: CardFaceEvidence, input: Uint8Array) => Verdict<FaceIssuer>

/**
 * A judge of one mode. TZ-G15 and TZ-G16 for a card of another hierarchy, before any signature is looked at; TZ-G32 for
 * bytes that are no face, TZ-G39 for one without a photo; TZ-G33, TZ-G34 and TZ-G35 for issuer, face and card.
 */
export function createFaceJudge(mode: Mode, keys: readonly SurfaceAnchor[]): FaceJudge {
  const set = mode === 'production' ? 'production' : 'emulator'
  return (evidence, input) => {
    const face = readFace(evidence)
    if (!face) return refused('TZ-G32')
    const issuer = findIssuer(face.certificate, { set, keys })
    if (issuer.kind === 'foreign') return refused(mode === 'production' ? 'TZ-G15' : 'TZ-G16')
    if (issuer.kind === 'unknown') return refused('TZ-G33')
    if (NO_PHOTO.some((digest) => digest.equals(face.digests[2]))) return refused('TZ-G39')
    if (issuer.kind === 'anchor' && !isIssuedBy(issuer.anchor, face.certificate)) {
      return refused('TZ-G33')
    }
    const code = judgeSignatures(face, input)
    return code ? refused(code) : granted(issuer.kind === 'anchor' ? 'trusted' : 'unknown')
  }
}

type FaceDigests = readonly [key: Buffer, texts: Buffer, photo: Buffer]

/** The digests of the three groups that the issuer signed, 32 bytes each; null if the evidence does not give them. */
export function faceDigests({
  keyGroup,
  textDigest,
  photoDigest,
}: Pick<CardFaceEvidence, 'keyGroup' | 'textDigest' | 'photoDigest'>): FaceDigests | null {
  const [group, texts, photo] = [keyGroup, textDigest, photoDigest].map(bytesOf)
  if (!group || texts?.length !== DIGEST_LENGTH || photo?.length !== DIGEST_LENGTH) return null
  return [sha256(group), Buffer.from(texts), Buffer.from(photo)]
}

const DIGEST_LENGTH = 32

/** Of a DF27 without content, its length written in each way there is: the face of an infant's card. */
const NO_PHOTO = [[0x00], [0x81, 0x00], [0x82, 0x00, 0x00]].map((length) =>
  sha256(Uint8Array.of(0xdf, 0x27, ...length)),
)

interface ReadFace {
  certificate: SurfaceCertificate
  key: SurfaceKey
  digests: FaceDigests
  faceSignature: Uint8Array
  signature: Uint8Array
}

function readFace(evidence: CardFaceEvidence): ReadFace | null {
  const [encoded, keyGroup, faceSignature, signature] = [
    evidence.certificate,
    evidence.keyGroup,
    evidence.faceSignature,
    evidence.signature,
  ].map(bytesOf)
  const certificate = encoded && parseSurfaceCertificate(encoded)
  const key = keyGroup && parseKeyGroup(keyGroup)
  const digests = faceDigests(evidence)
  if (!certificate || !key || !digests || !faceSignature || !signature) return null
  return { certificate, key, digests, faceSignature, signature }
}

function isIssuedBy({ key }: SurfaceAnchor, { body, signature }: SurfaceCertificate): boolean {
  return verifySurfaceSignature(key, [sha256(body)], signature)
}

function judgeSignatures(face: ReadFace, input: Uint8Array): GatewayErrorCode | null {
  const { certificate, key, digests, faceSignature, signature } = face
  if (!verifySurfaceSignature(certificate.key, digests, faceSignature)) return 'TZ-G34'
  return verifySurfaceSignature(key, [sha256(input)], signature) ? null : 'TZ-G35'
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
