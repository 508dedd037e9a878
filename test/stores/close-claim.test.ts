import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CardlessEvidence, CheckStatement } from '../../domain/check'
import { composeUnsigned } from '../../src/stores/capture-check'
import type { OpenVault } from '../../src/stores/open-vault'
import { createRealClaims } from '../../src/stores/real-claims'
import { createRealRecords } from '../../src/stores/real-records'
import { createRealSync } from '../../src/stores/real-sync'
import type { RecordsPort, SyncPort } from '../../src/stores/services'
import type { KeptForClaim } from '../../src/stores/view-types'
import { createClock } from '../../src/sync/clock'
import { createCounter } from '../../src/sync/counter'
import type { TazuneDb } from '../../src/sync/db'
import type { DeviceServices } from '../../src/sync/device-services'
import { markAccepted, markAnswered, markRejected } from '../../src/sync/moves'
import { takeDue } from '../../src/sync/outbox'
import { createRegistration } from '../../src/sync/registration'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import { countUntold, tellWithdrawals } from '../../src/sync/withdrawals'
import { declarationEvidence, documentEvidence } from '../support/cardless'
import { VISIT } from '../support/fake-services'
import { openTablet } from '../support/open-tablet'
import { DEVICE_ID, makeDeviceKeys, nextId, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const DOCUMENT = documentEvidence(NOW)
const DECLARATION = declarationEvidence(NOW)

describe('what is kept for the claim', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let vault: UnlockedVault
  let sync: SyncPort
  let records: RecordsPort

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    ;({ db, open, vault } = await openTablet(keys, NOW))
    const services = {
      db,
      clock: createClock({ now: () => NOW }),
      counter: createCounter(db),
      registration: createRegistration(db),
      announcer: { announce: () => undefined },
      connection: { line: () => ({ state: 'online', lastSyncAt: null }) },
      courier: { run: () => Promise.resolve() },
    } as unknown as DeviceServices
    sync = createRealSync({
      sync: services,
      open,
      changes: { listeners: new Set(), tell: () => undefined },
      onFault: (cause) => {
        throw cause
      },
      registration: () => Promise.resolve(undefined),
    })
    records = createRealRecords(services, open)
  })

  async function save(
    evidence: CardlessEvidence,
    kept?: KeptForClaim,
    id = nextId(),
  ): Promise<string> {
    const statement: CheckStatement = {
      ...{ v: 1, id, facilityId: 'f', deviceId: DEVICE_ID, staffId: 's' },
      ...{ visitId: VISIT.id, patientId: VISIT.patientId, consent: null },
      ...{ setting: 'homeNursing', channel: 'homeConsent' },
      capturedAt: new Date(NOW).toISOString(),
    }
    const { payload, note } = composeUnsigned(statement, evidence, { visit: VISIT, staffName: '' })
    const saved = await sync.save(payload, note, kept)
    if (!saved.ok) throw new Error(saved.code)
    return id
  }
  const saveDocument = (id?: string) =>
    save(DOCUMENT, { v: 1, kind: 'document', document: DOCUMENT.document }, id)
  const saveDeclaration = () =>
    save(DECLARATION, { v: 1, kind: 'declaration', declaration: DECLARATION.declaration })

  const stateOf = async (id: string) => (await sync.row(id))?.state
  const answered = (id: string) =>
    markAnswered(db, [{ id, seq: 1, sealed: { enc: '', ciphertext: '' } }], 1, NOW)

  /** What the gateway would be told now. */
  async function told(): Promise<string[]> {
    const heard: string[] = []
    const client = {
      withdrawChecks: (ids: readonly string[]) => {
        heard.push(...ids)
        return Promise.resolve({ ok: true as const, value: ids.map(() => 'withdrawn' as const) })
      },
    }
    await tellWithdrawals(
      db,
      client,
      () => Promise.resolve(true),
      () => NOW,
    )
    return heard
  }

  it('goes with what people added to the claim, and leaves that of other visits', async () => {
    const [id, other] = [await saveDocument(), await saveDocument()]
    const claims = createRealClaims(open, () => undefined)
    const said = { value: '2026-05-20', by: '事務　花子', at: new Date(NOW).toISOString() }
    for (const one of [id, other]) await claims.putWork(one, { v: 1, contactedOn: said })
    expect(await sync.closeClaim(id)).toEqual({ ok: true, value: null })
    expect([...(await claims.works([id, other])).keys()]).toEqual([other])
  })

  it('is written with the check, and its unfinished form is gone with it', async () => {
    const draft = { v: 1, visitId: VISIT.id, kind: 'document', value: {}, savedAt: NOW } as const
    const [id, other] = [nextId(), nextId()]
    await records.putEntryDraft({ ...draft, id })
    await records.putEntryDraft({ ...draft, id: other })
    await saveDocument(id)
    expect(await records.keptForClaim(id)).toEqual({
      v: 1,
      kind: 'document',
      document: DOCUMENT.document,
    })
    expect([...(await records.allKept()).keys()]).toEqual([id])
    expect((await records.entryDrafts()).map((each) => each.id)).toEqual([other])
  })

  it('is nothing for a 再照会, which is no consent of the register either', async () => {
    const id = await save({ kind: 'reinquiry' })
    expect(await records.keptForClaim(id)).toBeNull()
    expect(await vault.keys('consent:')).toEqual([])
    expect(await sync.row(id)).toMatchObject({ state: 'queued', note: { way: 'reinquiry' } })
  })

  it('is erased when the claim work is done, and an answer is settled with it', async () => {
    const id = await saveDocument()
    await markAccepted(db, [id], NOW)
    await answered(id)
    expect(await sync.closeClaim(id)).toEqual({ ok: true, value: null })
    expect(await records.keptForClaim(id)).toBeNull()
    expect(await stateOf(id)).toBe('settled')
    expect(await told()).toEqual([])
  })

  it('leaves a check waiting that still waits for its answer', async () => {
    const id = await saveDocument()
    await sync.closeClaim(id)
    expect(await stateOf(id)).toBe('queued')
    await markAccepted(db, [id], NOW)
    expect(await stateOf(id)).toBe('accepted')
  })

  it('is erased by nobody while the device is locked', async () => {
    const id = await saveDocument()
    open.close(null)
    expect(await sync.closeClaim(id)).toEqual({ ok: false, code: 'TZ-D15' })
    expect(await db.read(['vault'], (tx) => tx.objectStore('vault').getKey(`kept:${id}`))).toBe(
      `kept:${id}`,
    )
  })

  it('stands nowhere in the clear, sealed or not', async () => {
    await saveDeclaration()
    const { name, address, phone } = DECLARATION.declaration
    const rows = await db.read(['vault', 'outbox'], async (tx) => [
      ...(await tx.objectStore('vault').getAll()).map(
        (note) => note.key + Buffer.from(note.ciphertext).toString('latin1'),
      ),
      ...(await tx.objectStore('outbox').getAll()).map((record) => JSON.stringify(record)),
    ])
    expect(rows.length).toBeGreaterThan(2)
    for (const value of [name, address, phone].flatMap((text) => [
      text,
      Buffer.from(text).toString('latin1'),
    ])) {
      expect(rows.join('')).not.toContain(value)
    }
  })

  describe('of a 申立書', () => {
    it('waits for no answer once the gateway has it', async () => {
      const id = await saveDeclaration()
      await markAccepted(db, [id], NOW)
      expect(await stateOf(id)).toBe('accepted')
      expect(await sync.counts()).toMatchObject({ waiting: 0, awaiting: 0, refused: 0 })
      expect((await sync.overdueWaits()).length + (await sync.followUps()).length).toBe(0)
    })

    it('is destroyed at the gateway too, which is told once', async () => {
      const id = await saveDeclaration()
      await markAccepted(db, [id], NOW)
      await sync.closeClaim(id)
      await sync.closeClaim(id)
      expect(await stateOf(id)).toBe('settled')
      expect(await countUntold(db)).toBe(1)
      expect(await told()).toEqual([id])
      expect(await countUntold(db)).toBe(0)
      expect(await told()).toEqual([])
    })

    it('is told of beside checks that were taken back, a batch at a time', async () => {
      const taken = await saveDocument()
      const ids = [await saveDeclaration(), await saveDeclaration()]
      await markAccepted(db, [taken, ...ids], NOW)
      await sync.stopWaiting(taken, '')
      for (const id of ids) await sync.closeClaim(id)
      expect((await told()).sort()).toEqual([taken, ...ids].sort())
      expect(await stateOf(taken)).toBe('withdrawn')
    })

    it('never leaves the tablet when it was not sent yet', async () => {
      const id = await saveDeclaration()
      await sync.closeClaim(id)
      expect(await stateOf(id)).toBe('settled')
      expect(await sync.counts()).toMatchObject({ waiting: 0 })
      expect(await told()).toEqual([])
    })

    it('is destroyed at the gateway when a lost reply may hide that it is there', async () => {
      const id = await saveDeclaration()
      await takeDue(db, {
        now: NOW,
        leaseMs: 1,
        maxCount: 9,
        maxBytes: 1e6,
        deviceId: DEVICE_ID,
      })
      await sync.closeClaim(id)
      expect(await told()).toEqual([id])
      // The reply that comes late finds nothing to move.
      expect(await markAccepted(db, [id], NOW)).toEqual([])
      expect(await stateOf(id)).toBe('settled')
    })

    it('is destroyed where it was refused', async () => {
      const id = await saveDeclaration()
      await markRejected(db, id, 'TZ-G57', NOW)
      expect(await stateOf(id)).toBe('rejected')
      await sync.closeClaim(id)
      expect(await stateOf(id)).toBe('settled')
      expect(await sync.refusedRows()).toEqual([])
      expect(
        JSON.stringify(await db.read(['answers'], (tx) => tx.objectStore('answers').get(id))),
      ).not.toContain('envelope')
    })
  })
})
