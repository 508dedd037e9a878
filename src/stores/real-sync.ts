/** The sync port over src/sync: what stands where, saving, sending, and what staff do with a record. */
import { handOffWait } from '../../domain/handoff'
import { failed, ok, type Result } from '../../domain/outcome'
import type { CheckPayload } from '../../domain/check'
import { requestBackgroundSync } from '../sync/background-sync'
import { reserve } from '../sync/challenges'
import { closeClaim } from '../sync/close-claim'
import type { RunReason } from '../sync/courier'
import type { DeviceServices } from '../sync/device-services'
import { findCheck, listAwaiting, listPage } from '../sync/listing'
import { retryRefused, settleAnswer, stopWaiting, withdraw } from '../sync/moves'
import { askToPersist } from '../sync/storage'
import type { RefusedRecord } from '../sync/schema'
import { StoreFault } from '../sync/store-fault'
import { settleUnanswered } from '../sync/unanswered'
import {
  entryKey,
  fromAnswer,
  fromOutbox,
  fromRefused,
  fromSent,
  fromStanding,
  keptKey,
  withdrawalKey,
  withNote,
  type WithoutNote,
} from './check-rows'
import { claimKey } from './claims-port'
import { openNoAnswer } from './open-answer'
import type { OpenVault } from './open-vault'
import { createFollowUps } from './real-follow-ups'
import { createNotes } from './notes'
import { sealAndSave } from './seal-and-save'
import type { SyncPort } from './services'
import type { CheckNote, CheckRow, CheckWay, KeptForClaim, Withdrawal } from './view-types'

/** What is waited for is the patient's own act, not the gateway. */
const PATIENTS_ACT: ReadonlySet<CheckWay | undefined> = new Set(['officialApp', 'digitalIdentity'])

export interface RealSyncOptions {
  sync: DeviceServices
  open: OpenVault
  /** Every listener of the page; the services call it when a record has moved, here or in another tab. */
  changes: { listeners: Set<() => void>; tell: () => void }
  onFault: (cause: unknown) => void
  registration?: () => Promise<ServiceWorkerRegistration | undefined>
}

export function createRealSync({
  sync,
  open,
  changes,
  onFault,
  registration = currentRegistration,
}: RealSyncOptions): SyncPort {
  const { db, clock, courier, connection } = sync

  /** The courier reports its own faults; a run that could not begin at all is one too. */
  function wake(reason: RunReason): void {
    courier.run(reason).catch(onFault)
  }

  const notes = createNotes(open)
  const listFollowUps = createFollowUps(db, open)

  async function withNotes(rows: WithoutNote[]): Promise<CheckRow[]> {
    const found = await notes(rows.map(({ id }) => id))
    return rows.map((row) => withNote(row, found.get(row.id)))
  }

  async function followUps(): ReturnType<SyncPort['followUps']> {
    const found = await listFollowUps()
    const rows = await withNotes(found.map(({ record }) => fromAnswer(record)))
    return rows.flatMap((row, at) => {
      const answer = found[at]?.answer
      return answer ? [{ row, answer }] : []
    })
  }

  async function rows(before: string | null, limit: number): Promise<CheckRow[]> {
    const page = before === null ? { limit } : { before, limit }
    const [outbox, sent, answers] = await Promise.all([
      listPage(db, 'outbox', page),
      listPage(db, 'sent', page),
      listPage(db, 'answers', page),
    ])
    const now = clock.device()
    const merged = [
      ...outbox.map((record) => fromOutbox(record, now)),
      ...sent.map(fromSent),
      ...answers.map(fromAnswer),
    ]
    merged.sort((left, right) => (left.id < right.id ? 1 : -1))
    return withNotes(merged.slice(0, limit))
  }

  async function refusedRows(): Promise<CheckRow[]> {
    const records = await listPage(db, 'refused', { limit: 500 })
    const found = await withNotes(records.map(fromRefused))
    const said = await Promise.all(records.map(saidOf))
    const keys = found.map((row) => withdrawalKey(row.id))
    const reasons = (await open.current()?.getMany<Withdrawal>(keys)) ?? []
    return found.map((row, index) => {
      const reason = row.state === 'withdrawn' ? reasons[index]?.reason : undefined
      const words = said[index]
      return {
        ...row,
        ...(reason !== undefined && { withdrawnFor: reason }),
        ...(words && { said: words }),
      }
    })
  }

  /** In the authority's own words, where it said any. */
  async function saidOf(record: RefusedRecord): Promise<CheckRow['said']> {
    const vault = open.current()
    const notice = vault && (await openNoAnswer(vault, record))
    if (!notice || (notice.authorityCode === null && notice.message === null)) return undefined
    const { authorityCode, message } = notice
    return { authorityCode, message }
  }

  /** More than one device has patients for whom it waits. */
  const MOST_WAITS = 500

  async function overdueWaits(): Promise<CheckRow[]> {
    const now = clock.device()
    const records = await listAwaiting(db, MOST_WAITS)
    const late = records.filter(({ savedAt }) => handOffWait(savedAt, now).overdue)
    const rows = await withNotes(late.map(fromSent))
    return rows.filter(({ note }) => PATIENTS_ACT.has(note?.way))
  }

  async function save(
    payload: CheckPayload,
    note: CheckNote,
    kept?: KeptForClaim,
  ): Promise<Result<null>> {
    const saved = await sealAndSave(sync, open.current(), payload, note, kept)
    if (!saved.ok) return saved
    sendSoon()
    askToPersist().catch(onFault)
    return saved
  }

  /** What was just written is safe as it is; this helps it on its way. */
  function sendSoon(): void {
    tellAll()
    wake('save')
    planBackgroundSync().catch(onFault)
  }

  async function planBackgroundSync(): Promise<void> {
    await requestBackgroundSync(await registration())
  }

  function tellAll(): void {
    sync.counter.forget()
    sync.announcer.announce('changed')
    changes.tell()
  }

  return {
    counts: () => sync.counter.counts(),
    rows,
    refusedRows,
    followUps,
    overdueWaits,
    async row(id) {
      const standing = await findCheck(db, id)
      if (!standing) return null
      const [row] = await withNotes([fromStanding(standing, clock.device())])
      return row ?? null
    },
    async sendNow() {
      await courier.run('manual')
    },
    fetchAhead: () => wake('start'),
    save,
    async reserveChallenge(checkId) {
      try {
        const reserved = await reserve(db, checkId, clock.now())
        return reserved && { id: reserved.id, challenge: reserved.challenge }
      } catch (cause) {
        // No room to note the reservation: without a challenge the check is still worth saving, if it can be.
        if (cause instanceof StoreFault) return null
        throw cause
      }
    },
    async withdraw(id, reason) {
      const vault = open.current()
      if (!vault) return
      const withdrawal: Withdrawal = { v: 1, reason }
      await withdraw(db, id, await vault.seal(withdrawalKey(id), withdrawal), clock.device())
      sendSoon()
    },
    async stopWaiting(id, reason) {
      const vault = open.current()
      if (!vault) return
      const withdrawal: Withdrawal = { v: 1, reason }
      await stopWaiting(db, id, await vault.seal(withdrawalKey(id), withdrawal), clock.device())
      sendSoon()
    },
    async closeClaim(id) {
      // Who may read what is kept may erase it.
      if (!open.current()) return failed('TZ-D15')
      try {
        await closeClaim(db, id, [keptKey(id), entryKey(id), claimKey(id)], clock.device())
      } catch (cause) {
        if (cause instanceof StoreFault) return failed(cause.code)
        throw cause
      }
      sendSoon()
      return ok(null)
    },
    async retry(id) {
      await retryRefused(db, id)
      tellAll()
      wake('manual')
    },
    async settle(id) {
      const now = clock.device()
      if (!(await settleAnswer(db, id, now))) await settleUnanswered(db, id, now)
      tellAll()
    },
    async exportRefused(id) {
      const record = await db.read(['refused'], (tx) => tx.objectStore('refused').get(id))
      return JSON.stringify(record ?? null, null, 2)
    },
    line: () => connection.line(),
    onLine: (listener) => connection.subscribe(listener),
    onChange(listener) {
      changes.listeners.add(listener)
      return () => changes.listeners.delete(listener)
    },
  }
}

async function currentRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined
}
