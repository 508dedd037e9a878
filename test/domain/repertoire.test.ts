import { describe, expect, it } from 'vitest'
import { encodeCp932, placeOf, readRepertoire, unclaimable } from '../../domain/repertoire'

const decoder = new TextDecoder('shift_jis')
const repertoire = readRepertoire((bytes) => decoder.decode(bytes))
const encoded = (text: string) => {
  const result = encodeCp932(text, repertoire)
  return result.ok ? Array.from(result.bytes) : result.character
}

describe('what a claim can carry (R45)', () => {
  it.each(Array.from('徳塚吉高崎浜亜腕弌熙凜〇●ー々〆あアｱｧA1-～〜−－、。①'.replace('①', '')))(
    '%s may stand on it',
    (character) => {
      expect(placeOf(character, repertoire)).toBe('claim')
    },
  )

  it.each(Array.from('髙﨑德濵①Ⅲ㈱㍻纊黑'))('%s is of the makers alone', (character) => {
    expect(placeOf(character, repertoire)).toBe('cp932')
  })

  it.each(['𠮷', '葛\u{e0100}'.slice(1), '\u9ad9\u3099'.slice(1), '한', '😀', '\ue000'])(
    '%j is not written at all',
    (character) => {
      expect(placeOf(character, repertoire)).toBe('none')
    },
  )

  it('is the whole of JIS X 0208 and of JIS X 0201', () => {
    const claimable = [...repertoire.keys()].filter(
      (character) => placeOf(character, repertoire) === 'claim',
    )
    // 6,879 characters, seven of which have two code points; 95 of ASCII and 63 of half width.
    expect(claimable).toHaveLength(6879 + 7 + 95 + 63)
    expect(claimable.filter((character) => /[\u4e00-\u9fff々]/u.test(character))).toHaveLength(
      // The kanji of both levels, and 仝 and 々 among the signs.
      2965 + 3390 + 2,
    )
  })

  it('names what it cannot, each character once', () => {
    expect(unclaimable('髙野髙子𠮷', repertoire)).toEqual(['髙', '𠮷'])
    expect(unclaimable('●野花子', repertoire)).toEqual([])
  })
})

describe('CP932', () => {
  it('has the bytes that everybody has', () => {
    expect(encoded('髙')).toEqual([0xfb, 0xfc])
    expect(encoded('A亜ｱ\r\n')).toEqual([0x41, 0x88, 0x9f, 0xb1, 0x0d, 0x0a])
    expect(encoded('～〜')).toEqual([0x81, 0x60, 0x81, 0x60])
    expect(encoded('−－')).toEqual([0x81, 0x7c, 0x81, 0x7c])
  })

  it('leaves out no character by leaving out the second place of the NEC rows', () => {
    for (const lead of [0xed, 0xee]) {
      for (let trail = 0x40; trail <= 0xfc; trail++) {
        const [letter = '', ...more] = decoder.decode(Uint8Array.of(lead, trail))
        if (more.length === 0 && letter !== '\ufffd') expect(repertoire.has(letter)).toBe(true)
      }
    }
  })

  it('names the first character that it does not have', () => {
    expect(encoded('吉𠮷野')).toBe('𠮷')
  })

  it('is read back as what was written, whatever it holds', () => {
    for (const character of repertoire.keys()) {
      const result = encodeCp932(character, repertoire)
      expect(result.ok).toBe(true)
      if (result.ok) {
        const back = decoder.decode(result.bytes)
        expect(repertoire.get(back)).toBe(repertoire.get(character))
      }
    }
  })
})
