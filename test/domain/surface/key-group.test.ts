import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseKeyGroup, parseKeyGroupBirthdate } from '../../../domain/surface/key-group'
import { encodeTlv } from '../../../src/nfc/emulator/content'

let key: Uint8Array
beforeAll(() => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
  key = Buffer.concat([Buffer.from([0x90, 3, 1, 0, 1, 0x91, 0x82, 1, 0]), Buffer.from(modulus)])
})

const birth = encodeTlv(0xdf22, Buffer.from('19800217'))
const sex = encodeTlv(0xdf23, Buffer.from('1'))
const group = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

describe('the key group of a card’s face', () => {
  it('holds the card’s own key behind birth date and sex', () => {
    const read = parseKeyGroup(group(birth, sex, encodeTlv(0xdf24, key)))
    expect(read?.modulus.toString(16).length).toBe(512)
  })

  it('is those three objects in that order and nothing else', () => {
    const own = encodeTlv(0xdf24, key)
    for (const other of [
      group(),
      group(own),
      group(sex, birth, own),
      group(birth, sex, own, own),
      group(birth, sex, sex, own),
      group(birth, sex, encodeTlv(0xdf25, key)),
      group(encodeTlv(0xdf21, Buffer.alloc(2)), birth, sex, own),
      group(birth, sex, own, Buffer.alloc(1)),
      group(birth, sex, own).subarray(1),
    ]) {
      expect(parseKeyGroup(other)).toBeNull()
    }
  })

  it('tells the birth date that the issuer signed', () => {
    const own = encodeTlv(0xdf24, key)
    expect(parseKeyGroupBirthdate(group(birth, sex, own))).toBe('1980-02-17')
    for (const other of ['', '1980021', '19800230', '1980-2-1', '１９８０', '198002170']) {
      const odd = encodeTlv(0xdf22, Buffer.from(other))
      expect(parseKeyGroupBirthdate(group(odd, sex, own))).toBeNull()
    }
    expect(parseKeyGroupBirthdate(group(birth, sex))).toBeNull()
  })

  it('has a key that can be used: 2048 bits, odd, e = 65537', () => {
    const even = Buffer.from(key)
    even.writeUInt8(even.readUInt8(even.length - 1) & 0xfe, even.length - 1)
    const three = Buffer.concat([Buffer.from([0x90, 1, 3]), key.subarray(5)])
    const short = Buffer.concat([
      key.subarray(0, 5),
      encodeTlv(0x91, Buffer.alloc(128, 0xff)).subarray(1),
    ])
    for (const other of [even, three, short]) {
      expect(parseKeyGroup(group(birth, sex, encodeTlv(0xdf24, other)))).toBeNull()
    }
  })
})
