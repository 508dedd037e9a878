import { computed, ref, shallowRef, type Ref } from 'vue'
import { certificateNotice, endOfCard } from '../../domain/certificate'
import type { CheckStatement } from '../../domain/check'
import type { Day } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import { composeToSign, type FaceProven, type ToSign } from './capture-check'
import type { FaceOutcome, PreparedFace, SeenFace } from './card-port'
import { lookForCard } from './look-for-card'
import type { Services } from './services'
import type { CardStage } from './view-types'

export type FacePhase = 'passcode' | 'printed' | 'card' | 'lastTry' | 'compare'

/** What staff mend by typing anew; everything else is mended at the card, or not at all. */
const TYPED_WRONG: ReadonlySet<ErrorCode> = new Set(['TZ-C23', 'TZ-C24'])

function endOf({
  certificateLastDay,
  cardExpiry,
}: PreparedFace): ReturnType<typeof endOfCard> | null {
  return certificateLastDay === null ? null : endOfCard(certificateLastDay, cardExpiry)
}

export interface FaceStep {
  phase: Ref<FacePhase>
  error: Ref<ErrorCode | null>
  today: () => Day
  /** Of the check as it stands now. */
  statementNow: () => CheckStatement | null
}

/** printed → card → compare: the card is laid down, what is printed presented to it once, and its face shown. */
export function createFaceCard(
  { phase, error, today, statementNow }: FaceStep,
  { card, sync, randomBytes }: Pick<Services, 'card' | 'sync' | 'randomBytes'>,
) {
  const stage = ref<CardStage>('idle')
  const progress = ref(0)
  /** Of 照合番号B; null until a card was read. */
  const triesLeft = ref<number | null>(null)
  /** What a VERIFY that was torn off left behind; null: there was none. */
  const torn = ref<'counted' | 'notCounted' | 'unknown' | null>(null)
  /** The card that was read last. */
  const lastCard = shallowRef<PreparedFace | null>(null)
  const end = computed(() => lastCard.value && endOf(lastCard.value))
  const face = shallowRef<SeenFace | null>(null)

  let proven: Pick<FaceProven, 'card' | 'proof'> | null = null
  let signed: ToSign | null = null
  let work: AbortController | null = null
  let answerLastTry: ((goesOn: boolean) => void) | null = null

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

  /** The screen goes: nothing of the card stays. */
  function leave(): void {
    stopWork()
    forgetFace()
    torn.value = null
  }

  function reset(): void {
    leave()
    triesLeft.value = null
    lastCard.value = null
  }

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
  async function read(code: Uint8Array<ArrayBuffer>): Promise<void> {
    const mayRead = phase.value === 'printed' || (phase.value === 'card' && !work)
    if (!mayRead) {
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
    const statement = statementNow()
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

  return {
    stage,
    progress,
    triesLeft,
    torn,
    /** Of the card whose face is shown. */
    certificate: computed(() => end.value && certificateNotice(end.value.lastDay, today())),
    endsBy: computed(() => end.value?.by ?? null),
    /** Its last day, as it tells anybody; `YYYY-MM-DD`. */
    cardExpiry: computed(() => lastCard.value?.cardExpiry ?? null),
    face,
    /** What stands behind the face that is shown; null: none is. */
    evidence: () => face.value && proven && signed && { face: face.value, proven, signed },
    read,
    confirmLastTry: (goesOn: boolean) => answerLastTry?.(goesOn),
    leave,
    reset,
  }
}
