import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { utf8 } from '../../api/bytes'
import { importSealKey, seal } from '../../api/seal'
import type { Validity } from '../../domain/answer'

import type { OpenVault } from '../../src/stores/open-vault'
import { createRealSync } from '../../src/stores/real-sync'
import type { SyncPort } from '../../src/stores/services'
import type { CheckNote } from '../../src/stores/view-types'
import { exportPublic } from '../../src/sync/access'
import { createClock } from '../../src/sync/clock'
import { createCounter } from '../../src/sync/counter'
import type { TazuneDb } from '../../src/sync/db'
import type { DeviceServices } from '../../src/sync/device-services'
import { markAccepted, markAnswered, markRejected } from '../../src/sync/moves'
import { createRegistration } from '../../src/sync/registration'
import { listUntriaged } from '../../src/sync/triage'
import { markUnanswered } from '../../src/sync/unanswered'
import { countUntold } from '../../src/sync/withdrawals'
import { makeAnswer } from '../pages/seeds'
import { openTablet } from '../support/open-tablet'
import { makeDeviceKeys, nextId, PAYLOAD, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)

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
    ;({ db, open } = await openTablet(keys, NOW))
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

  async function save(way?: CheckNote['way']): Promise<string> {
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
      ...(way && { way }),
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

  it('stops waiting for the gateway’s answer, tells it so without delay, and keeps the reason', async () => {
    const id = await save()
    await markAccepted(db, [id], NOW)
    runs.length = 0
    await sync.stopWaiting(id, '入院した')
    expect(runs).toEqual(['save'])
    expect(await countUntold(db)).toBe(1)
    expect(await sync.refusedRows()).toMatchObject([
      { id, state: 'withdrawn', withdrawnFor: '入院した' },
    ])
  })

  it('names the patients who let the official page wait for more than a day, the longest first', async () => {
    const DAY = 86_400_000
    const [first, second, byCard, today] = [
      await save('officialApp'),
      await save('officialApp'),
      await save(),
      await save('officialApp'),
    ]
    const ages = [
      [first, 3 * DAY],
      [second, DAY],
      [byCard, 3 * DAY],
      [today, DAY - 1],
    ] as const
    await markAccepted(
      db,
      ages.map(([id]) => id),
      NOW,
    )
    await db.write(['sent'], (tx) =>
      Promise.all(
        ages.map(([id, age]) =>
          tx.objectStore('sent').put({ id, savedAt: NOW - age, acceptedAt: NOW - age }),
        ),
      ),
    )
    const rows = await sync.overdueWaits()
    expect(rows.map(({ id, note }) => [id, note?.name])).toEqual([
      [first, '見本　花子'],
      [second, '見本　花子'],
    ])
    open.close(null)
    expect(await sync.overdueWaits()).toEqual([])
  })

  it('shows why no answer will come, in the authority’s own words, while it is unlocked', async () => {
    const id = await save()
    await markAccepted(db, [id], NOW)
    const key = await importSealKey(await exportPublic(keys.answer.publicKey))
    const notice = {
      ...{ v: 1, checkId: id, code: 'TZ-G64', authorityCode: 'E01', message: '休止中です' },
      endedAt: new Date(NOW).toISOString(),
    }
    const sealed = await seal(key, utf8(JSON.stringify(notice)), utf8(`no-answer:${id}`))
    await markUnanswered(db, [{ seq: 1, id, code: 'TZ-G64', sealed }], 1, NOW)
    expect(await sync.refusedRows()).toMatchObject([
      {
        ...{ id, state: 'unanswered', code: 'TZ-G64', acceptedAt: NOW },
        said: { authorityCode: 'E01', message: '休止中です' },
      },
    ])
    await sync.settle(id)
    expect(await sync.refusedRows()).toMatchObject([{ id, seenTo: true }])
    open.close(null)
    const [locked] = await sync.refusedRows()
    expect(locked?.said).toBeUndefined()
    expect(locked?.code).toBe('TZ-G64')
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

  describe('要対応', () => {
    let seq = 0

    async function answered(validity: Validity, id?: string): Promise<string> {
      const checkId = id ?? (await save())
      const key = await importSealKey(await exportPublic(keys.answer.publicKey))
      const answer = makeAnswer(checkId, { validity })
      const sealed = await seal(key, utf8(JSON.stringify(answer)), utf8(`answer:${checkId}`))
      seq += 1
      await markAnswered(db, [{ id: checkId, seq, sealed }], seq, NOW)
      return checkId
    }

    const ids = async (): Promise<string[]> => (await sync.followUps()).map(({ row }) => row.id)

    /** Notes each request for records of the answers, whatever way they are asked for. */
    function watchReads(): string[] {
      const reads: string[] = []
      const store = IDBObjectStore.prototype
      for (const way of ['get', 'getAll', 'openCursor'] as const) {
        const original = Reflect.get(store, way) as (...range: unknown[]) => IDBRequest
        vi.spyOn(store, way).mockImplementation(function (
          this: IDBObjectStore,
          ...range: unknown[]
        ) {
          if (this.name === 'answers') reads.push(way)
          return original.apply(this, range)
        })
      }
      return reads
    }

    afterEach(() => vi.restoreAllMocks())

    it('lists what leaves something to do, newest first, with its name and answer', async () => {
      const invalid = await answered('invalid')
      await answered('valid')
      const several = await answered('multiple')
      const found = await sync.followUps()
      expect(found.map(({ row }) => row.id)).toEqual([several, invalid])
      expect(found[1]).toMatchObject({
        row: { state: 'answered', note: { name: '見本　花子' } },
        answer: { validity: 'invalid' },
      })
    })

    it('is complete however many answers there are, over batches and unlockings', async () => {
      const asking: string[] = []
      for (let n = 0; n < 130; n += 1) {
        const id = await answered(n % 10 === 0 ? 'none' : 'valid')
        if (n % 10 === 0) asking.unshift(id)
      }
      expect(await ids()).toEqual(asking)
    })

    it('is empty once everything is settled', async () => {
      const id = await answered('invalid')
      expect(await ids()).toEqual([id])
      await sync.settle(id)
      expect(await ids()).toEqual([])
    })

    it('never lists what was settled before anybody looked', async () => {
      const id = await answered('invalid')
      await sync.settle(id)
      expect(await ids()).toEqual([])
    })

    it('opens each answer once, and reads only those that wait when nothing is new', async () => {
      const waiting = await answered('invalid')
      for (let n = 0; n < 60; n += 1) await answered('valid')
      await sync.followUps()
      const reads = watchReads()
      const vault = open.current()
      if (!vault) throw new Error('locked')
      const opening = vi.spyOn(vault, 'openAnswer')
      expect(await ids()).toEqual([waiting])
      expect(opening).not.toHaveBeenCalled()
      expect(reads).toEqual(['get'])
    })

    it('keeps the list of both when two tabs look at the same time', async () => {
      const first = await answered('invalid')
      await sync.followUps()
      const second = await answered('none')
      const both = await Promise.all([ids(), ids()])
      expect(both).toEqual([
        [second, first],
        [second, first],
      ])
      expect(await ids()).toEqual([second, first])
    })

    it('shows nobody which checks they are: the list stands encrypted', async () => {
      const id = await answered('invalid')
      await sync.followUps()
      const notes = await db.read(['vault'], (tx) => tx.objectStore('vault').getAll())
      const list = notes.find((note) => note.key === 'follow-ups')
      expect(list).toBeDefined()
      expect(new TextDecoder().decode(list?.ciphertext)).not.toContain(id)
      const records = await db.read(['answers'], (tx) => tx.objectStore('answers').getAll())
      expect(records.every((record) => record.untriaged === undefined)).toBe(true)
    })

    it('is empty while the device is locked, and judges nothing', async () => {
      await answered('invalid')
      open.close(null)
      expect(await ids()).toEqual([])
      expect(await listUntriaged(db, 10)).toHaveLength(1)
    })

    it('judges everything anew when the list was damaged', async () => {
      const id = await answered('invalid')
      await sync.followUps()
      await db.write(['vault'], async (tx) => {
        const store = tx.objectStore('vault')
        const list = await store.get('follow-ups')
        if (!list) throw new Error('no list')
        await store.put({ ...list, ciphertext: list.ciphertext.map((byte) => byte ^ 1) })
      })
      expect(await ids()).toEqual([id])
    })

    it('passes over an answer that is sealed to an earlier registration', async () => {
      const id = await save()
      const other = await makeDeviceKeys()
      const key = await importSealKey(await exportPublic(other.answer.publicKey))
      const sealed = await seal(key, utf8('{}'), utf8(`answer:${id}`))
      seq += 1
      await markAnswered(db, [{ id, seq, sealed }], seq, NOW)
      expect(await ids()).toEqual([])
      expect(await listUntriaged(db, 10)).toEqual([])
    })
  })
})
