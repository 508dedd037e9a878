// @vitest-environment node
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { lockEnded } from '../../src/stores/lock-ended'
import { createOpenVault, type OpenVault } from '../../src/stores/open-vault'
import type { TazuneDb } from '../../src/sync/db'
import { applyStaff } from '../../src/sync/staff'
import { createVault } from '../../src/sync/vault'
import {
  DEVICE_ID,
  makeDeviceKeys,
  openRegistered,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const PASSCODE = 'さくら咲く2026'
const cost = { memoryKiB: 8, iterations: 1, parallelism: 1 }
const HANAKO = { id: 's1', name: '看護 花子' }
const JIRO = { id: 's2', name: '管理 次郎' }

describe('the vault of somebody whom the facility has ended', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  const closed = vi.fn()

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    closed.mockClear()
    db = await openRegistered(keys, NOW)
    const made = await createVault(db, HANAKO, { kind: 'passcode', passcode: PASSCODE, cost })
    if (!made.ok) throw new Error(made.code)
    open = createOpenVault()
    open.open(made.value)
    open.onClosed(closed)
  })

  it('is locked under them, and says why', async () => {
    await applyStaff(db, DEVICE_ID, [JIRO])
    await lockEnded(db, open)
    expect(open.current()).toBeNull()
    expect(closed).toHaveBeenCalledExactlyOnceWith('TZ-D24')
  })

  it('stays open while they are listed, whoever comes or goes besides', async () => {
    await applyStaff(db, DEVICE_ID, [HANAKO, JIRO])
    await lockEnded(db, open)
    await applyStaff(db, DEVICE_ID, [HANAKO])
    await lockEnded(db, open)
    expect(open.current()?.staffId).toBe('s1')
    expect(closed).not.toHaveBeenCalled()
  })

  it('stays locked where nobody has it open', async () => {
    await applyStaff(db, DEVICE_ID, [JIRO])
    open.close(null)
    closed.mockClear()
    await lockEnded(db, open)
    expect(closed).not.toHaveBeenCalled()
  })
})
