import { describe, expect, it } from 'vitest'
import { parseReaderKey } from '../../domain/reader-key'

const BYTES = Array.from({ length: 16 }, (_, index) => index * 17)
const KEY = '00112233445566778899AABBCCDDEEFF'

describe('a typed key of a reader', () => {
  it.each([
    ['as it is printed', KEY],
    ['in small letters', KEY.toLowerCase()],
    ['in pairs', '00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF'],
    ['with colons', '00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF'],
    ['with dashes', '00112233-44556677-8899AABB-CCDDEEFF'],
    ['wide', '００１１２２３３４４５５６６７７８８９９ＡＡＢＢＣＣＤＤＥＥＦＦ'],
    ['with a line end', `${KEY}\n`],
  ])('is read %s', (_, typed) => {
    expect([...(parseReaderKey(typed) ?? [])]).toEqual(BYTES)
  })

  it.each([
    ['empty', ''],
    ['a digit short', KEY.slice(1)],
    ['a digit long', `${KEY}0`],
    ['with another letter', KEY.replace('F', 'G')],
    ['with a sign', `+${KEY.slice(1)}`],
  ])('is none when it is %s', (_, typed) => {
    expect(parseReaderKey(typed)).toBeNull()
  })
})
