/** The card port over src/nfc: what is read from the card on the one reader that is connected, and signed by it. */
import { toBase64Url } from '../../api/bytes'
import { dayInJapan } from '../../domain/days'
import { failed, ok, type Result } from '../../domain/outcome'
import type { PreparedCard as NfcPreparedCard } from '../nfc/applications/jpki'
import type { CardProgress } from '../nfc/card-channel'
import type { CardPort, PreparedCard, SignOutcome } from './card-port'
import { NO_READER_KEYS } from './reader-keys'
import type { FacePort, FacePortOptions } from './real-card-face'
import { bluetoothModule, createRealReader, type RealReaderOptions } from './real-reader'
import type { CardStage } from './view-types'

/** Where each stage begins and ends on one progress bar of reading, and of signing. */
const SPANS = {
  selecting: [0, 0.1],
  reading: [0.1, 1],
  verifying: [0, 0.4],
  signing: [0.4, 0.9],
} as const

const STAGES = {
  selecting: 'searching',
  reading: 'reading',
  verifying: 'verifying',
  signing: 'signing',
} as const satisfies Record<CardProgress['step'], CardStage>

/** Nothing of a card is in the way of the first screen; it is fetched behind it, so that no tap waits. */
const jpkiModule = (): Promise<typeof import('../nfc/applications/jpki')> =>
  import('../nfc/applications/jpki')

/** Not fetched ahead: most checks are made with the PIN. */
const faceModule = (): Promise<typeof import('./real-card-face')> => import('./real-card-face')

/** Fetches what reading a card needs. Where it does not come now, the reading asks again. */
export async function fetchCardCode(): Promise<void> {
  await Promise.all([bluetoothModule(), jpkiModule()])
}

export interface RealCardOptions extends Partial<Omit<RealReaderOptions, 'onLetGo'>> {
  /** Whose faces are believed; none: production's set, of which no key is published. */
  face?: Omit<FacePortOptions, 'transport'>
}

export async function createRealCard({
  readerKeys = NO_READER_KEYS,
  face: faceTrust = { anchors: () => Promise.resolve({ set: 'production', keys: [] }) },
  ...readers
}: RealCardOptions = {}): Promise<CardPort> {
  let prepared: NfcPreparedCard | null = null
  /** Loaded when a face is first asked for. */
  let face: FacePort | null = null

  /** Nothing of a card that was read before answers for the next one. */
  function forgetCard(): void {
    prepared = null
    face?.forget()
  }

  const { transport, powerOff, ...port } = await createRealReader({
    ...readers,
    readerKeys,
    onLetGo: forgetCard,
  })

  async function prepare(
    onStage: (stage: CardStage, progress: number) => void,
    signal: AbortSignal,
  ): Promise<Result<PreparedCard>> {
    const { prepareCard } = await jpkiModule()
    const reader = transport()
    if (!reader) return failed('TZ-R14')
    forgetCard()
    const result = await prepareCard(reader, {
      readExpiry: true,
      signal,
      onProgress: (progress) => onStage(STAGES[progress.step], along(progress)),
    })
    if (!result.ok) return result
    // Given up while the last command was under way: what was read must not be signed with by whoever comes next.
    if (signal.aborted) return failed('TZ-C14')
    prepared = result.value
    return ok({
      certificate: toBase64Url(prepared.certificate),
      certificateLastDay: dayInJapan(prepared.certificateFacts.notAfter),
      cardExpiry: prepared.cardExpiry,
      triesLeft: prepared.triesLeft,
    })
  }

  async function sign(
    pin: Uint8Array,
    input: Uint8Array<ArrayBuffer>,
    lastTryConfirmed: boolean,
    onStage: (stage: CardStage, progress: number) => void,
  ): Promise<SignOutcome> {
    if (!prepared) {
      pin.fill(0)
      return { kind: 'refused', code: 'TZ-C05' }
    }
    const digest = new Uint8Array(await crypto.subtle.digest(prepared.hash, input))
    const outcome = await prepared.signWithPin(pin, digest, {
      lastTryConfirmed,
      onProgress: (progress) => onStage(STAGES[progress.step], along(progress)),
    })
    switch (outcome.kind) {
      case 'signed':
        return { kind: 'signed', signature: toBase64Url(outcome.signature) }
      case 'wrongPin':
        return { kind: 'wrongPin', triesLeft: outcome.triesLeft }
      case 'unknown':
      case 'refused':
        return outcome
    }
  }

  return {
    readerKeys,
    ...port,
    liftTrainingCard: () => void port.disconnect(),
    prepare,
    sign,
    async prepareFace(onStage, signal) {
      const { createFacePort } = await faceModule()
      face ??= createFacePort({ ...faceTrust, transport })
      prepared = null
      return face.prepare(({ step, fraction }) => onStage(STAGES[step], fraction), signal)
    },
    async checkFace(code, input, { onStage, ...how }) {
      if (!face) {
        code.fill(0)
        return { kind: 'refused', code: 'TZ-C05' }
      }
      const onProgress = ({ step, fraction }: CardProgress): void => onStage(STAGES[step], fraction)
      return face.check(code, input, { ...how, onProgress })
    },
    async release() {
      forgetCard()
      await powerOff()
    },
  }
}

function along({ step, fraction }: CardProgress): number {
  const [from, to] = SPANS[step]
  return from + (to - from) * fraction
}
