import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { CardlessEvidence, CheckStatement, Consent, Setting } from '../../domain/check'
import { createCaptureCard } from './capture-card'
import { createCaptureDrafts } from './capture-drafts'
import { createCaptureElsewhere } from './capture-elsewhere'
import { createCaptureRun } from './capture-run'
import { createCaptureSaid } from './capture-said'
import { type CapturedCheck, createCaptureSaving } from './capture-saving'
import { useChecksStore } from './checks'
import { useServices } from './services'
import type { KeptForClaim } from './view-types'
import { useVisitsStore } from './visits'

export type { CaptureStep } from './tablet'

/**
 * 確認: one check from the staff's choice to the durable record. The PIN passes through as bytes and is never kept.
 *
 *   setting → handOver → consent (② only) → place → pin → hold → saved
 *                                             ↑      └──────┤ wrong PIN: pin · torn off: place
 *   setting → handOver → consent (② only) → face (staff's again; capture-face.ts) → saved
 *   setting → official (the patient's side, then staff's) → saved
 *   setting → handOver → consent (② only) → app → saved, and the patient goes on there (digital-identity.ts)
 *   setting → saved, by a document, a word, a 申立書 or 再照会, each with a screen and a store of its own
 */
export const useCaptureStore = defineStore('capture', () => {
  const services = useServices()
  const { card, records, now, createId } = services
  const visits = useVisitsStore()
  const checks = useChecksStore()

  const drafts = createCaptureDrafts(records, now)
  const run = createCaptureRun(now)
  const said = createCaptureSaid(run, drafts)
  const saving = createCaptureSaving(run, services, drafts)
  const reading = createCaptureCard(run, said, saving, services)
  const elsewhere = createCaptureElsewhere(run, said, saving)
  const { step, patientSide, visit, setting, channel, identity, checkId, error } = run
  const { asksConsent } = said

  const row = computed(() => (checkId.value ? (checks.rowOf(checkId.value) ?? null) : null))

  function reset(): void {
    run.reset()
    reading.reset()
    said.reset()
    saving.reset()
  }

  /** Does nothing while a signed check waits for room on the disk: that one is saved or given up first. */
  function begin(visitId: string | null): void {
    if (saving.unsaved.value) return
    reset()
    visit.value = visitId ? (visits.byId(visitId) ?? null) : null
    setting.value = visit.value?.setting ?? null
    checkId.value = createId()
    step.value = 'setting'
  }

  function chooseSetting(chosen: Setting): void {
    setting.value = chosen
  }

  /** setting → handOver → the patient's first screen. */
  function startPatientSide(): void {
    if (step.value === 'setting') {
      identity.value = 'pin'
      step.value = 'handOver'
      return
    }
    patientSide.value = true
    // What went wrong with the card before was for staff, who have begun anew.
    error.value = null
    step.value = asksConsent.value ? 'consent' : 'place'
  }

  /** setting → 目視; by way of the patient's side where they have yet to decide (R31). Whether it may, `planFaceCheck` says. */
  function startFace(): void {
    if (step.value !== 'setting' || !channel.value) return
    identity.value = 'face'
    error.value = null
    step.value = asksConsent.value ? 'handOver' : 'face'
  }

  /** saved → setting: the same visit with another way, under a new id; what the patient decided stands. */
  async function takeOtherWay(): Promise<void> {
    if (step.value !== 'saved') return
    const visitId = visit.value?.id ?? null
    await said.passOn(() => begin(visitId))
  }

  /** 目視 → setting: the person is not known by it, or staff take another way. Nothing was saved. */
  function leaveFace(): void {
    if (step.value === 'face') step.value = 'setting'
  }

  /** Goes on at once: the check carries the answers itself, the draft only spares a second asking. */
  async function decideConsent(decided: Consent): Promise<void> {
    said.decide(decided)
    if (identity.value === 'app') {
      step.value = 'app'
      await Promise.all([said.keep(), elsewhere.saveApp()])
      return
    }
    step.value = identity.value === 'face' ? 'face' : 'place'
    await said.keep()
  }

  function loadDrafts(): Promise<void> {
    return drafts.load(visits.visits.map((each) => each.id))
  }

  /** Takes up a draft where the patient left it; the same id, so nothing is counted twice. */
  async function resumeDraft(visitId: string | null): Promise<void> {
    const isCurrent = run.follow()
    const draft = await drafts.take(visitId)
    if (!isCurrent() || saving.unsaved.value) return
    begin(visitId)
    if (draft) said.takeUp(draft)
  }

  function statementNow(): CheckStatement | null {
    return run.statementWith(said.consent.value)
  }

  /** Commits what 目視 has made; what could not be saved waits as a check with a PIN does. */
  async function saveFace(made: CapturedCheck): Promise<void> {
    if (step.value === 'face') await saving.save(made)
  }

  /**
   * Saves a check for which no card is read, with what staff need of it for the claim. False where it could not be saved,
   * with the reason in `error`: the form that it was composed from still stands, and saving again composes it anew.
   */
  async function saveEvidence(evidence: CardlessEvidence, kept?: KeptForClaim): Promise<boolean> {
    const statement = run.statementWith(null)
    if (!statement) throw new Error('saveEvidence() comes after begin() and a setting')
    return saving.saveUnsigned(statement, evidence, kept)
  }

  /** The staff have the tablet again; a check that is signed stays on the screen until they go on. */
  function returnToStaff(): void {
    patientSide.value = false
    const stays = step.value === 'saved' || step.value === 'official' || step.value === 'face'
    if (!stays && !saving.unsaved.value) step.value = 'setting'
    reading.forget()
  }

  /** Leaves the check; what the patient decided stays as a draft, what could not be saved is given up. */
  async function cancel(): Promise<void> {
    reset()
    step.value = 'idle'
    await card.release()
    await loadDrafts()
  }

  return {
    step,
    patientSide,
    visit,
    setting,
    channel,
    identity,
    checkId,
    error,
    stage: run.stage,
    progress: run.progress,
    row,

    consent: said.consent,
    asksConsent,
    reconsidering: said.reconsidering,
    answersKept: said.answersKept,
    ways: said.ways,

    certificate: reading.certificate,
    cardExpiry: reading.cardExpiry,
    endsBy: reading.endsBy,
    lastRead: reading.lastRead,
    triesLeft: reading.triesLeft,
    triesBefore: reading.triesBefore,
    pinGate: reading.pinGate,
    unknownOutcome: reading.unknownOutcome,

    handOff: elsewhere.handOff,
    appPlan: elsewhere.appPlan,

    begin,
    chooseSetting,
    startPatientSide,
    decideConsent,
    reconsiderConsent: said.reconsider,
    placeCard: reading.place,
    confirmLastTry: reading.confirmLastTry,
    submitPin: reading.submitPin,
    saveAgain: saving.saveAgain,
    returnToStaff,
    cancel,

    startFace,
    leaveFace,
    saveFace,
    showOfficial: elsewhere.showOfficial,
    leaveOfficial: elsewhere.leaveOfficial,
    saveOfficial: elsewhere.saveOfficial,
    startApp: elsewhere.startApp,
    takeOtherWay,
    keepWays: said.keepWays,
    statementNow,
    saveEvidence,

    loadDrafts,
    hasDraft: (visitId: string | null) => drafts.has(visitId),
    resumeDraft,
  }
})
