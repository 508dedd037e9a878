/** Secrets that settings name: from a variable of the environment, or a file of their own; never from the settings. */
import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import * as v from 'valibot'
import { parseJson } from '../parse-json'
import { createSigner, type SigningJwk } from '../export/webhook/signature'
import type { ClientCertificate } from '../export/http/send'
import type { Environment } from './read-settings'

/** What a named secret is used for, and so what it must be. */
export const SECRET_USES = {
  password: 'some text on one line',
  signingKey: 'a private JWK with kid, Ed25519 or P-256',
  clientCertificate: 'PEM with a certificate and its private key',
  token: '32 to 500 letters, digits or . _ ~ + / = -',
} as const
export type SecretUse = keyof typeof SECRET_USES

export interface SecretValues {
  password: string
  signingKey: SigningJwk
  clientCertificate: ClientCertificate
  token: string
}

export interface Secrets {
  /** null: there is none of that name, or it is not what it is used for. */
  find<U extends SecretUse>(use: U, name: string): SecretValues[U] | null
}

export interface SecretPlaces {
  env: Environment
  /** A file each, by its name. */
  folder: string
  /** The text of a file; undefined where there is none. */
  readText: (path: string) => string | undefined
}

const Jwk = v.object({
  kid: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,100}$/)),
  kty: v.string(),
  crv: v.string(),
  x: v.string(),
  y: v.exactOptional(v.string()),
  d: v.string(),
})
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]+-----END \1-----/
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

const READ: { [U in SecretUse]: (text: string) => SecretValues[U] | null } = {
  password: (text) => (text !== '' && !/[\r\n]/.test(text) ? text : null),
  signingKey(text) {
    const parsed = v.safeParse(Jwk, parseJson(text))
    return parsed.success && works(() => createSigner(parsed.output)) ? parsed.output : null
  },
  clientCertificate(text) {
    const privateKey = PRIVATE_KEY.exec(text)?.[0]
    const certificate = (text.match(CERTIFICATE) ?? []).join('\n')
    if (privateKey === undefined || certificate === '') return null
    const isPair = works(() => {
      createPrivateKey(privateKey)
      createSecureContext({ cert: certificate, key: privateKey })
    })
    return isPair ? { certificate, privateKey } : null
  },
  token: (text) => (/^[A-Za-z0-9._~+/=-]{32,500}$/.test(text) ? text : null),
}

/** `orca-password` is `TAZUNE_SECRET_ORCA_PASSWORD`, the file that `…_FILE` names, or the file `orca-password` of the folder. */
export function createSecrets({ env, folder, readText }: SecretPlaces): Secrets {
  function textOf(name: string): string | undefined {
    const variable = `TAZUNE_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`
    const value = env[variable]
    if (value !== undefined && value !== '') return value
    const path = env[`${variable}_FILE`]
    return readText(path !== undefined && path !== '' ? path : join(folder, name))
  }

  return {
    find(use, name) {
      const text = textOf(name)?.trim()
      return text === undefined ? null : READ[use](text)
    },
  }
}

/** The fault itself is not kept: a library's message may quote the secret. */
function works(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}
