import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOpenVault, type OpenVault } from '../../src/stores/open-vault'
import { createRealSync } from '../../src/stores/real-sync'
import type { SyncPort } from '../../src/stores/services'
import type { CheckNote } from '../../src/stores/view-types'
import { createClock } from '../../src/sync/clock'
import { createCounter } from '../../src/sync/counter'
import type { TazuneDb } from '../../src/sync/db'
import type { DeviceServices } from '../../src/sync/device-services'
import { markRejected } from '../../src/sync/moves'
import { createRegistration } from '../../src/sync/registration'
import { createVault } from '../../src/sync/vault'
import {
  makeDeviceKeys,
  nextId,
  openRegistered,
  PAYLOAD,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const cost = { memoryKiB: 8, iterations: 1, parallelism: 1 }

describe('what staff see and do of checks', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let sync: SyncPort
  let runs: string[]

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
    const made = await createVault(
      db,
      { id: 's1', name: '看護 花子' },
      { kind: 'passcode', passcode: 'さくら咲く2026', cost },
    )
    if (!made.ok) throw new Error(made.code)
    open = createOpenVault()
    open.open(made.value)
    runs = []
    const services = {
      db,
      clock: createClock({ now: () => NOW }),
      counter: createCounter(db),
      registration: createRegistration(db),
      announcer: { announce: () => undefined },
      connection: { line: () => ({ state: 'online', lastSyncAt: null }) },
      courier: {
        run: (reason: string) => {
          runs.push(reason)
          return Promise.resolve()
        },
      },
    }
    sync = createRealSync({
      sync: services as unknown as DeviceServices,
      open,
      changes: { listeners: new Set(), tell: () => undefined },
      onFault: (cause) => {
        throw cause
      },
      registration: () => Promise.resolve(undefined),
    })
  })

  async function save(): Promise<string> {
    const id = nextId()
    const note: CheckNote = {
      v: 1,
      id,
      visitId: 'visit-1',
      name: '見本　花子',
      nameKana: 'ミホン ハナコ',
      setting: 'homeNursing',
      staffName: '看護　花子',
      capturedAt: '2026-05-20T01:00:00Z',
      withChallenge: true,
      certificateLastDay: '2029-03-03',
    }
    const saved = await sync.save(PAYLOAD, note)
    if (!saved.ok) throw new Error(saved.code)
    return id
  }

  it('shows a saved check by its name, and only its times once the device is locked', async () => {
    const id = await save()
    expect(await sync.rows(null, 10)).toMatchObject([
      { id, state: 'queued', savedAt: NOW, note: { name: '見本　花子' } },
    ])
    open.close(null)
    expect(await sync.rows(null, 10)).toMatchObject([{ id, state: 'queued', note: null }])
  })

  it('withdraws a refused check with a reason that only staff can read', async () => {
    const id = await save()
    await markRejected(db, id, 'TZ-G05', NOW)
    await sync.withdraw(id, '見本花子さんは二重に確認した')
    expect(await sync.refusedRows()).toMatchObject([
      { id, state: 'withdrawn', code: 'TZ-D16', withdrawnFor: '見本花子さんは二重に確認した' },
    ])
    const exported = await sync.exportRefused(id)
    expect(exported).toContain(id)
    expect(exported).not.toContain('花子')
    open.close(null)
    const [locked] = await sync.refusedRows()
    expect(locked?.withdrawnFor).toBeUndefined()
  })

  it('withdraws nothing while the device is locked', async () => {
    const id = await save()
    await markRejected(db, id, 'TZ-G05', NOW)
    open.close(null)
    await sync.withdraw(id, '理由')
    expect(await sync.refusedRows()).toMatchObject([{ id, state: 'rejected' }])
  })

  it('sends a withdrawn check after all when staff want it, and no longer shows the reason', async () => {
    const id = await save()
    await sync.withdraw(id, '取りやめ')
    await sync.retry(id)
    expect(await sync.row(id)).toMatchObject({ state: 'queued' })
    expect(await sync.refusedRows()).toEqual([])
    expect(runs).toContain('manual')
  })
})
