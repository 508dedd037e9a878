import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { dayInJapan, startOfDay } from '../../domain/days'
import { type CardReason, visitReasonOf } from '../../domain/decide/visit-need'
import type { ErrorCode } from '../../domain/errors'
import { channelFor } from '../../domain/settings'
import type { Visit } from '../../domain/visit'
import { useCaptureStore } from './capture'
import { composeStatement, composeUnsigned } from './capture-check'
import { useChecksStore } from './checks'
import { useDeviceStore } from './device'
import { withNumbersOnFile } from './kept-for-claim'
import { leavesOpen } from './own-checks'
import { useServices } from './services'
import type { CheckRow } from './view-types'
import { useVisitOutlookStore } from './visit-outlook'
import { useVisitsStore } from './visits'

/** `underWay`: a check of that visit has been begun. `unknown`: the facility has told nothing of the patient. */
export type NotAsked = CardReason | 'closed' | 'underWay' | 'unknown'

/** An open visit that can be asked again without the card. */
export interface Askable {
  visit: Visit
  /** Days since the last visit, where they are so many that somebody has to say that the visits go on (R33); else null. */
  gapDays: number | null
}

/**
 * Of one visit in the round that runs or ran last. `skipped`: the list has changed under the round, and that visit is
 * gone from it or is not to be asked for any more.
 */
export type AskState = 'waiting' | 'saving' | 'saved' | 'failed' | 'skipped'

/** By the corrected clock: that of the device may be a day off. */
const isBefore = ({ note }: CheckRow, instant: string): boolean =>
  note !== null && Date.parse(note.capturedAt) < Date.parse(instant)

const PAGE = 50
/** Between two savings only what has just been written can be new. */
const NEWEST = 5

/**
 * 再照会 of the day's whole list, or of one visit: a check for each, one after the other, each durable before the next.
 * Nothing of a round has to be remembered: what is saved stands on its visit, and the rest is open as before.
 */
export const useReinquiryStore = defineStore('reinquiry', () => {
  const { sync, now, createId } = useServices()
  const device = useDeviceStore()
  const visits = useVisitsStore()
  const checks = useChecksStore()
  const capture = useCaptureStore()
  const outlooks = useVisitOutlookStore()

  const running = ref(false)
  const error = ref<ErrorCode | null>(null)
  const states = shallowRef<ReadonlyMap<string, AskState>>(new Map())
  let session = 0

  const open = computed(() => visits.visits.filter(({ id }) => leavesOpen(visits.stateOf(id))))
  const askable = computed(() =>
    open.value.filter((visit) => reasonOf(visit) === null).map(toAskable),
  )
  const notAskable = computed(() =>
    open.value.flatMap((visit) => {
      const why = reasonOf(visit)
      return why === null ? [] : [{ visit, why }]
    }),
  )
  const saved = computed(
    () => [...states.value.values()].filter((state) => state === 'saved').length,
  )

  function reasonOf(visit: Visit): NotAsked | null {
    const outlook = outlooks.of(visit.id)
    if (outlook === null) return 'unknown'
    return visitReasonOf(outlook) ?? (isUnderWay(visit) ? 'underWay' : null)
  }

  /** With a choice of setting alone nothing has been begun that would be lost or doubled. */
  function isUnderWay({ id }: Visit): boolean {
    if (capture.hasDraft(id)) return true
    const { step } = capture
    return capture.visit?.id === id && step !== 'idle' && step !== 'setting' && step !== 'saved'
  }

  const askableIds = computed(() => new Set(askable.value.map(({ visit }) => visit.id)))

  function toAskable(visit: Visit): Askable {
    const plan = outlooks.of(visit.id)?.reinquiry
    return { visit, gapDays: plan?.allowed === true ? (plan.warning?.days ?? null) : null }
  }

  function mark(visitId: string, state: AskState): void {
    states.value = new Map(states.value).set(visitId, state)
  }

  /** Ends at the first that cannot be saved: what stopped it stops the rest too, and they stay open. */
  async function ask(visitIds: readonly string[]): Promise<void> {
    if (running.value) return
    const mine = session
    running.value = true
    error.value = null
    states.value = new Map(visitIds.map((id) => [id, 'waiting']))
    try {
      const standing = await readStanding()
      for (const id of visitIds) {
        const state = standing.has(id) ? 'saved' : await askFor(id, mine)
        if (mine !== session) return
        mark(id, state)
        if (state === 'failed') return
      }
    } finally {
      if (mine === session) {
        running.value = false
        await checks.reload()
      }
    }
  }

  async function askFor(visitId: string, mine: number): Promise<AskState> {
    // Saved in another tab since: then it is done.
    const newest = await sync.rows(null, NEWEST)
    if (newest.some((row) => row.note?.visitId === visitId && !leavesOpen(row))) return 'saved'
    const visit = visits.byId(visitId)
    if (mine !== session || !visit || reasonOf(visit) !== null) return 'skipped'
    mark(visitId, 'saving')
    const { payload, note } = compose(visit)
    const kept = withNumbersOnFile(undefined, visit)
    const result = await sync.save(payload, note, kept).catch((cause: unknown) => {
      if (mine === session) {
        error.value = 'TZ-D04'
        mark(visitId, 'failed')
      }
      throw cause
    })
    if (result.ok) return 'saved'
    if (mine === session) error.value = result.code
    return 'failed'
  }

  function compose(visit: Visit): ReturnType<typeof composeUnsigned> {
    const { setting } = visit
    const channel = channelFor(setting, dayInJapan(now()))
    const check = { id: createId(), setting, channel, consent: null }
    const statement = composeStatement(check, visit, device, now())
    const staffName = device.currentStaff?.name ?? ''
    return composeUnsigned(statement, { kind: 'reinquiry' }, { visit, staffName })
  }

  /** Visits of today that have their check, as it stands on the disk: the rows on the screen may still be on their way. */
  async function readStanding(): Promise<ReadonlySet<string>> {
    const since = startOfDay(dayInJapan(now()))
    const found = new Set<string>()
    let before: string | null = null
    for (;;) {
      const page = await sync.rows(before, PAGE)
      for (const row of page) {
        if (row.note?.visitId && !leavesOpen(row)) found.add(row.note.visitId)
      }
      const last = page.at(-1)
      if (!last || page.length < PAGE || isBefore(last, since)) return found
      before = last.id
    }
  }

  /** What the last round did is told once. */
  function forget(): void {
    if (running.value) return
    states.value = new Map()
    error.value = null
  }

  // Locked in the middle: the round ends with the vault, and its words must not greet the next person.
  watch(
    () => device.phase,
    (phase) => {
      if (phase === 'unlocked') return
      session += 1
      running.value = false
      forget()
    },
    { flush: 'sync' },
  )

  return {
    askable,
    notAskable,
    /** That visit is open and can be asked again without the card. */
    isAskable: (visitId: string) => askableIds.value.has(visitId),
    running,
    error,
    states,
    saved,
    ask,
    forget,
  }
})
