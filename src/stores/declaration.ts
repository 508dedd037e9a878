import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { dayInJapan } from '../../domain/days'
import {
  completeDeclaration,
  type DeclarationContext,
} from '../../domain/declaration/check-declaration'
import type { DeclarationDraft } from '../../domain/declaration/declaration'
import {
  answerQuestion,
  beginEntry,
  type DeclarationEntry,
  type DeclarationQuestion,
  noteAnswer,
  openQuestions,
  questionsOf,
} from '../../domain/declaration/questions'
import type { ErrorCode } from '../../domain/errors'
import { useCaptureStore } from './capture'
import { type DeclarationPlace, placeAfter, placeBefore } from './declaration-place'
import { useDeviceStore } from './device'
import { oneAtATime } from './one-at-a-time'
import { useServices } from './services'
import { useTabletStore } from './tablet'
import type { EntryDraft } from './view-types'

export const DECLARATION_PATH = '/check/declaration'

/** Why the patient gave the tablet back early. */
export type DeclarationStop = 'left' | 'notInsured' | 'notSure'

/**
 * 申立書: filled by the patient or family on their own screens, looked at by staff, saved as a check.
 *
 *   staff → welcome → question … question → review → signature → done → staff → saved
 *             (each answer is kept in the vault)        └ a change: signed anew
 */
export const useDeclarationStore = defineStore('declaration', () => {
  const { records, now } = useServices()
  const capture = useCaptureStore()
  const device = useDeviceStore()
  const tablet = useTabletStore()

  /** The check that the form belongs to; null: none is open. */
  const checkId = ref<string | null>(null)
  const entry = shallowRef<DeclarationEntry | null>(null)
  const place = ref<DeclarationPlace>('welcome')
  const stop = ref<DeclarationStop | null>(null)
  /** Why the last answer could not be kept; it is still on the screen. */
  const keepError = ref<ErrorCode | null>(null)
  const saving = ref(false)
  /** The patient cannot sign; who does is asked next. */
  const cannotSign = ref(false)

  const handedOver = computed(() => tablet.ownPath === DECLARATION_PATH)

  const context = computed<DeclarationContext>(() => {
    const today = dayInJapan(now())
    const planned = capture.visit ? dayInJapan(capture.visit.scheduledAt) : today
    return { visitOn: planned < today ? planned : today, today }
  })
  const questions = computed(() => (entry.value ? questionsOf(entry.value, context.value) : []))
  const open = computed(() => (entry.value ? openQuestions(entry.value, context.value) : []))
  /** Complete, confirmed and signed; null until then. */
  const declaration = computed(() =>
    entry.value && open.value.length === 0
      ? completeDeclaration(entry.value.draft, context.value)
      : null,
  )

  /** Of this check: the form as it was left, or a new one with what is known of the patient. */
  async function openForm(): Promise<void> {
    const id = capture.checkId
    if (id === null || checkId.value === id) return
    const drafts = await records.entryDrafts()
    if (capture.checkId !== id || checkId.value === id) return
    const kept = drafts.find((draft) => draft.id === id && draft.kind === 'declaration')
    take(id, (kept && readEntry(kept.value)) ?? beginEntry(capture.visit))
  }

  function take(id: string, taken: DeclarationEntry): void {
    clear()
    checkId.value = id
    entry.value = taken
  }

  /** Forms that were begun and not saved, of any patient. */
  async function unfinished(): Promise<EntryDraft[]> {
    const drafts = await records.entryDrafts()
    return drafts.filter(({ kind }) => kind === 'declaration')
  }

  /** Goes on with a form after a lock or a reload, whoever began it. */
  async function resume(draft: EntryDraft): Promise<void> {
    const taken = readEntry(draft.value)
    await capture.resumeDraft(draft.visitId)
    const id = capture.checkId
    if (id === null || !taken) return
    take(id, taken)
    if (id === draft.id) return
    // The check it was begun with is gone, the patient's answers are not.
    await keep()
    await records.dropEntryDraft(draft.id)
  }

  const keep = oneAtATime(async () => {
    const id = checkId.value
    const value = entry.value
    if (id === null || value === null) return
    const visitId = capture.visit?.id ?? null
    const kept = await records.putEntryDraft({
      ...{ v: 1, id, visitId, kind: 'declaration', value },
      savedAt: now(),
    })
    // Where the patient is met is asked of a walk-in once: the check's own draft has it.
    const drafted =
      kept.ok && capture.setting !== null
        ? await records.putDraft({
            ...{ v: 1, id, visitId, setting: capture.setting, consent: capture.consent },
          })
        : kept
    if (checkId.value === id) keepError.value = drafted.ok ? null : drafted.code
  })

  /** The tablet is the patient's from here on, on this screen only. */
  function handOver(): void {
    if (!entry.value) return
    stop.value = null
    place.value = entry.value.settled.length === 0 ? 'welcome' : placeNext(null)
    tablet.ownPath = DECLARATION_PATH
  }

  function takeBack(): void {
    if (handedOver.value) tablet.ownPath = null
  }

  /** The first screen was read. */
  function start(): void {
    place.value = placeNext(null)
  }

  function placeNext(question: DeclarationQuestion | null): DeclarationPlace {
    return entry.value ? placeAfter(question, entry.value, open.value, context.value) : 'welcome'
  }

  /** The next question comes when the answer is kept: what is behind the patient is on the device. */
  async function answer(
    question: DeclarationQuestion,
    change: Partial<DeclarationDraft>,
  ): Promise<void> {
    if (!entry.value) return
    const id = checkId.value
    cannotSign.value = false
    entry.value = answerQuestion(entry.value, question, change)
    await keep()
    if (checkId.value === id) place.value = placeNext(question)
  }

  /** While it is typed, so that not even half an address is lost. */
  async function note(
    question: DeclarationQuestion,
    change: Partial<DeclarationDraft>,
  ): Promise<void> {
    if (!entry.value) return
    entry.value = noteAnswer(entry.value, question, change)
    await keep()
  }

  /** It is dated on the day it is made. */
  function sign(signature: DeclarationDraft['signature']): Promise<void> {
    return answer('signature', { signature, signedOn: context.value.today })
  }

  /** From the review: read, and to be signed; or signed already and unchanged. */
  function agree(): void {
    place.value = open.value.length === 0 ? 'done' : 'signature'
  }

  /** A typed name is no signature: somebody else signs, and says who they are. */
  function letOtherSign(): void {
    cannotSign.value = true
    place.value = 'signer'
  }

  function change(question: DeclarationQuestion): void {
    place.value = question
  }

  const before = computed(() => placeBefore(place.value, questions.value))

  function goBack(): void {
    cannotSign.value = false
    if (before.value) place.value = before.value
  }

  /** The patient stops here; what is answered stays. */
  function leave(why: DeclarationStop): void {
    stop.value = why
    place.value = 'stopped'
  }

  /** 申立書 is for those who are insured now (TZ-N41): any other answer is staff's to look into. */
  async function answerInsured(insured: boolean | null): Promise<void> {
    if (insured === true) {
      await answer('insured', { insured })
      return
    }
    leave(insured === false ? 'notInsured' : 'notSure')
    await note('insured', { insured })
  }

  /** False: it could not be saved, `capture.error` says why, and the form still stands. */
  async function save(): Promise<boolean> {
    const complete = declaration.value
    if (!complete || saving.value) return false
    saving.value = true
    try {
      // A draft that is still being written would come back after the save has removed it.
      await keep()
      const evidence = { kind: 'declaration', declaration: complete } as const
      const saved = await capture.saveEvidence(evidence, { v: 1, ...evidence })
      if (saved) clear()
      return saved
    } finally {
      saving.value = false
    }
  }

  function clear(): void {
    takeBack()
    checkId.value = null
    entry.value = null
    stop.value = null
    keepError.value = null
    cannotSign.value = false
    place.value = 'welcome'
  }

  /** Nothing of a patient stays in sight of the next one, or behind the lock. */
  watch(
    () => [device.phase, capture.checkId] as const,
    ([phase, id]) => {
      if (checkId.value !== null && (phase !== 'unlocked' || id !== checkId.value)) clear()
    },
    { flush: 'sync' },
  )

  return {
    checkId,
    entry,
    place,
    stop,
    keepError,
    saving,
    cannotSign,
    handedOver,
    context,
    questions,
    open,
    declaration,
    before,
    openForm,
    unfinished,
    resume,
    handOver,
    takeBack,
    start,
    answer,
    answerInsured,
    note,
    sign,
    agree,
    letOtherSign,
    change,
    goBack,
    leave,
    save,
  }
})

/** What this store wrote itself, perhaps by another version of the app: then it is asked anew. */
function readEntry(value: unknown): DeclarationEntry | null {
  const isEntry = typeof value === 'object' && value !== null && 'v' in value && value.v === 1
  return isEntry ? (value as DeclarationEntry) : null
}
