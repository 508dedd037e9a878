/** The one reader that is connected: by Bluetooth, by the bridge, or a training card's. Each is loaded when it is asked for. */
import type { CardImage } from '../../domain/card-image'
import { failed, ok, type Result } from '../../domain/outcome'
import { checkBluetooth } from '../nfc/bluetooth/adapter'
import type { BluetoothReaderOptions, BluetoothTransport } from '../nfc/bluetooth-reader'
import type { BridgeOptions, BridgeTransport } from '../nfc/bridge'
import { TransportError, type Transport } from '../nfc/transport'
import type { ReaderInfo } from './card-port'
import type { ReaderKeys } from './reader-keys'

const NO_READER: Omit<ReaderInfo, 'bluetoothAvailable' | 'bridgeAvailable'> = {
  state: 'none',
  kind: null,
  name: '',
  battery: null,
  cardPresent: null,
  trainingCard: null,
}

/** Fetched ahead with what reads a card. */
export const bluetoothModule = (): Promise<typeof import('../nfc/bluetooth-reader')> =>
  import('../nfc/bluetooth-reader')

export interface RealReaderOptions {
  bluetooth?: Bluetooth | undefined
  /** A training card answers about as slowly as a card on a radio reader, so that training feels real. */
  trainingDelayMs?: number
  /** Time and platform of the Bluetooth driver. */
  driver?: BluetoothReaderOptions
  /** Where the facility's key of its readers is kept; none: every reader has the factory's. */
  readerKeys: ReaderKeys
  /** null where this device cannot run the bridge. */
  bridge?: BridgeOptions | null
  /** What was read with this reader is no longer to be used. */
  onLetGo: () => void
}

export async function createRealReader({
  bluetooth = 'bluetooth' in navigator ? navigator.bluetooth : undefined,
  trainingDelayMs = 120,
  driver = {},
  readerKeys,
  bridge: bridgeOptions = 'navigator' in globalThis && canRunBridge() ? {} : null,
  onLetGo,
}: RealReaderOptions) {
  const listeners = new Set<(reader: ReaderInfo) => void>()
  let info: ReaderInfo = {
    ...NO_READER,
    bluetoothAvailable: false,
    bridgeAvailable: bridgeOptions !== null,
  }
  let transport: Transport | null = null
  let bluetoothReader: BluetoothTransport | null = null
  let bridge: BridgeTransport | null = null
  let stopListening: (() => void) | null = null

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
    onLetGo()
    const closing = transport
    transport = null
    await closing?.close()
  }

  async function powerOff(): Promise<void> {
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
    reader: () => info,
    onReader: (listener: (reader: ReaderInfo) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    transport: () => transport,
    lookForBluetooth,
    connectBluetooth,
    connectBridge,
    pairBridge,
    useTrainingCard,
    disconnect,
    powerOff,
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

function refusal(cause: unknown): { ok: false; code: TransportError['code'] } {
  if (cause instanceof TransportError) return failed(cause.code)
  throw cause
}

function isLinkFault(cause: unknown): boolean {
  return cause instanceof TransportError
}
