/** The link cut after every single byte of one whole check with the software card, for both drivers. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { prepareCard } from '../../../src/nfc/applications/jpki'
import { createSoftwareCard } from '../../../src/nfc/emulator/software-card'
import { TransportError, type Transport } from '../../../src/nfc/transport'
import { certificateBytes, issueTestCard, typedPin } from '../../support/card-fixtures'
import { createCcidBench } from '../../support/ccid-fixtures'
import type { EmulatedCard } from '../../support/reader-types'
import { createBench } from '../../support/reader-fixtures'

const DIGEST = new Uint8Array(32).fill(7)
/** A signature costs time: after most cuts the next check goes as far as the PIN, after every so many to its end. */
const WHOLE_RETRY = 8
const DRIVERS = { acr1255: createBench, ccid: createCcidBench } as const

let image: CardImage

beforeAll(async () => {
  image = await issueTestCard()
})

/** The software card, with the PINs counted that were presented to it. */
function layCounted() {
  const software = createSoftwareCard(image)
  const counted = { verifies: 0, software }
  const card: EmulatedCard = {
    atr: software.atr,
    reset: () => {
      software.reset()
    },
    respond(command) {
      if (command[1] === 0x20 && command.length > 5) counted.verifies += 1
      return software.respond(command)
    },
  }
  return { card, counted }
}

/** Connect, power on, read the certificate, VERIFY, sign; what it ended with. */
async function check(transport: Transport, known?: Uint8Array): Promise<string> {
  try {
    await transport.connect()
  } catch (error) {
    if (error instanceof TransportError) return error.code
    throw error
  }
  const prepared = await prepareCard(transport, known ? { expectCertificate: known } : {})
  if (!prepared.ok) return prepared.code
  const pin = typedPin()
  const outcome = await prepared.value.signWithPin(pin, DIGEST)
  expect([...pin]).toEqual([0, 0, 0, 0])
  return 'code' in outcome ? outcome.code : outcome.kind
}

/** As far as the tries left, which have to be all there are. */
async function prepareAgain(transport: Transport): Promise<void> {
  await transport.connect()
  const prepared = await prepareCard(transport, { expectCertificate: certificateBytes(image) })
  expect(prepared).toMatchObject({ ok: true, value: { triesLeft: 3 } })
}

describe.each(['acr1255', 'ccid'] as const)('a link of %s cut after any byte', (kind) => {
  it('ends in a code, presents no PIN twice, costs no try, and the next check signs', async () => {
    const whole = DRIVERS[kind]()
    whole.reader.insert(layCounted().card)
    expect(await check(whole.transport)).toBe('signed')
    const bytes = whole.reader.traffic
    const ends = new Set<string>()
    for (let cut = 1; cut <= bytes; cut += 1) {
      const { reader, transport, timer } = DRIVERS[kind]()
      const { card, counted } = layCounted()
      reader.insert(card)
      reader.dropAfter(cut)
      const end = await check(transport)
      ends.add(end)
      expect(counted.verifies).toBeLessThanOrEqual(1)
      expect(timer.count).toBe(0)
      const before = counted.verifies
      if (cut % WHOLE_RETRY > 0) await prepareAgain(transport)
      else expect(await check(transport, certificateBytes(image))).toBe('signed')
      expect(counted.verifies).toBe(before + (cut % WHOLE_RETRY > 0 ? 0 : 1))
      expect(counted.software.triesLeft).toBe(3)
    }
    // Cut between two commands it may be opened again unnoticed; after the last byte nothing is lost.
    expect([...ends].filter((end) => end !== 'signed').sort()).toEqual(['TZ-C04', 'TZ-R04'])
  }, 120_000)
})
