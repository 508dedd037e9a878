/** Every flow with the card takes the fewest commands and bytes there can be; `npm run bench -- card` shows them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { CARD_FLOWS } from '../../bench/card-flows'
import { measureFlow, ratiosOf, timeOf, type Measured } from '../../bench/card-measure'
import { issueFaceCard } from '../support/card-fixtures'
import type { FaceImage } from '../support/face-fixtures'

let image: FaceImage

beforeAll(async () => {
  image = await issueFaceCard()
})

describe('through the driver and the reader to the card', () => {
  it.each(CARD_FLOWS)('$what sends not one command or byte too many', async (flow) => {
    const measured = await measureFlow(flow, image)
    expect(measured.ours).toEqual(measured.minimum)
    expect(ratiosOf(measured)).toEqual({ commands: 1, bytes: 1 })
  })

  it('a chunk too many or too few would be seen in the time', async () => {
    const [flow] = CARD_FLOWS
    if (!flow) throw new Error('no flow')
    const { chunks, ours } = await measureFlow(flow, image)
    // Power on and each APDU: 5 bytes of frame around 7 of block and the data, padded to 16.
    const framed = (length: number): number =>
      Math.ceil((5 + Math.ceil((7 + length) / 16) * 16) / 20)
    const least = (ours.commands + 1) * 2 * framed(2)
    expect(chunks).toBeGreaterThan(least)
    expect(chunks).toBeLessThan(least + (ours.toCard + ours.back) / 8)
  })
})

describe('the time that is told', () => {
  it('is 15 ms for a chunk and ten bits at 106 kbit/s for a byte', () => {
    const traffic = { commands: 1, toCard: 500, back: 560 }
    const measured: Measured = { ours: traffic, minimum: traffic, chunks: 4 }
    expect(timeOf(measured)).toEqual({ link: 60, card: 100 })
  })
})
