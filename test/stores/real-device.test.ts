// @vitest-environment node
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOpenVault, type OpenVault } from '../../src/stores/open-vault'
import { createRealDevice } from '../../src/stores/real-device'
import type { DevicePort } from '../../src/stores/services'
import { createClock } from '../../src/sync/clock'
import type { TazuneDb } from '../../src/sync/db'
import { updateProfile } from '../../src/sync/device-rows'
import type { DeviceServices } from '../../src/sync/device-services'
import { applyStaff } from '../../src/sync/staff'
import { createVault } from '../../src/sync/vault'
import {
  DEVICE_ID,
  makeDeviceKeys,
  openRegistered,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const RIGHT = 'さくら咲く2026'
const WRONG = 'さくら散る2026'
const cost = { memoryKiB: 8, iterations: 1, parallelism: 1 }

describe('the vault of the device', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let device: DevicePort
  let now: number
  const announce = vi.fn()
  const locked = vi.fn()

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    announce.mockClear()
    locked.mockClear()
    now = NOW
    db = await openRegistered(keys, NOW)
    const made = await createVault(
      db,
      { id: 's1', name: '看護 花子' },
      { kind: 'passcode', passcode: RIGHT, cost },
    )
    if (!made.ok) throw new Error(made.code)
    open = createOpenVault()
    open.open(made.value)
    const sync = { db, announcer: { announce }, clock: createClock({ now: () => now }) }
    device = createRealDevice(sync as unknown as DeviceServices, open)
    device.onLocked(locked)
  })

  it('lets no colleague in without the passcode of the one who is at it', async () => {
    const added = await device.setUpPasscode('s2', 'another passcode', null)
    expect(added).toEqual({ ok: false, code: 'TZ-D15' })
    const proof = { staffId: 's1', passcode: WRONG }
    expect(await device.setUpPasscode('s2', 'another passcode', proof)).toEqual({
      ok: false,
      code: 'TZ-D05',
    })
    expect(locked).not.toHaveBeenCalled()
  })

  it('is closed under the one who has it open when wrong tries erase it, here and in other tabs', async () => {
    const proof = { staffId: 's1', passcode: WRONG }
    let last: unknown
    for (let tries = 0; tries < 10; tries += 1) {
      last = await device.setUpPasscode('s2', 'another passcode', proof)
    }
    expect(last).toEqual({ ok: false, code: 'TZ-D06' })
    expect(open.current()).toBeNull()
    expect(locked).toHaveBeenCalledWith('TZ-D06')
    expect(announce).toHaveBeenCalledWith('locked')
    expect((await device.load()).phase).toBe('needsActivation')
  })

  it('lists who may unlock, without those whom the facility has ended', async () => {
    await applyStaff(db, DEVICE_ID, [{ id: 's2', name: '管理 次郎' }])
    const info = await device.load()
    expect(info.staffOnDevice).toEqual([])
    expect(info.staffDirectory).toEqual([{ id: 's2', name: '管理 次郎' }])
    expect(await device.unlock('s1', RIGHT)).toEqual({ ok: false, code: 'TZ-D24' })
  })

  it('is closed in the other tab when this one erases it by wrong tries at the lock', async () => {
    for (let tries = 0; tries < 10; tries += 1) await device.unlock('s1', WRONG)
    expect(announce).toHaveBeenCalledWith('locked')
  })

  it('is closed when it was out of contact for too long', async () => {
    await updateProfile(db, () => ({ lastContactAt: NOW }))
    now = NOW + 80 * 3_600_000
    expect(await device.unlock('s1', RIGHT)).toEqual({ ok: false, code: 'TZ-D08' })
    expect(open.current()).toBeNull()
    expect(announce).toHaveBeenCalledWith('locked')
  })

  it('opens for the right passcode after wrong ones, with all tries again', async () => {
    await device.unlock('s1', WRONG)
    expect((await device.load()).triesLeft).toBe(9)
    expect(await device.unlock('s1', RIGHT)).toEqual({ ok: true, value: null })
    expect((await device.load()).triesLeft).toBe(10)
  })
})
