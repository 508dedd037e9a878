/** The card torn off at every command there is, executed or not, seen as a fault or as silence. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { prepareCard, type PrepareOptions } from '../../../src/nfc/applications/jpki'
import type { TearPlan } from '../../../src/nfc/emulator/tear'
import { certificateBytes, issueTestCard, layCard, typedPin } from '../../support/card-fixtures'

const DIGEST = Uint8Array.from(createHash('sha256').update('statement').digest())
const VERIFY_HEADER = '00200080'

let image: CardImage

beforeAll(async () => {
  image = await issueTestCard()
})

interface Run {
  code: string
  /** The number of PIN presentations that reached the reader. */
  verifies: number
  /** Whether the torn command was the VERIFY with the PIN. */
  tornInVerify: boolean
  triesOnCard: number | null
  retry: string
}

/** One check with a tear, then the card laid on again and the PIN typed again. */
async function run(tear: TearPlan, digits: string, options: PrepareOptions = {}): Promise<Run> {
  const { card, reader, transport } = await layCard(image, { tear })
  const presented = () =>
    transport.commands.filter(({ header, sent }) => header === VERIFY_HEADER && sent > 4).length
  const pin = typedPin(digits)
  const prepared = await prepareCard(transport, options)
  let code: string
  if (!prepared.ok) {
    ;({ code } = prepared)
  } else {
    const outcome = await prepared.value.signWithPin(pin, DIGEST)
    expect([...pin]).toEqual([0, 0, 0, 0])
    code = outcome.kind === 'signed' ? 'signed' : outcome.code
    if (outcome.kind !== 'wrongPin') {
      const again = typedPin(digits)
      expect(await prepared.value.signWithPin(again, DIGEST)).toMatchObject({ kind: 'refused' })
      expect([...again]).toEqual([0, 0, 0, 0])
    }
  }
  for (const { header, sent, buffer } of transport.commands) {
    if (header === VERIFY_HEADER && sent > 4) expect(buffer.every((byte) => byte === 0)).toBe(true)
  }
  const last = transport.commands.at(-1)
  const result = {
    code,
    verifies: presented(),
    tornInVerify: last?.header === VERIFY_HEADER && last.sent > 4,
    triesOnCard: card.triesLeft,
  }
  reader.insert()
  const second = await prepareCard(transport, options)
  if (!second.ok) return { ...result, retry: second.code }
  expect(second.value.triesLeft).toBe(card.triesLeft)
  const outcome = await second.value.signWithPin(typedPin(), DIGEST)
  return { ...result, retry: outcome.kind }
}

async function commandsOfOneCheck(options: PrepareOptions): Promise<number> {
  const { transport } = await layCard(image)
  const prepared = await prepareCard(transport, options)
  if (!prepared.ok) throw new Error(prepared.code)
  await prepared.value.signWithPin(typedPin(), DIGEST)
  return transport.commands.length
}

describe.each([
  ['certificate unknown', () => ({})],
  ['certificate unknown, expiry asked', () => ({ readExpiry: true })],
  ['certificate known', () => ({ expectCertificate: certificateBytes(image) })],
])('%s', (_, optionsOf) => {
  it.each([
    { executed: true, seen: 'fault' },
    { executed: false, seen: 'fault' },
    { executed: true, seen: 'empty' },
    { executed: false, seen: 'empty' },
  ] as const)('is lost at any command without a second VERIFY: %o', async (how) => {
    const options = optionsOf()
    const count = await commandsOfOneCheck(options)
    let tornInVerify = 0
    for (let at = 0; at < count; at += 1) {
      const torn = await run({ at, ...how }, '1234', options)
      expect(torn.verifies).toBeLessThanOrEqual(1)
      expect(torn.code).toBe(torn.tornInVerify ? 'TZ-C04' : 'TZ-C05')
      expect(torn.triesOnCard).toBe(3)
      expect(torn.retry).toBe('signed')
      if (torn.tornInVerify) tornInVerify += 1
    }
    expect(tornInVerify).toBe(1)
    expect((await run({ at: count, ...how }, '1234', options)).code).toBe('signed')
  })
})

describe('a wrong PIN torn off in VERIFY', () => {
  it.each([true, false])(
    'is unknown until the counter is read again; executed: %s',
    async (executed) => {
      const torn = await run({ at: verifyWithPin(), executed }, '0000', {
        expectCertificate: certificateBytes(image),
      })
      expect(torn).toMatchObject({
        code: 'TZ-C04',
        verifies: 1,
        tornInVerify: true,
        retry: 'signed',
      })
      expect(torn.triesOnCard).toBe(executed ? 2 : 3)
    },
  )

  it('at the second wrong PIN leaves one try, which is asked about', async () => {
    const { card, reader, transport } = await layCard(image, { triesLeft: 2 })
    card.tearOff({ at: verifyWithPin(), executed: true })
    const first = await prepareCard(transport)
    if (!first.ok) throw new Error(first.code)
    expect(await first.value.signWithPin(typedPin('0000'), DIGEST)).toEqual({
      kind: 'unknown',
      code: 'TZ-C04',
    })
    reader.insert()
    const second = await prepareCard(transport)
    if (!second.ok) throw new Error(second.code)
    expect(second.value.triesLeft).toBe(1)
    expect(await second.value.signWithPin(typedPin(), DIGEST)).toEqual({
      kind: 'refused',
      code: 'TZ-C13',
    })
  })

  /** The second VERIFY header of a contact is the one with the PIN; the first asks for the tries. */
  function verifyWithPin(): TearPlan['at'] {
    let seen = 0
    return (header) => {
      if (header !== VERIFY_HEADER) return false
      seen += 1
      return seen === 2
    }
  }
})
