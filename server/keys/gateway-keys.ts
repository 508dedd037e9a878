/**
 * The gateway's own keys: HPKE pairs that envelopes are sealed to, the key that signs access tokens, and the
 * secrets under which the store knows patients and keeps what it holds of persons.
 * Old seal keys are kept: a tablet that was away for weeks still holds checks sealed to them.
 */
import { join } from 'node:path'
import * as v from 'valibot'
import { fromBase64Url, toBase64Url } from '../../api/bytes'
import { PublicJwk, type GatewayKey } from '../../api/wire'
import { parseJson } from '../parse-json'
import { createDurably, readIfThere, writeDurably } from '../files'
import { StartError } from '../start-error'
import type { KeyFingerprint } from '../store/operation-store'
import { createColumnSealer, type ColumnSealer } from './column-sealer'
import { fingerprintOfKey, fingerprintOfSecret } from './fingerprints'

const EC = { name: 'ECDH', namedCurve: 'P-256' } as const
const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const
const SECRET_BYTES = 32
/** The fault behind it is not kept: parser, schema and importer quote what they read. */
const DAMAGED = 'keys.json is damaged; put the copy that was kept of it in its place.'
const PrivateJwk = v.object({ ...PublicJwk.entries, d: v.string() })
type PrivateJwk = v.InferOutput<typeof PrivateJwk>

/** base64url */
const Secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

const KeyFile = v.object({
  v: v.literal(1),
  /** Oldest first; the last one is current. */
  seal: v.pipe(v.array(v.object({ id: v.string(), jwk: PrivateJwk })), v.minLength(1)),
  token: PrivateJwk,
  /** 32 random bytes, base64url; a file of an earlier version has none. */
  patients: v.optional(Secret),
  /** The same, of the version after that. */
  columns: v.optional(Secret),
})
type KeyFile = v.InferOutput<typeof KeyFile> & { patients: string; columns: string }

export interface GatewayKeys {
  /** What devices seal to now. */
  readonly current: GatewayKey
  /** The current pair, for what the gateway seals to itself. */
  readonly currentPair: CryptoKeyPair
  /** All of them, the current one first. */
  readonly pairs: readonly CryptoKeyPair[]
  /** The pair of a key id, however old; undefined when it was never this gateway's. */
  findPair(keyId: string): CryptoKeyPair | undefined
  readonly token: CryptoKeyPair
  /** HMAC-SHA256, see `patientRef`. */
  readonly patients: CryptoKey
  readonly columns: ColumnSealer
  /** By which a database knows whether it was written with these. */
  readonly fingerprints: readonly KeyFingerprint[]
}

/** Keys of the data folder, made on the first start (`keys.json`, 0600). @throws StartError when it is damaged */
export async function openGatewayKeys(folder: string): Promise<GatewayKeys> {
  const path = join(folder, 'keys.json')
  const { file, isNew, changed } = await readKeyFile(path)
  // Another gateway that shares the folder may have begun at the same moment: its keys are the ones, not those in memory here.
  if (isNew && !createDurably(path, JSON.stringify(file))) return openGatewayKeys(folder)
  if (!isNew && changed) writeDurably(path, JSON.stringify(file))
  try {
    return await importKeys(file)
  } catch {
    throw new StartError(DAMAGED)
  }
}

/** Keys that live only in memory. */
export async function createGatewayKeys(): Promise<GatewayKeys> {
  return importKeys(await createKeyFile())
}

/** Adds a new current seal key to the data folder and keeps the old ones; gateways see it at their next start. */
export async function rotateSealKey(folder: string): Promise<GatewayKeys> {
  const path = join(folder, 'keys.json')
  const { file, isNew } = await readKeyFile(path)
  const next = isNew ? file : { ...file, seal: [...file.seal, await createSealKey()] }
  writeDurably(path, JSON.stringify(next))
  return importKeys(next)
}

async function readKeyFile(
  path: string,
): Promise<{ file: KeyFile; isNew: boolean; changed: boolean }> {
  const text = readIfThere(path)
  if (text === undefined) return { file: await createKeyFile(), isNew: true, changed: true }
  const parsed = v.safeParse(KeyFile, parseJson(text))
  if (!parsed.success) throw new StartError(DAMAGED)
  const read = parsed.output
  const file = {
    ...read,
    patients: read.patients ?? createSecret(),
    columns: read.columns ?? createSecret(),
  }
  const changed = read.patients === undefined || read.columns === undefined
  return { file, isNew: false, changed }
}

async function createKeyFile(): Promise<KeyFile> {
  const { privateKey } = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify'])
  return {
    v: 1,
    seal: [await createSealKey()],
    token: await exportPrivate(privateKey),
    patients: createSecret(),
    columns: createSecret(),
  }
}

function createSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))
}

async function createSealKey(): Promise<{ id: string; jwk: PrivateJwk }> {
  const pair = await crypto.subtle.generateKey(EC, true, ['deriveBits'])
  return { id: crypto.randomUUID(), jwk: await exportPrivate(pair.privateKey) }
}

async function exportPrivate(key: CryptoKey): Promise<PrivateJwk> {
  return v.parse(PrivateJwk, await crypto.subtle.exportKey('jwk', key))
}

async function importKeys(file: KeyFile): Promise<GatewayKeys> {
  const pairs = new Map<string, CryptoKeyPair>()
  for (const { id, jwk } of file.seal) pairs.set(id, await importPair(jwk, EC, ['deriveBits'], []))
  const newest = file.seal.at(-1)
  const currentPair = newest && pairs.get(newest.id)
  if (!newest || !currentPair) throw new TypeError('key file without a seal key')
  return {
    current: { id: newest.id, publicKey: publicPart(newest.jwk) },
    currentPair,
    pairs: [...pairs.values()].reverse(),
    findPair: (keyId) => pairs.get(keyId),
    token: await importPair(file.token, ES256, ['sign'], ['verify']),
    patients: await crypto.subtle.importKey('raw', fromBase64Url(file.patients), HMAC, false, [
      'sign',
    ]),
    columns: createColumnSealer(fromBase64Url(file.columns)),
    fingerprints: fingerprintsOf(file),
  }
}

function fingerprintsOf(file: KeyFile): KeyFingerprint[] {
  const secret = (use: 'columns' | 'patients') => ({
    ...{ use, id: '' },
    fingerprint: fingerprintOfSecret(fromBase64Url(file[use])),
  })
  return [
    secret('columns'),
    secret('patients'),
    { use: 'token', id: '', fingerprint: fingerprintOfKey(file.token) },
    ...file.seal.map(({ id, jwk }) => ({
      ...{ use: 'seal' as const, id },
      fingerprint: fingerprintOfKey(jwk),
    })),
  ]
}

async function importPair(
  jwk: PrivateJwk,
  algorithm: typeof EC | typeof ES256,
  privateUses: 'deriveBits'[] | 'sign'[],
  publicUses: 'verify'[],
): Promise<CryptoKeyPair> {
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, algorithm, false, privateUses),
    publicKey: await crypto.subtle.importKey('jwk', publicPart(jwk), algorithm, true, publicUses),
  }
}

function publicPart({ kty, crv, x, y }: PrivateJwk): PublicJwk {
  return { kty, crv, x, y }
}
