import { defineStore, storeToRefs } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CertificateNotice } from '../../domain/answer'
import { certificateNotice, endOfCard } from '../../domain/certificate'
import type {
  CardlessEvidence,
  Channel,
  CheckPayload,
  CheckStatement,
  Consent,
  Setting,
} from '../../domain/check'
import { dayInJapan } from '../../domain/days'
import { beforePin, type PinDecision } from '../../domain/decide/before-pin'
import type { ErrorCode } from '../../domain/errors'
import { planDigitalIdentity, type DigitalIdentityPlan } from '../../domain/digital-identity'
import { planHandOff, type HandOffPlan } from '../../domain/handoff'
import { channelFor, settingRule, type ConsentLife } from '../../domain/settings'
import type { Visit } from '../../domain/visit'
import {
  composeNote,
  composePayload,
  composeStatement,
  composeToSign,
  composeUnsigned,
  type ToSign,
} from './capture-check'
import { createCaptureDrafts } from './capture-drafts'
import type { PreparedCard, SignOutcome } from './card-port'
import { useChecksStore } from './checks'
import { useDeviceStore } from './device'
import { withNumbersOnFile } from './kept-for-claim'
import { useLineStore } from './line'
import { lookForCard } from './look-for-card'
import { useServices } from './services'
import { useTabletStore } from './tablet'
import type { CardStage, CheckNote, KeptForClaim, WaysSaid } from './view-types'
import { useVisitsStore } from './visits'

export type CaptureStep =
  | 'idle'
  | 'setting'
  | 'handOver'
  | 'consent'
  | 'place'
  | 'pin'
  | 'hold'
  | 'face'
  | 'official'
  | 'app'
  | 'saved'

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
  const { card, sync, records, now, createId, randomBytes } = useServices()
  const device = useDeviceStore()
  const visits = useVisitsStore()
  const checks = useChecksStore()
  const line = useLineStore()

  const { step, patientSide } = storeToRefs(useTabletStore())
  const visit = shallowRef<Visit | null>(null)
  const setting = ref<Setting | null>(null)
  /** How the person is to be known as the card's: what comes after consent. */
  const identity = ref<'pin' | 'face' | 'app'>('pin')
  const consent = shallowRef<Consent | null>(null)
  const checkId = ref<string | null>(null)
  const stage = ref<CardStage>('idle')
  const progress = ref(0)
  const error = ref<ErrorCode | null>(null)
  const prepared = shallowRef<PreparedCard | null>(null)
  const triesLeft = ref<number | null>(null)
  const triesBefore = ref<number | null>(null)
  const unknownOutcome = ref(false)
  const lastTryConfirmed = ref(false)
  const askedAnew = ref(false)
  /** Where the patient decided: there they were told how long it holds. */
  const consentSetting = ref<Setting | null>(null)
  /** What the patient decided is in the vault. */
  const answersKept = ref(false)
  /** What was told and tried on 別の方法; null until somebody goes there. */
  const ways = shallowRef<WaysSaid | null>(null)
  /** The card that was read last in this check, also after it was taken away. */
  const lastRead = shallowRef<Pick<PreparedCard, 'certificateLastDay' | 'cardExpiry'> | null>(null)
  const drafts = createCaptureDrafts(records, now)
  /** Signed by the card but not yet on the disk; kept until it is, so that no second PIN is needed. */
  const unsaved = shallowRef<{
    payload: CheckPayload
    note: CheckNote
    kept?: KeptForClaim | undefined
  } | null>(null)
  let looking: AbortController | null = null
  /** The session whose signed check is being committed. */
  let savingIn: number | null = null
  /** Of the card read last: only its own tries can be compared with it. */
  let lastCertificate: string | null = null
  /** Changes with each check that is begun or left: what a step waited for must not reach into the next check. */
  let session = 0

  const today = () => dayInJapan(now())
  const channel = computed<Channel | null>(() =>
    setting.value ? channelFor(setting.value, today()) : null,
  )
  const end = computed(() =>
    prepared.value ? endOfCard(prepared.value.certificateLastDay, prepared.value.cardExpiry) : null,
  )
  const certificate = computed<CertificateNotice | null>(() =>
    end.value ? certificateNotice(end.value.lastDay, today()) : null,
  )
  const pinGate = computed<PinDecision | null>(() =>
    certificate.value && triesLeft.value !== null
      ? beforePin({
          triesLeft: triesLeft.value,
          certificate: certificate.value.state,
          hasPin: visit.value?.cardHasPin ?? true,
          confirmedLastTry: lastTryConfirmed.value,
        })
      : null,
  )
  const handOff = computed<HandOffPlan | null>(() =>
    setting.value
      ? planHandOff({
          setting: setting.value,
          day: today(),
          patientKnown: visit.value !== null,
          cardHasPin: visit.value?.cardHasPin ?? true,
          address: device.officialWeb,
        })
      : null,
  )
  /** デジタル認証アプリ; null where the gateway has none. */
  const appPlan = computed<DigitalIdentityPlan | null>(() =>
    device.digitalIdentity && setting.value
      ? planDigitalIdentity({
          setting: setting.value,
          day: today(),
          patientKnown: visit.value !== null,
          cardHasPin: visit.value?.cardHasPin ?? true,
          online: line.state === 'online',
        })
      : null,
  )
  /** The patient is asked once more: staff want it, or the setting is now one in which consent lives otherwise (R32). */
  const reconsidering = computed(() => {
    if (!consent.value) return false
    const decidedIn = consentSetting.value
    const isOtherwise = decidedIn !== null && lifeIn(decidedIn) !== lifeIn(setting.value)
    return askedAnew.value || (channel.value === 'homeConsent' && isOtherwise)
  })
  /** ② and the patient has yet to decide. */
  const asksConsent = computed(
    () => channel.value === 'homeConsent' && (!consent.value || reconsidering.value),
  )
  const row = computed(() => (checkId.value ? (checks.rowOf(checkId.value) ?? null) : null))

  function lifeIn(where: Setting | null): ConsentLife | null {
    return where && settingRule(where, today()).consentLife
  }

  function forgetCard(): void {
    looking?.abort()
    looking = null
    prepared.value = null
    stage.value = 'idle'
    progress.value = 0
  }

  function reset(): void {
    session += 1
    forgetCard()
    lastCertificate = null
    visit.value = null
    setting.value = null
    identity.value = 'pin'
    consent.value = null
    checkId.value = null
    error.value = null
    triesLeft.value = null
    triesBefore.value = null
    unknownOutcome.value = false
    lastTryConfirmed.value = false
    askedAnew.value = false
    consentSetting.value = null
    answersKept.value = false
    ways.value = null
    lastRead.value = null
    unsaved.value = null
    patientSide.value = false
  }

  /** Does nothing while a signed check waits for room on the disk: that one is saved or given up first. */
  function begin(visitId: string | null): void {
    if (unsaved.value) return
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

  /** setting → デジタル認証アプリ, by way of consent: the app proves a person and asks for none (docs/adr/0019). */
  async function startApp(): Promise<void> {
    if (step.value !== 'setting' || appPlan.value?.open !== true) return
    identity.value = 'app'
    error.value = null
    if (asksConsent.value) {
      step.value = 'handOver'
      return
    }
    step.value = 'app'
    patientSide.value = true
    await saveApp()
  }

  /** The check is on the disk before the patient goes on: whatever becomes of that, it waits. */
  async function saveApp(): Promise<void> {
    const id = checkId.value
    if (!id || !setting.value || !channel.value) return
    const mine = session
    const statement = stateCheck(id, setting.value, channel.value)
    unsaved.value = composeUnsigned(statement, { kind: 'digitalIdentity' }, who())
    try {
      await saveAgain()
    } finally {
      if (mine === session && step.value === 'app') {
        // Not saved: staff read why, and begin again with the answers as they are.
        unsaved.value = null
        patientSide.value = false
        step.value = 'setting'
      }
    }
  }

  /** saved → setting: the same visit with another way, under a new id; what the patient decided stands. */
  async function takeOtherWay(): Promise<void> {
    if (step.value !== 'saved') return
    const kept = { setting: setting.value, consent: consent.value, decidedIn: consentSetting.value }
    const told = ways.value
    begin(visit.value?.id ?? null)
    setting.value = kept.setting
    consent.value = kept.consent
    consentSetting.value = kept.decidedIn
    ways.value = told
    if (kept.consent || told) await keepDraft()
  }

  /** 目視 → setting: the person is not known by it, or staff take another way. Nothing was saved. */
  function leaveFace(): void {
    if (step.value === 'face') step.value = 'setting'
  }

  /** setting, or the staff's side again → the patient sees the official page's address. */
  function showOfficial(): void {
    if (step.value !== 'setting' && step.value !== 'official') return
    if (!handOff.value?.open) return
    error.value = null
    step.value = 'official'
    patientSide.value = true
  }

  function leaveOfficial(): void {
    if (step.value === 'official') step.value = 'setting'
  }

  /** Captures the check as waiting for the official page; what could not be saved is made anew by the next try. */
  async function saveOfficial(): Promise<void> {
    const id = checkId.value
    const isReady = step.value === 'official' && handOff.value?.open === true
    if (!isReady || !id || !setting.value || !channel.value) return
    const statement = stateCheck(id, setting.value, channel.value)
    unsaved.value ??= composeUnsigned(
      { ...statement, consent: null },
      { kind: 'officialApp' },
      who(),
    )
    try {
      await saveAgain()
    } finally {
      if (step.value === 'official') unsaved.value = null
    }
  }

  /** Goes on at once: the check carries the answers itself, the draft only spares a second asking. */
  async function decideConsent(decided: Consent): Promise<void> {
    consent.value = decided
    consentSetting.value = setting.value
    askedAnew.value = false
    if (identity.value === 'app') {
      step.value = 'app'
      await Promise.all([keepDraft(), saveApp()])
      return
    }
    step.value = identity.value === 'face' ? 'face' : 'place'
    await keepDraft()
  }

  /** The patient wants to answer anew; the earlier answers are shown, not lost. */
  function reconsiderConsent(): void {
    askedAnew.value = true
  }

  async function keepDraft(): Promise<void> {
    if (!checkId.value || !setting.value) return
    const mine = session
    answersKept.value = false
    const kept = await drafts.keep({
      v: 1,
      id: checkId.value,
      visitId: visit.value?.id ?? null,
      setting: setting.value,
      consent: consent.value,
      ...(ways.value && { ways: ways.value }),
    })
    if (mine === session) answersKept.value = kept && consent.value !== null
  }

  /** What was told on 別の方法 stays with the check; without a setting only as long as the screen does. */
  async function keepWays(told: WaysSaid): Promise<void> {
    ways.value = told
    await keepDraft()
  }

  function loadDrafts(): Promise<void> {
    return drafts.load(visits.visits.map((each) => each.id))
  }

  /** Takes up a draft where the patient left it; the same id, so nothing is counted twice. */
  async function resumeDraft(visitId: string | null): Promise<void> {
    const mine = session
    const draft = await drafts.take(visitId)
    if (mine !== session || unsaved.value) return
    begin(visitId)
    if (!draft) return
    checkId.value = draft.id
    setting.value = draft.setting
    consent.value = draft.consent
    consentSetting.value = draft.setting
    ways.value = draft.ways ?? null
    answersKept.value = draft.consent !== null
  }

  function showStage(next: CardStage, fraction: number): void {
    stage.value = next
    progress.value = fraction
  }

  /** Waits for a card, reads certificate and tries; ends at the PIN or with `error`. */
  async function placeCard(): Promise<void> {
    forgetCard()
    error.value = null
    const search = new AbortController()
    const { signal } = search
    looking = search
    showStage('searching', 0)
    try {
      await lookForAnyCard(signal)
    } catch (cause) {
      if (!signal.aborted) refuse('TZ-C09')
      throw cause
    }
  }

  async function lookForAnyCard(signal: AbortSignal): Promise<void> {
    // A command under way is awaited after the search was ended, and would still tell how far it got.
    const tell = (next: CardStage, fraction: number): void => {
      if (!signal.aborted) showStage(next, fraction)
    }
    const found = await lookForCard(
      (search) => card.prepare(tell, search),
      signal,
      () => showStage('searching', 0),
    )
    if (!found) return
    if (found.ok) acceptCard(found.value)
    else refuse(found.code)
  }

  function acceptCard(found: PreparedCard): void {
    looking = null
    prepared.value = found
    lastRead.value = found
    const isSameCard = lastCertificate === found.certificate
    lastCertificate = found.certificate
    triesBefore.value = isSameCard ? triesLeft.value : null
    unknownOutcome.value &&= isSameCard
    triesLeft.value = found.triesLeft
    lastTryConfirmed.value = false
    showStage('idle', 0)
    settleGate()
  }

  /** What may follow is the rule's decision (R10, R11, R23), not the screen's. */
  function settleGate(): void {
    switch (pinGate.value) {
      case 'go':
      case 'askLastTry':
        step.value = 'pin'
        return
      case 'locked':
        error.value = 'TZ-C02'
        break
      case 'faceCheck':
        error.value = 'TZ-C08'
        break
      case 'dead':
        error.value = 'TZ-C10'
        break
      case null:
        break
    }
    step.value = 'place'
  }

  function confirmLastTry(): void {
    lastTryConfirmed.value = true
  }

  function who(): { visit: Visit | null; staffName: string } {
    return { visit: visit.value, staffName: device.currentStaff?.name ?? '' }
  }

  /** Of this check as it stands now; null where setting or check are missing. */
  function statementNow(): CheckStatement | null {
    if (!checkId.value || !setting.value || !channel.value) return null
    return stateCheck(checkId.value, setting.value, channel.value)
  }

  function stateCheck(id: string, chosen: Setting, by: Channel): CheckStatement {
    const decided = by === 'homeConsent' ? consent.value : null
    const check = { id, setting: chosen, channel: by, consent: decided }
    return composeStatement(check, visit.value, device, now())
  }

  /** Presents the PIN once, signs, saves. `pin` is zeroed by the callee whatever happens. */
  async function submitPin(pin: Uint8Array): Promise<void> {
    const found = prepared.value
    const id = checkId.value
    const isReady = step.value === 'pin' && pinGate.value === 'go'
    if (!isReady || !found || !id || !setting.value || !channel.value) {
      pin.fill(0)
      return
    }
    const mine = session
    const statement = stateCheck(id, setting.value, channel.value)
    error.value = null
    unknownOutcome.value = false
    step.value = 'hold'
    showStage('verifying', 0)
    const presented = await presentPin(pin, statement).catch((cause: unknown) => {
      // Whether a try was counted is not known: placing the card again reads the counter.
      if (mine === session) refuse('TZ-C09')
      throw cause
    })
    if (mine === session) await follow(found, presented.toSign, presented.outcome)
  }

  /** Zeroes the PIN before anything else is waited for. */
  async function presentPin(
    pin: Uint8Array,
    statement: CheckStatement,
  ): Promise<{ toSign: ToSign; outcome: SignOutcome }> {
    const mine = session
    const tell = (next: CardStage, fraction: number): void => {
      if (mine === session) showStage(next, fraction)
    }
    try {
      const reserved = await sync.reserveChallenge(statement.id)
      const toSign = await composeToSign(statement, reserved, randomBytes)
      const outcome = await card.sign(pin, toSign.input, lastTryConfirmed.value, tell)
      return { toSign, outcome }
    } finally {
      pin.fill(0)
    }
  }

  async function follow(found: PreparedCard, toSign: ToSign, outcome: SignOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'signed': {
        unsaved.value = {
          payload: composePayload(toSign, found, outcome.signature),
          note: composeNote(toSign, found, who()),
        }
        await saveAgain()
        return
      }
      case 'wrongPin':
        askAgain(outcome.triesLeft)
        return
      case 'unknown':
        unknownOutcome.value = true
        step.value = 'place'
        await placeCard()
        return
      case 'refused':
        refuse(outcome.code)
    }
  }

  function askAgain(left: number): void {
    triesLeft.value = left
    lastTryConfirmed.value = false
    showStage('idle', 0)
    error.value = 'TZ-C01'
    settleGate()
  }

  function refuse(code: ErrorCode): void {
    forgetCard()
    error.value = code
    step.value = 'place'
  }

  /** Commits the signed check; a refusal (no room) keeps it for another try. */
  async function saveAgain(): Promise<void> {
    const pending = unsaved.value
    if (!pending || savingIn === session) return
    const mine = session
    savingIn = mine
    error.value = null
    showStage('saving', 0.9)
    try {
      // A draft that is still being written would come back after the save has removed it.
      await drafts.settled()
      const kept = withNumbersOnFile(pending.kept, visit.value)
      const saved = await sync.save(pending.payload, pending.note, kept)
      if (mine !== session) return
      if (!saved.ok) {
        failToSave(saved.code)
        return
      }
    } catch (cause) {
      if (mine === session) failToSave('TZ-D04')
      throw cause
    } finally {
      if (savingIn === mine) savingIn = null
    }
    unsaved.value = null
    showStage('idle', 1)
    step.value = 'saved'
    await Promise.all([card.release(), checks.reload()])
  }

  function isSaved(): boolean {
    return step.value === 'saved'
  }

  function failToSave(code: ErrorCode): void {
    showStage('idle', 0)
    error.value = code
    // The face was compared and is gone from the screen; what the card signed waits as after a PIN.
    if (step.value === 'face') step.value = 'hold'
  }

  /** Commits what 目視 has made; what could not be saved waits as a check with a PIN does. */
  async function saveFace(made: { payload: CheckPayload; note: CheckNote }): Promise<void> {
    if (step.value !== 'face') return
    unsaved.value = made
    await saveAgain()
  }

  /**
   * Saves a check for which no card is read, with what staff need of it for the claim. False where it could not be saved,
   * with the reason in `error`: the form that it was composed from still stands, and saving again composes it anew.
   */
  async function saveEvidence(evidence: CardlessEvidence, kept?: KeptForClaim): Promise<boolean> {
    const statement = statementNow()
    if (!statement) throw new Error('saveEvidence() comes after begin() and a setting')
    if (unsaved.value || isSaved()) return false
    const mine = session
    unsaved.value = { ...composeUnsigned({ ...statement, consent: null }, evidence, who()), kept }
    try {
      await saveAgain()
    } finally {
      if (mine === session) unsaved.value = null
    }
    return mine === session && isSaved()
  }

  /** The staff have the tablet again; a check that is signed stays on the screen until they go on. */
  function returnToStaff(): void {
    patientSide.value = false
    const stays = step.value === 'saved' || step.value === 'official' || step.value === 'face'
    if (!stays && !unsaved.value) step.value = 'setting'
    forgetCard()
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
    consent,
    identity,
    asksConsent,
    checkId,
    stage,
    progress,
    error,
    triesLeft,
    triesBefore,
    certificate,
    cardExpiry: computed(() => prepared.value?.cardExpiry ?? null),
    /** Whether the card or its certificate ends first (R20). */
    endsBy: computed(() => end.value?.by ?? null),
    pinGate,
    unknownOutcome,
    answersKept,
    ways,
    keepWays,
    lastRead,
    row,
    begin,
    chooseSetting,
    startPatientSide,
    handOff,
    showOfficial,
    leaveOfficial,
    saveOfficial,
    appPlan,
    startApp,
    takeOtherWay,
    decideConsent,
    startFace,
    leaveFace,
    statementNow,
    saveFace,
    saveEvidence,
    reconsidering,
    reconsiderConsent,
    placeCard,
    confirmLastTry,
    submitPin,
    saveAgain,
    returnToStaff,
    cancel,
    loadDrafts,
    hasDraft: (visitId: string | null) => drafts.has(visitId),
    resumeDraft,
  }
})
