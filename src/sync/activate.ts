/**
 * Registering this device, once: fetched when it happens. Its keys are stored before the code is used, so that a reply that
 * is lost can be asked for again with the same keys; profile, keys and canary are stored together; the vault follows
 * (vault.ts).
 */
import type { ActivationResponse } from '../../api/wire'
import { failed, ok, type Result } from '../../domain/outcome'
import { exportPublic } from './access'
import { makeCanary } from './canary'
import type { TazuneDb } from './db'
import { readRow } from './device-rows'
import type { GatewayClient } from './gateway-client'
import type { DeviceProfile, PendingActivation } from './schema'

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
