/** Drafts (途中の確認): what the patient decided, kept in the vault until the check is saved, so that a reload loses nothing. */
import { shallowRef } from 'vue'
import { dayInJapan } from '../../domain/days'
import { idTime } from '../sync/clock'
import type { RecordsPort } from './services'
import type { Draft } from './view-types'

export interface CaptureDrafts {
  /** `visitId` null is the walk-in. */
  has(visitId: string | null): boolean
  /** Looks for the drafts of these visits and of a walk-in. */
  load(visitIds: readonly string[]): Promise<void>
  /** The draft as it stands now; null where there is none of today. */
  take(visitId: string | null): Promise<Draft | null>
  /** True when it is in the vault. */
  keep(draft: Draft): Promise<boolean>
  /** Ends when nothing is being written any more. */
  settled(): Promise<unknown>
}

/** @param now ms since the epoch */
export function createCaptureDrafts(records: RecordsPort, now: () => number): CaptureDrafts {
  const found = shallowRef<ReadonlyMap<string | null, Draft>>(new Map())
  let writing: Promise<unknown> = Promise.resolve()

  /** Of an earlier day: the patient answered for that visit, and who a walk-in was nobody can tell any more. */
  function isOfToday(draft: Draft): boolean {
    return dayInJapan(idTime(draft.id)) === dayInJapan(now())
  }

  async function take(visitId: string | null): Promise<Draft | null> {
    const draft = await records.draft(visitId)
    if (draft === null || isOfToday(draft)) return draft
    await records.dropDraft(visitId)
    return null
  }

  return {
    has: (visitId) => found.value.has(visitId),
    take,
    async load(visitIds) {
      const drafts = new Map<string | null, Draft>()
      for (const id of [null, ...visitIds]) {
        const draft = await take(id)
        if (draft) drafts.set(id, draft)
      }
      found.value = drafts
    },
    async keep(draft) {
      const write = records.putDraft(draft)
      writing = Promise.allSettled([writing, write])
      return (await write).ok
    },
    settled: () => writing,
  }
}
