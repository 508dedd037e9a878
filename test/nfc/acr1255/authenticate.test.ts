import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { authenticate, DEFAULT_MASTER_KEY } from '../../../src/nfc/acr1255/authenticate'
import { importAesKey } from '../../../src/nfc/acr1255/cipher'
import { codeOf } from '../../support/reader-fixtures'

const zeroIv = new Uint8Array(16)

function encrypt(key: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, zeroIv).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

function decrypt(key: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createDecipheriv('aes-128-cbc', key, zeroIv).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

/** The reader's side by node's AES alone, as the manual tells it. */
function playReader(key: Uint8Array, change: (answer: number[]) => number[] = (answer) => answer) {
  const readerRandom = randomBytes(16)
  const asked: number[][] = []
  const lasts: boolean[] = []
  return {
    readerRandom,
    asked,
    lasts,
    ask(data: Uint8Array, isLast: boolean): Promise<Uint8Array> {
      asked.push([...data])
      lasts.push(isLast)
      if (data[3] === 0x45) {
        const secret = encrypt(key, readerRandom)
        return Promise.resolve(Uint8Array.from([0xe1, 0, 0, 0x45, 0, ...secret]))
      }
      const opened = encrypt(key, data.slice(5))
      expect([...opened.subarray(16)]).toEqual([...readerRandom])
      const secret = encrypt(key, opened.subarray(0, 16))
      return Promise.resolve(Uint8Array.from(change([0xe1, 0, 0, 0x46, 0, ...secret])))
    },
  }
}

const masterKey = () => importAesKey(DEFAULT_MASTER_KEY)

describe('mutual authentication', () => {
  it('has the published default key', () => {
    expect(Buffer.from(DEFAULT_MASTER_KEY).toString('hex')).toBe('41435231323535552d4a312041757468')
  })

  it('asks in two steps and proves the key by decrypting', async () => {
    const reader = playReader(DEFAULT_MASTER_KEY)
    await authenticate((data, isLast) => reader.ask(data, isLast), await masterKey())
    expect(reader.asked[0]).toEqual([0xe0, 0, 0, 0x45, 0])
    expect(reader.asked[1]?.slice(0, 5)).toEqual([0xe0, 0, 0, 0x46, 0])
    expect(reader.asked[1]).toHaveLength(37)
    expect(reader.lasts).toEqual([false, true])
  })

  it('keys the session by the first halves of both randoms', async () => {
    const hostRandom = randomBytes(16)
    const reader = playReader(DEFAULT_MASTER_KEY)
    const cipher = await authenticate(
      (data, isLast) => reader.ask(data, isLast),
      await masterKey(),
      {
        random(bytes) {
          bytes.set(hostRandom)
          return bytes
        },
      },
    )
    const sessionKey = Buffer.concat([
      reader.readerRandom.subarray(0, 8),
      hostRandom.subarray(0, 8),
    ])
    const message = new Uint8Array(48).fill(7)
    expect([...(await cipher.encrypt(message))]).toEqual([...encrypt(sessionKey, message)])
    expect([...(await cipher.decrypt(message))]).toEqual([...decrypt(sessionKey, message)])
  })

  it('takes a fresh random each time', async () => {
    const proofs = new Set<string>()
    for (let round = 0; round < 3; round += 1) {
      const reader = playReader(DEFAULT_MASTER_KEY)
      await authenticate((data, isLast) => reader.ask(data, isLast), await masterKey())
      const opened = encrypt(DEFAULT_MASTER_KEY, Uint8Array.from(reader.asked[1] ?? []).slice(5))
      proofs.add(opened.subarray(0, 16).toString('hex'))
    }
    expect(proofs.size).toBe(3)
  })

  it.each([
    ['returns another random', (answer: number[]) => answer.with(-1, (answer.at(-1) ?? 0) ^ 1)],
    ['answers too little', (answer: number[]) => answer.slice(0, -1)],
    ['answers too much', (answer: number[]) => [...answer, 0]],
    ['answers another step', (answer: number[]) => answer.with(3, 0x45)],
    ['answers nothing', () => []],
  ])('is refused with TZ-R05 when the reader %s', async (_, change) => {
    const reader = playReader(DEFAULT_MASTER_KEY, change)
    const work = authenticate((data, isLast) => reader.ask(data, isLast), await masterKey())
    expect(await codeOf(work)).toBe('TZ-R05')
  })
})
