/**
 * Seals what the database holds of persons (docs/adr/0027): whoever has the database alone, or its backup, reads nobody.
 * AES-256-GCM under a key of `keys.json`; a sealed value belongs to its table, facility and row and opens nowhere else.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export interface ColumnPlace {
  table: string
  facilityId: string
  /** The row's own key; for a reference, what it is a reference of. */
  row: string
}

export interface ColumnSealer {
  seal(place: ColumnPlace, value: string): string
  /** @throws Error when it was not sealed for this place under this key */
  open(place: ColumnPlace, sealed: string): string
  /** HMAC-SHA256 in base64url, 43 characters: equal for equal values of one place. */
  reference(place: ColumnPlace, value: string): string
}

const VERSION = 'c1.'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** @param secret 32 random bytes */
export function createColumnSealer(secret: Uint8Array): ColumnSealer {
  const sealKey = derive(secret, 'seal')
  const referenceKey = derive(secret, 'reference')
  return {
    seal(place, value) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(bound(place))
      const sealed = [nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return VERSION + Buffer.concat(sealed).toString('base64url')
    },
    open(place, sealed) {
      if (!sealed.startsWith(VERSION)) throw new Error('the column is not sealed')
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
      const end = bytes.length - TAG_BYTES
      const nonce = bytes.subarray(0, NONCE_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: TAG_BYTES })
        .setAAD(bound(place))
        .setAuthTag(bytes.subarray(end))
      const opened = [decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]
      return Buffer.concat(opened).toString('utf8')
    },
    reference(place, value) {
      return createHmac('sha256', referenceKey)
        .update(bound(place))
        .update('\0')
        .update(value)
        .digest('base64url')
    },
  }
}

function derive(secret: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `tazune columns ${use}`, 32))
}

function bound({ table, facilityId, row }: ColumnPlace): Buffer {
  return Buffer.from([table, facilityId, row].join('\0'))
}
