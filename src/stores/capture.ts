import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CertificateNotice } from '../../domain/answer'
import { certificateNotice } from '../../domain/certificate'
import type { Channel, CheckPayload, CheckStatement, Consent, Setting } from '../../domain/check'
import { cardSigningInput } from '../../domain/check'
import { dayInJapan } from '../../domain/days'
import { beforePin, type PinDecision } from '../../domain/decide/before-pin'
import type { ErrorCode } from '../../domain/errors'
import { channelFor } from '../../domain/settings'
import type { Visit } from '../../domain/visit'
import { fromBase64Url, toBase64Url, utf8 } from '../../api/bytes'
import type { PreparedCard, SignOutcome } from './card-port'
import { useChecksStore } from './checks'
import { useDeviceStore } from './device'
import { useServices } from './services'
import type { CardStage, CheckNote, Draft } from './view-types'
import { useVisitsStore } from './visits'

export type CaptureStep =
  'idle' | 'setting' | 'handOver' | 'consent' | 'place' | 'pin' | 'hold' | 'saved'

/** What was presented to the card, and what came of it. */
interface Presented {
  outcome: SignOutcome
  statement: CheckStatement
  /** The exact text whose hash was signed. */
  statementText: string
  challengeId: string | null
  challenge: Uint8Array
}

/** No card yet, or one lifted while it was read: nothing was presented to it, so the search simply goes on. */
const KEEPS_LOOKING: ReadonlySet<ErrorCode> = new Set(['TZ-R08', 'TZ-C05'])

/** How long to wait before looking for the card again, ms. */
const LOOK_AGAIN_MS = 600

/**
 * 確認: one check from the staff's choice to the durable record. The PIN passes through as bytes and is never kept.
 *
 *   setting → handOver → consent (② only) → place → pin → hold → saved
 *                                             ↑      └──────┤ wrong PIN: pin · torn off: place
 */
export const useCaptureStore = defineStore('capture', () => {
  const { card, sync, records, now, createId, randomBytes } = useServices()
  const device = useDeviceStore()
  const visits = useVisitsStore()
  const checks = useChecksStore()

  const step = ref<CaptureStep>('idle')
  const patientSide = ref(false)
  const visit = shallowRef<Visit | null>(null)
  const setting = ref<Setting | null>(null)
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
  const reconsidering = ref(false)
  /** By visit; null is the walk-in. */
  const drafts = shallowRef<Map<string | null, Draft>>(new Map())
  /** Signed by the card but not yet on the disk; kept until it is, so that no second PIN is needed. */
  const unsaved = shallowRef<{ payload: CheckPayload; note: CheckNote } | null>(null)
  let looking: AbortController | null = null

  const today = () => dayInJapan(now())
  const channel = computed<Channel | null>(() =>
    setting.value ? channelFor(setting.value, today()) : null,
  )
  const certificate = computed<CertificateNotice | null>(() =>
    prepared.value ? certificateNotice(prepared.value.certificateLastDay, today()) : null,
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
  const row = computed(() => (checkId.value ? (checks.rowOf(checkId.value) ?? null) : null))

  function forgetCard(): void {
    looking?.abort()
    looking = null
    prepared.value = null
    stage.value = 'idle'
    progress.value = 0
  }

  function reset(): void {
    forgetCard()
    visit.value = null
    setting.value = null
    consent.value = null
    checkId.value = null
    error.value = null
    triesLeft.value = null
    triesBefore.value = null
    unknownOutcome.value = false
    lastTryConfirmed.value = false
    reconsidering.value = false
    unsaved.value = null
    patientSide.value = false
  }

  function begin(visitId: string | null): void {
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
      step.value = 'handOver'
      return
    }
    patientSide.value = true
    const isOpen = !consent.value || reconsidering.value
    step.value = channel.value === 'homeConsent' && isOpen ? 'consent' : 'place'
  }

  async function decideConsent(decided: Consent): Promise<void> {
    consent.value = decided
    reconsidering.value = false
    await keepDraft()
    step.value = 'place'
  }

  /** The patient wants to answer anew; the earlier answers are shown, not lost. */
  function reconsiderConsent(): void {
    reconsidering.value = true
  }

  async function keepDraft(): Promise<void> {
    if (!checkId.value || !setting.value) return
    const draft: Draft = {
      v: 1,
      id: checkId.value,
      visitId: visit.value?.id ?? null,
      setting: setting.value,
      consent: consent.value,
    }
    await records.putDraft(draft)
  }

  async function loadDrafts(): Promise<void> {
    const found = new Map<string | null, Draft>()
    for (const id of [null, ...visits.visits.map((each) => each.id)]) {
      const draft = await records.draft(id)
      if (draft) found.set(id, draft)
    }
    drafts.value = found
  }

  function hasDraft(visitId: string | null): boolean {
    return drafts.value.has(visitId)
  }

  /** Takes up a draft where the patient left it; the same id, so nothing is counted twice. */
  async function resumeDraft(visitId: string | null): Promise<void> {
    const draft = await records.draft(visitId)
    begin(visitId)
    if (!draft) return
    checkId.value = draft.id
    setting.value = draft.setting
    consent.value = draft.consent
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
    looking = search
    showStage('searching', 0)
    for (;;) {
      const result = await card.prepare(showStage, search.signal)
      if (search.signal.aborted) return
      if (result.ok) {
        acceptCard(result.value)
        return
      }
      if (!KEEPS_LOOKING.has(result.code)) {
        forgetCard()
        error.value = result.code
        return
      }
      showStage('searching', 0)
      await pause(LOOK_AGAIN_MS, search.signal)
    }
  }

  function acceptCard(found: PreparedCard): void {
    looking = null
    prepared.value = found
    triesBefore.value = triesLeft.value
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

  function composeStatement(id: string, chosen: Setting, by: Channel): CheckStatement {
    return {
      v: 1,
      id,
      facilityId: device.facilityId ?? '',
      deviceId: device.deviceId ?? '',
      staffId: device.currentStaff?.id ?? '',
      visitId: visit.value?.id ?? null,
      patientId: visit.value?.patientId ?? null,
      setting: chosen,
      channel: by,
      consent: by === 'homeConsent' ? consent.value : null,
      capturedAt: new Date(now()).toISOString(),
    }
  }

  /** Presents the PIN once, signs, saves. `pin` is zeroed by the callee whatever happens. */
  async function submitPin(pin: Uint8Array): Promise<void> {
    const found = prepared.value
    const id = checkId.value
    if (!found || !id || !setting.value || !channel.value || pinGate.value !== 'go') {
      pin.fill(0)
      return
    }
    error.value = null
    unknownOutcome.value = false
    step.value = 'hold'
    showStage('verifying', 0)
    const presented = await presentPin(pin, id, setting.value, channel.value)
    const { outcome } = presented
    switch (outcome.kind) {
      case 'signed':
        await saveSigned(found, presented, outcome.signature)
        return
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

  /** Zeroes the PIN before anything else is waited for. */
  async function presentPin(
    pin: Uint8Array,
    id: string,
    chosen: Setting,
    by: Channel,
  ): Promise<Presented> {
    try {
      const reserved = await sync.reserveChallenge(id)
      const challenge = reserved ? fromBase64Url(reserved.challenge) : randomBytes(32)
      const statement = composeStatement(id, chosen, by)
      const statementText = JSON.stringify(statement)
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(statementText)))
      const input = cardSigningInput(challenge, digest)
      const outcome = await card.sign(pin, input, lastTryConfirmed.value, showStage)
      return { outcome, statement, statementText, challengeId: reserved?.id ?? null, challenge }
    } finally {
      pin.fill(0)
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

  async function saveSigned(
    found: PreparedCard,
    { statement, statementText, challengeId, challenge }: Presented,
    signature: string,
  ): Promise<void> {
    const note: CheckNote = {
      v: 1,
      id: statement.id,
      visitId: statement.visitId,
      name: visit.value?.name ?? null,
      nameKana: visit.value?.nameKana ?? null,
      setting: statement.setting,
      staffName: device.currentStaff?.name ?? '',
      capturedAt: statement.capturedAt,
      withChallenge: challengeId !== null,
      certificateLastDay: found.certificateLastDay,
    }
    const payload: CheckPayload = {
      v: 1,
      statement: statementText,
      evidence: {
        kind: 'cardSignature',
        certificate: found.certificate,
        signature,
        challengeId,
        challenge: toBase64Url(challenge),
        cardExpiry: found.cardExpiry,
      },
    }
    unsaved.value = { payload, note }
    await saveAgain()
  }

  /** Commits the signed check; a refusal (no room) keeps it for another try. */
  async function saveAgain(): Promise<void> {
    const pending = unsaved.value
    if (!pending) return
    error.value = null
    showStage('saving', 0.9)
    const saved = await sync.save(pending.payload, pending.note)
    if (!saved.ok) {
      showStage('idle', 0)
      error.value = saved.code
      return
    }
    unsaved.value = null
    showStage('idle', 1)
    step.value = 'saved'
    await Promise.all([card.release(), checks.reload()])
  }

  /** The staff have the tablet again; the record stays on the screen until they go on. */
  function returnToStaff(): void {
    patientSide.value = false
    if (step.value !== 'saved') step.value = 'setting'
    forgetCard()
  }

  /** Leaves the check; what the patient decided stays as a draft. */
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
    checkId,
    stage,
    progress,
    error,
    triesLeft,
    triesBefore,
    certificate,
    cardExpiry: computed(() => prepared.value?.cardExpiry ?? null),
    pinGate,
    unknownOutcome,
    row,
    begin,
    chooseSetting,
    startPatientSide,
    decideConsent,
    reconsidering,
    reconsiderConsent,
    placeCard,
    confirmLastTry,
    submitPin,
    saveAgain,
    returnToStaff,
    cancel,
    loadDrafts,
    hasDraft,
    resumeDraft,
  }
})

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
