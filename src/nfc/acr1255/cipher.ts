/**
 * AES-128-CBC with a zero IV and no padding, the reader's cipher, made of WebCrypto, which only
 * knows PKCS#7 padding. It hides no more than the reader's own protocol does: the IV is constant
 * and there is no MAC. The protection of the radio link is the pairing.
 */
import { joinBytes, type Bytes } from '../bluetooth/bytes'

export const CIPHER_BLOCK_BYTES = 16
const PADDING_BYTE = 0xff

export interface BlockCipher {
  /** @param plain whole cipher blocks */
  encrypt(plain: Bytes): Promise<Bytes>
  /** @param secret whole cipher blocks */
  decrypt(secret: Bytes): Promise<Bytes>
}

/** Imports 16 key bytes so that no script can read them back. */
export function importAesKey(
  bytes: Uint8Array,
  subtle: SubtleCrypto = crypto.subtle,
): Promise<CryptoKey> {
  if (bytes.length !== CIPHER_BLOCK_BYTES) throw new RangeError('an AES-128 key is 16 bytes')
  return subtle.importKey('raw', new Uint8Array(bytes), 'AES-CBC', false, ['encrypt', 'decrypt'])
}

/** Fills up to whole cipher blocks with FF, as the reader does. */
export function padBlock(block: Uint8Array): Bytes {
  const length = Math.ceil(block.length / CIPHER_BLOCK_BYTES) * CIPHER_BLOCK_BYTES
  const padded = new Uint8Array(length).fill(PADDING_BYTE)
  padded.set(block)
  return padded
}

export function createBlockCipher(
  key: CryptoKey,
  subtle: SubtleCrypto = crypto.subtle,
): BlockCipher {
  const zeroIv = new Uint8Array(CIPHER_BLOCK_BYTES)

  async function encryptFrom(iv: Bytes, plain: Bytes): Promise<Bytes> {
    const padded = await subtle.encrypt({ name: 'AES-CBC', iv }, key, plain)
    // WebCrypto appended a block of padding of its own; the rest does not depend on it.
    return new Uint8Array(padded, 0, plain.length).slice()
  }

  return {
    encrypt: (plain) => encryptFrom(zeroIv, wholeBlocks(plain)),
    async decrypt(secret) {
      const last = wholeBlocks(secret).slice(-CIPHER_BLOCK_BYTES)
      // WebCrypto wants valid PKCS#7 at the end: append the one cipher block that decrypts to it.
      const padding = new Uint8Array(CIPHER_BLOCK_BYTES).fill(CIPHER_BLOCK_BYTES)
      const completed = joinBytes(secret, await encryptFrom(last, padding))
      return new Uint8Array(await subtle.decrypt({ name: 'AES-CBC', iv: zeroIv }, key, completed))
    },
  }
}

function wholeBlocks(bytes: Bytes): Bytes {
  if (bytes.length === 0 || bytes.length % CIPHER_BLOCK_BYTES !== 0) {
    throw new RangeError('not whole cipher blocks')
  }
  return bytes
}
