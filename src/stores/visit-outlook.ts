import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { dayInJapan } from '../../domain/days'
import { lookAhead, type VisitOutlook } from '../../domain/decide/visit-need'
import { needSituationOf, type OwnCheck } from '../../domain/decide/visit-situation'
import type { Visit } from '../../domain/visit'
import { useChecksStore } from './checks'
import { useConsentsStore } from './consents'
import {
  type AnswerFacts,
  factsOfAnswer,
  isRefusedReinquiry,
  leavesOpen,
  toOwnCheck,
} from './own-checks'
import { useServices } from './services'
import type { CheckRow } from './view-types'
import { useVisitsStore } from './visits'

/** 今回必要なこと of today's visits: what the facility told, joined with what this device has learnt since. */
export const useVisitOutlookStore = defineStore('visitOutlook', () => {
  const { records, now } = useServices()
  const visits = useVisitsStore()
  const checks = useChecksStore()
  const consents = useConsentsStore()
  /** Of answers that were opened for the list; null: it cannot be opened here. */
  const answers = shallowRef<ReadonlyMap<string, AnswerFacts | null>>(new Map())

  const patientOfVisit = computed(
    () => new Map(visits.visits.map(({ id, patientId }) => [id, patientId])),
  )

  function patientOf({ note }: CheckRow): string | undefined {
    if (note === null) return undefined
    return note.patientId ?? patientOfVisit.value.get(note.visitId ?? '')
  }

  const rowsOfPatients = computed(() => groupBy([...checks.rows, ...checks.refusedRows], patientOf))
  const consentsOfPatients = computed(() =>
    groupBy(consents.entries, ({ patientId }) => patientId ?? undefined),
  )

  /** Answered checks of patients who are visited again: only of these does anybody have to look inside. */
  const wanted = computed(() => {
    const ids = new Set<string>()
    for (const { id, patientId } of visits.visits) {
      if (!leavesOpen(visits.stateOf(id))) continue
      for (const row of rowsOfPatients.value.get(patientId) ?? []) {
        if (row.answeredAt !== null) ids.add(row.id)
      }
    }
    return ids
  })

  watch(wanted, () => void readAnswers(), { immediate: true })

  /** What nobody asks for any more is forgotten: after the lock that is everything. */
  async function readAnswers(): Promise<void> {
    answers.value = new Map([...answers.value].filter(([id]) => wanted.value.has(id)))
    for (const id of wanted.value) {
      if (answers.value.has(id)) continue
      const answer = await records.answer(id)
      if (!wanted.value.has(id)) continue
      answers.value = new Map(answers.value).set(id, answer && factsOfAnswer(answer))
    }
  }

  /** The same object as long as it says the same: a line of the list is drawn anew only when it changes. */
  const outlooks = computed((before?: ReadonlyMap<string, VisitOutlook | null>) => {
    const at = now()
    return new Map(
      visits.visits.map((visit) => {
        const outlook = outlookOf(visit, at)
        const last = before?.get(visit.id) ?? null
        return [visit.id, isSame(last, outlook) ? last : outlook]
      }),
    )
  })

  function outlookOf(visit: Visit, at: number): VisitOutlook | null {
    const { history, setting, patientId, unasked } = visit
    if (history === undefined) return null
    const rows = rowsOfPatients.value.get(patientId) ?? []
    const own = {
      checks: rows.flatMap(ownCheck),
      consents: consentsOfPatients.value.get(patientId) ?? [],
      reinquiryRefused: rows.some((row) => isRefusedReinquiry(row) && isStillTrue(row, rows, at)),
    }
    return lookAhead(needSituationOf({ setting, history, ...(unasked && { unasked }) }, own, at))
  }

  function ownCheck(row: CheckRow): OwnCheck[] {
    const own = toOwnCheck(row, answers.value.get(row.id) ?? null)
    return own ? [own] : []
  }

  /** null: an older gateway has told nothing of the patient, and the badge is the one it sent. */
  function of(visitId: string): VisitOutlook | null {
    return outlooks.value.get(visitId) ?? null
  }

  return { of }
})

/** Both made by the same code, so in the same order. */
function isSame(one: VisitOutlook | null, other: VisitOutlook | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** A refusal holds for its day, and until the card has been here again. */
function isStillTrue(refused: CheckRow, rows: readonly CheckRow[], at: number): boolean {
  if (dayInJapan(refused.savedAt) !== dayInJapan(at)) return false
  return !rows.some((row) => row.id > refused.id && toOwnCheck(row, null)?.withCard === true)
}

function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
