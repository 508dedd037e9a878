/**
 * The vault: what must be readable on the device, under a key that each member of staff's own secret unwraps.
 * Ten wrong tries, an order of the facility or too long a silence erase it; the sealed outbox survives all three,
 * because it is useless to a thief and precious to the nurse.
 */
import { toBase64Url, utf8 } from '../../api/bytes'
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import { randomBytes } from './clock'
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'
import type { Argon2Cost, StaffRecord, UnlockMethod } from './schema'
import { eraseVault } from './erase-vault'
import { MAX_WRONG_TRIES } from './staff'
import { createUnlockedVault, sealValue, type UnlockedVault, type VaultKey } from './unlocked-vault'
import { ARGON2_COST, deriveWrapKey, isLongEnough, type Secret } from './unlock-key'

/** Nothing is sealed without an open vault: HPKE comes with what opens it, not before the first screen. */
export { createEnvelope } from './envelope'
export { listStaff, MAX_WRONG_TRIES, triesLeft } from './staff'

export interface StaffName {
  id: string
  name: string
}

/** A secret together with what must be stored to ask for it again. */
export type NewSecret =
  | { kind: 'passcode'; passcode: string; cost?: Argon2Cost }
  | {
      kind: 'passkey'
      prf: Uint8Array
      credentialId: Uint8Array<ArrayBuffer>
      prfSalt: Uint8Array<ArrayBuffer>
    }

const AES = { name: 'AES-GCM', length: 256 } as const

/**
 * Makes the vault for its first member of staff and puts the answer key of the activation into it; a vault that
 * was there is replaced. One transaction: a crash leaves the device either without a vault or with a whole one.
 * @returns `TZ-D09` passcode too short, `TZ-D12` nothing was activated that this vault could hold the key of
 */
export async function createVault(
  db: TazuneDb,
  staff: StaffName,
  secret: NewSecret,
): Promise<Result<UnlockedVault>> {
  if (!isStrong(secret)) return failed('TZ-D09')
  const pending = await db.read(['device'], (tx) => rowOf(tx.objectStore('device'), 'pending'))
  if (pending === undefined) return failed('TZ-D12')
  const vaultId = toBase64Url(randomBytes(12))
  const extractable = await crypto.subtle.generateKey(AES, true, ['encrypt', 'decrypt'])
  const record = await wrapFor(staff, secret, { key: extractable, vaultId })
  const key = await withdrawExtractability(extractable)
  const answerJwk = await crypto.subtle.exportKey('jwk', pending.answer.privateKey)
  const answerKey = await sealValue({ key, vaultId }, 'answer-key', answerJwk)
  const stored = await db.write(['device', 'staff', 'vault'], async (tx) => {
    const device = tx.objectStore('device')
    const profile = await rowOf(device, 'profile')
    if (profile === undefined) return false
    await Promise.all([
      tx.objectStore('staff').clear(),
      tx.objectStore('vault').clear(),
      tx.objectStore('staff').put(record),
      tx.objectStore('vault').put(answerKey),
      device.put({ wrongTries: 0 }, 'unlock'),
      device.put({ ...profile, vaultErased: null }, 'profile'),
      device.delete('pending'),
    ])
    return true
  })
  return stored
    ? ok(createUnlockedVault(db, { key, vaultId, staffId: staff.id }))
    : failed('TZ-D12')
}

/**
 * Lets one more member of staff in; one who already can must be there and prove it (their try is counted).
 * Again for the same person: a new secret replaces the old one.
 */
export async function addStaff(
  db: TazuneDb,
  by: { staffId: string; secret: Secret },
  staff: StaffName,
  secret: NewSecret,
): Promise<Result<null>> {
  if (!isStrong(secret)) return failed('TZ-D09')
  const opened = await tryOpen(db, by.staffId, by.secret, true)
  if (!opened.ok) return opened
  const { vaultId } = opened.value
  const record = await wrapFor(staff, secret, opened.value)
  const stored = await db.write(['staff'], async (tx) => {
    const store = tx.objectStore('staff')
    // Erased in between: nobody may be let into a vault that is gone.
    if ((await store.get(by.staffId))?.vaultId !== vaultId) return false
    await store.put(record)
    return true
  })
  return stored ? ok(null) : failed('TZ-D06')
}

/**
 * Opens the vault. A wrong passcode is counted before it is even hashed, so killing the app gives no free tries.
 * @returns `TZ-D05` wrong, `TZ-D06` erased by this or earlier wrong tries, `TZ-D07`/`TZ-D08` erased, `TZ-D12` no vault,
 * `TZ-D24` the facility no longer lists this person
 */
export async function unlock(
  db: TazuneDb,
  staffId: string,
  secret: Secret,
): Promise<Result<UnlockedVault>> {
  const opened = await tryOpen(db, staffId, secret, false)
  return opened.ok ? ok(createUnlockedVault(db, { ...opened.value, staffId })) : opened
}

async function tryOpen(
  db: TazuneDb,
  staffId: string,
  secret: Secret,
  extractable: boolean,
): Promise<Result<VaultKey>> {
  const begun = await countTry(db, staffId, secret)
  if (!begun.ok) return begun
  if (begun.value === null) return eraseForWrongTries(db)
  const { record, tries } = begun.value
  const key = await unwrap(record, secret, extractable)
  if (key === null) {
    return tries >= MAX_WRONG_TRIES ? eraseForWrongTries(db) : failed('TZ-D05')
  }
  await db.write(['device'], (tx) => tx.objectStore('device').put({ wrongTries: 0 }, 'unlock'))
  return ok({ key, vaultId: record.vaultId })
}

/** Counts a try that is about to be made; null when none is left (the app was killed during the tenth). */
function countTry(
  db: TazuneDb,
  staffId: string,
  secret: Secret,
): Promise<Result<{ record: StaffRecord; tries: number } | null>> {
  return db.write(['device', 'staff'], async (tx) => {
    const device = tx.objectStore('device')
    const [profile, row, record] = await Promise.all([
      rowOf(device, 'profile'),
      rowOf(device, 'unlock'),
      tx.objectStore('staff').get(staffId),
    ])
    if (profile?.vaultErased != null) return failed(profile.vaultErased)
    if (record === undefined) return failed('TZ-D12')
    if (record.ended === true) return failed('TZ-D24')
    const before = row?.wrongTries ?? 0
    if (before >= MAX_WRONG_TRIES) return ok(null)
    // The 256 bits of a passkey cannot be guessed: another authenticator's answer is a mistake, not an attack.
    const tries = secret.kind === 'passkey' ? before : before + 1
    if (tries !== before) await device.put({ wrongTries: tries }, 'unlock')
    return ok({ record, tries })
  })
}

async function eraseForWrongTries(db: TazuneDb): Promise<{ ok: false; code: ErrorCode }> {
  await eraseVault(db, 'TZ-D06')
  return failed('TZ-D06')
}

function isStrong(secret: Secret): boolean {
  return secret.kind === 'passcode' ? isLongEnough(secret.passcode) : secret.prf.length === 32
}

async function wrapFor(staff: StaffName, secret: NewSecret, vault: VaultKey): Promise<StaffRecord> {
  const { vaultId, key } = vault
  const method = methodOf(secret)
  const wrapKey = await deriveWrapKey(secret, method)
  if (wrapKey === null) throw new TypeError('a secret always fits the method made of it')
  const iv = randomBytes(12)
  const additionalData = wrapAad(vaultId, staff.id)
  const how = { name: 'AES-GCM', iv, additionalData }
  const ciphertext = new Uint8Array(await crypto.subtle.wrapKey('raw', key, wrapKey, how))
  return { id: staff.id, name: staff.name, method, vaultId, wrappedVaultKey: { iv, ciphertext } }
}

function methodOf(secret: NewSecret): UnlockMethod {
  if (secret.kind === 'passcode') {
    return { kind: 'passcode', salt: randomBytes(16), cost: secret.cost ?? ARGON2_COST }
  }
  const { credentialId, prfSalt } = secret
  return { kind: 'passkey', credentialId, prfSalt }
}

/** null: the secret is wrong. */
async function unwrap(
  record: StaffRecord,
  secret: Secret,
  extractable: boolean,
): Promise<CryptoKey | null> {
  const wrapKey = await deriveWrapKey(secret, record.method)
  if (wrapKey === null) return null
  const { iv, ciphertext } = record.wrappedVaultKey
  const how = { name: 'AES-GCM', iv, additionalData: wrapAad(record.vaultId, record.id) }
  try {
    const usages: KeyUsage[] = ['encrypt', 'decrypt']
    return await crypto.subtle.unwrapKey('raw', ciphertext, wrapKey, how, AES, extractable, usages)
  } catch (cause) {
    // OperationError is GCM's tag that does not fit, and nothing else.
    if (cause instanceof DOMException && cause.name === 'OperationError') return null
    throw cause
  }
}

/** One person's wrapped key cannot be passed off as another's. */
function wrapAad(vaultId: string, staffId: string): Uint8Array<ArrayBuffer> {
  return utf8(`${vaultId}:${staffId}`)
}

async function withdrawExtractability(key: CryptoKey): Promise<CryptoKey> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key))
  const sealed = await crypto.subtle.importKey('raw', raw, AES, false, ['encrypt', 'decrypt'])
  raw.fill(0)
  return sealed
}
