/** What is done with a card, each beside the fewest commands and bytes that can do it. A new flow is one entry. */
import type { CardImage } from '../domain/card-image'
import { readBasicFour } from '../src/nfc/applications/basic-four'
import { readCardDates } from '../src/nfc/applications/card-dates'
import { prepareCard, type PrepareOptions } from '../src/nfc/applications/jpki'
import { encodeBasicFour } from '../src/nfc/emulator/content'
import type { Transport } from '../src/nfc/transport'
import { certificateBytes, typedPin } from '../test/support/card-fixtures'

export interface Traffic {
  /** APDUs. */
  commands: number
  /** Bytes, status words included. */
  toCard: number
  back: number
}

export interface CardFlow {
  /** Key in the JSON line. */
  name: string
  what: string
  run: (transport: Transport, image: CardImage) => Promise<void>
  minimum: (image: CardImage) => Traffic
}

const DIGEST = new Uint8Array(32).fill(7)
/** The empty VERIFY that reads the tries left: it costs no try and is asked before every PIN (R10). */
const TRIES: Traffic = { commands: 1, toCard: 4, back: 2 }
/** SELECT of the application, READ RECORD. */
const EXPIRY: Traffic = { commands: 2, toCard: 20, back: 34 }

export const CARD_FLOWS: readonly CardFlow[] = [
  {
    name: 'certificateUnknown',
    what: 'card + PIN, certificate read',
    run: (transport) => sign(transport),
    minimum: (image) => add(signature(image), TRIES),
  },
  {
    name: 'certificateKnown',
    what: 'card + PIN, certificate known',
    run: (transport, image) => sign(transport, { expectCertificate: certificateBytes(image) }),
    minimum: () => add({ commands: 5, toCard: 95, back: 266 }, TRIES),
  },
  {
    name: 'asTheAppDoes',
    what: 'expiry, then card + PIN, certificate read',
    run: (transport) => sign(transport, { readExpiry: true }),
    minimum: (image) => add(add(EXPIRY, signature(image)), TRIES),
  },
  {
    name: 'fourItems',
    what: 'four items by their PIN',
    async run(transport) {
      const read = await readBasicFour(transport, typedPin())
      if (read.kind !== 'read') throw new Error(read.code)
    },
    minimum: ({ basicFour }) => ({
      commands: 5,
      toCard: 43,
      back: encodeBasicFour(basicFour).length + 10,
    }),
  },
  {
    name: 'expiry',
    what: 'expiry, no PIN',
    async run(transport) {
      const read = await readCardDates(transport)
      if (!read.ok) throw new Error(read.code)
    },
    minimum: () => EXPIRY,
  },
]

async function sign(transport: Transport, options: PrepareOptions = {}): Promise<void> {
  const prepared = await prepareCard(transport, options)
  if (!prepared.ok) throw new Error(prepared.code)
  const outcome = await prepared.value.signWithPin(typedPin(), DIGEST)
  if (outcome.kind !== 'signed') throw new Error(outcome.code)
}

/** SELECT AP, certificate and its c parts of 256 bytes, PIN, VERIFY, key, SIGN. */
function signature(image: CardImage): Traffic {
  const length = certificateBytes(image).length
  const parts = Math.ceil(length / 256)
  return { commands: 6 + parts, toCard: 102 + 5 * parts, back: length + 2 * parts + 268 }
}

function add(left: Traffic, right: Traffic): Traffic {
  return {
    commands: left.commands + right.commands,
    toCard: left.toCard + right.toCard,
    back: left.back + right.back,
  }
}
