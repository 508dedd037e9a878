/** デジタル認証アプリ of facility.json: all that must be known of the provider, or nothing. */
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { importJWK } from 'jose'
import * as v from 'valibot'
import { isMissing, readIfThere } from '../files'
import type { DigitalIdentityOptions } from '../identity/configuration'
import { StartError } from '../start-error'
import { parseJson } from '../parse-json'

const FacilityFile = v.object({ digitalIdentity: v.optional(v.unknown()) })

const Stated = v.strictObject({
  discovery: v.string(),
  clientId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** Relative to the data folder, or absolute. */
  keyFile: v.pipe(v.string(), v.minLength(1)),
  redirectBase: v.string(),
})

const PrivateKey = v.looseObject({
  kty: v.picklist(['EC', 'RSA']),
  kid: v.pipe(v.string(), v.minLength(1)),
  alg: v.picklist(['ES256', 'RS256', 'PS256']),
  d: v.string(),
})

/**
 * What facility.json of the data folder says; undefined where it says nothing.
 * @throws StartError with one sentence, which repeats no value, when it is half there or makes no sense
 */
export async function readDigitalIdentity(
  folder: string,
): Promise<DigitalIdentityOptions | undefined> {
  const text = readIfThere(join(folder, 'facility.json'))
  const file = v.safeParse(FacilityFile, text === undefined ? undefined : parseJson(text))
  if (!file.success || file.output.digitalIdentity === undefined) return undefined
  const stated = v.safeParse(Stated, file.output.digitalIdentity)
  if (!stated.success) {
    throw new StartError(
      'digitalIdentity in facility.json must hold discovery, clientId, keyFile and redirectBase, all four and nothing else.',
    )
  }
  const { discovery, clientId, keyFile, redirectBase } = stated.output
  if (!URL.canParse(discovery)) {
    throw new StartError('digitalIdentity.discovery must be an address.')
  }
  return {
    discovery: new URL(discovery),
    clientId,
    key: await readKey(resolve(folder, keyFile)),
    redirectBase: redirectBase.replace(/\/$/, ''),
  }
}

async function readKey(path: string): Promise<DigitalIdentityOptions['key']> {
  const parsed = v.safeParse(PrivateKey, parseJson(readPrivately(path)))
  if (!parsed.success) {
    throw new StartError(
      'The key file of digitalIdentity must be a private JWK with kid and alg (ES256, RS256 or PS256).',
    )
  }
  const { kid, alg } = parsed.output
  try {
    const key = await importJWK(parsed.output, alg, { extractable: false })
    if (key instanceof Uint8Array) throw new TypeError('a secret is no private key')
    return { key, kid }
  } catch (cause) {
    throw new StartError('The key file of digitalIdentity does not hold a usable key.', { cause })
  }
}

function readPrivately(path: string): string {
  try {
    // Windows has no such bits; there the folder's own rights count.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new StartError(
        'The key file of digitalIdentity must be readable by its owner only (chmod 600).',
      )
    }
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new StartError('The key file of digitalIdentity is not there.', { cause })
  }
}
