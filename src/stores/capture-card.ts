import { computed, ref, shallowRef } from 'vue'
import type { CertificateNotice } from '../../domain/answer'
import { certificateNotice, endOfCard } from '../../domain/certificate'
import type { CheckStatement } from '../../domain/check'
import { beforePin, type PinDecision } from '../../domain/decide/before-pin'
import type { ErrorCode } from '../../domain/errors'
import { composeNote, composePayload, composeToSign, type ToSign } from './capture-check'
import type { CaptureRun } from './capture-run'
import type { CaptureSaid } from './capture-said'
import type { CaptureSaving } from './capture-saving'
import type { PreparedCard, SignOutcome } from './card-port'
import { lookForCard } from './look-for-card'
import type { Services } from './services'
import type { CardStage } from './view-types'

/** place → pin → hold: the card is read, the PIN presented to it once, and what it signed is saved. */
export function createCaptureCard(
  run: CaptureRun,
  said: CaptureSaid,
  saving: CaptureSaving,
  { card, sync, randomBytes }: Pick<Services, 'card' | 'sync' | 'randomBytes'>,
) {
  const { step, error, showStage } = run
  /** On the reader now. */
  const prepared = shallowRef<PreparedCard | null>(null)
  /** The card that was read last in this check, also after it was taken away. */
  const lastRead = shallowRef<PreparedCard | null>(null)
  const triesLeft = ref<number | null>(null)
  const triesBefore = ref<number | null>(null)
  const unknownOutcome = ref(false)
  const lastTryConfirmed = ref(false)
  let looking: AbortController | null = null

  const end = computed(() =>
    prepared.value ? endOfCard(prepared.value.certificateLastDay, prepared.value.cardExpiry) : null,
  )
  const certificate = computed<CertificateNotice | null>(() =>
    end.value ? certificateNotice(end.value.lastDay, run.today()) : null,
  )
  const pinGate = computed<PinDecision | null>(() =>
    certificate.value && triesLeft.value !== null
      ? beforePin({
          triesLeft: triesLeft.value,
          certificate: certificate.value.state,
          hasPin: run.visit.value?.cardHasPin ?? true,
          confirmedLastTry: lastTryConfirmed.value,
        })
      : null,
  )

  function forget(): void {
    looking?.abort()
    looking = null
    prepared.value = null
    showStage('idle', 0)
  }

  function reset(): void {
    forget()
    lastRead.value = null
    triesLeft.value = null
    triesBefore.value = null
    unknownOutcome.value = false
    lastTryConfirmed.value = false
  }

  /** Waits for a card, reads certificate and tries; ends at the PIN or with `error`. */
  async function place(): Promise<void> {
    forget()
    error.value = null
    const search = new AbortController()
    const { signal } = search
    looking = search
    showStage('searching', 0)
    try {
      await lookForAny(signal)
    } catch (cause) {
      if (!signal.aborted) refuse('TZ-C09')
      throw cause
    }
  }

  async function lookForAny(signal: AbortSignal): Promise<void> {
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
    if (found.ok) accept(found.value)
    else refuse(found.code)
  }

  /** Only its own tries can be compared with those of before. */
  function accept(found: PreparedCard): void {
    looking = null
    const isSameCard = lastRead.value?.certificate === found.certificate
    prepared.value = found
    lastRead.value = found
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

  /** Presents the PIN once, signs, saves. `pin` is zeroed by the callee whatever happens. */
  async function submitPin(pin: Uint8Array): Promise<void> {
    const found = prepared.value
    const statement = run.statementWith(said.consent.value)
    if (step.value !== 'pin' || pinGate.value !== 'go' || !found || !statement) {
      pin.fill(0)
      return
    }
    const isCurrent = run.follow()
    error.value = null
    unknownOutcome.value = false
    step.value = 'hold'
    showStage('verifying', 0)
    const presented = await present(pin, statement, isCurrent).catch((cause: unknown) => {
      // Whether a try was counted is not known: placing the card again reads the counter.
      if (isCurrent()) refuse('TZ-C09')
      throw cause
    })
    if (isCurrent()) await follow(found, presented.toSign, presented.outcome)
  }

  /** Zeroes the PIN before anything else is waited for. */
  async function present(
    pin: Uint8Array,
    statement: CheckStatement,
    isCurrent: () => boolean,
  ): Promise<{ toSign: ToSign; outcome: SignOutcome }> {
    const tell = (next: CardStage, fraction: number): void => {
      if (isCurrent()) showStage(next, fraction)
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
      case 'signed':
        await saving.save({
          payload: composePayload(toSign, found, outcome.signature),
          note: composeNote(toSign, found, run.who()),
        })
        return
      case 'wrongPin':
        askAgain(outcome.triesLeft)
        return
      case 'unknown':
        unknownOutcome.value = true
        step.value = 'place'
        await place()
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
    forget()
    error.value = code
    step.value = 'place'
  }

  return {
    lastRead,
    triesLeft,
    triesBefore,
    unknownOutcome,
    certificate,
    pinGate,
    cardExpiry: computed(() => prepared.value?.cardExpiry ?? null),
    /** Whether the card or its certificate ends first (R20). */
    endsBy: computed(() => end.value?.by ?? null),
    place,
    confirmLastTry,
    submitPin,
    forget,
    reset,
  }
}
