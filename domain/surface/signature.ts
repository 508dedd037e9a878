/**
 * RSA signatures of the 券面 applications (RFC 8017 §8.2.2). WebCrypto cannot verify them all: the face's has three
 * digests in one DigestInfo. So the padding is built and compared as a whole, and nothing inside it is searched for.
 */
import { readTlvs } from './tlv'

/** RSA-2048 with e = 65537: the only kind these applications have. */
export interface SurfaceKey {
  modulus: bigint
}

const MODULUS_LENGTH = 256
const TAG = { exponent: 0x90, modulus: 0x91 } as const
const DIGEST_LENGTH = 32
const MAX_DIGESTS = 3

/** SHA-256 with its NULL. */
const ALGORITHM = Uint8Array.of(
  ...[0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00],
)

/** Reads `90 e ‖ 91 n`. null unless it is exactly that, of 2048 bits, odd, with e = 65537. */
export function parseSurfaceKey(bytes: Uint8Array): SurfaceKey | null {
  const [exponent, modulus, ...rest] = readTlvs(bytes) ?? []
  if (exponent?.tag !== TAG.exponent || modulus?.tag !== TAG.modulus || rest.length > 0) return null
  return createSurfaceKey(modulus.value, exponent.value)
}

/** null unless the modulus has 2048 bits and is odd, and the exponent is 65537: any other one invites forgery. */
export function createSurfaceKey(modulus: Uint8Array, exponent: Uint8Array): SurfaceKey | null {
  const [first = 0] = modulus
  const last = modulus.at(-1) ?? 0
  const isUsual = exponent.length === 3 && toBigInt(exponent) === 65537n
  const fits = modulus.length === MODULUS_LENGTH && first >= 0x80 && (last & 1) === 1
  return isUsual && fits ? { modulus: toBigInt(modulus) } : null
}

/**
 * Whether `signature` is of that key over one DigestInfo of SHA-256 that holds these digests, one after the other.
 * @param digests 1 to 3 of 32 bytes
 */
export function verifySurfaceSignature(
  { modulus }: SurfaceKey,
  digests: readonly Uint8Array[],
  signature: Uint8Array,
): boolean {
  if (signature.length !== MODULUS_LENGTH) return false
  const value = toBigInt(signature)
  if (value >= modulus) return false
  return power65537(value, modulus) === toBigInt(encode(digests))
}

/** 00 01 FF … FF 00 DigestInfo (RFC 8017 §9.2). */
function encode(digests: readonly Uint8Array[]): Uint8Array {
  const info = encodeDigestInfo(digests)
  const block = new Uint8Array(MODULUS_LENGTH).fill(0xff)
  block.set([0x00, 0x01])
  block[MODULUS_LENGTH - info.length - 1] = 0x00
  block.set(info, MODULUS_LENGTH - info.length)
  return block
}

/** The DigestInfo of one digest, 51 bytes, or of several in one. @throws RangeError for digests that are none */
export function encodeDigestInfo(digests: readonly Uint8Array[]): Uint8Array {
  const isDigest = (digest: Uint8Array) => digest.length === DIGEST_LENGTH
  if (digests.length < 1 || digests.length > MAX_DIGESTS || !digests.every(isDigest)) {
    throw new RangeError('one to three SHA-256 digests')
  }
  const length = digests.length * DIGEST_LENGTH
  const head = [0x30, ALGORITHM.length + 2 + length, ...ALGORITHM, 0x04, length]
  const info = new Uint8Array(head.length + length)
  info.set(head)
  digests.forEach((digest, index) => info.set(digest, head.length + index * DIGEST_LENGTH))
  return info
}

function power65537(base: bigint, modulus: bigint): bigint {
  let result = base
  for (let square = 0; square < 16; square += 1) result = (result * result) % modulus
  return (result * base) % modulus
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`)
}
