/**
 * Registering this device. Its keys are stored before the code is used, so that a reply that is lost can be asked for
 * again with the same keys; profile, keys and canary are stored together; the vault follows (vault.ts).
 */
import { utf8 } from '../../api/bytes'
import type { AccessResponse, ActivationResponse } from '../../api/wire'
import { failed, ok, type Result } from '../../domain/outcome'
import { exportPublic, type Identity } from './access'
import { randomBytes, type DeviceClock } from './clock'
import type { TazuneDb } from './db'
import { readRow, rowOf, updateProfile } from './device-rows'
import type { GatewayClient } from './gateway-client'
import type { DeviceProfile, KeyCanary, PendingActivation } from './schema'
import { eraseVault } from './erase-vault'

export interface ActivationInput {
  /** As typed: dashes, spaces, width and case are forgiven. */
  code: string
  deviceName: string
  gatewayUrl?: string
  /** Register although checks of the old registration are unsent (they can no longer be sent by anyone). */
  abandonUnsent?: boolean
}

/**
 * @param now gateway time as far as known, ms
 * @returns the stored profile; `TZ-G02` code refused, `TZ-D20` unsent checks of an earlier registration stand in the way,
 * or why the gateway was not reached. After it `createVault` is due.
 */
export async function activateDevice(
  db: TazuneDb,
  client: Pick<GatewayClient, 'activate'>,
  input: ActivationInput,
  now: number,
): Promise<Result<DeviceProfile>> {
  const code = canonicalCode(input.code)
  if (!/^[0-9A-Z]{8,40}$/.test(code)) return failed('TZ-G02')
  if (input.abandonUnsent !== true && (await hasUnsent(db))) return failed('TZ-D20')
  const pending = await pendingKeys(db)
  const answer = await client.activate({
    code,
    deviceName: input.deviceName,
    signingKey: await exportPublic(pending.signing.publicKey),
    answerKey: await exportPublic(pending.answer.publicKey),
  })
  if (!answer.ok) return failed(answer.failure.code)
  const profile = profileOf(answer.value, input.gatewayUrl ?? '', now)
  const canary = await makeCanary(pending.signing.privateKey)
  await db.write(['device', 'staff', 'vault', 'challenges'], async (tx) => {
    const device = tx.objectStore('device')
    await Promise.all([
      device.put(profile, 'profile'),
      device.put({ signing: pending.signing }, 'keys'),
      device.put(canary, 'canary'),
      device.put(pending, 'pending'),
      device.delete('pause'),
      device.delete('unlock'),
      device.delete('faceTries'),
      // What belonged to an earlier registration opens to nobody now, and opens nothing.
      device.delete('readerKey'),
      tx.objectStore('staff').clear(),
      tx.objectStore('vault').clear(),
      tx.objectStore('challenges').clear(),
    ])
  })
  return ok(profile)
}

export function canonicalCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}ー]/gu, '')
}

function hasUnsent(db: TazuneDb): Promise<boolean> {
  return db.read(['outbox'], async (tx) => (await tx.objectStore('outbox').count()) > 0)
}

/**
 * The keys of an activation that began: made once and kept until it ended, so that a second try asks with the same.
 * After an activation that did end they are not used again.
 */
async function pendingKeys(db: TazuneDb): Promise<PendingActivation> {
  const [pending, keys] = await Promise.all([readRow(db, 'pending'), readRow(db, 'keys')])
  const isFinished =
    pending !== undefined &&
    keys !== undefined &&
    (await sameKey(pending.signing.publicKey, keys.signing.publicKey))
  if (pending !== undefined && !isFinished) return pending
  const made = await makeKeys()
  await db.write(['device'], (tx) => tx.objectStore('device').put(made, 'pending'))
  return made
}

async function sameKey(a: CryptoKey, b: CryptoKey): Promise<boolean> {
  const [one, other] = await Promise.all([exportPublic(a), exportPublic(b)])
  return one.x === other.x && one.y === other.y
}

async function makeKeys(): Promise<PendingActivation> {
  const curve = { namedCurve: 'P-256' } as const
  const [signing, answer] = await Promise.all([
    crypto.subtle.generateKey({ name: 'ECDSA', ...curve }, false, ['sign', 'verify']),
    // Extractable until the vault has wrapped it; nothing has been sealed to it before that.
    crypto.subtle.generateKey({ name: 'ECDH', ...curve }, true, ['deriveBits']),
  ])
  return { signing, answer }
}

function profileOf(response: ActivationResponse, gatewayUrl: string, now: number): DeviceProfile {
  const { deviceId, facility, mode, gatewayKey, policy, staff, officialWeb = null } = response
  const { digitalIdentity = false } = response
  return {
    deviceId,
    facility,
    mode,
    gatewayUrl,
    gatewayKey,
    policy,
    staffDirectory: staff,
    officialWeb,
    digitalIdentity,
    activatedAt: now,
    lastContactAt: now,
    clockOffsetMs: 0,
    answersCursor: 0,
    vaultErased: null,
  }
}

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const
const CANARY_LABEL = 'tazune-device-canary-v1'

async function makeCanary(privateKey: CryptoKey): Promise<KeyCanary> {
  const text = randomBytes(32)
  const signature = await crypto.subtle.sign(ES256, privateKey, canaryBytes(text))
  return { text, signature: new Uint8Array(signature) }
}

function canaryBytes(text: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...utf8(CANARY_LABEL), ...text])
}

export type DeviceState = 'new' | 'needsVault' | 'ready' | 'erased' | 'broken'

/**
 * What this device is at start. `needsVault`: activation ended but the app was killed before the passcode was set.
 * `broken` (TZ-D18): the browser kept the data and lost the keys, or the reverse; only a new registration helps.
 */
export async function readDeviceState(db: TazuneDb): Promise<DeviceState> {
  const { profile, keys, canary, staff } = await db.read(['device', 'staff'], async (tx) => {
    const device = tx.objectStore('device')
    const [profile, keys, canary, staff] = await Promise.all([
      rowOf(device, 'profile'),
      rowOf(device, 'keys'),
      rowOf(device, 'canary'),
      tx.objectStore('staff').count(),
    ])
    return { profile, keys, canary, staff }
  })
  if (profile === undefined) return keys === undefined ? 'new' : 'broken'
  if (keys === undefined || canary === undefined) return 'broken'
  const data = canaryBytes(canary.text)
  const fits = await crypto.subtle.verify(ES256, keys.signing.publicKey, canary.signature, data)
  if (!fits) return 'broken'
  if (profile.vaultErased !== null) return 'erased'
  return staff === 0 ? 'needsVault' : 'ready'
}

/** Who the device is to the gateway; null before activation. */
export async function readIdentity(db: TazuneDb): Promise<Identity | null> {
  return db.read(['device'], async (tx) => {
    const device = tx.objectStore('device')
    const [profile, keys] = await Promise.all([rowOf(device, 'profile'), rowOf(device, 'keys')])
    if (profile === undefined || keys === undefined) return null
    return { deviceId: profile.deviceId, signing: keys.signing }
  })
}

/**
 * Takes over what came with an access token: policy, gateway key, orders. An order to erase is obeyed at once. What was
 * asked for under an earlier registration comes too late and changes nothing.
 * @param deviceId whose access it is
 * @returns whether the vault was erased by it (open vaults must be locked)
 */
export async function applyAccess(
  db: TazuneDb,
  deviceId: string,
  { gatewayKey, policy, orders, officialWeb, facePasscode, digitalIdentity }: AccessResponse,
  clock: Pick<DeviceClock, 'now' | 'offsetMs'>,
): Promise<boolean> {
  const news = {
    gatewayKey,
    policy,
    // An older gateway says nothing of them: what is known stays.
    ...(officialWeb !== undefined && { officialWeb }),
    ...(facePasscode !== undefined && { facePasscode }),
    ...(digitalIdentity !== undefined && { digitalIdentity }),
    lastContactAt: clock.now(),
    clockOffsetMs: clock.offsetMs(),
  }
  const profile = await updateProfile(db, (own) => (own.deviceId === deviceId ? news : {}))
  if (profile?.deviceId !== deviceId) return false
  const isOrdered = orders.includes('eraseVault') && profile.vaultErased === null
  if (!isOrdered) return false
  await eraseVault(db, 'TZ-D07')
  return true
}
