/**
 * Raw RSA with the Chinese remainder theorem, because WebCrypto signs only what it hashed itself and a card signs
 * any bytes. Not constant in time: its keys belong to fictitious people and to nobody else.
 */
import type { RsaPrivateJwk } from '../../../domain/card-image'
import { fromBase64Url } from './base64-url'

export type RawSigner = (data: Uint8Array) => Uint8Array

const MINIMUM_PADDING = 11

/** A function that signs 1 to k − 11 bytes by EMSA-PKCS1-v1_5 without a DigestInfo of its own (RFC 8017 §9.2). */
export function createRawSigner(jwk: RsaPrivateJwk): RawSigner {
  const modulus = fromBase64Url(jwk.n)
  const [p, q, dp, dq, qi] = [jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map((part) =>
    toBigInt(fromBase64Url(part)),
  ) as [bigint, bigint, bigint, bigint, bigint]
  return (data) => {
    if (data.length < 1 || data.length > modulus.length - MINIMUM_PADDING) {
      throw new RangeError('data does not fit the modulus')
    }
    const message = toBigInt(pad(data, modulus.length))
    const first = power(message % p, dp, p)
    const second = power(message % q, dq, q)
    const difference = ((((first - second) * qi) % p) + p) % p
    return toBytes(second + difference * q, modulus.length)
  }
}

/** 00 01 FF … FF 00 data (RFC 8017 §9.2). */
function pad(data: Uint8Array, length: number): Uint8Array {
  const block = new Uint8Array(length).fill(0xff)
  block.set([0x00, 0x01])
  block[length - data.length - 1] = 0x00
  block.set(data, length - data.length)
  return block
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`)
}

function toBytes(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(length * 2, '0')
  return Uint8Array.from({ length }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
}
