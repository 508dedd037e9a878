import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEntryDrafts, type EntryDrafts } from '../../src/stores/entry-drafts'
import type { OpenVault } from '../../src/stores/open-vault'
import type { EntryDraft } from '../../src/stores/view-types'
import type { TazuneDb } from '../../src/sync/db'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import { openTablet } from '../support/open-tablet'
import { makeDeviceKeys, nextId, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const HOUR = 3_600_000

describe('an unfinished form', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let vault: UnlockedVault
  let entries: EntryDrafts
  let now: number

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    ;({ db, open, vault } = await openTablet(keys, NOW))
    now = NOW
    entries = createEntryDrafts(db, open, () => now)
  })

  const draft = (change: Partial<EntryDraft> = {}): EntryDraft => ({
    v: 1,
    id: nextId(),
    visitId: 'visit-1',
    kind: 'document',
    value: { insurerNumber: '0613902' },
    savedAt: now,
    ...change,
  })

  it('is given back as it was, the latest written first, until it is dropped', async () => {
    const [older, newer] = [draft(), draft({ savedAt: NOW + 1, kind: 'declaration' })]
    await entries.put(newer)
    await entries.put(older)
    expect(await entries.list()).toEqual([newer, older])
    await entries.drop(newer.id)
    expect(await entries.list()).toEqual([older])
  })

  it('is overwritten by what was typed later', async () => {
    const first = draft()
    await entries.put(first)
    await entries.put({ ...first, value: { insurerNumber: '06139026' } })
    expect(await entries.list()).toMatchObject([{ value: { insurerNumber: '06139026' } }])
  })

  it('does not come back when it is written after its check was saved', async () => {
    const late = draft()
    await vault.put(`check:${late.id}`, { note: true })
    expect(await entries.put(late)).toEqual({ ok: true, value: null })
    expect(await entries.list()).toEqual([])
  })

  it('is erased a day after it was written', async () => {
    await entries.put(draft())
    now = NOW + 24 * HOUR - 1
    expect(await entries.list()).toHaveLength(1)
    now = NOW + 24 * HOUR
    expect(await entries.list()).toEqual([])
    expect(await vault.keys('entry:')).toEqual([])
  })

  it('stands nowhere in the clear, and nowhere at all for a locked device', async () => {
    await entries.put(draft({ value: { name: 'カナリア花子' } }))
    const notes = await db.read(['vault'], (tx) => tx.objectStore('vault').getAll())
    const text = notes.map((note) => note.key + Buffer.from(note.ciphertext).toString('utf8'))
    expect(text.join('')).not.toContain('カナリア')
    open.close(null)
    expect(await entries.list()).toEqual([])
    expect(await entries.put(draft())).toEqual({ ok: false, code: 'TZ-D15' })
  })
})
