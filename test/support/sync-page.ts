/** The page of the browser tests of src/sync: the device's services as the app has them, and a handle for the test. */
import type { CheckPayload } from '../../domain/check'
import { activateDevice } from '../../src/sync/activate'
import { requestBackgroundSync } from '../../src/sync/background-sync'
import { createDeviceServices, type DeviceServices } from '../../src/sync/device-services'
import { readProfile, readRow } from '../../src/sync/device-rows'
import { readDeviceState } from '../../src/sync/device-state'
import { createEnvelope } from '../../src/sync/envelope'
import { countOutbox, listPage } from '../../src/sync/listing'
import { saveCheck } from '../../src/sync/outbox'
import { createPasskey, usePasskey } from '../../src/sync/passkey'
import { StoreFault } from '../../src/sync/store-fault'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import { createVault, listStaff, unlock } from '../../src/sync/vault'

const HANAKO = { id: 'staff-1', name: '看護　花子' }

let services: DeviceServices | null = null
let vault: UnlockedVault | null = null

async function opened(): Promise<DeviceServices> {
  services ??= await createDeviceServices()
  return services
}

function openVault(): UnlockedVault {
  if (vault === null) throw new Error('locked')
  return vault
}

const tazuneSync = {
  /** Activates with a code and makes a vault for one member of staff; resolves with the device's id. */
  async activate(code: string, passcode: string | null): Promise<string> {
    const { db, client, clock } = await opened()
    const activated = await activateDevice(db, client, { code, deviceName: '試験' }, clock.now())
    if (!activated.ok) throw new Error(activated.code)
    const passkey = passcode === null ? await createPasskey(HANAKO) : null
    if (passkey?.ok === false) throw new Error(passkey.code)
    const secret = passkey?.value ?? ({ kind: 'passcode', passcode: passcode ?? '' } as const)
    const made = await createVault(db, HANAKO, secret)
    if (!made.ok) throw new Error(made.code)
    vault = made.value
    return activated.value.deviceId
  },
  async unlock(passcode: string | null): Promise<string | null> {
    const { db } = await opened()
    const [staff] = await listStaff(db)
    const used = staff?.method.kind === 'passkey' ? await usePasskey(staff.method) : null
    if (used?.ok === false) return used.code
    const secret =
      passcode === null && used !== null
        ? ({ kind: 'passkey', prf: used.value } as const)
        : ({ kind: 'passcode', passcode: passcode ?? '' } as const)
    const unlocked = await unlock(db, HANAKO.id, secret)
    if (!unlocked.ok) return unlocked.code
    vault = unlocked.value
    return null
  },
  put: (key: string, value: unknown) => openVault().put(key, value),
  get: (key: string) => openVault().get(key),
  /** Saves as the app does; null, or the code of why not. */
  async save(id: string, payload: CheckPayload, note: unknown): Promise<string | null> {
    const { db, clock } = await opened()
    const [profile, keys] = await Promise.all([readProfile(db), readRow(db, 'keys')])
    if (profile === undefined || keys === undefined) return 'TZ-D12'
    const { deviceId, gatewayKey } = profile
    const signingKey = keys.signing.privateKey
    const envelope = await createEnvelope(id, payload, { deviceId, signingKey, gatewayKey })
    const sealed = await openVault().seal(`check:${id}`, note)
    const check = { envelope, deviceId, notes: [sealed], challengeId: null }
    try {
      await saveCheck(db, check, clock.device())
      return null
    } catch (cause) {
      if (cause instanceof StoreFault) return cause.code
      throw cause
    }
  },
  async state(): Promise<string> {
    return readDeviceState((await opened()).db)
  },
  async counts() {
    return countOutbox((await opened()).db)
  },
  async idsOf(store: 'outbox' | 'answers'): Promise<string[]> {
    const { db } = await opened()
    return (await listPage(db, store, { limit: 1_000 })).map(({ id }) => id)
  },
  async run() {
    return (await opened()).courier.run('manual')
  },
  async pull() {
    return (await opened()).courier.pullAnswers({ once: true, waitSeconds: 10 })
  },
  /** What happens to someone who wants the signing key out of the database. */
  async stealSigningKey(): Promise<string> {
    const keys = await readRow((await opened()).db, 'keys')
    if (keys === undefined) return 'no key'
    try {
      await crypto.subtle.exportKey('jwk', keys.signing.privateKey)
      return 'exported'
    } catch (cause) {
      return cause instanceof DOMException ? cause.name : 'other'
    }
  },
  async registerWorker(): Promise<void> {
    await navigator.serviceWorker.register('/sw.js')
    await navigator.serviceWorker.ready
  },
  async requestSync(): Promise<boolean> {
    return requestBackgroundSync(await navigator.serviceWorker.ready)
  },
}

export type TazuneSync = typeof tazuneSync

Object.assign(globalThis, { tazuneSync })
