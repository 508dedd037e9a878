import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { attestationFault, wordingOn } from '../../domain/attestation'
import { certificateNotice, endOfCard } from '../../domain/certificate'
import { dayInJapan, type Day } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import { planFaceCheck, type FacePlan, type FaceSituation } from '../../domain/face-way'
import { useCaptureStore } from './capture'
import { composeFace, composeToSign, type FaceProven, type ToSign } from './capture-check'
import type { FaceOutcome, PreparedFace, SeenFace } from './card-port'
import { useDeviceStore } from './device'
import type { FacePasscodeStanding } from './face-passcode-port'
import { lookForCard } from './look-for-card'
import { useReaderStore } from './reader'
import { useServices } from './services'
import type { CardStage } from './view-types'

export type FacePhase = 'passcode' | 'printed' | 'card' | 'lastTry' | 'compare'

/** Why the photo did not settle who it is; `unsure` too where it cannot be read. */
export type FaceDoubt = 'differs' | 'unsure'

/** What staff mend by typing anew; everything else is mended at the card, or not at all. */
const TYPED_WRONG: ReadonlySet<ErrorCode> = new Set(['TZ-C23', 'TZ-C24'])

const CARD_STATES: Readonly<Partial<Record<ErrorCode, FaceSituation['card']>>> = {
  'TZ-C02': 'locked',
  'TZ-C08': 'none',
  'TZ-C10': 'dead',
}

function endOf({
  certificateLastDay,
  cardExpiry,
}: PreparedFace): ReturnType<typeof endOfCard> | null {
  return certificateLastDay === null ? null : endOfCard(certificateLastDay, cardExpiry)
}

/**
 * 目視 (R12): what happens inside the capture's step `face`, on the staff's side.
 *
 *   passcode → printed → card → compare → saved (of the capture)
 *                 ↑      │  ↑      └ 「ちがう」「わからない」: nothing is saved, setting with the ladder
 *                 │      │  └ lastTry: one try of ten left
 *                 └──────┤ wrong code · contact lost in VERIFY: the counter is read again first
 *                        └ refused: `error` stands at card, which may be laid down once more
 *
 * Photo, proof and passcode live in no state that is watched, saved or shown by tools: `face` holds one frozen object,
 * the rest is in this closure. All of it goes with the step (saved, left, locked) and with its screen.
 */
export const useFaceStore = defineStore('face', () => {
  const { card, facePasscode, sync, now, randomBytes } = useServices()
  const capture = useCaptureStore()
  const device = useDeviceStore()
  const reader = useReaderStore()

  const phase = ref<FacePhase>('passcode')
  const standing = shallowRef<FacePasscodeStanding>({ kind: 'none' })
  const wrongPasscode = ref(false)
  const stage = ref<CardStage>('idle')
  const progress = ref(0)
  const error = ref<ErrorCode | null>(null)
  /** Of 照合番号B; null until a card was read. */
  const triesLeft = ref<number | null>(null)
  /** What a VERIFY that was torn off left behind; null: there was none. */
  const torn = ref<'counted' | 'notCounted' | 'unknown' | null>(null)
  /** The card that was read last. */
  const lastCard = shallowRef<PreparedFace | null>(null)
  const end = computed(() => lastCard.value && endOf(lastCard.value))
  const face = shallowRef<SeenFace | null>(null)
  const doubt = ref<FaceDoubt | null>(null)
  const saving = ref(false)

  let passcode: FaceProven['passcode'] | null = null
  let proven: Pick<FaceProven, 'card' | 'proof'> | null = null
  let signed: ToSign | null = null
  let work: AbortController | null = null
  /** Changes with each step of the capture: what was waited for must not reach into another check. */
  let session = 0
  let answerLastTry: ((goesOn: boolean) => void) | null = null

  const today = (): Day => dayInJapan(now())

  const plan = computed<FacePlan | null>(
    () =>
      capture.setting &&
      planFaceCheck({
        setting: capture.setting,
        day: today(),
        card: cardState(),
        passcodeIssued: standing.value.kind !== 'none',
        readerReady: reader.state === 'ready',
      }),
  )

  /** By what its PIN's part of the check has met, or by what the facility knows of the card. */
  function cardState(): FaceSituation['card'] {
    const met = capture.error && CARD_STATES[capture.error]
    if (met) return met
    return capture.visit?.cardHasPin === false ? 'none' : 'usable'
  }

  /** The sentence that staff attest, by the day on which the card was read. */
  const sentence = computed(() => wordingOn(today()).text)

  async function lookForPasscode(): Promise<void> {
    standing.value = await facePasscode.standing()
  }

  /** setting → 目視, by way of the patient where they have yet to decide. */
  function begin(): void {
    if (plan.value?.open) capture.startFace()
  }

  /** @param digits the four, canonical */
  async function enterPasscode(digits: string): Promise<void> {
    if (phase.value !== 'passcode' || capture.step !== 'face') return
    const mine = session
    const outcome = await facePasscode.check(digits)
    await lookForPasscode()
    if (mine !== session) return
    wrongPasscode.value = outcome.kind === 'wrong'
    error.value = outcome.kind === 'failed' ? outcome.code : null
    if (outcome.kind !== 'right') return
    passcode = outcome.passcode
    phase.value = 'printed'
  }

  function forgetFace(): void {
    face.value?.forget()
    face.value = null
    proven = null
    signed = null
  }

  function stopWork(): void {
    work?.abort()
    work = null
    stage.value = 'idle'
    progress.value = 0
  }

  /** The screen goes: nothing of the card stays. The passcode was right for this check and is not asked for again. */
  function leaveScreen(): void {
    stopWork()
    forgetFace()
    error.value = null
    torn.value = null
    phase.value = passcode ? 'printed' : 'passcode'
  }

  /** Ends with the capture's step, whatever ended that. */
  function forget(): void {
    session += 1
    passcode = null
    leaveScreen()
    wrongPasscode.value = false
    triesLeft.value = null
    lastCard.value = null
    saving.value = false
  }

  watch(
    () => capture.step,
    (step) => {
      forget()
      if (step !== 'setting') doubt.value = null
      if (step === 'face') void lookForPasscode()
    },
    { flush: 'sync' },
  )

  /** It is issued or put out of use while somebody looks at the way: it comes with the next access. */
  sync.onChange(() => {
    if (capture.step === 'setting' || capture.step === 'face') void lookForPasscode()
  })

  function tell(signal: AbortSignal): (next: CardStage, fraction: number) => void {
    return (next, fraction) => {
      if (signal.aborted) return
      stage.value = next
      progress.value = fraction
    }
  }

  /**
   * Waits for the card, presents `code` (14 ASCII digits) once and shows the face that proved itself. `code` is zeroed
   * whatever happens.
   */
  async function readCard(code: Uint8Array<ArrayBuffer>): Promise<void> {
    const mayRead = phase.value === 'printed' || (phase.value === 'card' && !work)
    if (capture.step !== 'face' || !passcode || !mayRead) {
      code.fill(0)
      return
    }
    stopWork()
    const own = new AbortController()
    work = own
    error.value = null
    torn.value = null
    phase.value = 'card'
    try {
      await presentTo(code, own.signal)
    } catch (cause) {
      // Whether a try was counted is not known: laying the card down again reads the counter.
      if (!own.signal.aborted) refuse('TZ-C09')
      throw cause
    } finally {
      code.fill(0)
      if (work === own) stopWork()
    }
  }

  async function presentTo(code: Uint8Array, signal: AbortSignal): Promise<void> {
    const found = await findCard(signal)
    if (!found || !(await mayPresent(found, signal))) return
    const statement = capture.statementNow()
    if (!statement) return
    const reserved = await sync.reserveChallenge(statement.id)
    const toSign = await composeToSign(statement, reserved, randomBytes)
    const outcome = await card.checkFace(code, toSign.input, {
      lastTryConfirmed: found.triesLeft === 1,
      onStage: tell(signal),
      signal,
    })
    if (signal.aborted) {
      if (outcome.kind === 'verified') outcome.face.forget()
      return
    }
    await follow(outcome, found, toSign, signal)
  }

  async function findCard(signal: AbortSignal): Promise<PreparedFace | null> {
    const waits = (): void => tell(signal)('searching', 0)
    waits()
    const reads = (_: CardStage, fraction: number): void => tell(signal)('searching', fraction)
    const found = await lookForCard((search) => card.prepareFace(reads, search), signal, waits)
    if (!found) return null
    if (!found.ok) {
      refuse(found.code)
      return null
    }
    triesLeft.value = found.value.triesLeft
    const obstacle = obstacleOf(found.value)
    if (obstacle) refuse(obstacle)
    return obstacle ? null : found.value
  }

  /** A dead certificate ends every way of the card (R23), and a card past its own end is no proof of anybody (R20). */
  function obstacleOf(found: PreparedFace): ErrorCode | null {
    const { cardExpiry } = found
    const ends = endOf(found)
    if (ends && certificateNotice(ends.lastDay, today()).state === 'dead') return 'TZ-C10'
    return cardExpiry !== null && cardExpiry < today() ? 'TZ-C34' : null
  }

  /** The last try is asked for first. */
  async function mayPresent(found: PreparedFace, signal: AbortSignal): Promise<boolean> {
    if (found.triesLeft > 1) return true
    phase.value = 'lastTry'
    const goesOn = await new Promise<boolean>((resolve) => {
      answerLastTry = resolve
      signal.addEventListener('abort', () => resolve(false))
    })
    answerLastTry = null
    if (!signal.aborted) phase.value = goesOn ? 'card' : 'printed'
    return goesOn
  }

  async function follow(
    outcome: FaceOutcome,
    found: PreparedFace,
    toSign: ToSign,
    signal: AbortSignal,
  ): Promise<void> {
    lastCard.value = found
    switch (outcome.kind) {
      case 'verified':
        await showFace(outcome, found, toSign)
        return
      case 'wrongCode':
        triesLeft.value = outcome.triesLeft
        error.value = 'TZ-C20'
        phase.value = 'printed'
        return
      case 'unknown':
        await readTriesAgain(signal)
        return
      case 'refused':
        refuse(outcome.code)
    }
  }

  async function showFace(
    seen: Extract<FaceOutcome, { kind: 'verified' }>,
    found: PreparedFace,
    toSign: ToSign,
  ): Promise<void> {
    const { unsignedExpiry } = seen.face
    if (unsignedExpiry !== null && unsignedExpiry < today()) {
      seen.face.forget()
      refuse('TZ-C34')
      return
    }
    face.value = seen.face
    proven = { card: found, proof: seen.proof }
    signed = toSign
    phase.value = 'compare'
    await card.release()
  }

  /** Contact was lost inside VERIFY: nothing is presented again before the counter has told whether it counted. */
  async function readTriesAgain(signal: AbortSignal): Promise<void> {
    const before = lastCard.value
    torn.value = 'unknown'
    const found = await findCard(signal)
    if (!found) return
    const isSame = before?.certificate === found.certificate
    const counted = before && found.triesLeft < before.triesLeft ? 'counted' : 'notCounted'
    torn.value = isSame ? counted : null
    phase.value = 'printed'
  }

  function refuse(code: ErrorCode): void {
    error.value = code
    phase.value = TYPED_WRONG.has(code) ? 'printed' : 'card'
  }

  /** They are the same, and staff say so: who, when, and in which words goes with the check (R12). */
  async function attest(): Promise<void> {
    if (!face.value || !proven || !signed || !passcode || saving.value) return
    const attestedAt = new Date(now()).toISOString()
    const { wording } = wordingOn(dayInJapan(signed.statement.capturedAt))
    const attestation = { wording, attestedAt }
    if (attestationFault(attestation, signed.statement)) {
      leaveScreen()
      error.value = 'TZ-C35'
      return
    }
    saving.value = true
    const made = composeFace(
      signed,
      { ...proven, face: face.value, passcode, attestation },
      { visit: capture.visit, staffName: device.currentStaff?.name ?? '' },
    )
    await capture.saveFace(made)
  }

  /** It cannot be settled by the photo: nothing is saved as a check, and the ladder says what comes next. */
  function decline(why: FaceDoubt): void {
    if (capture.step !== 'face') return
    capture.leaveFace()
    doubt.value = why
  }

  return {
    plan,
    standing,
    phase,
    wrongPasscode,
    stage,
    progress,
    error,
    triesLeft,
    torn,
    /** Of the card whose face is shown. */
    certificate: computed(() => end.value && certificateNotice(end.value.lastDay, today())),
    endsBy: computed(() => end.value?.by ?? null),
    /** Its last day, as it tells anybody; `YYYY-MM-DD`. */
    cardExpiry: computed(() => lastCard.value?.cardExpiry ?? null),
    face,
    doubt,
    saving,
    sentence,
    lookForPasscode,
    begin,
    enterPasscode,
    readCard,
    confirmLastTry: (goesOn: boolean) => answerLastTry?.(goesOn),
    /** Another reading of what is printed: the search for a card ends. */
    backToPrinted: leaveScreen,
    attest,
    decline,
    leaveScreen,
  }
})
