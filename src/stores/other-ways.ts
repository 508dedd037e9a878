import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { EligibilityAnswer } from '../../domain/answer'
import { chooseCoverage } from '../../domain/coverage'
import { type OtherWays, planOtherWays } from '../../domain/decide/other-ways'
import type { AnswerFacts } from '../../domain/decide/situation'
import { type KnownBefore, situationOf, type WhatWasSaid } from '../../domain/decide/situation-of'
import type { AnswerTrouble, OtherWayId, Trouble } from '../../domain/decide/trouble'
import { useCaptureStore } from './capture'
import { useFaceStore } from './capture-face'
import { useServices } from './services'
import type { CheckRow, WaysSaid } from './view-types'
import { useVisitOutlookStore } from './visit-outlook'

/** 別の方法 of the check that is under way: what is known of it, put to the rules. What people say is kept with the check. */
export const useOtherWaysStore = defineStore('otherWays', () => {
  const { now } = useServices()
  const capture = useCaptureStore()
  const face = useFaceStore()
  const outlooks = useVisitOutlookStore()

  const before = computed<KnownBefore | null>(() => {
    const { visit } = capture
    if (!visit?.history) return null
    const { history } = visit
    const reinquiry = outlooks.of(visit.id)?.reinquiry
    // A card that was here today counts as much as the one that the facility remembers.
    const seenToday = reinquiry?.allowed === true ? new Date(now()).toISOString() : null
    const withdrawn = reinquiry?.allowed === false && reinquiry.refusal === 'withdrawn'
    return {
      lastCardCheckAt: history.lastCardCheckAt ?? seenToday,
      lastVisitOn: history.lastVisitOn,
      continuing: history.continuing,
      cardLastDay: history.cardLastDay,
      consentWithdrawn: history.consentWithdrawn || withdrawn,
      certificateLastDay: history.lastAnswer?.certificateLastDay ?? null,
      hasNumbersOnFile: history.onFile !== null,
    }
  })

  /** null until somebody has said what is wrong, and where the setting is not chosen yet. */
  const plan = computed<OtherWays | null>(() => {
    const { ways, setting } = capture
    if (!ways || !setting) return null
    const { trouble, declined, said, card, after } = ways
    const situation = situationOf({
      at: new Date(now()).toISOString(),
      setting,
      trouble,
      visualPasscode: face.standing.kind !== 'none',
      birthdate: capture.visit?.birthdate ?? null,
      cardHasPin: capture.visit?.cardHasPin ?? true,
      card,
      before: before.value,
      consent: capture.consent,
      answer: after?.answer ?? null,
      said,
    })
    return planOtherWays({
      situation,
      trouble,
      declined,
      face: face.plan,
      handOff: capture.handOff,
    })
  })

  /** What went wrong just now is what staff see first; what was told before stands. */
  async function open(trouble: Trouble): Promise<void> {
    const told = capture.ways
    // An answer is what it is, whatever happens to a card afterwards.
    if (told?.after) return
    await capture.keepWays({
      declined: [],
      said: {},
      after: null,
      ...told,
      trouble,
      card: cardAsRead() ?? told?.card ?? null,
    })
  }

  function cardAsRead(): WaysSaid['card'] {
    if (!capture.lastRead) return null
    const { certificateLastDay, cardExpiry } = capture.lastRead
    return { certificateLastDay, cardExpiry, triesLeft: capture.triesLeft }
  }

  /**
   * A new check of the same visit, for what an answer has left open; a check of it that was begun already goes on. Does
   * nothing while a signed check waits for room on the disk.
   */
  async function beginAfter(
    row: CheckRow,
    answer: EligibilityAnswer,
    trouble: AnswerTrouble,
  ): Promise<void> {
    const visitId = row.note?.visitId ?? null
    if (capture.hasDraft(visitId)) await capture.resumeDraft(visitId)
    else capture.begin(visitId)
    if (capture.step !== 'setting' || (capture.visit?.id ?? null) !== visitId) return
    if (row.note) capture.chooseSetting(row.note.setting)
    await capture.keepWays({
      declined: [],
      said: {},
      ...capture.ways,
      trouble,
      card: null,
      after: { checkId: row.id, answer: factsOf(answer, trouble) },
    })
  }

  /** A new check of a visit about which nobody could be asked; one that was begun already goes on. */
  async function beginUnasked(row: CheckRow): Promise<void> {
    const visitId = row.note?.visitId ?? null
    if (capture.hasDraft(visitId)) await capture.resumeDraft(visitId)
    else capture.begin(visitId)
    if (capture.step !== 'setting' || (capture.visit?.id ?? null) !== visitId) return
    if (row.note) capture.chooseSetting(row.note.setting)
    await open('unasked')
  }

  async function change(told: Partial<WaysSaid>): Promise<void> {
    if (capture.ways) await capture.keepWays({ ...capture.ways, ...told })
  }

  const declined = computed<readonly OtherWayId[]>(() => capture.ways?.declined ?? [])

  return {
    plan,
    told: computed(() => capture.ways),
    open,
    beginAfter,
    beginUnasked,
    chooseTrouble: (trouble: Trouble) => change({ trouble }),
    decline: (id: OtherWayId) => change({ declined: [...new Set([...declined.value, id])] }),
    takeBack: (id: OtherWayId) => change({ declined: declined.value.filter((one) => one !== id) }),
    tell: (said: WhatWasSaid) => change({ said: { ...capture.ways?.said, ...said } }),
  }
})

/** A share belongs to one insurance; of several none is known yet. */
function factsOf(answer: EligibilityAnswer, validity: AnswerTrouble): AnswerFacts {
  const choice = chooseCoverage(answer)
  const share = choice.kind === 'one' ? choice.coverage.burdenPercent : null
  return share === null ? { validity } : { validity, share }
}
