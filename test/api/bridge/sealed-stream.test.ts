import { beforeEach, describe, expect, it } from 'vitest'
import { createSealedStream, type SealedStream } from '../../../api/bridge/sealed-stream'
import { FRAME } from '../../../api/bridge/wire'

let page: SealedStream
let bridge: SealedStream

const generate = () =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

beforeEach(async () => {
  const [toBridge, toPage] = [await generate(), await generate()]
  page = createSealedStream(toBridge, toPage)
  bridge = createSealedStream(toPage, toBridge)
})

const seal = (...bytes: number[]) => page.seal(Uint8Array.from(bytes))

describe('a sealed stream', () => {
  it('opens what the other side sealed, in its order, and in both directions', async () => {
    const [first, second] = [await seal(1, 2), await seal(3)]
    expect(await bridge.open(first)).toEqual(Uint8Array.of(1, 2))
    expect(await bridge.open(second)).toEqual(Uint8Array.of(3))
    expect(await page.open(await bridge.seal(Uint8Array.of(4)))).toEqual(Uint8Array.of(4))
  })

  it('wipes what it sealed', async () => {
    const plain = Uint8Array.of(1, 2, 3, 4)
    await page.seal(plain)
    expect([...plain]).toEqual([0, 0, 0, 0])
  })

  it('opens nothing of its own', async () => {
    expect(await page.open(await seal(1))).toBeNull()
  })

  describe.each([
    ['nothing at all', () => new Uint8Array()],
    ['a message of another kind', () => Uint8Array.of(FRAME.prove, ...new Uint8Array(32))],
    ['one too short to be sealed', () => new Uint8Array(17).fill(FRAME.sealed)],
    ['one that nobody sealed', () => new Uint8Array(40).fill(FRAME.sealed)],
  ])('after %s', (_, wrong) => {
    it('opens nothing more, not even what is genuine', async () => {
      const genuine = await seal(1)
      expect(await bridge.open(wrong())).toBeNull()
      expect(await bridge.open(genuine)).toBeNull()
    })
  })

  it('opens no message twice, and none out of order', async () => {
    const [first, second] = [await seal(1), await seal(2)]
    expect(await bridge.open(second)).toBeNull()
    expect(await bridge.open(first)).toBeNull()
  })

  it('opens no message that was changed anywhere', async () => {
    const genuine = await seal(1, 2, 3)
    genuine[genuine.length - 1] = (genuine.at(-1) ?? 0) ^ 1
    expect(await bridge.open(genuine)).toBeNull()
  })
})
