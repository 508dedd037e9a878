/** What is done with a card, each beside the fewest commands and bytes that can do it. A new flow is one entry. */
import { readBasicFour } from '../src/nfc/applications/basic-four'
import { readCardDates } from '../src/nfc/applications/card-dates'
import { prepareFaceCheck } from '../src/nfc/applications/face-check'
import { prepareCard, type PrepareOptions } from '../src/nfc/applications/jpki'
import { encodeBasicFour } from '../src/nfc/emulator/content'
import type { Transport } from '../src/nfc/transport'
import { certificateBytes, typedPin } from '../test/support/card-fixtures'
import { anchorsOf, typedCode, type FaceImage } from '../test/support/face-fixtures'

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
  run: (transport: Transport, image: FaceImage) => Promise<void>
  minimum: (image: FaceImage) => Traffic
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
    name: 'face',
    what: 'face check, everything proven',
    run: (transport, image) => checkFace(transport, image),
    minimum: (image) => add(provenFace(image), TRIES),
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

async function checkFace(transport: Transport, image: FaceImage): Promise<void> {
  const prepared = await prepareFaceCheck(transport, anchorsOf(image))
  if (!prepared.ok) throw new Error(prepared.code)
  const outcome = await prepared.value.checkFace(typedCode(image.surface.code), DIGEST)
  if (outcome.kind !== 'verified') throw new Error(outcome.code)
}

/** SELECT AP, certificate and its c parts of 256 bytes, PIN, VERIFY, key, SIGN. */
function signature(image: FaceImage): Traffic {
  const length = certificateBytes(image).length
  const parts = Math.ceil(length / 256)
  return { commands: 6 + parts, toCard: 102 + 5 * parts, back: length + 2 * parts + 268 }
}

/**
 * SELECT AP (15 bytes), code (7), VERIFY (19), face (7) and its c parts (5 each), issuer's certificate (7) and its three
 * (15), SIGN (57). The certificate has 568 bytes, the signature 256; each answer ends in two of status.
 */
function provenFace({ surface }: FaceImage): Traffic {
  const { length } = Buffer.from(surface.face, 'base64url')
  const parts = Math.ceil(length / 256)
  return { commands: 9 + parts, toCard: 127 + 5 * parts, back: length + 2 * parts + 842 }
}

function add(left: Traffic, right: Traffic): Traffic {
  return {
    commands: left.commands + right.commands,
    toCard: left.toCard + right.toCard,
    back: left.back + right.back,
  }
}
