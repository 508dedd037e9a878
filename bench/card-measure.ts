/** One flow through the driver, over the emulated reader, to the software card; everything counted. */
import { createAcr1255Transport } from '../src/nfc/acr1255/transport'
import { createSoftwareCard } from '../src/nfc/emulator/software-card'
import { createFakeBluetooth } from '../test/support/ble-fake'
import { recordTransport } from '../test/support/card-transport'
import type { FaceImage } from '../test/support/face-fixtures'
import { createReaderEmulator, type ReaderEmulator } from '../test/support/reader-emulator'
import type { CardFlow, Traffic } from './card-flows'

export interface Measured {
  ours: Traffic
  minimum: Traffic
  /** Chunks of 20 bytes over Bluetooth, both ways, power on included. */
  chunks: number
}

/** From the link that stands to the end of the flow: pairing and connecting are not part of it. */
export async function measureFlow(flow: CardFlow, image: FaceImage): Promise<Measured> {
  const reader = createReaderEmulator()
  reader.insert(createSoftwareCard(image))
  const count = { chunks: 0 }
  const fake = createFakeBluetooth(countChunks(reader, count))
  const driver = createAcr1255Transport(fake.device, { locks: null })
  await driver.connect()
  count.chunks = 0
  const transport = recordTransport(driver)
  await flow.run(transport, image)
  const { chunks } = count
  await driver.close()
  const { commands, bytesToCard: toCard, bytesBack: back } = transport
  return {
    ours: { commands: commands.length, toCard, back },
    minimum: flow.minimum(image),
    chunks,
  }
}

/** All three together, each weighing the same; 1 is the least there can be. */
export function ratiosOf({ ours, minimum }: Measured): { commands: number; bytes: number } {
  return {
    commands: ours.commands / minimum.commands,
    bytes: (ours.toCard + ours.back) / (minimum.toCard + minimum.back),
  }
}

/** Type B sends ten bits for a byte (ISO/IEC 14443-3: start, eight, stop). */
const BITS_PER_BYTE = 10
const KBIT_PER_S = 106
/** One chunk for each connection interval. */
const CHUNK_MS = 15

export const TIME_FORMULA = `${CHUNK_MS} ms × chunks of 20 bytes + ${BITS_PER_BYTE} bits × bytes ÷ ${KBIT_PER_S} kbit/s; the card's own arithmetic is not in it`

export function timeOf({ ours, chunks }: Measured): { link: number; card: number } {
  return {
    link: chunks * CHUNK_MS,
    card: ((ours.toCard + ours.back) * BITS_PER_BYTE) / KBIT_PER_S,
  }
}

/** The reader itself, with each chunk counted in both directions. */
function countChunks(reader: ReaderEmulator, count: { chunks: number }): ReaderEmulator {
  return {
    ...reader,
    // A spread would freeze what changes.
    get isLinked() {
      return reader.isLinked
    },
    get traffic() {
      return reader.traffic
    },
    write(chunk) {
      count.chunks += 1
      reader.write(chunk)
    },
    attach: (host) =>
      reader.attach({
        drop: () => host.drop(),
        notify(chunk) {
          count.chunks += 1
          host.notify(chunk)
        },
      }),
  }
}
