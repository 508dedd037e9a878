/** A nurse's check on stage: the store, the real driver, the emulated reader and a card that can be made to fail. */
import { createPinia, setActivePinia } from 'pinia'
import type { CardImage } from '../../domain/card-image'
import type { Consent } from '../../domain/check'
import { createSoftwareCard, type SoftwareCardKnobs } from '../../src/nfc/emulator/software-card'
import { useCaptureStore } from '../../src/stores/capture'
import type { CardPort } from '../../src/stores/card-port'
import { useDeviceStore } from '../../src/stores/device'
import { createRealCard } from '../../src/stores/real-card'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { createFakeBluetooth } from './ble-fake'
import { createFakeWorld, VISIT, type FakeWorld } from './fake-services'
import { createManualTimer } from './reader-fixtures'
import { createReaderEmulator, type ReaderEmulator } from './reader-emulator'

export const DECIDED: Consent = {
  items: { diagnosis: true, medication: true, checkup: false, surgery: false },
  prescription: 'paper',
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-21T01:00:00.000Z',
}

/** Changes what the card answers; null leaves it as it is. `selected` is the file selected last. */
export type Interception = (command: Uint8Array, selected: string) => Uint8Array | null

export interface FaultStage {
  readonly image: CardImage
  readonly reader: ReaderEmulator
  /** The driver's time; it stands still until a test moves it. */
  readonly timer: ReturnType<typeof createManualTimer>
  readonly world: FakeWorld
  readonly port: CardPort
  readonly capture: ReturnType<typeof useCaptureStore>
  /** PIN presentations that reached a card. */
  readonly verifies: number
  /** A card lies on the reader: it was not torn off. */
  readonly isLaid: boolean
  /** A fresh card on the reader; a tear takes it off. */
  readonly lay: (knobs?: SoftwareCardKnobs, intercept?: Interception) => void
}

export async function createFaultStage(image: CardImage): Promise<FaultStage> {
  const reader = createReaderEmulator()
  const timer = createManualTimer()
  const fake = createFakeBluetooth(reader)
  const bluetooth = Object.assign(fake.bluetooth, { addEventListener: () => undefined })
  const driver = { startTimer: timer.startTimer, locks: null }
  const port = await createRealCard({ bluetooth, driver })
  const world = createFakeWorld()
  setActivePinia(createPinia())
  provideServices({ ...world.services, card: port })
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  let verifies = 0
  let isLaid = false

  function lay(knobs: SoftwareCardKnobs = {}, intercept: Interception = () => null): void {
    const card = createSoftwareCard(image, knobs)
    let selected = ''
    isLaid = true
    reader.insert({
      atr: card.atr,
      reset: () => card.reset(),
      async respond(command) {
        const hex = Buffer.from(command).toString('hex').toUpperCase()
        if (hex.startsWith('00A4')) selected = hex.slice(10)
        if (hex.startsWith('00200080') && command.length > 4) verifies += 1
        const changed = intercept(command, selected)
        if (changed) return changed
        try {
          return await card.respond(command)
        } catch (cause) {
          isLaid = false
          reader.remove()
          throw cause
        }
      },
    })
  }

  return {
    image,
    reader,
    timer,
    world,
    port,
    capture: useCaptureStore(),
    get verifies() {
      return verifies
    },
    get isLaid() {
      return isLaid
    },
    lay,
  }
}

/** The patient has decided; the card is the next thing. */
export async function toTheCard({ capture, port }: FaultStage): Promise<void> {
  const connected = await port.connectBluetooth()
  if (!connected.ok) throw new Error(connected.code)
  capture.begin(VISIT.id)
  capture.startPatientSide()
  capture.startPatientSide()
  await capture.decideConsent(DECIDED)
}
