import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { type Day, dayInJapan } from '../../domain/days'
import { isErasedSoon, keptForClaimUntil, mustEraseKept } from '../../domain/claim/keeping'
import { idTime } from '../sync/clock'
import { useDeviceStore } from './device'
import { oneAtATime } from './one-at-a-time'
import { useServices } from './services'

export interface EndingDeclaration {
  /** The check's id. */
  id: string
  name: string
  nameKana: string
  /** The last day on which it is kept. */
  until: Day
}

/**
 * What nobody has closed the claim work of is erased by itself after its last day. A 申立書, which nobody could ask for
 * twice, is pointed out before (R55).
 */
export const useKeptDeclarationsStore = defineStore('keptDeclarations', () => {
  const { records, sync, consents } = useServices()
  const device = useDeviceStore()
  const ending = shallowRef<readonly EndingDeclaration[]>([])
  let session = 0

  /** A clock that is not believed erases nothing: what is gone does not come back. */
  const sweep = oneAtATime(async () => {
    const mine = session
    const now = await consents.trustedNow()
    if (now === null) return
    const today = dayInJapan(now)
    const found: EndingDeclaration[] = []
    for (const [id, kept] of await records.allKept()) {
      if (mine !== session) return
      const until = keptForClaimUntil(dayInJapan(idTime(id)))
      const keeping = { claimClosedOn: null, keptUntil: until }
      const isErased = mustEraseKept(keeping, today) && (await sync.closeClaim(id)).ok
      if (kept.kind !== 'declaration' || isErased || !isErasedSoon(keeping, today)) continue
      const { name, nameKana } = kept.declaration
      found.push({ id, name, nameKana, until })
    }
    if (mine === session) ending.value = found
  })

  watch(
    () => device.phase,
    (phase) => {
      if (phase === 'unlocked') return
      session += 1
      ending.value = []
    },
    { flush: 'sync' },
  )

  return { ending, sweep }
})
