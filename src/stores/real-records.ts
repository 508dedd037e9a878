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
import type { OpenVault } from './open-vault'
import type { RecordsPort } from './services'
import type { Draft } from './view-types'

interface DayOf<T> {
  day: Day
  items: T[]
}

const VISITS_KEY = 'visits'
const CARDS_KEY = 'cards'

export const draftKey = (visitId: string | null): string => `draft:${visitId ?? 'walk-in'}`

export function createRealRecords(sync: DeviceServices, open: OpenVault): RecordsPort {
  const { db, client, clock } = sync
  const today = (): Day => dayInJapan(clock.now())

  async function ofToday<T>(key: string): Promise<T[]> {
    const kept = await open.current()?.get<DayOf<T>>(key)
    return kept?.day === today() ? kept.items : []
  }

  async function refreshVisits(): Promise<Result<Visit[]>> {
    const fetched = await client.fetchVisits()
    const vault = open.current()
    if (!vault) return failed('TZ-D15')
    if (!fetched.ok) return failed(fetched.failure.code)
    const { day, sealed } = fetched.value
    const visits = (await vault.openAnswer(sealed, utf8(`visits:${day}`))) as Visit[]
    await vault.put(VISITS_KEY, { day, items: visits } satisfies DayOf<Visit>)
    await refreshCards()
    return ok(visits)
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
    if (!record || !vault) return null
    try {
      return (await vault.openAnswer(record.sealed, utf8(`answer:${id}`))) as EligibilityAnswer
    } catch (cause) {
      // Sealed to an earlier registration's key: it stays where it is and opens to nobody here.
      if (cause instanceof StoreFault && cause.code === 'TZ-D10') return null
      throw cause
    }
  }

  return {
    visits: () => ofToday<Visit>(VISITS_KEY),
    refreshVisits,
    draft: async (visitId) => (await open.current()?.get<Draft>(draftKey(visitId))) ?? null,
    putDraft: async (draft) => open.current()?.put(draftKey(draft.visitId), draft),
    async dropDraft(visitId) {
      const vault = open.current()
      const draft = await vault?.get<Draft>(draftKey(visitId))
      if (!vault || !draft) return
      await vault.delete(draftKey(visitId))
      await releaseChallenge(db, draft.id)
    },
    trainingCards: () => ofToday<CardImage>(CARDS_KEY),
    answer,
  }
}
