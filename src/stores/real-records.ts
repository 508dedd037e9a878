/** What the open vault holds: visits of today, drafts, training cards; and answers, opened from their seal. */
import type { EligibilityAnswer } from '../../domain/answer'
import type { CardImage } from '../../domain/card-image'
import { dayInJapan, type Day } from '../../domain/days'
import { failed, ok, type Result } from '../../domain/outcome'
import type { Visit } from '../../domain/visit'
import { utf8 } from '../../api/bytes'
import { releaseChallenge } from '../sync/challenges'
import type { DeviceServices } from '../sync/device-services'
import { readProfile } from '../sync/device-rows'
import { StoreFault } from '../sync/store-fault'
import { KEPT, keptKey } from './check-rows'
import { createEntryDrafts } from './entry-drafts'
import { openAnswer } from './open-answer'
import type { OpenVault } from './open-vault'
import type { RecordsPort } from './services'
import { registeredTagRows } from './tag-rows'
import type { Draft, KeptForClaim } from './view-types'

interface DayOf<T> {
  day: Day
  items: T[]
}

const VISITS_KEY = 'visits'
const CARDS_KEY = 'cards'

const DRAFTS = 'draft:'

/** By the check's own random id: a key of the vault stands in the clear, and a visit's id is the facility's word. */
export const draftKey = (checkId: string): string => `${DRAFTS}${checkId}`

export function createRealRecords(sync: DeviceServices, open: OpenVault): RecordsPort {
  const { db, client, clock } = sync
  const entries = createEntryDrafts(db, open, () => clock.now())
  const today = (): Day => dayInJapan(clock.now())

  /** What is kept under that key; nothing where it is unreadable or the vault was locked meanwhile: it can be had again. */
  async function kept<T>(key: string): Promise<T | undefined> {
    const [value] = (await open.current()?.getMany<T>([key])) ?? []
    return value
  }

  async function ofToday<T>(key: string): Promise<T[]> {
    const list = await kept<DayOf<T>>(key)
    return list?.day === today() ? list.items : []
  }

  /** Oldest first; unreadable ones are left out. */
  async function draftsOf(visitId: string | null): Promise<Draft[]> {
    const vault = open.current()
    const keys = (await vault?.keys(DRAFTS)) ?? []
    if (!vault || vault.isLocked) return []
    const drafts = await vault.getMany<Draft>(keys)
    return drafts.filter((draft) => draft !== undefined).filter((d) => d.visitId === visitId)
  }

  async function refreshVisits(): Promise<Result<Visit[]>> {
    const settled = await registeredTagRows(open.current())
    const fetched = await client.fetchVisits()
    if (!fetched.ok) return failed(fetched.failure.code)
    const { day, sealed } = fetched.value
    return expectingFaults(async () => {
      const vault = open.current()
      if (!vault) return failed('TZ-D15')
      const visits = (await vault.openAnswer(sealed, utf8(`visits:${day}`))) as Visit[]
      await vault.put(VISITS_KEY, { day, items: visits } satisfies DayOf<Visit>)
      for (const key of settled) await vault.delete(key)
      await refreshCards()
      return vault.isLocked ? failed('TZ-D15') : ok(visits)
    })
  }

  /** Certificates of training cards end relative to today, so the cards are fetched anew each day. */
  async function refreshCards(): Promise<void> {
    const profile = await readProfile(db)
    if (profile?.mode !== 'training' || (await ofToday(CARDS_KEY)).length > 0) return
    const fetched = await client.fetchTrainingCards()
    const vault = open.current()
    if (!fetched.ok || !vault) return
    const cards = (await vault.openAnswer(fetched.value.sealed, utf8('cards'))) as CardImage[]
    await vault.put(CARDS_KEY, { day: today(), items: cards } satisfies DayOf<CardImage>)
  }

  async function answer(id: string): Promise<EligibilityAnswer | null> {
    const record = await db.read(['answers'], (tx) => tx.objectStore('answers').get(id))
    const vault = open.current()
    return record && vault ? openAnswer(vault, record) : null
  }

  return {
    visits: () => ofToday<Visit>(VISITS_KEY),
    refreshVisits,
    draft: async (visitId) => (await draftsOf(visitId)).at(-1) ?? null,
    putDraft: (draft) =>
      expectingFaults(async () => {
        const vault = open.current()
        if (!vault) return failed('TZ-D15')
        await vault.put(draftKey(draft.id), draft)
        return ok(null)
      }),
    async dropDraft(visitId) {
      const vault = open.current()
      for (const { id } of await draftsOf(visitId)) {
        if (!vault || vault.isLocked) return
        await vault.delete(draftKey(id))
        await releaseChallenge(db, id)
      }
    },
    trainingCards: () => ofToday<CardImage>(CARDS_KEY),
    answer,
    keptForClaim: async (id) => (await kept<KeptForClaim>(keptKey(id))) ?? null,
    async allKept() {
      const vault = open.current()
      const keys = (await vault?.keys(KEPT)) ?? []
      if (!vault || vault.isLocked) return new Map()
      const values = await vault.getMany<KeptForClaim>(keys)
      return new Map(
        keys.flatMap((key, at) => {
          const value = values[at]
          return value === undefined ? [] : [[key.slice(KEPT.length), value] as const]
        }),
      )
    },
    entryDrafts: () => entries.list(),
    putEntryDraft: (draft) => expectingFaults(() => entries.put(draft)),
    dropEntryDraft: (id) => entries.drop(id),
  }
}

/** A full disk, an unreadable record and a vault locked in the middle are results here, not exceptions. */
async function expectingFaults<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof StoreFault) return failed(cause.code)
    throw cause
  }
}
