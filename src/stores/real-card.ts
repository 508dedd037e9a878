/** The card port over src/nfc: one reader at a time, or a training card in its place; each is loaded when it is asked for. */
import { toBase64Url } from '../../api/bytes'
import type { CardImage } from '../../domain/card-image'
import { dayInJapan } from '../../domain/days'
import { failed, ok, type Result } from '../../domain/outcome'
import type { PreparedCard as NfcPreparedCard } from '../nfc/applications/jpki'
import { checkBluetooth } from '../nfc/bluetooth/adapter'
import type { BluetoothReaderOptions, BluetoothTransport } from '../nfc/bluetooth-reader'
import type { BridgeOptions, BridgeTransport } from '../nfc/bridge'
import type { CardProgress } from '../nfc/card-channel'
import { TransportError, type Transport } from '../nfc/transport'
import type { CardPort, PreparedCard, ReaderInfo, SignOutcome } from './card-port'
import { NO_READER_KEYS, type ReaderKeys } from './reader-keys'
import type { FacePort, FacePortOptions } from './real-card-face'
import type { CardStage } from './view-types'

const NO_READER: Omit<ReaderInfo, 'bluetoothAvailable' | 'bridgeAvailable'> = {
  state: 'none',
  kind: null,
  name: '',
  battery: null,
  cardPresent: null,
  trainingCard: null,
}

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
const bluetoothModule = (): Promise<typeof import('../nfc/bluetooth-reader')> =>
  import('../nfc/bluetooth-reader')
const jpkiModule = (): Promise<typeof import('../nfc/applications/jpki')> =>
  import('../nfc/applications/jpki')

/** Not fetched ahead: most checks are made with the PIN. */
const faceModule = (): Promise<typeof import('./real-card-face')> => import('./real-card-face')

/** Fetches what reading a card needs. Where it does not come now, the reading asks again. */
export async function fetchCardCode(): Promise<void> {
  await Promise.all([bluetoothModule(), jpkiModule()])
}

export interface RealCardOptions {
  bluetooth?: Bluetooth | undefined
  /** A training card answers about as slowly as a card on a radio reader, so that training feels real. */
  trainingDelayMs?: number
  /** Time and platform of the Bluetooth driver. */
  driver?: BluetoothReaderOptions
  /** Where the facility's key of its readers is kept; none: every reader has the factory's. */
  readerKeys?: ReaderKeys
  /** null where this device cannot run the bridge. */
  bridge?: BridgeOptions | null
  /** Whose faces are believed; none: production's set, of which no key is published. */
  face?: Omit<FacePortOptions, 'transport'>
}

export async function createRealCard({
  bluetooth = 'bluetooth' in navigator ? navigator.bluetooth : undefined,
  trainingDelayMs = 120,
  driver = {},
  readerKeys = NO_READER_KEYS,
  bridge: bridgeOptions = 'navigator' in globalThis && canRunBridge() ? {} : null,
  face: faceTrust = { anchors: () => Promise.resolve({ set: 'production', keys: [] }) },
}: RealCardOptions = {}): Promise<CardPort> {
  const listeners = new Set<(reader: ReaderInfo) => void>()
  let info: ReaderInfo = {
    ...NO_READER,
    bluetoothAvailable: false,
    bridgeAvailable: bridgeOptions !== null,
  }
  let transport: Transport | null = null
  let bluetoothReader: BluetoothTransport | null = null
  let bridge: BridgeTransport | null = null
  let prepared: NfcPreparedCard | null = null
  let stopListening: (() => void) | null = null
  /** Loaded when a face is first asked for. */
  let face: FacePort | null = null

  function show(change: Partial<ReaderInfo>): void {
    info = { ...info, ...change }
    for (const listener of listeners) listener(info)
  }

  function listen(to: Transport): void {
    stopListening?.()
    const offCard = to.on('card', (present) => show({ cardPresent: present }))
    const offLink = to.on('link', (link) => show({ state: link === 'lost' ? 'lost' : 'ready' }))
    stopListening = () => {
      offCard()
      offLink()
    }
  }

  async function take(next: Transport, change: Partial<ReaderInfo>): Promise<Result<null>> {
    if (transport !== next) await letGo()
    show({ ...NO_READER, ...change, state: 'connecting' })
    try {
      await next.connect()
    } catch (cause) {
      show({ state: 'lost' })
      return refusal(cause)
    }
    transport = next
    listen(next)
    show({ state: 'ready', name: next.name, kind: next.kind })
    return ok(null)
  }

  /** The chooser is shown once; afterwards the same reader is connected again without it. */
  async function connectBluetooth(): Promise<Result<null>> {
    const { requestBluetoothReader } = await bluetoothModule()
    try {
      bluetoothReader ??= await requestBluetoothReader({
        masterKey: readerKeys.read,
        ...driver,
        bluetooth,
      })
    } catch (cause) {
      return refusal(cause)
    }
    const reader = bluetoothReader
    const taken = await take(reader, { kind: reader.kind })
    if (!taken.ok) {
      // A reader that does not answer may be the wrong one: the next tap lets staff choose again.
      bluetoothReader = null
      return taken
    }
    void showBattery(reader)
    return taken
  }

  /** Loaded when it is first asked for: most devices never need it. */
  async function useBridge(): Promise<BridgeTransport | null> {
    if (!bridgeOptions) return null
    const { createBridgeTransport } = await import('../nfc/bridge')
    bridge ??= createBridgeTransport(bridgeOptions)
    return bridge
  }

  async function connectBridge(): Promise<Result<null>> {
    const reader = await useBridge()
    if (!reader) return failed('TZ-B01')
    const taken = await take(reader, { kind: 'bridge' })
    // It was never there, so nothing was lost; the code says what is missing.
    if (!taken.ok) show({ state: 'none' })
    return taken
  }

  async function pairBridge(code: string): Promise<Result<null>> {
    const reader = await useBridge()
    if (!reader) return failed('TZ-B01')
    if (transport !== reader) await letGo()
    show({ ...NO_READER, kind: 'bridge', state: 'connecting' })
    try {
      await reader.pair(code)
    } catch (cause) {
      show({ state: 'none' })
      return refusal(cause)
    }
    return connectBridge()
  }

  /** Says nothing of a reader that was let go while it was asked. */
  async function showBattery(reader: BluetoothTransport): Promise<void> {
    try {
      const battery = await reader.readBattery()
      if (transport === reader) show({ battery })
    } catch (cause) {
      if (!isLinkFault(cause)) throw cause
      if (transport === reader) show({ battery: null, state: 'lost' })
    }
  }

  async function useTrainingCard(card: CardImage): Promise<Result<null>> {
    const [{ createSoftwareCard }, { createTrainingTransport }] = await Promise.all([
      import('../nfc/emulator/software-card'),
      import('../nfc/emulator/training-transport'),
    ])
    const delay = (): Promise<void> => new Promise((done) => setTimeout(done, trainingDelayMs))
    const reader = createTrainingTransport(createSoftwareCard(card), { delay })
    return take(reader, { kind: 'training', trainingCard: card.personaId, cardPresent: true })
  }

  async function disconnect(): Promise<void> {
    const closing = letGo()
    show(NO_READER)
    await closing
  }

  /** Nothing of the reader before answers for the next one, not even where the next one cannot be reached. */
  async function letGo(): Promise<void> {
    stopListening?.()
    stopListening = null
    prepared = null
    face?.forget()
    const closing = transport
    transport = null
    await closing?.close()
  }

  async function prepare(
    onStage: (stage: CardStage, progress: number) => void,
    signal: AbortSignal,
  ): Promise<Result<PreparedCard>> {
    const { prepareCard } = await jpkiModule()
    if (!transport) return failed('TZ-R14')
    prepared = null
    face?.forget()
    const result = await prepareCard(transport, {
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

  async function release(): Promise<void> {
    prepared = null
    face?.forget()
    if (!transport || info.state !== 'ready') return
    try {
      await transport.powerOff()
    } catch (cause) {
      if (!isLinkFault(cause)) throw cause
      show({ state: 'lost' })
    }
  }

  async function lookForBluetooth(): Promise<void> {
    show({ bluetoothAvailable: (await checkBluetooth(bluetooth)) === 'available' })
  }

  bluetooth?.addEventListener('availabilitychanged', () => void lookForBluetooth())
  await lookForBluetooth()

  return {
    readerKeys,
    reader: () => info,
    onReader: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lookForBluetooth,
    connectBluetooth,
    connectBridge,
    pairBridge,
    useTrainingCard,
    liftTrainingCard: () => void disconnect(),
    disconnect,
    prepare,
    sign,
    async prepareFace(onStage, signal) {
      const { createFacePort } = await faceModule()
      face ??= createFacePort({ ...faceTrust, transport: () => transport })
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
    release,
  }
}

/** The bridge is a program for Windows, macOS and Linux; a tablet that says it is a Mac has a touch screen. */
export function canRunBridge({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> = navigator): boolean {
  if (/Android|iPhone|iPad|Mobile|CrOS/.test(userAgent)) return false
  return /Windows|Linux/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints < 2)
}

function along({ step, fraction }: CardProgress): number {
  const [from, to] = SPANS[step]
  return from + (to - from) * fraction
}

function refusal(cause: unknown): { ok: false; code: TransportError['code'] } {
  if (cause instanceof TransportError) return failed(cause.code)
  throw cause
}

function isLinkFault(cause: unknown): boolean {
  return cause instanceof TransportError
}
