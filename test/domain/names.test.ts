import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findPeople,
  hasPlaceholder,
  initials,
  kanaMatches,
  nameMatches,
  nameToKeep,
  normaliseKana,
} from '../../domain/names'

describe('kana names match (R45)', () => {
  it.each([
    ['ショウジ リョウコ', 'シヨウジ リヨウコ', 'small kana written large'],
    ['ｻﾄｳ ﾀﾛｳ', 'サトウ　タロウ', 'half width'],
    ['ｶﾞﾎﾟｳ', 'ガポウ', 'half width with marks'],
    ['さとう たろう', 'サトウタロウ', 'hiragana'],
    ['ヴァンダム', 'バンダム', 'ヴ'],
    ['ヴアンダム', 'バンダム', 'ヴ with a large ア'],
    ['ヴラド', 'ブラド', 'ヴ alone'],
    ['オーノ', 'オオノ', 'a long vowel'],
    ['トーコ', 'トウコ', 'a long vowel written ウ'],
    ['ケーコ', 'ケイコ', 'a long vowel written イ'],
    ['オ－ノ', 'オーノ', 'another dash'],
    ['サト● タロウ', 'サトウ タロウ', 'one ●'],
    ['Smith John', 'ＳＭＩＴＨ　ＪＯＨＮ', 'Latin letters'],
    ['ジョン・スミス', 'ジヨン スミス', 'a dot between the names'],
    ['ミスゞ', 'ミスズ', 'ゞ, a voiced repetition'],
    ['みすゞ', 'ミスヾ', 'ゞ in either kana'],
    ['サヽキ', 'ササキ', 'ヽ, a repetition'],
    ['カ゛ポウ', 'ガポウ', 'a voiced mark on its own'],
    ['ハ゜ク', 'パク', 'a half-voiced mark on its own'],
  ])('%s and %s: %s', (a, b) => {
    expect(kanaMatches(a, b)).toBe(true)
    expect(kanaMatches(b, a)).toBe(true)
  })

  it.each([
    ['オノ', 'オオノ', '小野 is not 大野'],
    ['オノ', 'オーノ', 'ー is a character of its own'],
    ['トーコ', 'トアコ', 'ー is not any vowel'],
    ['サト●', 'サト', '● is not nothing'],
    ['サ●', 'サトウ', '● is not two characters'],
    ['サトウ', 'サドウ', 'a voiced mark counts'],
    ['ミスヽ', 'ミスズ', 'ヽ repeats without the voice'],
    ['ヽヽ', 'ササ', 'a repetition of nothing is nothing'],
    ['アヾ', 'アガ', 'what has no voice gets none'],
    ['', '', 'no name is nobody'],
  ])('but not %j and %j: %s', (a, b) => {
    expect(kanaMatches(a, b)).toBe(false)
    expect(kanaMatches(b, a)).toBe(false)
  })

  const kana = fc.stringMatching(/^[ァ-ヶー ]{1,12}$/)

  it('with themselves, whatever they are', () => {
    fc.assert(
      fc.property(kana, (name) => {
        fc.pre(normaliseKana(name) !== '')
        expect(kanaMatches(name, name)).toBe(true)
      }),
    )
  })

  it('when any one character became ●, and only then by one', () => {
    fc.assert(
      fc.property(kana, fc.nat(11), (name, at) => {
        const letters = Array.from(normaliseKana(name))
        fc.pre(letters.length > 0)
        const place = at % letters.length
        const marked = letters.with(place, '●').join('')
        expect(kanaMatches(marked, name)).toBe(true)
        expect(kanaMatches(`${marked}●`, name)).toBe(false)
      }),
    )
  })

  it('in a normal form that does not change again', () => {
    fc.assert(
      fc.property(kana, (name) => {
        expect(normaliseKana(normaliseKana(name))).toBe(normaliseKana(name))
      }),
    )
  })
})

describe('a written name (R45)', () => {
  it('matches with ● for exactly one character, 𠮷 being one', () => {
    expect(nameMatches('●野 花子', '𠮷野　花子')).toBe(true)
    expect(nameMatches('●野花子', '髙野花子')).toBe(true)
    expect(nameMatches('●●野花子', '𠮷野花子')).toBe(false)
    expect(nameMatches('野花子', '𠮷野花子')).toBe(false)
  })

  it('does not take 高 for 髙: that is what kana is for', () => {
    expect(nameMatches('高野花子', '髙野花子')).toBe(false)
  })

  it('does not mind an invisible variation selector', () => {
    expect(nameMatches('葛\u{e0100}城 太郎', '葛城 太郎')).toBe(true)
  })

  it('stays the local one when the authority has ●, and follows the authority else', () => {
    expect(nameToKeep('髙野 花子', '●野 花子')).toBe('髙野 花子')
    expect(nameToKeep('高野 花子', '髙橋 花子')).toBe('髙橋 花子')
    expect(nameToKeep(null, '●野 花子')).toBe('●野 花子')
    expect(nameToKeep('', '●野 花子')).toBe('●野 花子')
  })

  it('is known to have a ●', () => {
    expect(hasPlaceholder('●野')).toBe(true)
    expect(hasPlaceholder('野')).toBe(false)
    expect(hasPlaceholder(null)).toBe(false)
  })
})

describe('finding people (R44, R45)', () => {
  const person = (name: string, nameKana: string | null, birthdate = '1980-04-01') => ({
    name,
    nameKana,
    birthdate,
  })
  const list = [
    person('髙野 花子', 'タカノ ハナコ'),
    person('高野 華子', 'タカノ ハナコ'),
    person('高野 花子', 'タカノ ハナコ', '1981-04-01'),
    person('大田 花子', null),
  ]

  it('gives all whose birthdate and kana fit, and picks none of them', () => {
    expect(findPeople(list, person('●野 花子', 'タカノハナコ'))).toEqual(list.slice(0, 2))
  })

  it('compares the written names where one has no kana', () => {
    expect(findPeople(list, person('●野 花子', null))).toEqual([list[0]])
    expect(findPeople(list, person('●田 花子', 'オオタ ハナコ'))).toEqual([list[3]])
  })

  it('gives nobody of another birthdate', () => {
    expect(findPeople(list, person('髙野 花子', 'タカノ ハナコ', '1999-01-01'))).toEqual([])
  })
})

describe('initials', () => {
  it.each([
    ['サトウ タロウ', 'サ.タ'],
    ['ｻﾄｳ　ﾀﾛｳ', 'サ.タ'],
    ['ショウジ リョウ', 'シ.リ'],
    ['サトウタロウ', 'サ'],
    ['Smith John William', 'S.J'],
    [' ガトウ ', 'ガ'],
    ['', ''],
  ])('of %j are %j', (kana, expected) => {
    expect(initials(kana)).toBe(expected)
  })
})
