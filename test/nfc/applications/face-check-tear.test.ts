/** The card torn off at every command of a face check, executed or not, seen as a fault or as silence. */
import { beforeAll, describe, expect, it } from 'vitest'
import { prepareFaceCheck } from '../../../src/nfc/applications/face-check'
import type { TearPlan } from '../../../src/nfc/emulator/tear'
import { issueFaceCard, layCard } from '../../support/card-fixtures'
import { anchorsOf, FACE_DIGEST, typedCode, type FaceImage } from '../../support/face-fixtures'

const VERIFY = '00200080'
const WRONG = '00000000000000'

let image: FaceImage
let commands = 0

beforeAll(async () => {
  image = await issueFaceCard()
  commands = (await run(null, image.surface.code)).sent
})

interface Run {
  code: string
  sent: number
  verifies: number
  tornInVerify: boolean
  triesOnCard: number | null
  retry: string
}

/** One check with a tear, then the card laid on again and the right code typed. */
async function run(tear: TearPlan | null, digits: string): Promise<Run> {
  const { card, reader, transport } = await layCard(image, tear ? { tear } : {})
  const anchors = anchorsOf(image)
  const prepared = await prepareFaceCheck(transport, anchors)
  let code: string
  if (!prepared.ok) {
    ;({ code } = prepared)
  } else {
    const typed = typedCode(digits)
    const outcome = await prepared.value.checkFace(typed, FACE_DIGEST)
    expect(typed.every((byte) => byte === 0)).toBe(true)
    code = outcome.kind === 'verified' ? 'verified' : outcome.code
    if (outcome.kind !== 'wrongCode') {
      const again = await prepared.value.checkFace(typedCode(digits), FACE_DIGEST)
      expect(again.kind).toBe('refused')
    }
  }
  const presented = transport.commands.filter(({ header, sent }) => header === VERIFY && sent > 4)
  for (const { buffer } of presented) expect(buffer.every((byte) => byte === 0)).toBe(true)
  const last = transport.commands.at(-1)
  const result = {
    code,
    sent: transport.commands.length,
    verifies: presented.length,
    tornInVerify: last?.header === VERIFY && last.sent > 4,
    triesOnCard: card.codeTriesLeft,
  }
  reader.insert()
  const second = await prepareFaceCheck(transport, anchors)
  if (!second.ok) return { ...result, retry: second.code }
  expect(second.value.triesLeft).toBe(card.codeTriesLeft)
  const outcome = await second.value.checkFace(typedCode(image.surface.code), FACE_DIGEST)
  return { ...result, retry: outcome.kind }
}

describe.each(['fault', 'empty'] as const)('a card torn off, seen as %s', (seen) => {
  it.each([true, false])(
    'at every command (executed: %s) leads to one code, one VERIFY at most, and a retry that works',
    async (executed) => {
      expect(commands).toBeGreaterThan(20)
      for (let at = 0; at < commands; at += 1) {
        const torn = await run({ at, executed, seen }, image.surface.code)
        expect(torn.sent).toBe(at + 1)
        expect(torn.verifies).toBeLessThanOrEqual(1)
        expect(torn.code).toBe(torn.tornInVerify ? 'TZ-C22' : 'TZ-C05')
        expect(torn.triesOnCard).toBe(10)
        expect(torn.retry).toBe('verified')
      }
    },
  )

  it('in a VERIFY of a wrong code says unknown, and the counter tells afterwards what it cost', async () => {
    const inVerify = (header: string, index: number) => header === VERIFY && index > 2
    for (const executed of [true, false]) {
      const torn = await run({ at: inVerify, executed, seen }, WRONG)
      expect(torn).toMatchObject({
        code: 'TZ-C22',
        verifies: 1,
        triesOnCard: executed ? 9 : 10,
        retry: 'verified',
      })
    }
  })
})
