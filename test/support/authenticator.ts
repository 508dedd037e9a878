/** A passkey's authenticator in software: ES256, no attestation, as a browser would hand its answers on (WebAuthn level 3). */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { toBase64Url, utf8 } from '../../api/bytes'

/** Bits of the authenticator data's flags (§6.1). */
const PRESENT = 0x01
const VERIFIED = 0x04
const HAS_KEY = 0x40

export interface Ceremony {
  origin: string
  rpId: string
  challenge: string
  /** False: the person was not asked for their finger or PIN. */
  verified?: boolean
}

export interface SoftPasskey {
  id: string
  create(ceremony: Ceremony): unknown
  use(ceremony: Ceremony & { counter?: number }): unknown
}

export function createSoftPasskey(): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rawId = crypto.getRandomValues(new Uint8Array(32))
  const id = toBase64Url(rawId)
  let counter = 0

  return {
    id,
    create({ origin, rpId, challenge, verified = true }) {
      const cose = coseOf(publicKey)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(rawId.length)
      const authData = Buffer.concat([
        head(rpId, PRESENT | HAS_KEY | (verified ? VERIFIED : 0), counter),
        Buffer.alloc(16),
        length,
        rawId,
        cose,
      ])
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ])
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', origin, challenge),
          attestationObject: toBase64Url(isoCBOR.encode(attestation as never)),
          transports: ['internal'],
        },
        clientExtensionResults: {},
      }
    },
    use({ origin, rpId, challenge, verified = true, counter: stated }) {
      counter = stated ?? counter + 1
      const authData = head(rpId, PRESENT | (verified ? VERIFIED : 0), counter)
      const client = clientData('webauthn.get', origin, challenge)
      const hash = createHash('sha256').update(Buffer.from(client, 'base64url')).digest()
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client,
          authenticatorData: toBase64Url(new Uint8Array(authData)),
          signature: toBase64Url(
            new Uint8Array(sign('sha256', Buffer.concat([authData, hash]), privateKey)),
          ),
        },
        clientExtensionResults: {},
      }
    },
  }
}

function head(rpId: string, flags: number, counter: number): Buffer {
  const rest = Buffer.alloc(5)
  rest.writeUInt8(flags)
  rest.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), rest])
}

function clientData(type: string, origin: string, challenge: string): string {
  return toBase64Url(utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false })))
}

/** RFC 9052: kty EC2, alg ES256, crv P-256, x, y. */
function coseOf(publicKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  return isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]),
  )
}
