/** A word signed when the device was registered: whether its keys are still those the profile was made with. */
import { utf8 } from '../../api/bytes'
import { randomBytes } from './clock'
import type { KeyCanary } from './schema'

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const
const CANARY_LABEL = 'tazune-device-canary-v1'

export async function makeCanary(privateKey: CryptoKey): Promise<KeyCanary> {
  const text = randomBytes(32)
  const signature = await crypto.subtle.sign(ES256, privateKey, canaryBytes(text))
  return { text, signature: new Uint8Array(signature) }
}

function canaryBytes(text: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...utf8(CANARY_LABEL), ...text])
}

export function fitsCanary(publicKey: CryptoKey, { text, signature }: KeyCanary): Promise<boolean> {
  return crypto.subtle.verify(ES256, publicKey, signature, canaryBytes(text))
}
