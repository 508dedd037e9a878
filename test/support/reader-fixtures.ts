/** What tests of the reader share: a card of no kind, a timer moved by hand, an opened transport. */
import { TransportError } from '../../src/nfc/transport'
import { createAcr1255Transport, type Acr1255Options } from '../../src/nfc/acr1255/transport'
import type { StartTimer } from '../../src/nfc/bluetooth/timing'
import { createFakeBluetooth, type FakeBluetoothKnobs } from './ble-fake'
import { createReaderEmulator, type EmulatedCard, type ReaderSettings } from './reader-emulator'

export const ATR = Uint8Array.from([0x3b, 0x80, 0x80, 0x01, 0x01])
export const SELECT = Uint8Array.from([0x00, 0xa4, 0x04, 0x0c, 0x02, 0xab, 0xcd])
/** A VERIFY with four digits, by its header. */
export const VERIFY = Uint8Array.from([0x00, 0x20, 0x00, 0x80, 0x04, 0x31, 0x32, 0x33, 0x34])

export interface FakeCard extends EmulatedCard {
  /** Every command that reached the card. */
  readonly commands: number[][]
  resets: number
}

/** Answers READ BINARY with `P1·256+P2` bytes counting up, everything else with 9000. */
export function createFakeCard(): FakeCard {
  const commands: number[][] = []
  const card: FakeCard = {
    atr: ATR,
    commands,
    resets: 0,
    respond(command) {
      commands.push([...command])
      return Promise.resolve(Uint8Array.from([...expectedData(command), 0x90, 0x00]))
    },
    reset() {
      card.resets += 1
    },
  }
  return card
}

export function readBinary(length: number): Uint8Array {
  return Uint8Array.from([0x00, 0xb0, length >> 8, length & 0xff, length & 0xff])
}

export function expectedData(command: Uint8Array): number[] {
  const [, instruction, high = 0, low = 0] = command
  if (instruction !== 0xb0) return []
  return Array.from({ length: high * 256 + low }, (_, index) => index & 0xff)
}

/** Time passes only when the test says so. */
export function createManualTimer() {
  const pending = new Map<symbol, { milliseconds: number; run: () => void }>()
  const lengths: number[] = []
  const startTimer: StartTimer = (milliseconds, run) => {
    lengths.push(milliseconds)
    const id = Symbol('timer')
    pending.set(id, { milliseconds, run })
    return () => pending.delete(id)
  }
  return {
    startTimer,
    isRunning: (milliseconds: number) =>
      [...pending.values()].some((timer) => timer.milliseconds === milliseconds),
    /** How many timers of that length have been started so far. */
    started: (milliseconds: number) => lengths.filter((length) => length === milliseconds).length,
    /** Lets every timer of that length run out. */
    runOut(milliseconds: number) {
      for (const [id, timer] of pending) {
        if (timer.milliseconds !== milliseconds) continue
        pending.delete(id)
        timer.run()
      }
    },
    get count() {
      return pending.size
    },
  }
}

export interface BenchOptions {
  reader?: ReaderSettings
  bluetooth?: FakeBluetoothKnobs
  driver?: Acr1255Options
}

/** A reader, its link in memory and the driver, with everything the driver says written down. */
export function createBench({ reader: settings, bluetooth, driver }: BenchOptions = {}) {
  const reader = createReaderEmulator(settings)
  const ble = createFakeBluetooth(reader, bluetooth)
  const timer = createManualTimer()
  const events: string[] = []
  const transport = createAcr1255Transport(ble.device, {
    startTimer: timer.startTimer,
    locks: null,
    ...driver,
  })
  transport.on('card', (isPresent) => events.push(isPresent ? 'card on' : 'card off'))
  transport.on('link', (state) => events.push(`link ${state}`))
  return { reader, ble, timer, events, transport }
}

/** The code a promise is refused with; fails the test when it is not, or with anything else. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof TransportError) return error.code
    throw error
  }
  throw new Error('was not refused')
}
