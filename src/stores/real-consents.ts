/** Consents and medical information over src/sync: the vault holds both, the outbox carries what is withdrawn. */
import { consentsAad, medicalAad } from '../../api/envelope'
import type { MedicalEntry } from '../../api/wire'
import { type ConsentEntry, mergeEntries } from '../../domain/consent-entry'
import { type ConsentWithdrawal, inScreenOrder, itemsLeft } from '../../domain/consent-withdrawal'
import { dayInJapan, type Day } from '../../domain/days'
import { type MedicalCopy, onlyItems } from '../../domain/medical-information'
import { failed, ok, type Result } from '../../domain/outcome'
import type { DeviceServices } from '../sync/device-services'
import { saveWithdrawal } from '../sync/save-withdrawal'
import { StoreFault } from '../sync/store-fault'
import { trustedNow } from '../sync/time-mark'
import type { UnlockedVault } from '../sync/unlocked-vault'
import { noteKey } from './check-rows'
import {
  consentKey,
  type ConsentsPort,
  copyKey,
  type HeldConsent,
  type HeldWithdrawal,
  type KeptConsent,
  revocationKey,
} from './consents-port'
import { completedBy } from './kept-consent'
import { openAnswer } from './open-answer'
import type { OpenVault } from './open-vault'
import type { RecordsPort } from './services'
import type { CheckNote } from './view-types'

/** What the gateway told of the day's patients. */
const REGISTER_KEY = 'consents'
/** Up to here the copies' feed was read; of this vault, as the copies are. */
const CURSOR_KEY = 'medical-cursor'

interface Register {
  day: Day
  entries: ConsentEntry[]
}

export interface RealConsentsOptions {
  sync: DeviceServices
  open: OpenVault
  records: Pick<RecordsPort, 'visits'>
  /** Tells the lists, and sends what was queued. */
  saved: () => void
}

export function createRealConsents(options: RealConsentsOptions): ConsentsPort {
  const { sync, open, records, saved } = options
  const { db, client, clock, registration } = sync
  const today = (): Day => dayInJapan(clock.now())

  async function allOf<T>(vault: UnlockedVault, prefix: string): Promise<T[]> {
    const found = await vault.getMany<T>(await vault.keys(prefix))
    return found.filter((value) => value !== undefined)
  }

  /** Entries of checks captured here; those whose answer has come since are completed, those of other days forgotten. */
  async function ownEntries(vault: UnlockedVault): Promise<KeptConsent[]> {
    const kept = await allOf<KeptConsent>(vault, consentKey(''))
    const entries = await Promise.all(kept.map((each) => completed(vault, each)))
    const isPast = (entry: KeptConsent) => entry.answered && dayInJapan(entry.decidedAt) < today()
    for (const past of entries.filter(isPast)) await vault.delete(consentKey(past.checkId))
    return entries.filter((entry) => !isPast(entry))
  }

  async function completed(vault: UnlockedVault, kept: KeptConsent): Promise<KeptConsent> {
    if (kept.answered) return kept
    const record = await db.read(['answers'], (tx) => tx.objectStore('answers').get(kept.checkId))
    const answer = record && (await openAnswer(vault, record))
    if (!answer) return kept
    const entry = completedBy(kept, answer)
    await vault.put(consentKey(kept.checkId), entry)
    return entry
  }

  async function list(): Promise<HeldConsent[]> {
    const vault = open.current()
    if (vault === null) return []
    try {
      const [own, [register], revoked, visits] = await Promise.all([
        ownEntries(vault),
        vault.getMany<Register>([REGISTER_KEY]),
        allOf<HeldWithdrawal>(vault, revocationKey('')),
        records.visits(),
      ])
      const told = register?.day === today() ? register.entries : []
      const names = new Map(visits.map((visit) => [visit.patientId, visit]))
      const held = [
        ...own.map((entry) => {
          const other = told.find(({ checkId }) => checkId === entry.checkId)
          return { ...entry, ...(other ? mergeEntries(entry, other) : {}) }
        }),
        ...told
          .filter(({ checkId }) => own.every((entry) => entry.checkId !== checkId))
          .map((entry) => {
            const visit = entry.patientId === null ? undefined : names.get(entry.patientId)
            return { ...entry, name: visit?.name ?? null, nameKana: visit?.nameKana ?? null }
          }),
      ].map((entry) => withRevoked(entry, revoked))
      return vault.isLocked
        ? []
        : held.sort((one, other) => (one.decidedAt < other.decidedAt ? 1 : -1))
    } catch (cause) {
      if (cause instanceof StoreFault && cause.code === 'TZ-D15') return []
      throw cause
    }
  }

  async function refresh(): Promise<Result<null>> {
    const fetched = await client.fetchConsents()
    if (!fetched.ok) return failed(fetched.failure.code)
    return withVault(async (vault) => {
      const { day, sealed } = fetched.value
      const entries = (await vault.openAnswer(sealed, consentsAad(day))) as ConsentEntry[]
      await vault.put(REGISTER_KEY, { day, entries } satisfies Register)
      return pullCopies(vault)
    })
  }

  /** Reads the feed to its end; what it closes is erased here too. */
  async function pullCopies(vault: UnlockedVault): Promise<Result<null>> {
    let [cursor = 0] = await vault.getMany<number>([CURSOR_KEY])
    for (;;) {
      const fetched = await client.fetchMedical(cursor)
      if (!fetched.ok) return failed(fetched.failure.code)
      const { entries, next } = fetched.value
      for (const entry of entries) await take(vault, entry)
      if (next <= cursor) return ok(null)
      await vault.put(CURSOR_KEY, next)
      cursor = next
    }
  }

  async function take(vault: UnlockedVault, entry: MedicalEntry): Promise<void> {
    const key = copyKey(entry.checkId)
    if (entry.state === 'closed') {
      const [standing] = await vault.getMany<MedicalCopy>([key])
      if (!standing || entry.left.length === 0) await vault.delete(key)
      else await vault.put(key, narrowed(standing, entry.left))
      return
    }
    const copy = (await vault.openAnswer(entry.sealed, medicalAad(entry.checkId))) as MedicalCopy
    const revoked = (await allOf<HeldWithdrawal>(vault, revocationKey(''))).filter(
      ({ checkId }) => checkId === entry.checkId,
    )
    // Withdrawn here and not yet told there: the gateway's copy is older than the patient's word.
    const left = itemsLeft(
      ['diagnosis', 'medication', 'checkup', 'surgery'],
      revoked.flatMap(({ items }) => items),
    )
    if (left.length > 0) await vault.put(key, narrowed(copy, left))
  }

  async function withdraw({
    checkId,
    items,
    decidedBy,
    wording,
    facilityId,
    staff,
  }: Parameters<ConsentsPort['withdraw']>[0]): Promise<Result<null>> {
    return withVault(async (vault) => {
      const parties = await registration.current()
      if (!parties) return failed('TZ-D12')
      const entry = (await list()).find((each) => each.checkId === checkId)
      if (!entry) return failed('TZ-D15')
      const decidedAt = new Date(clock.now()).toISOString()
      const id = clock.createId()
      const withdrawal: ConsentWithdrawal = {
        v: 1,
        id,
        facilityId,
        deviceId: parties.deviceId,
        staffId: staff.id,
        checkId,
        patientId: entry.patientId,
        items: inScreenOrder(items),
        decidedBy,
        decidedAt,
        wording,
      }
      const note: CheckNote = {
        v: 1,
        id,
        // Of no visit: it is no check, and must not stand for one on the day's list.
        visitId: null,
        name: entry.name,
        nameKana: entry.nameKana,
        setting: entry.setting,
        staffName: staff.name,
        capturedAt: decidedAt,
        withChallenge: true,
        certificateLastDay: null,
        kind: 'consentWithdrawal',
      }
      const held: HeldWithdrawal = {
        v: 1,
        id,
        checkId,
        items: withdrawal.items,
        decidedBy,
        decidedAt,
      }
      const left = itemsLeft(entry.items, [...entry.withdrawn, ...items])
      const [copy] = await vault.getMany<MedicalCopy>([copyKey(checkId)])
      // In memory since the vault was opened.
      const { createEnvelope } = await import('../sync/vault')
      const [envelope, ...notes] = await Promise.all([
        createEnvelope(id, withdrawal, parties),
        vault.seal(noteKey(id), note),
        vault.seal(revocationKey(id), held),
        ...(copy && left.length > 0 ? [vault.seal(copyKey(checkId), narrowed(copy, left))] : []),
      ])
      await saveWithdrawal(
        db,
        { envelope, deviceId: parties.deviceId, notes, erase: [copyKey(checkId)] },
        clock.device(),
      )
      saved()
      return ok(null)
    })
  }

  /** A full disk, an unreadable record and a vault locked in the middle are results here, not exceptions. */
  async function withVault(
    work: (vault: UnlockedVault) => Promise<Result<null>>,
  ): Promise<Result<null>> {
    const vault = open.current()
    if (vault === null) return failed('TZ-D15')
    try {
      return await work(vault)
    } catch (cause) {
      if (cause instanceof StoreFault) return failed(cause.code)
      throw cause
    }
  }

  async function forgetCopy(vault: UnlockedVault, checkId: string): Promise<Result<null>> {
    await vault.delete(copyKey(checkId))
    return ok(null)
  }

  return {
    list,
    refresh,
    withdraw,
    async request(checkId, staffId) {
      const ready = await client.requestMedical({ checkId, staffId })
      if (!ready.ok) {
        const { code } = ready.failure
        // Refused for good: what may have been kept from before must not outlive it.
        if (CLOSED.has(code)) await withVault((vault) => forgetCopy(vault, checkId))
        return failed(code)
      }
      return withVault(pullCopies)
    },
    async copy(checkId) {
      const [copy] = (await open.current()?.getMany<MedicalCopy>([copyKey(checkId)])) ?? []
      return copy ?? null
    },
    async sweep(now) {
      await withVault(async (vault) => {
        const keys = await vault.keys(copyKey(''))
        const copies = await vault.getMany<MedicalCopy>(keys)
        for (const [at, key] of keys.entries()) {
          const copy = copies[at]
          // An unreadable one says nothing of its end.
          if (copy === undefined || Date.parse(copy.keepUntil) <= now) await vault.delete(key)
        }
        return ok(null)
      })
    },
    trustedNow: () => trustedNow(db, clock),
  }
}

const CLOSED: ReadonlySet<string> = new Set([
  'TZ-G40',
  'TZ-G41',
  'TZ-G42',
  'TZ-G43',
  'TZ-G44',
  'TZ-G46',
])

function narrowed(copy: MedicalCopy, items: Parameters<typeof onlyItems>[1]): MedicalCopy {
  return { ...copy, information: onlyItems(copy.information, items) }
}

function withRevoked(
  entry: ConsentEntry & Pick<HeldConsent, 'name' | 'nameKana'>,
  revoked: readonly HeldWithdrawal[],
): HeldConsent {
  const withdrawals = revoked.filter(({ checkId }) => checkId === entry.checkId)
  const withdrawn = [...entry.withdrawn, ...withdrawals.flatMap(({ items }) => items)]
  return { ...entry, withdrawn: inScreenOrder(withdrawn), withdrawals }
}
