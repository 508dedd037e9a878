import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { createSoftwareCard, type SoftwareCardKnobs } from '../../../src/nfc/emulator/software-card'
import { serveCard, type CardEnd, type ServeOptions } from '../../../tools/card/serve-card'
import { issueTestCard } from '../../support/card-fixtures'
import { hex } from '../../support/card-transport'
import { startFakeVpcd, type FakeSlot, type FakeVpcd } from './fake-vpcd'

const JPKI = '00A4040C0AD392F000260100000001'
const SELECT_PIN = '00A4020C020018'
const TRIES = '00200080'
const VERIFY = '002000800431323334'
const WRONG = '002000800430303030'

let image: CardImage
let vpcd: FakeVpcd
let opened: Socket[] = []

beforeAll(async () => {
  image = await issueTestCard()
})

beforeEach(async () => {
  vpcd = await startFakeVpcd()
})

afterEach(async () => {
  for (const socket of opened) socket.destroy()
  opened = []
  await vpcd.close()
})

interface Served {
  slot: FakeSlot
  end: Promise<CardEnd>
  card: ReturnType<typeof createSoftwareCard>
}

async function putOn(knobs: SoftwareCardKnobs = {}, options: ServeOptions = {}): Promise<Served> {
  const card = createSoftwareCard(image, knobs)
  const socket = connect(vpcd.port, '127.0.0.1')
  opened.push(socket)
  await once(socket, 'connect')
  return { end: serveCard(socket, card, options), slot: await vpcd.accept(), card }
}

describe('a card on vpcd', () => {
  it('says its ATR as often as it is asked, and answers commands', async () => {
    const { slot, card } = await putOn()
    expect(await slot.exchange('04')).toBe(hex(card.atr))
    slot.send('01')
    expect(await slot.exchange('04')).toBe(hex(card.atr))
    expect(await slot.exchange(JPKI)).toBe('9000')
    expect(await slot.exchange(SELECT_PIN)).toBe('9000')
    expect(await slot.exchange(TRIES)).toBe('63C3')
  })

  it('understands messages that arrive octet by octet', async () => {
    const { slot } = await putOn()
    for (const octet of Buffer.from(`000F${JPKI}000704`.slice(0, 34), 'hex')) {
      slot.raw(Uint8Array.of(octet))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await slot.answer()).toBe('9000')
  })

  it('answers several messages of one packet in their order', async () => {
    const { slot } = await putOn()
    slot.raw(`000104 000F${JPKI} 0007${SELECT_PIN} 0009${WRONG} 0004${TRIES} 000104`)
    const answers = [await slot.answer(), await slot.answer(), await slot.answer()]
    expect(answers).toEqual([expect.stringMatching(/^3B/), '9000', '9000'])
    expect([await slot.answer(), await slot.answer()]).toEqual(['63C2', '63C2'])
    expect(await slot.answer()).toMatch(/^3B/)
  })

  it('forgets a verified PIN and the selection at a reset, and keeps the tries used', async () => {
    for (const order of ['00', '01', '02']) {
      const { slot, card } = await putOn()
      for (const command of [JPKI, SELECT_PIN, WRONG]) await slot.exchange(command)
      slot.send(order)
      expect(await slot.exchange(TRIES)).toBe('6986')
      expect(card.triesLeft).toBe(2)
    }
  })

  it('answers 6700 to what is no short command, however long', async () => {
    const { slot } = await putOn()
    expect(await slot.exchange('00A4')).toBe('6700')
    expect(await slot.exchange(`00B000000000FF${'00'.repeat(60_000)}`)).toBe('6700')
    expect(await slot.exchange(JPKI)).toBe('9000')
  })

  it('does not read on while the card is busy, and stays in step', async () => {
    let waiting = 0
    let most = 0
    const { slot } = await putOn({
      delay: async () => {
        waiting += 1
        most = Math.max(most, waiting)
        await new Promise((resolve) => setImmediate(resolve))
        waiting -= 1
      },
    })
    const count = 500
    slot.raw(Buffer.from(`000F${JPKI}`.repeat(count), 'hex'))
    for (let index = 0; index < count; index++) expect(await slot.answer()).toBe('9000')
    expect(most).toBe(1)
  })
})

describe('the end of a card on vpcd', () => {
  it('is a sentence of its own when vpcd goes, politely or not', async () => {
    const polite = await putOn()
    await polite.slot.exchange(JPKI)
    polite.slot.end()
    expect(await polite.end).toEqual({ kind: 'readerGone', midMessage: false })
    const rude = await putOn()
    await rude.slot.exchange(JPKI)
    rude.slot.breakOff()
    expect(await rude.end).toEqual({ kind: 'readerGone', midMessage: false })
  })

  it('tells when vpcd went in the middle of a message', async () => {
    const { slot, end } = await putOn()
    slot.raw('000F00A4')
    slot.end()
    expect(await end).toEqual({ kind: 'readerGone', midMessage: true })
  })

  it('comes when vpcd goes while the card is busy, without waiting for the card', async () => {
    const { slot, end } = await putOn({ delay: () => new Promise(() => undefined) })
    slot.send(JPKI)
    await new Promise((resolve) => setTimeout(resolve, 20))
    slot.breakOff()
    expect(await end).toMatchObject({ kind: 'readerGone' })
  })

  it('is told from nonsense: an empty message, an unknown order', async () => {
    for (const [nonsense, what] of [
      ['0000', 'an empty message'],
      ['000147', 'an unknown order (71)'],
    ] as const) {
      const { slot, end } = await putOn()
      slot.raw(nonsense)
      expect(await end).toEqual({ kind: 'nonsense', what })
      await slot.gone
    }
  })

  it('comes when the rest of an announced message never does', async () => {
    const { slot, end } = await putOn({}, { stallMs: 30 })
    slot.raw('FFFF00A4')
    expect(await end).toEqual({ kind: 'nonsense', what: 'a message whose rest never came' })
    await slot.gone
  })

  it('does not come from silence between messages', async () => {
    const { slot } = await putOn({}, { stallMs: 30 })
    await slot.exchange(JPKI)
    await new Promise((resolve) => setTimeout(resolve, 90))
    expect(await slot.exchange(JPKI)).toBe('9000')
  })

  it('is a tear: the line closes without an answer, and the try is gone if the card was that far', async () => {
    for (const [executed, left] of [
      [true, 2],
      [false, 3],
    ] as const) {
      const { slot, end, card } = await putOn({ tear: { at: 2, executed } })
      await slot.exchange(JPKI)
      await slot.exchange(SELECT_PIN)
      await expect(slot.exchange(WRONG)).rejects.toThrow('without an answer')
      expect(await end).toEqual({ kind: 'torn' })
      expect(card.triesLeft).toBe(left)
    }
  })

  it('is an order from our own side', async () => {
    const taken = new AbortController()
    const { slot, end } = await putOn({}, { signal: taken.signal })
    await slot.exchange(JPKI)
    taken.abort()
    expect(await end).toEqual({ kind: 'stopped' })
    await slot.gone
    const already = await putOn({}, { signal: AbortSignal.abort() })
    expect(await already.end).toEqual({ kind: 'stopped' })
  })
})

describe('the log', () => {
  it('tells of the command that a tear left without an answer', async () => {
    const lines: string[] = []
    const { slot, end } = await putOn(
      { tear: { at: 0, executed: false } },
      { log: (line) => lines.push(line) },
    )
    slot.send(WRONG)
    await end
    expect(lines).toEqual(['0020008004 **** → nothing'])
  })

  it('has a line for each exchange and never a PIN', async () => {
    const lines: string[] = []
    const { slot } = await putOn({}, { log: (line) => lines.push(line) })
    slot.send('01')
    for (const command of [JPKI, SELECT_PIN, TRIES, WRONG, VERIFY]) await slot.exchange(command)
    expect(lines).toEqual([
      'on',
      `${JPKI} → 9000`,
      `${SELECT_PIN} → 9000`,
      `${TRIES} → 63C3`,
      '0020008004 **** → 63C2',
      '0020008004 **** → 9000',
    ])
  })
})
