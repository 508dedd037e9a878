/** The device port over src/sync: registration, who may unlock, erasing, what this device can do. */
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import type { DeviceServices } from '../sync/device-services'
import { readProfile } from '../sync/device-rows'
import { readDeviceState } from '../sync/device-state'
import { checkVaultPolicy, eraseVault } from '../sync/erase-vault'
import type { StaffRecord } from '../sync/schema'
import { listStaff, triesLeft } from '../sync/staff'
import { askToPersist, readStorageState } from '../sync/storage'
import type { NewSecret } from '../sync/vault'
import type { OpenVault } from './open-vault'
import type { DeviceInfo, DevicePort, Phase, StaffProof } from './services'

/** Registering, unlocking (argon2id) and what この端末 lists: fetched when it is needed, not before the first screen. */
const activateModule = (): Promise<typeof import('../sync/activate')> => import('../sync/activate')
const capabilitiesModule = (): Promise<typeof import('./capabilities')> => import('./capabilities')
const vaultModule = (): Promise<typeof import('../sync/vault')> => import('../sync/vault')
const passkeyModule = (): Promise<typeof import('../sync/passkey')> => import('../sync/passkey')

/** After these the vault is gone. */
const ERASES: ReadonlySet<ErrorCode> = new Set(['TZ-D06', 'TZ-D07', 'TZ-D08'])

export function createRealDevice(sync: DeviceServices, open: OpenVault): DevicePort {
  const { db, clock, client } = sync

  async function load(): Promise<DeviceInfo> {
    const erased = await checkVaultPolicy(db, clock.now())
    const [state, profile, staff, tries] = await Promise.all([
      readDeviceState(db),
      readProfile(db),
      listStaff(db),
      triesLeft(db),
    ])
    return {
      phase: phaseOf(state),
      deviceId: profile?.deviceId ?? null,
      facility: profile?.facility ?? null,
      mode: profile?.mode ?? null,
      staffDirectory: profile?.staffDirectory ?? [],
      officialWeb: profile?.officialWeb ?? null,
      digitalIdentity: profile?.digitalIdentity ?? false,
      staffOnDevice: staff
        .filter(({ ended }) => ended !== true)
        .map(({ id, name, method }) => ({ id, name, method: method.kind })),
      triesLeft: tries,
      erased: state === 'broken' ? 'TZ-D18' : erased,
      lockAfterMinutes: profile?.policy.lockAfterMinutes ?? 10,
    }
  }

  async function activate(code: string, deviceName: string): Promise<Result<DeviceInfo>> {
    const { activateDevice } = await activateModule()
    const activated = await activateDevice(db, client, { code, deviceName }, clock.now())
    if (!activated.ok) return activated
    sync.registration.forget()
    sync.announcer.announce('changed')
    open.close(null)
    return ok(await load())
  }

  function nameOf(info: DeviceInfo, staffId: string): string {
    return info.staffDirectory.find((person) => person.id === staffId)?.name ?? ''
  }

  async function findStaff(staffId: string): Promise<StaffRecord | undefined> {
    return (await listStaff(db)).find((staff) => staff.id === staffId)
  }

  /** The first person makes the vault; everyone after is let in by one who already can open it. */
  async function setUp(
    staffId: string,
    secret: NewSecret,
    proof: StaffProof | null,
  ): Promise<Result<null>> {
    const { addStaff, createVault } = await vaultModule()
    const info = await load()
    const staff = { id: staffId, name: nameOf(info, staffId) }
    if (info.phase === 'needsStaff') {
      const made = await createVault(db, staff, secret)
      if (!made.ok) return made
      open.open(made.value)
      return ok(null)
    }
    if (proof === null) return failed('TZ-D15')
    const own = await readSecret(proof.staffId, proof.passcode)
    if (!own.ok) return own
    return closeIfErased(
      await addStaff(db, { staffId: proof.staffId, secret: own.value }, staff, secret),
    )
  }

  /** One wrong try too many erases the vault, also under somebody who has it open, here or in another tab. */
  function closeIfErased<T>(result: Result<T>): Result<T> {
    if (result.ok || !ERASES.has(result.code)) return result
    open.close(result.code)
    sync.announcer.announce('locked')
    return result
  }

  async function readSecret(
    staffId: string,
    passcode: string | null,
  ): Promise<
    Result<{ kind: 'passcode'; passcode: string } | { kind: 'passkey'; prf: Uint8Array }>
  > {
    if (passcode !== null) return ok({ kind: 'passcode', passcode })
    const staff = await findStaff(staffId)
    if (staff?.method.kind !== 'passkey') return failed('TZ-D14')
    const { usePasskey } = await passkeyModule()
    const used = await usePasskey(staff.method)
    return used.ok ? ok({ kind: 'passkey', prf: used.value }) : used
  }

  async function unlockWith(staffId: string, passcode: string | null): Promise<Result<null>> {
    const erased = await checkVaultPolicy(db, clock.now())
    if (erased) return closeIfErased(failed(erased))
    const secret = await readSecret(staffId, passcode)
    if (!secret.ok) return secret
    const { unlock } = await vaultModule()
    const opened = closeIfErased(await unlock(db, staffId, secret.value))
    if (!opened.ok) return opened
    open.open(opened.value)
    return ok(null)
  }

  async function erase(): Promise<void> {
    await eraseVault(db, 'TZ-D22')
    open.close(null)
    sync.announcer.announce('locked')
  }

  return {
    load,
    activate,
    setUpPasscode: (staffId, passcode, proof) =>
      setUp(staffId, { kind: 'passcode', passcode }, proof),
    async setUpPasskey(staffId, proof) {
      const { createPasskey } = await passkeyModule()
      const made = await createPasskey({ id: staffId, name: nameOf(await load(), staffId) })
      return made.ok ? setUp(staffId, made.value, proof) : made
    },
    unlock: unlockWith,
    unlockWithPasskey: (staffId) => unlockWith(staffId, null),
    lock: () => open.close(null),
    erase,
    capabilities: async () => (await capabilitiesModule()).readCapabilities(),
    async storage() {
      const { isPersistent, usedBytes, quotaBytes } = await readStorageState()
      return { usedBytes, quotaBytes, persisted: isPersistent ?? false }
    },
    requestPersistence: async () => (await askToPersist()) ?? false,
    onLocked: (listener: (code: ErrorCode | null) => void) => open.onClosed(listener),
  }
}

function phaseOf(state: Awaited<ReturnType<typeof readDeviceState>>): Phase {
  switch (state) {
    case 'new':
    case 'erased':
    case 'broken':
      return 'needsActivation'
    case 'needsVault':
      return 'needsStaff'
    case 'ready':
      return 'locked'
  }
}
