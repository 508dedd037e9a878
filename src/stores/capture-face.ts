import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { attestationFault, wordingOn } from '../../domain/attestation'
import { dayInJapan, type Day } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import { planFaceCheck, type FacePlan, type FaceSituation } from '../../domain/face-way'
import { useCaptureStore } from './capture'
import { composeFace, type FaceProven } from './capture-check'
import { createFaceCard, type FacePhase } from './capture-face-card'
import { useDeviceStore } from './device'
import type { FacePasscodeStanding } from './face-passcode-port'
import { useReaderStore } from './reader'
import { useServices } from './services'

/** Why the photo did not settle who it is; `unsure` too where it cannot be read. */
export type FaceDoubt = 'differs' | 'unsure'

const CARD_STATES: Readonly<Partial<Record<ErrorCode, FaceSituation['card']>>> = {
  'TZ-C02': 'locked',
  'TZ-C08': 'none',
  'TZ-C10': 'dead',
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
  const services = useServices()
  const { facePasscode, sync, now } = services
  const capture = useCaptureStore()
  const device = useDeviceStore()
  const reader = useReaderStore()

  const phase = ref<FacePhase>('passcode')
  const standing = shallowRef<FacePasscodeStanding>({ kind: 'none' })
  const wrongPasscode = ref(false)
  const error = ref<ErrorCode | null>(null)
  const doubt = ref<FaceDoubt | null>(null)
  const saving = ref(false)

  let passcode: FaceProven['passcode'] | null = null
  /** Changes with each step of the capture: what was waited for must not reach into another check. */
  let session = 0

  const today = (): Day => dayInJapan(now())
  const reading = createFaceCard(
    { phase, error, today, statementNow: capture.statementNow },
    services,
  )

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

  /** The screen goes: nothing of the card stays. The passcode was right for this check and is not asked for again. */
  function leaveScreen(): void {
    reading.leave()
    error.value = null
    phase.value = passcode ? 'printed' : 'passcode'
  }

  /** Ends with the capture's step, whatever ended that. */
  function forget(): void {
    session += 1
    passcode = null
    reading.reset()
    leaveScreen()
    wrongPasscode.value = false
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

  /** @param code what is printed, 14 ASCII digits; zeroed whatever happens */
  async function readCard(code: Uint8Array<ArrayBuffer>): Promise<void> {
    if (capture.step === 'face' && passcode) await reading.read(code)
    else code.fill(0)
  }

  /** They are the same, and staff say so: who, when, and in which words goes with the check (R12). */
  async function attest(): Promise<void> {
    const seen = reading.evidence()
    if (!seen || !passcode || saving.value) return
    const { face, proven, signed } = seen
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
      { ...proven, face, passcode, attestation },
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
    error,
    stage: reading.stage,
    progress: reading.progress,
    triesLeft: reading.triesLeft,
    torn: reading.torn,
    certificate: reading.certificate,
    endsBy: reading.endsBy,
    cardExpiry: reading.cardExpiry,
    face: reading.face,
    doubt,
    saving,
    sentence,
    lookForPasscode,
    begin,
    enterPasscode,
    readCard,
    confirmLastTry: reading.confirmLastTry,
    /** Another reading of what is printed: the search for a card ends. */
    backToPrinted: leaveScreen,
    attest,
    decline,
    leaveScreen,
  }
})
