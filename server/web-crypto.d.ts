/** Node's Web Crypto has the browser's names as values only; the shared api/ speaks of the types. */
import type { webcrypto } from 'node:crypto'

declare global {
  type CryptoKey = webcrypto.CryptoKey
  type CryptoKeyPair = webcrypto.CryptoKeyPair
}
