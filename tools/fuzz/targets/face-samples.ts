/** A card's face, its issuer and its signatures, made anew for each run. */
import { createHash } from 'node:crypto'
import { FACE_FILES } from '../../../server/authority/sandbox/surface-drawings'
import { issueSurface } from '../../../server/authority/sandbox/surface-issuer'
import { drawText } from '../../../server/authority/sandbox/surface-png'
import { parseFace } from '../../../src/nfc/applications/surface-face'
import {
  createSurfaceKey,
  encodeDigestInfo,
  type SurfaceKey,
} from '../../../src/nfc/applications/surface-signature'
import {
  parseSurfaceCertificate,
  type SurfaceAnchors,
} from '../../../src/nfc/applications/surface-trust'
import type { Result } from '../../../domain/outcome'
import { encodeTlv } from '../../../src/nfc/emulator/content'
import { createRawSigner } from '../../../src/nfc/emulator/rsa'
import { CARD_HOLDER, surfacePki } from '../../../test/support/card-fixtures'
import { FACE_DIGEST, FACE_INPUT, signRaw } from '../../../test/support/face-fixtures'
import { wrapJp2 } from '../../jp2'
import { FACE_HEIGHT, FACE_WIDTH } from '../../training-faces'

export interface FaceSamples {
  /** EF 0002: as it is issued, and with next to nothing in its pictures, so that spoiling hits the form. */
  faces: readonly Uint8Array[]
  /** EF 0004. */
  certificate: Uint8Array
  anchors: SurfaceAnchors
  /** Of the key that the certificate is of. */
  signer: SurfaceKey
  /** DF22‖DF23‖DF24, and the value of the last. */
  keyGroup: Uint8Array
  key: Uint8Array
  /** JP2: whole ones, and one cut behind its header. */
  photos: readonly Uint8Array[]
  /** What DF28 covers, and DF28. */
  digests: readonly Uint8Array[]
  faceSignature: Buffer
  /** What the card signs, its digest, and its signature. */
  signedInput: Uint8Array
  digest: Uint8Array
  ownSignature: Uint8Array
}

export async function makeFaceSamples(): Promise<FaceSamples> {
  const { ca, signer, card } = await surfacePki()
  const surface = issueSurface(CARD_HOLDER, { ca, signer }, card)
  const issued = fromBase64Url(surface.face)
  const parsed = given(parseFace(issued))
  const certificate = fromBase64Url(surface.certificate)
  const [keyGroup] = parsed.groups
  const anchorKey = createSurfaceKey(fromBase64Url(ca.n), fromBase64Url(ca.e))
  if (!anchorKey) throw new Error('the issuer has no key')
  return {
    faces: [issued, smallFace(keyGroup, (groups) => signRaw(signer, groups))],
    certificate,
    anchors: {
      set: 'emulator',
      keys: [{ id: fromBase64Url(surface.anchor.id), key: anchorKey }],
    },
    signer: given(parseSurfaceCertificate(certificate)).key,
    keyGroup,
    key: keyGroup.subarray(-(3 + 2 + 4 + 256)),
    photos: [...FACE_FILES.map(fromBase64Url), cutPhoto()],
    digests: parsed.groups.map(sha256),
    faceSignature: Buffer.from(parsed.signature),
    signedInput: FACE_INPUT,
    digest: FACE_DIGEST,
    ownSignature: createRawSigner(card)(encodeDigestInfo([FACE_DIGEST])),
  }
}

/** DF22 to DF29 around the smallest pictures there are. */
function smallFace(keyGroup: Uint8Array, sign: (groups: readonly Uint8Array[]) => Uint8Array) {
  const line = drawText('一', 4)
  const texts = Buffer.concat([encodeTlv(0xdf25, line), encodeTlv(0xdf26, line)])
  const photo = encodeTlv(0xdf27, cutPhoto())
  const signature = encodeTlv(0xdf28, sign([keyGroup, texts, photo]))
  const expiry = encodeTlv(0xdf29, Buffer.from('20300217'))
  return encodeTlv(0xff20, Buffer.concat([keyGroup, texts, photo, signature, expiry]))
}

/** Its header is good, and there is no picture behind it. */
function cutPhoto(): Uint8Array {
  const whole = fromBase64Url(FACE_FILES[0] ?? '')
  const codestream = whole.indexOf(Buffer.from('ff4fff51', 'hex'))
  return wrapJp2(whole.subarray(codestream, codestream + 48), FACE_WIDTH, FACE_HEIGHT)
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function fromBase64Url(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}

function given<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code)
  return result.value
}
