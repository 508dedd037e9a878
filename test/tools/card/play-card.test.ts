import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { parseCommandLine } from '../../../tools/card/options'
import { playCard, type Stay } from '../../../tools/card/play-card'
import { issueTestCard } from '../../support/card-fixtures'
import { startFakeVpcd, type FakeVpcd } from './fake-vpcd'

const JPKI = '00A4040C0AD392F000260100000001'
const SELECT_PIN = '00A4020C020018'
const TRIES = '00200080'
const WRONG = '002000800430303030'

let image: CardImage
let vpcd: FakeVpcd
let taken: AbortController
let printed: string[]

beforeAll(async () => {
  image = await issueTestCard()
})

beforeEach(async () => {
  vpcd = await startFakeVpcd()
  taken = new AbortController()
  printed = []
})

afterEach(async () => {
  taken.abort()
  await vpcd.close()
})

function play(flags = '', port = vpcd.port): Promise<Stay> {
  const command = parseCommandLine([
    ...['--vpcd', `127.0.0.1:${port}`],
    ...flags.split(' ').filter(Boolean),
  ])
  if (command.kind !== 'serve') throw new Error(JSON.stringify(command))
  const print = (line: string): void => void printed.push(line)
  return playCard(image, command.options, { print, signal: taken.signal })
}

describe("a card's stay on the reader", () => {
  it('ends well with a sentence when vpcd goes', async () => {
    const stay = play()
    const slot = await vpcd.accept()
    await slot.exchange(JPKI)
    slot.end()
    expect(await stay).toEqual({ sentence: 'vpcd went after 1 command.', ok: true })
    expect(printed).toEqual([`valid-30 lies on 127.0.0.1:${vpcd.port}.`])
  })

  it('ends well when it is taken off', async () => {
    const stay = play()
    const slot = await vpcd.accept()
    await slot.exchange(JPKI)
    taken.abort()
    expect(await stay).toEqual({ sentence: 'The card was taken off after 1 command.', ok: true })
    await slot.gone
  })

  it('ends badly where nobody listens, or somebody speaks another language', async () => {
    const other = await startFakeVpcd()
    await other.close()
    expect(await play('', other.port)).toEqual({
      sentence: `No vpcd listens at 127.0.0.1:${other.port} (ECONNREFUSED).`,
      ok: false,
    })
    const stay = play()
    const slot = await vpcd.accept()
    slot.raw(Buffer.from('SSH-2.0-\u0000\u0000'))
    slot.end()
    const { sentence, ok } = await stay
    expect(ok).toBe(false)
    expect(sentence).toMatch(/vpcd/)
  })

  it('waits for a vpcd that comes later', async () => {
    const { port } = vpcd
    await vpcd.close()
    const stay = play('--wait 20', port)
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(printed).toEqual([])
    taken.abort()
    expect(await stay).toEqual({ sentence: 'The card was never put on.', ok: true })
    vpcd = await startFakeVpcd()
  })

  it('stays away after a tear, and lies there again with its counter where that was asked', async () => {
    const once = play('--tear 00200080')
    const first = await vpcd.accept()
    for (const command of [JPKI, SELECT_PIN]) await first.exchange(command)
    await expect(first.exchange(WRONG)).rejects.toThrow()
    expect(await once).toEqual({ sentence: 'The card was torn off at command 3.', ok: true })

    const again = play('--tear 00200080@2 --executed --back 10')
    const before = await vpcd.accept()
    for (const command of [JPKI, SELECT_PIN]) await before.exchange(command)
    expect(await before.exchange(TRIES)).toBe('63C3')
    await expect(before.exchange(WRONG)).rejects.toThrow()
    const after = await vpcd.accept()
    expect(await after.exchange(TRIES)).toBe('6986')
    for (const command of [JPKI, SELECT_PIN]) await after.exchange(command)
    expect(await after.exchange(TRIES)).toBe('63C2')
    after.end()
    expect(await again).toEqual({ sentence: 'vpcd went after 8 commands.', ok: true })
    expect(printed).toContain('The card was torn off at command 4; back in 10 ms.')
  })

  it('has the ATR and the knobs that were asked for', async () => {
    void play('--atr contact --tries 1 --blocked 6983')
    const slot = await vpcd.accept()
    expect(await slot.exchange('04')).toBe('3BDA13FF8131FB468012392F31C173C601C03B')
    for (const command of [JPKI, SELECT_PIN]) await slot.exchange(command)
    expect(await slot.exchange(WRONG)).toBe('63C0')
    expect(await slot.exchange(WRONG)).toBe('6983')
  })

  it('is slow where that was asked, and logs where that was asked', async () => {
    void play('--slow 60 --log')
    const slot = await vpcd.accept()
    const begun = performance.now()
    await slot.exchange(JPKI)
    expect(performance.now() - begun).toBeGreaterThan(50)
    expect(printed).toContain(`${JPKI} → 9000`)
  })
})
