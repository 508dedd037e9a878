import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '../../api/bytes'
import { importSealKey, seal } from '../../api/seal'
import type { TagRow as WireTag } from '../../api/wire'
import { createOpenVault, type OpenVault } from '../../src/stores/open-vault'
import { createRealRecords } from '../../src/stores/real-records'
import { createRealTags } from '../../src/stores/real-tags'
import type { TagRow, TagsPort } from '../../src/stores/tag-port'
import { exportPublic } from '../../src/sync/access'
import { createClock } from '../../src/sync/clock'
import type { TazuneDb } from '../../src/sync/db'
import type { DeviceServices } from '../../src/sync/device-services'
import { StoreFault } from '../../src/sync/store-fault'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import { createVault, unlock } from '../../src/sync/vault'
import { VISIT } from '../support/fake-services'
import { makeDeviceKeys, nextId, openRegistered, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const PASSCODE = 'さくら咲く2026'

describe('what is kept of tags', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let vault: UnlockedVault
  let tags: TagsPort
  let sent: WireTag[][]
  let answer: () => Promise<unknown>
  let deviceServices: DeviceServices

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
    const cost = { memoryKiB: 8, iterations: 1, parallelism: 1 }
    const secret = { kind: 'passcode', passcode: PASSCODE, cost } as const
    const made = await createVault(db, { id: 's1', name: '看護 花子' }, secret)
    if (!made.ok) throw new Error(made.code)
    vault = made.value
    open = createOpenVault()
    open.open(vault)
    sent = []
    answer = () => Promise.resolve({ ok: true, value: sent.at(-1)?.map(() => 'kept') })
    const client = {
      registerTags: (rows: WireTag[]) => {
        sent.push(rows)
        return answer()
      },
      fetchTrainingCards: () => Promise.resolve({ ok: false, failure: { code: 'TZ-D01' } }),
      async fetchVisits() {
        const key = await importSealKey(await exportPublic(keys.answer.publicKey))
        const sealed = await seal(key, utf8(JSON.stringify([VISIT])), utf8('visits:2026-05-20'))
        return { ok: true, value: { day: '2026-05-20', sealed } }
      },
    }
    const clock = createClock({ now: () => NOW })
    deviceServices = { db, client, clock } as unknown as DeviceServices
    tags = makeTags()
  })

  const makeTags = (): TagsPort =>
    createRealTags(deviceServices, open, { isSupported: true, origin: 'https://app.example' })

  const rowOf = (change: Partial<TagRow> = {}): TagRow => ({
    v: 1,
    row: nextId(),
    id: 'AAAAAAAAAAAAAAAAAAAAA_',
    kind: 'visit',
    patientId: 'patient-1',
    writtenAt: '2026-05-20T01:00:00.000Z',
    retiredAt: null,
    state: 'waiting',
    ...change,
  })

  const states = async (): Promise<string[]> => (await tags.rows()).map(({ state }) => state)

  it('gives rows back as they were, and nothing while the vault is locked', async () => {
    const row = rowOf()
    expect(await tags.keep(row)).toEqual({ ok: true, value: null })
    expect(await tags.rows()).toEqual([row])
    open.close(null)
    expect(await tags.rows()).toEqual([])
    expect(await tags.keep(row)).toEqual({ ok: false, code: 'TZ-D15' })
    expect(await tags.register()).toBeNull()
    expect(sent).toEqual([])
  })

  it('writes neither tag nor patient anywhere in the clear', async () => {
    await tags.keep(rowOf())
    const notes = await db.read(['vault'], (tx) => tx.objectStore('vault').getAll())
    const text = notes.map((note) => note.key + Buffer.from(note.ciphertext).toString('latin1'))
    for (const secret of ['patient-1', 'AAAAAAAAAAAAAAAAAAAAA_']) {
      expect(text.filter((each) => each.includes(secret))).toEqual([])
    }
  })

  it('sends what waits and only that, without what is the tablet’s own', async () => {
    await tags.keep(rowOf())
    await tags.keep(rowOf({ state: 'writing' }))
    await tags.keep(rowOf({ state: 'registered' }))
    expect(await tags.register()).toBeNull()
    const { id, kind, patientId, writtenAt, retiredAt } = rowOf()
    expect(sent).toEqual([[{ id, kind, patientId, writtenAt, retiredAt }]])
    expect((await states()).sort()).toEqual(['registered', 'registered', 'writing'])
    await tags.register()
    expect(sent).toHaveLength(1)
  })

  it('waits on without a line, and sends the same again after a restart', async () => {
    await tags.keep(rowOf())
    answer = () => Promise.resolve({ ok: false, failure: { kind: 'stop', code: 'TZ-D01' } })
    expect(await tags.register()).toBe('TZ-D01')
    expect(await states()).toEqual(['waiting'])
    open.close(null)
    const again = await unlock(db, 's1', { kind: 'passcode', passcode: PASSCODE })
    if (!again.ok) throw new Error(again.code)
    open.open(again.value)
    tags = makeTags()
    answer = () => Promise.resolve({ ok: true, value: ['kept'] })
    expect(await tags.register()).toBeNull()
    expect(sent[1]).toEqual(sent[0])
    expect(await states()).toEqual(['registered'])
  })

  it('sends again what the gateway took in while the tablet could not note it', async () => {
    await tags.keep(rowOf())
    answer = () => {
      open.close(null)
      return Promise.resolve({ ok: true, value: ['kept'] })
    }
    expect(await tags.register()).toBe('TZ-D15')
    const again = await unlock(db, 's1', { kind: 'passcode', passcode: PASSCODE })
    if (!again.ok) throw new Error(again.code)
    open.open(again.value)
    expect(await states()).toEqual(['waiting'])
  })

  it('marks what the gateway refuses, and goes on with the rest', async () => {
    await tags.keep(rowOf())
    await tags.keep(rowOf())
    answer = () => Promise.resolve({ ok: true, value: ['taken', 'kept'] })
    expect(await tags.register()).toBeNull()
    expect((await states()).sort()).toEqual(['refused', 'registered'])
  })

  it('sends many in batches that the gateway takes', async () => {
    for (let n = 0; n < 101; n += 1) await tags.keep(rowOf())
    await tags.register()
    expect(sent.map(({ length }) => length)).toEqual([100, 1])
  })

  it('leaves a registered tag to the list that was fetched after it, and no other', async () => {
    await tags.keep(rowOf({ state: 'registered' }))
    await tags.keep(rowOf({ state: 'waiting' }))
    const records = createRealRecords(deviceServices, open)
    expect((await records.refreshVisits()).ok).toBe(true)
    expect(await states()).toEqual(['waiting'])
  })

  it('keeps a registered tag when the list did not come', async () => {
    await tags.keep(rowOf({ state: 'registered' }))
    const offline = {
      ...deviceServices,
      client: {
        fetchVisits: () => Promise.resolve({ ok: false, failure: { code: 'TZ-D01' } }),
      },
    } as unknown as DeviceServices
    expect((await createRealRecords(offline, open).refreshVisits()).ok).toBe(false)
    expect(await states()).toEqual(['registered'])
  })

  it('says when there is no room', async () => {
    open.open({
      ...vault,
      isLocked: false,
      put: () => Promise.reject(new StoreFault('TZ-D04')),
    })
    expect(await tags.keep(rowOf())).toEqual({ ok: false, code: 'TZ-D04' })
  })

  it('drops a row', async () => {
    const row = rowOf()
    await tags.keep(row)
    await tags.drop(row.row)
    expect(await tags.rows()).toEqual([])
  })
})
