import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '../../api/bytes'
import { importSealKey, seal } from '../../api/seal'
import type { OpenVault } from '../../src/stores/open-vault'
import { createRealRecords, draftKey } from '../../src/stores/real-records'
import type { RecordsPort } from '../../src/stores/services'
import type { Draft } from '../../src/stores/view-types'
import { exportPublic } from '../../src/sync/access'
import { createClock } from '../../src/sync/clock'
import type { TazuneDb } from '../../src/sync/db'
import type { DeviceServices } from '../../src/sync/device-services'
import { StoreFault } from '../../src/sync/store-fault'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import { VISIT } from '../support/fake-services'
import { openTablet } from '../support/open-tablet'
import { makeDeviceKeys, nextId, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)

describe('what the open vault holds', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let vault: UnlockedVault
  let records: RecordsPort
  /** What the gateway answers when the list is fetched. */
  let fetchVisits: () => Promise<unknown>

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    ;({ db, open, vault } = await openTablet(keys, NOW))
    fetchVisits = () => Promise.resolve({ ok: false, failure: { code: 'TZ-D01' } })
    const client = {
      fetchVisits: () => fetchVisits(),
      fetchTrainingCards: () => Promise.resolve({ ok: false, failure: { code: 'TZ-D01' } }),
    }
    records = createRealRecords(
      { db, client, clock: createClock({ now: () => NOW }) } as unknown as DeviceServices,
      open,
    )
  })

  const draft = (): Draft => ({
    v: 1,
    id: nextId(),
    visitId: VISIT.id,
    setting: 'homeNursing',
    consent: null,
  })

  async function visitsFor(text: string): Promise<unknown> {
    const key = await importSealKey(await exportPublic(keys.answer.publicKey))
    const sealed = await seal(key, utf8(JSON.stringify([VISIT])), utf8(text))
    return { ok: true, value: { day: '2026-05-20', sealed } }
  }

  /** Flips a bit of what stands under that key. */
  async function spoil(key: string): Promise<void> {
    await db.write(['vault'], async (tx) => {
      const store = tx.objectStore('vault')
      const note = await store.get(key)
      if (!note) throw new Error('nothing to spoil')
      const ciphertext = note.ciphertext.slice()
      ciphertext[0] = (ciphertext[0] ?? 0) ^ 1
      await store.put({ ...note, ciphertext })
    })
  }

  it('gives a draft back, and nothing once it was dropped', async () => {
    const kept = draft()
    expect(await records.putDraft(kept)).toEqual({ ok: true, value: null })
    expect(await records.draft(VISIT.id)).toEqual(kept)
    await records.dropDraft(VISIT.id)
    expect(await records.draft(VISIT.id)).toBeNull()
  })

  it('keeps drafts of several visits and of a walk-in apart', async () => {
    const drafts = [draft(), { ...draft(), visitId: 'other' }, { ...draft(), visitId: null }]
    for (const each of drafts) await records.putDraft(each)
    await records.dropDraft('other')
    expect(await records.draft(VISIT.id)).toEqual(drafts[0])
    expect(await records.draft('other')).toBeNull()
    expect(await records.draft(null)).toEqual(drafts[2])
  })

  it('gives the newest draft of a visit, and drops them all together', async () => {
    const [older, newer] = [draft(), draft()]
    await records.putDraft(newer)
    await records.putDraft(older)
    expect(await records.draft(VISIT.id)).toEqual(newer)
    await records.dropDraft(VISIT.id)
    expect(await records.draft(VISIT.id)).toBeNull()
  })

  it('writes the visit of a draft nowhere in the clear', async () => {
    await records.putDraft(draft())
    const notes = await db.read(['vault'], (tx) => tx.objectStore('vault').getAll())
    expect(notes.length).toBeGreaterThan(0)
    const text = notes.map((note) => note.key + Buffer.from(note.ciphertext).toString('latin1'))
    expect(text.filter((each) => each.includes(VISIT.id))).toEqual([])
  })

  it('takes an unreadable draft or list for none, so that the day can go on', async () => {
    const kept = draft()
    await records.putDraft(kept)
    await spoil(draftKey(kept.id))
    expect(await records.draft(VISIT.id)).toBeNull()
    fetchVisits = () => visitsFor('visits:2026-05-20')
    await records.refreshVisits()
    expect(await records.visits()).toEqual([VISIT])
    await spoil('visits')
    expect(await records.visits()).toEqual([])
  })

  it('says why a draft is not kept, instead of failing', async () => {
    open.close(null)
    expect(await records.putDraft(draft())).toEqual({ ok: false, code: 'TZ-D15' })
    open.open({
      ...vault,
      isLocked: false,
      put: () => Promise.reject(new StoreFault('TZ-D04')),
    })
    expect(await records.putDraft(draft())).toEqual({ ok: false, code: 'TZ-D04' })
  })

  it('refuses a list that was sealed for another day', async () => {
    fetchVisits = () => visitsFor('visits:2026-05-19')
    expect(await records.refreshVisits()).toEqual({ ok: false, code: 'TZ-D10' })
    expect(await records.visits()).toEqual([])
  })

  it('gives no names away when the device was locked while the list came', async () => {
    const arrived = await visitsFor('visits:2026-05-20')
    fetchVisits = () => {
      queueMicrotask(() => open.close(null))
      return Promise.resolve(arrived)
    }
    expect(await records.refreshVisits()).toEqual({ ok: false, code: 'TZ-D15' })
  })

  it('opens no answer that is sealed to another registration, and does not fail on it', async () => {
    const id = nextId()
    const other = await makeDeviceKeys()
    const key = await importSealKey(await exportPublic(other.answer.publicKey))
    const sealed = await seal(key, utf8('{}'), utf8(`answer:${id}`))
    await db.write(['answers'], (tx) =>
      tx.objectStore('answers').put({
        id,
        seq: 1,
        sealed,
        savedAt: NOW,
        acceptedAt: NOW,
        receivedAt: NOW,
        settledAt: null,
      }),
    )
    expect(await records.answer(id)).toBeNull()
  })
})
