/** A registered device as the outbox sees it, without a gateway: keys, profile, envelopes. */
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { importSealKey } from '../../api/seal'
import type { Envelope, GatewayKey } from '../../api/wire'
import { createCheckId } from '../../domain/ids'
import type { CheckPayload } from '../../domain/check'
import { exportPublic } from '../../src/sync/access'
import { randomBytes } from '../../src/sync/clock'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import { createEnvelope } from '../../src/sync/envelope'
import { saveCheck } from '../../src/sync/outbox'
import type { DeviceProfile } from '../../src/sync/schema'

const P256 = { namedCurve: 'P-256' } as const

/** Made once for a test file: making keys is slow and no test is about it. */
export async function makeDeviceKeys(): Promise<{
  signing: CryptoKeyPair
  answer: CryptoKeyPair
  gateway: CryptoKeyPair
  gatewayKey: GatewayKey
}> {
  const [signing, answer, gateway] = await Promise.all([
    crypto.subtle.generateKey({ name: 'ECDSA', ...P256 }, false, ['sign', 'verify']),
    crypto.subtle.generateKey({ name: 'ECDH', ...P256 }, true, ['deriveBits']),
    crypto.subtle.generateKey({ name: 'ECDH', ...P256 }, true, ['deriveBits']),
  ])
  const publicKey = await exportPublic(gateway.publicKey)
  await importSealKey(publicKey)
  return { signing, answer, gateway, gatewayKey: { id: 'k1', publicKey } }
}

export type DeviceKeyring = Awaited<ReturnType<typeof makeDeviceKeys>>

export const DEVICE_ID = 'device-1'

export function makeProfile(keys: DeviceKeyring, now: number): DeviceProfile {
  return {
    deviceId: DEVICE_ID,
    facility: { id: 'f1', name: 'たずね訪問看護' },
    mode: 'training',
    gatewayUrl: '',
    gatewayKey: keys.gatewayKey,
    policy: { eraseAfterHours: 72, lockAfterMinutes: 5, challengePool: 20, longGapDays: 90 },
    staffDirectory: [{ id: 's1', name: '看護 花子' }],
    activatedAt: now,
    lastContactAt: now,
    clockOffsetMs: 0,
    answersCursor: 0,
    vaultErased: null,
  }
}

/** A database of its own, with a device registered in it. */
export async function openRegistered(
  keys: DeviceKeyring,
  now: number,
  factory: IDBFactory = new IDBFactory(),
): Promise<TazuneDb> {
  const db = await openTazuneDb({ indexedDB: factory })
  await db.write(['device'], (tx) => {
    const device = tx.objectStore('device')
    return Promise.all([
      device.put(makeProfile(keys, now), 'profile'),
      device.put({ signing: keys.signing }, 'keys'),
      device.put({ signing: keys.signing, answer: keys.answer }, 'pending'),
    ])
  })
  return db
}

let lastTime = Date.UTC(2026, 4, 20)

/** Ids in the order of the calls. */
export function nextId(): string {
  lastTime += 1_000
  return createCheckId(lastTime, randomBytes)
}

export const PAYLOAD: CheckPayload = {
  v: 1,
  statement: '{"v":1}',
  evidence: {
    kind: 'cardSignature',
    certificate: 'AA',
    signature: 'AA',
    challengeId: null,
    challenge: 'AA',
    cardExpiry: null,
  },
}

export function makeEnvelope(
  keys: DeviceKeyring,
  id = nextId(),
  deviceId = DEVICE_ID,
  payload: CheckPayload = PAYLOAD,
): Promise<Envelope> {
  const to = { deviceId, signingKey: keys.signing.privateKey, gatewayKey: keys.gatewayKey }
  return createEnvelope(id, payload, to)
}

/** Saves a sealed check as the app does; resolves with its id. */
export async function saveOne(
  db: TazuneDb,
  keys: DeviceKeyring,
  now: number,
  deviceId = DEVICE_ID,
): Promise<string> {
  const envelope = await makeEnvelope(keys, nextId(), deviceId)
  await saveEnvelope(db, envelope, now, deviceId)
  return envelope.id
}

export function saveEnvelope(
  db: TazuneDb,
  envelope: Envelope,
  now: number,
  deviceId = DEVICE_ID,
): Promise<void> {
  const empty = new Uint8Array(1)
  const note = { key: `check:${envelope.id}`, vaultId: 'v', iv: empty, ciphertext: empty }
  return saveCheck(db, { envelope, deviceId, notes: [note], challengeId: null }, now)
}

export async function saveMany(
  db: TazuneDb,
  keys: DeviceKeyring,
  count: number,
  now: number,
): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push(await saveOne(db, keys, now))
  return ids
}
