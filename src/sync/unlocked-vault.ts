/** The vault while a member of staff has it open: typed values in, AES-256-GCM records out. */
import { fromUtf8, utf8 } from '../../api/bytes'
import { unseal } from '../../api/seal'
import { PublicJwk, type Sealed } from '../../api/wire'
import * as v from 'valibot'
import { randomBytes } from './clock'
import type { TazuneDb } from './db'
import type { SealedNote } from './schema'
import { StoreFault } from './store-fault'

export interface UnlockedVault {
  readonly staffId: string
  /** JSON values. @throws StoreFault `TZ-D04`; `TZ-D15` when locked meanwhile */
  put(key: string, value: unknown): Promise<void>
  /** undefined where there is none. @throws StoreFault `TZ-D10` unreadable, `TZ-D15` locked */
  get<T>(key: string): Promise<T | undefined>
  /** Several at once, in the order of the keys; unreadable ones are undefined, so that one does not hide the rest. */
  getMany<T>(keys: readonly string[]): Promise<(T | undefined)[]>
  delete(key: string): Promise<void>
  /** Keys that begin so, in their order. Keys stand in the clear: one must say nothing of a patient. */
  keys(prefix: string): Promise<string[]>
  /** Encrypts without storing: for a transaction that stores more than this. */
  seal(key: string, value: unknown): Promise<SealedNote>
  /** Opens what the gateway sealed to this device (HPKE). @throws StoreFault `TZ-D10` */
  openAnswer(sealed: Sealed, aad: Uint8Array): Promise<unknown>
  /** Forgets the keys; the object is of no more use. */
  lock(): void
  readonly isLocked: boolean
}

export interface VaultKey {
  /** AES-256-GCM, non-extractable. */
  key: CryptoKey
  vaultId: string
}

/** Encrypts one JSON value; the AAD is its key, so that records cannot be exchanged. */
export async function sealValue(
  { key, vaultId }: VaultKey,
  name: string,
  value: unknown,
): Promise<SealedNote> {
  const iv = randomBytes(12)
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: utf8(name) },
    key,
    utf8(JSON.stringify(value)),
  )
  return { key: name, vaultId, iv, ciphertext: new Uint8Array(ciphertext) }
}

async function openValue({ key }: VaultKey, note: SealedNote): Promise<unknown> {
  const how = { name: 'AES-GCM', iv: note.iv, additionalData: utf8(note.key) }
  try {
    const plain = await crypto.subtle.decrypt(how, key, note.ciphertext)
    return JSON.parse(fromUtf8(new Uint8Array(plain)))
  } catch (cause) {
    throw new StoreFault('TZ-D10', { cause })
  }
}

export function createUnlockedVault(
  db: TazuneDb,
  { key, vaultId, staffId }: VaultKey & { staffId: string },
): UnlockedVault {
  let open: VaultKey | null = { key, vaultId }
  let answerKeys: Promise<CryptoKeyPair> | null = null

  function opened(): VaultKey {
    if (open === null) throw new StoreFault('TZ-D15')
    return open
  }

  async function get(name: string): Promise<unknown> {
    const vault = opened()
    const note = await db.read(['vault'], (tx) => tx.objectStore('vault').get(name))
    return note?.vaultId === vaultId ? openValue(vault, note) : undefined
  }

  async function loadAnswerKeys(): Promise<CryptoKeyPair> {
    const jwk = v.parse(PrivateJwk, await get('answer-key'))
    const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
    const publicJwk = v.parse(PublicJwk, jwk)
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.importKey('jwk', jwk, curve, false, ['deriveBits']),
      crypto.subtle.importKey('jwk', publicJwk, curve, true, []),
    ])
    return { privateKey, publicKey }
  }

  return {
    staffId,
    get: get as UnlockedVault['get'],
    async put(name, value) {
      const note = await sealValue(opened(), name, value)
      await db.write(['vault'], (tx) => tx.objectStore('vault').put(note))
    },
    async getMany<T>(names: readonly string[]) {
      const vault = opened()
      const notes = await db.read(['vault'], (tx) =>
        Promise.all(names.map((name) => tx.objectStore('vault').get(name))),
      )
      return Promise.all(
        notes.map(async (note) => {
          if (note?.vaultId !== vaultId) return undefined
          try {
            return (await openValue(vault, note)) as T
          } catch (cause) {
            if (cause instanceof StoreFault) return undefined
            throw cause
          }
        }),
      )
    },
    async delete(name) {
      opened()
      await db.write(['vault'], (tx) => tx.objectStore('vault').delete(name))
    },
    async keys(prefix) {
      opened()
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      return db.read(['vault'], (tx) => tx.objectStore('vault').getAllKeys(range))
    },
    async seal(name, value) {
      return sealValue(opened(), name, value)
    },
    async openAnswer(sealed, aad) {
      opened()
      answerKeys ??= loadAnswerKeys()
      try {
        return JSON.parse(fromUtf8(await unseal(await answerKeys, sealed, aad)))
      } catch (cause) {
        throw cause instanceof StoreFault ? cause : new StoreFault('TZ-D10', { cause })
      }
    },
    lock() {
      open = null
      answerKeys = null
    },
    get isLocked() {
      return open === null
    },
  }
}

const PrivateJwk = v.object({ ...PublicJwk.entries, d: v.pipe(v.string(), v.maxLength(64)) })
