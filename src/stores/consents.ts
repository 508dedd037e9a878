import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Consent, ConsentItem } from '../../domain/check'
import { endsSoon } from '../../domain/consent-ending'
import { decideEntry } from '../../domain/consent-entry'
import { itemsLeft } from '../../domain/consent-withdrawal'
import type { ErrorCode } from '../../domain/errors'
import type { MedicalDecision } from '../../domain/medical-allowed'
import { type MedicalCopy, onlyItems } from '../../domain/medical-information'
import type { HeldConsent } from './consents-port'
import { useDeviceStore } from './device'
import { oneAtATime } from './one-at-a-time'
import { useServices } from './services'
import { useTabletStore } from './tablet'

/** How often the time is looked at while the device is unlocked. */
const LOOK_MS = 15_000
const SHORTEST_LOOK_MS = 250

/** 同意の記録 and 医療情報: what is in force, what of it may be seen, and what the patient takes back. */
export const useConsentsStore = defineStore('consents', () => {
  const { consents, sync } = useServices()
  const device = useDeviceStore()
  const tablet = useTabletStore()
  const entries = shallowRef<HeldConsent[]>([])
  const loaded = ref(false)
  /** Gateway time, ms; null: nobody knows what time it is, so nothing that ends may be shown (TZ-D23). */
  const at = ref<number | null>(null)
  const copies = shallowRef<ReadonlyMap<string, MedicalCopy>>(new Map())
  const busy = ref(false)
  const error = ref<ErrorCode | null>(null)
  /** The check whose consent the patient holds in their hands; null: the tablet is with staff. */
  const handedOver = ref<string | null>(null)
  /** Set from the capture of a withdrawal until the tablet is back with staff. */
  const withdrawn = shallowRef<readonly ConsentItem[] | null>(null)
  let session = 0

  /** The time first: what has ended is erased before anything is listed. */
  async function read(): Promise<void> {
    const mine = session
    const now = await consents.trustedNow()
    if (now !== null) await consents.sweep(now)
    const found = await consents.list()
    if (mine !== session) return
    at.value = now
    entries.value = found
    loaded.value = true
    for (const id of copies.value.keys()) await readCopy(id)
  }
  const reload = oneAtATime(read)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Looks at the time now, and again at the next end, until the device is locked: what ends goes by itself. */
  async function watch(): Promise<void> {
    const mine = session
    clearTimeout(timer)
    await reload()
    if (mine === session) timer = setTimeout(() => void watch(), untilNextLook())
  }

  /** ms; no longer than the minute that is shown. */
  function untilNextLook(): number {
    const now = at.value
    if (now === null) return LOOK_MS
    const ends = entries.value.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]))
    const keeps = [...copies.value.values()].map(({ keepUntil }) => Date.parse(keepUntil))
    const left = [...ends, ...keeps].map((end) => end - now).filter((ms) => ms > 0)
    return Math.max(SHORTEST_LOOK_MS, Math.min(LOOK_MS, ...left))
  }

  sync.onChange(() => void reload())

  async function readCopy(checkId: string): Promise<void> {
    const mine = session
    const copy = await consents.copy(checkId)
    if (mine !== session) return
    const next = new Map(copies.value)
    if (copy) next.set(checkId, copy)
    else next.delete(checkId)
    copies.value = next
  }

  /** Also asks the gateway; without a line what stands here stands. */
  async function refresh(): Promise<void> {
    await consents.refresh()
    await reload()
  }

  function entryOf(checkId: string): HeldConsent | undefined {
    return entries.value.find((entry) => entry.checkId === checkId)
  }

  function decisionOf(checkId: string): MedicalDecision | null {
    const entry = entryOf(checkId)
    return entry && at.value !== null ? decideEntry(entry, at.value) : null
  }

  /** Consents in force whose end is near, the nearest first (R32). */
  const endingSoon = computed(() => {
    const now = at.value
    if (now === null) return []
    return entries.value
      .flatMap((entry) => {
        const decision = decideEntry(entry, now)
        if (!decision.allowed || decision.until === null) return []
        return endsSoon(decision.until, now) ? [{ entry, until: decision.until }] : []
      })
      .sort((one, other) => Date.parse(one.until) - Date.parse(other.until))
  })

  /** What may be seen of the copy now; null where there is none, or nothing of it may be. */
  function shown(checkId: string): MedicalCopy | null {
    const copy = copies.value.get(checkId)
    const decision = decisionOf(checkId)
    if (!copy || at.value === null || decision?.allowed !== true) return null
    if (Date.parse(copy.keepUntil) <= at.value) return null
    return { ...copy, information: onlyItems(copy.information, decision.items) }
  }

  /** Has the information brought; what is here already can be read meanwhile. */
  async function request(checkId: string): Promise<void> {
    if (busy.value) return
    const mine = session
    busy.value = true
    error.value = null
    try {
      const asked = await consents.request(checkId, device.currentStaff?.id ?? '')
      await readCopy(checkId)
      await reload()
      if (mine === session && !asked.ok) error.value = asked.code
    } finally {
      busy.value = false
    }
  }

  function handOverTo(checkId: string | null): void {
    handedOver.value = checkId
    tablet.ownPath = checkId === null ? null : `/consents/${checkId}`
  }

  function handOver(checkId: string): void {
    error.value = null
    withdrawn.value = null
    handOverTo(checkId)
  }

  function takeBack(): void {
    handOverTo(null)
    withdrawn.value = null
    error.value = null
  }

  /** What was withdrawn is erased in the transaction that queues it; the screens follow at once. `wording`: what was read. */
  async function withdraw(
    items: ConsentItem[],
    decidedBy: Consent['decidedBy'],
    wording: string,
  ): Promise<void> {
    const checkId = handedOver.value
    const entry = checkId === null ? undefined : entryOf(checkId)
    if (!entry || checkId === null || busy.value) return
    const mine = session
    busy.value = true
    error.value = null
    try {
      const saved = await consents.withdraw({
        checkId,
        items: itemsLeft(items, entry.withdrawn),
        decidedBy,
        wording,
        facilityId: device.facilityId ?? '',
        staff: device.currentStaff ?? { id: '', name: '' },
      })
      if (mine !== session) return
      if (saved.ok) withdrawn.value = items
      else error.value = saved.code
      await readCopy(checkId)
      await reload()
    } finally {
      busy.value = false
    }
  }

  function clear(): void {
    session += 1
    clearTimeout(timer)
    entries.value = []
    copies.value = new Map()
    loaded.value = false
    at.value = null
    error.value = null
    handOverTo(null)
    withdrawn.value = null
  }

  return {
    entries,
    loaded,
    at,
    busy,
    error,
    handedOver,
    withdrawn,
    reload,
    watch,
    readCopy,
    refresh,
    entryOf,
    decisionOf,
    endingSoon,
    shown,
    request,
    handOver,
    takeBack,
    withdraw,
    clear,
  }
})
