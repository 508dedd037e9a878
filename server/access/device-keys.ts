/** Public keys of devices, imported once each. */
import { calculateJwkThumbprint } from 'jose'
import { importSealKey } from '../../api/seal'
import type { PublicJwk } from '../../api/wire'

export interface DeviceKeys {
  /** For verifying ES256. */
  verifying: CryptoKey
  /** For sealing answers. */
  answering: CryptoKey
  /** RFC 7638 thumbprint (SHA-256, base64url) of the verifying key. */
  thumbprint: string
}

export type FindDeviceKeys = (device: {
  signingKey: PublicJwk
  answerKey: PublicJwk
}) => Promise<DeviceKeys>

const CACHE_SIZE = 2_000

/** Imports a device's keys and remembers the last 2,000 devices. @throws DOMException when a key is not on the curve */
export function createDeviceKeys(): FindDeviceKeys {
  const cache = new Map<string, Promise<DeviceKeys>>()
  return (device) => {
    const name = `${device.signingKey.x}.${device.signingKey.y}.${device.answerKey.x}.${device.answerKey.y}`
    const known = cache.get(name)
    if (known) return known
    const keys = importDeviceKeys(device.signingKey, device.answerKey)
    cache.set(name, keys)
    keys.catch(() => cache.delete(name))
    if (cache.size > CACHE_SIZE) {
      const [oldest] = cache.keys()
      if (oldest !== undefined) cache.delete(oldest)
    }
    return keys
  }
}

/** @throws DOMException when a key is not a point of P-256 */
export async function importDeviceKeys(
  signingKey: PublicJwk,
  answerKey: PublicJwk,
): Promise<DeviceKeys> {
  const [verifying, answering, thumbprint] = await Promise.all([
    crypto.subtle.importKey('jwk', signingKey, { name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'verify',
    ]),
    importSealKey(answerKey),
    calculateJwkThumbprint(signingKey, 'sha256'),
  ])
  return { verifying, answering, thumbprint }
}
