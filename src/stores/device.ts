import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import { useServices, type DeviceInfo, type StaffProof } from './services'
import type { Capability } from './view-types'

const NOTHING: DeviceInfo = {
  phase: 'needsActivation',
  deviceId: null,
  facility: null,
  mode: null,
  staffDirectory: [],
  staffOnDevice: [],
  triesLeft: 10,
  erased: null,
  lockAfterMinutes: 10,
}

/** This device: whose it is, who may unlock it, what it can do. */
export const useDeviceStore = defineStore('device', () => {
  const { device, sync } = useServices()
  const started = ref(false)
  const info = shallowRef<DeviceInfo>(NOTHING)
  const currentStaff = ref<{ id: string; name: string } | null>(null)
  const busy = ref(false)
  const error = ref<ErrorCode | null>(null)
  const capabilities = ref<Capability[]>([])
  const storage = ref<{ usedBytes: number | null; quotaBytes: number | null; persisted: boolean }>({
    usedBytes: null,
    quotaBytes: null,
    persisted: false,
  })
  const updateReady = ref(false)
  let applyWaitingUpdate: (() => void) | null = null

  const phase = computed(() => {
    if (!started.value) return 'starting' as const
    return currentStaff.value ? ('unlocked' as const) : info.value.phase
  })

  device.onLocked((code) => {
    currentStaff.value = null
    error.value = code
    void reload()
  })

  // Who may unlock comes with an access that is renewed while the device is locked, too.
  sync.onChange(() => {
    if (phase.value === 'locked' && !busy.value) void reload()
  })

  async function reload(): Promise<void> {
    info.value = await device.load()
  }

  async function start(): Promise<void> {
    await reload()
    started.value = true
  }

  async function refreshDevice(): Promise<void> {
    await reload()
    capabilities.value = await device.capabilities()
    storage.value = await device.storage()
  }

  /** Runs one action at a time and turns its refusal into `error`. */
  async function attempt(action: () => Promise<Result<unknown>>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      const result = await action()
      if (!result.ok) error.value = result.code
      await reload()
      return result.ok
    } finally {
      busy.value = false
    }
  }

  function enter(staffId: string): void {
    const known = info.value.staffOnDevice.find((staff) => staff.id === staffId)
    currentStaff.value = { id: staffId, name: known?.name ?? '' }
  }

  async function activate(code: string, deviceName: string): Promise<boolean> {
    return attempt(() => device.activate(code, deviceName))
  }

  /** `ownPasscode`: of the one who is at it, to let a colleague in; left out where theirs is a passkey. */
  function proof(ownPasscode?: string): StaffProof | null {
    return currentStaff.value
      ? { staffId: currentStaff.value.id, passcode: ownPasscode ?? null }
      : null
  }

  async function setUpPasscode(
    staffId: string,
    passcode: string,
    ownPasscode?: string,
  ): Promise<void> {
    const by = proof(ownPasscode)
    if (await attempt(() => device.setUpPasscode(staffId, passcode, by))) enterIfNobody(staffId)
  }

  async function setUpPasskey(staffId: string, ownPasscode?: string): Promise<void> {
    const by = proof(ownPasscode)
    if (await attempt(() => device.setUpPasskey(staffId, by))) enterIfNobody(staffId)
  }

  /** A colleague added on この端末 does not take over the session. */
  function enterIfNobody(staffId: string): void {
    if (!currentStaff.value) enter(staffId)
  }

  async function unlock(staffId: string, passcode: string): Promise<void> {
    if (await attempt(() => device.unlock(staffId, passcode))) enter(staffId)
  }

  async function unlockWithPasskey(staffId: string): Promise<void> {
    if (await attempt(() => device.unlockWithPasskey(staffId))) enter(staffId)
  }

  function lock(): void {
    device.lock()
    currentStaff.value = null
  }

  async function eraseDevice(): Promise<void> {
    await device.erase()
    currentStaff.value = null
    await reload()
  }

  async function requestPersistence(): Promise<void> {
    await device.requestPersistence()
    storage.value = await device.storage()
  }

  /** Called by the PWA part when a new version waits. */
  function offerUpdate(apply: () => void): void {
    applyWaitingUpdate = apply
    updateReady.value = true
  }

  function applyUpdate(): void {
    applyWaitingUpdate?.()
  }

  return {
    phase,
    deviceId: computed(() => info.value.deviceId),
    facilityId: computed(() => info.value.facility?.id ?? null),
    facilityName: computed(() => info.value.facility?.name ?? ''),
    mode: computed(() => info.value.mode),
    staffDirectory: computed(() => info.value.staffDirectory),
    officialWeb: computed(() => info.value.officialWeb ?? null),
    digitalIdentity: computed(() => info.value.digitalIdentity ?? false),
    staffOnDevice: computed(() => info.value.staffOnDevice),
    triesLeft: computed(() => info.value.triesLeft),
    erased: computed(() => info.value.erased),
    lockAfterMinutes: computed(() => info.value.lockAfterMinutes),
    currentStaff,
    busy,
    error,
    capabilities,
    storage,
    updateReady,
    version: __APP_VERSION__,
    start,
    refreshDevice,
    activate,
    setUpPasscode,
    setUpPasskey,
    unlock,
    unlockWithPasskey,
    lock,
    eraseDevice,
    requestPersistence,
    offerUpdate,
    applyUpdate,
  }
})
