/**
 * 券面事項確認 of the training cards: the issuer's keys, the card-verifiable certificate, and a signed face. Key ids begin
 * with 9; real ones begin with 5 and those of the official test cards with 6, so none can be taken for another.
 */
import { createHash, createPrivateKey, privateEncrypt, constants } from 'node:crypto'
import type { CardImage, RsaPrivateJwk, SurfaceImage } from '../../../domain/card-image'
import { toWareki } from '../../../domain/era'
import { readTlvs } from '../../../domain/surface/tlv'
import { FACE_FILES } from './surface-drawings'
import { drawText } from './surface-png'

/** The two keys of the issuer as the sandbox keeps them; plain JSON. */
export interface SurfaceIssuer {
  /** Signs the certificate of the other; its public half is the anchor. */
  ca: RsaPrivateJwk
  /** Signs the faces. */
  signer: RsaPrivateJwk
}

export type SurfaceHolder = Pick<
  CardImage,
  'personaId' | 'basicFour' | 'cardExpiry' | 'municipality'
> & {
  /** false: a card without a photo, as infants have (R12). */
  hasPhoto?: boolean
}

/** Seven digits, 08 05, three digits, four of filler: the form of the ids on cards. */
const CA_ID = keyId('9000023')

const TRIES = 10

/** @param key the card's own key of this application */
export function issueSurface(
  holder: SurfaceHolder,
  issuer: SurfaceIssuer,
  key: RsaPrivateJwk,
): SurfaceImage {
  const security = securityCode(holder.personaId)
  return {
    face: toBase64Url(encodeFace(holder, issuer, key, security)),
    certificate: toBase64Url(encodeCertificate(holder, issuer)),
    privateKey: key,
    code: `${printedBirthdate(holder.basicFour.birthdate)}${holder.cardExpiry.slice(0, 4)}${security}`,
    codeTriesLeft: TRIES,
    anchor: { id: toBase64Url(CA_ID), n: issuer.ca.n, e: issuer.ca.e },
  }
}

/** `FF20 { DF21 offsets | DF22 … DF2A }`; DF28 covers DF22 to DF27 in three groups. */
function encodeFace(
  { personaId, basicFour, cardExpiry, hasPhoto = true }: SurfaceHolder,
  issuer: SurfaceIssuer,
  key: RsaPrivateJwk,
  security: string,
): Uint8Array {
  const photo = hasPhoto ? Buffer.from(faceOf(personaId, basicFour), 'base64url') : Buffer.alloc(0)
  const items = [
    tlv(0xdf22, ascii(basicFour.birthdate.replaceAll('-', ''))),
    tlv(0xdf23, ascii(basicFour.sex)),
    tlv(0xdf24, encodeKey(key)),
    tlv(0xdf25, drawText(basicFour.name, 16)),
    tlv(0xdf26, drawText(basicFour.address, 24)),
    tlv(0xdf27, photo),
  ]
  items.push(
    tlv(0xdf28, sign(issuer.signer, digestGroups(items))),
    tlv(0xdf29, ascii(cardExpiry.replaceAll('-', ''))),
    tlv(0xdf2a, drawText(security, 4)),
  )
  return tlv(0xff20, Buffer.concat([encodeOffsets(items), ...items]))
}

/** The 96 bytes that the issuer signed on a face: digests of the key, the texts and the photo. */
export function faceDigestsOf({ face }: Pick<SurfaceImage, 'face'>): Buffer {
  const [file] = readTlvs(Buffer.from(face, 'base64url')) ?? []
  const items = readTlvs(file?.value ?? new Uint8Array()) ?? []
  const signed = items.filter(({ tag }) => tag >= 0xdf22 && tag <= 0xdf27)
  return digestGroups(signed.map(({ tag, value }) => tlv(tag, value)))
}

/** The same card with one bit of its photo turned over, so that the issuer's signature no longer covers it. */
export function alterPhoto(surface: SurfaceImage): SurfaceImage {
  const face = Buffer.from(surface.face, 'base64url')
  // The first bytes behind the codestream's start: whatever is drawn later stays a picture.
  const at = face.indexOf(Buffer.from('ff4fff51', 'hex')) + 200
  face[at] = (face[at] ?? 0) ^ 1
  return { ...surface, face: toBase64Url(face) }
}

/** Of DF22 to DF27, in three groups. */
function digestGroups(items: readonly Buffer[]): Buffer {
  const groups = [items.slice(0, 3), items.slice(3, 5), items.slice(5)]
  return Buffer.concat(groups.map((group) => sha256(Buffer.concat(group))))
}

/** Where each object begins, counted from the first byte of the file. */
function encodeOffsets(items: readonly Buffer[]): Buffer {
  const table = Buffer.alloc(2 * items.length)
  const offsets = tlv(0xdf21, table)
  const total = items.reduce((sum, item) => sum + item.length, offsets.length)
  let at = tlv(0xff20, Buffer.alloc(total)).length - total + offsets.length
  items.forEach((item, index) => {
    table.writeUInt16BE(at, 2 * index)
    at += item.length
  })
  return tlv(0xdf21, table)
}

/** `7F21 { 5F4E issuer id ‖ key id ‖ key | 5F37 signature }`; the signature covers the value of 5F4E. */
function encodeCertificate({ municipality }: SurfaceHolder, { ca, signer }: SurfaceIssuer): Buffer {
  const body = Buffer.concat([CA_ID, keyId(`9${municipality}0`), encodeKey(signer)])
  return tlv(0x7f21, Buffer.concat([tlv(0x5f4e, body), tlv(0x5f37, sign(ca, sha256(body)))]))
}

function encodeKey({ e, n }: RsaPrivateJwk): Buffer {
  return Buffer.concat([
    tlv(0x90, Buffer.from(e, 'base64url')),
    tlv(0x91, Buffer.from(n, 'base64url')),
  ])
}

/** PKCS#1 v1.5 over a DigestInfo that may hold several SHA-256 digests in one, as the face's does. */
function sign(jwk: RsaPrivateJwk, digests: Buffer): Buffer {
  const algorithm = Buffer.from('300d06096086480165030402010500', 'hex')
  const inner = Buffer.concat([algorithm, tlv(0x04, digests)])
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, tlv(0x30, inner))
}

function tlv(tag: number, value: Uint8Array): Buffer {
  const { length } = value
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([
    Buffer.from([...(tag > 0xff ? [tag >> 8] : []), tag & 0xff, ...lengthBytes]),
    value,
  ])
}

/** The six digits as cards print them: the year of the era, month, day. */
export function printedBirthdate(birthdate: string): string {
  const year = toWareki(birthdate)?.year ?? 0
  return String(year).padStart(2, '0') + birthdate.slice(5).replace('-', '')
}

/** Four digits that are always the same for one person and mean nothing. */
function securityCode(personaId: string): string {
  return String(sha256(Buffer.from(`security:${personaId}`)).readUInt32BE() % 10_000).padStart(
    4,
    '0',
  )
}

/** 0 and 1 are drawn young, 2 and 3 old; odd ones with long hair. */
function faceOf(personaId: string, { birthdate, sex }: CardImage['basicFour']): string {
  const old = Number(birthdate.slice(0, 4)) < 1960 ? 2 : 0
  const other = sex === '9' ? sha256(Buffer.from(personaId)).readUInt8() % 2 : Number(sex === '2')
  return FACE_FILES[old + other] ?? ''
}

function keyId(number: string): Buffer {
  return Buffer.concat([ascii(number), Buffer.from([0x08, 0x05]), ascii('001'), Buffer.alloc(4)])
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
