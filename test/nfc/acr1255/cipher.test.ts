import { createCipheriv, createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBlockCipher, importAesKey, padBlock } from '../../../src/nfc/acr1255/cipher'

function nodeAes(direction: 'encrypt' | 'decrypt', key: Uint8Array, data: Uint8Array): number[] {
  const make = direction === 'encrypt' ? createCipheriv : createDecipheriv
  const cipher = make('aes-128-cbc', key, new Uint8Array(16))
  cipher.setAutoPadding(false)
  return [...cipher.update(data), ...cipher.final()]
}

const anyKey = fc.uint8Array({ minLength: 16, maxLength: 16 })
const wholeBlocks = fc
  .integer({ min: 1, max: 20 })
  .chain((count) => fc.uint8Array({ minLength: count * 16, maxLength: count * 16 }))

describe('AES-128-CBC without padding', () => {
  it('encrypts as node’s AES does', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, wholeBlocks, async (key, data) => {
        const cipher = createBlockCipher(await importAesKey(key))
        const secret = await cipher.encrypt(new Uint8Array(data))
        expect([...secret]).toEqual(nodeAes('encrypt', key, data))
      }),
    )
  })

  it('decrypts as node’s AES does, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, wholeBlocks, async (key, data) => {
        const cipher = createBlockCipher(await importAesKey(key))
        const plain = await cipher.decrypt(new Uint8Array(data))
        expect([...plain]).toEqual(nodeAes('decrypt', key, data))
      }),
    )
  })

  it('refuses what is not whole cipher blocks', async () => {
    const cipher = createBlockCipher(await importAesKey(new Uint8Array(16)))
    await expect(cipher.decrypt(new Uint8Array(15))).rejects.toThrow(RangeError)
    await expect(cipher.decrypt(new Uint8Array())).rejects.toThrow(RangeError)
    expect(() => cipher.encrypt(new Uint8Array(17))).toThrow(RangeError)
  })

  it('keeps its key out of reach', async () => {
    const key = await importAesKey(new Uint8Array(16))
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  it('takes keys of 16 bytes only', () => {
    expect(() => importAesKey(new Uint8Array(32))).toThrow(RangeError)
  })
})

describe('padding', () => {
  it('fills up with FF and leaves whole blocks alone', () => {
    expect([...padBlock(Uint8Array.of(1, 2))]).toEqual([1, 2, ...new Array<number>(14).fill(0xff)])
    expect(padBlock(new Uint8Array(16))).toHaveLength(16)
    expect(padBlock(new Uint8Array(17))).toHaveLength(32)
  })
})
