/** Files of a card's face for tests, forged where a test wants them forged. */
import { constants, createHash, createPrivateKey, privateEncrypt } from 'node:crypto'
import type { CardImage, RsaPrivateJwk, SurfaceImage } from '../../domain/card-image'
import { createSurfaceKey } from '../../src/nfc/applications/surface-signature'
import type { SurfaceAnchors } from '../../src/nfc/applications/surface-trust'
import { surfacePki } from './card-fixtures'

export type FaceImage = CardImage & { surface: SurfaceImage }

/** What the card signs in tests, and its digest. */
export const FACE_INPUT = new TextEncoder().encode('statement')
export const FACE_DIGEST = Uint8Array.from(createHash('sha256').update(FACE_INPUT).digest())

export function typedCode(code: string): Uint8Array {
  return Uint8Array.from(code, (digit) => digit.charCodeAt(0))
}

/** The set that trusts the issuer of this card, or says it does under another name. */
export function anchorsOf(
  { surface: { anchor } }: FaceImage,
  change: Partial<SurfaceAnchors> = {},
): SurfaceAnchors {
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))
  const key = createSurfaceKey(bytes(anchor.n), bytes(anchor.e))
  if (!key) throw new Error('the anchor is no key')
  return { set: 'emulator', keys: [{ id: bytes(anchor.id), key }], ...change }
}

/** The same card with other bytes in one of its files. */
export function withFile(
  image: FaceImage,
  file: 'face' | 'certificate',
  change: (bytes: Buffer) => Uint8Array,
): FaceImage {
  const bytes = change(Buffer.from(image.surface[file], 'base64url'))
  const text = Buffer.from(bytes).toString('base64url')
  return { ...image, surface: { ...image.surface, [file]: text } }
}

/** A certificate with these ids, properly signed by `ca`: only its names are forged. */
export async function forgeCertificate(
  image: FaceImage,
  ids: { issuer?: string; subject?: string },
  ca?: RsaPrivateJwk,
): Promise<FaceImage> {
  const key = ca ?? (await surfacePki()).ca
  return withFile(image, 'certificate', (bytes) => {
    const body = bytes.subarray(10, 10 + 297)
    if (ids.issuer) body.write(ids.issuer, 0, 'latin1')
    if (ids.subject) body.write(ids.subject, 16, 'latin1')
    signRaw(key, [body]).copy(bytes, bytes.length - 256)
    return bytes
  })
}

/** PKCS#1 v1.5 over one DigestInfo that holds the digests of all parts. */
export function signRaw(jwk: RsaPrivateJwk, parts: readonly Uint8Array[]): Buffer {
  const digests = parts.map((part) => createHash('sha256').update(part).digest())
  const length = digests.length * 32
  const info = Buffer.concat([
    Buffer.from([0x30, 17 + length]),
    Buffer.from('300d06096086480165030402010500', 'hex'),
    Buffer.from([0x04, length]),
    ...digests,
  ])
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info)
}
