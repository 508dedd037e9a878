import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chanceOf } from '../../../tools/oqs-sim/chance'
import { halfWidth } from '../../../tools/oqs-sim/kana'
import { dotted, readRequest, writeXml } from '../../../tools/oqs-sim/xml'

const FOLDER = 'tools/oqs-sim'

describe('the OQS simulator', () => {
  it('knows nothing of the adapter: it imports none of its code', () => {
    const sources = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'))
    expect(sources.length).toBeGreaterThan(8)
    expect(sources.filter((source) => /from '[^']*authority\/oqs/.test(source))).toEqual([])
  })

  it('writes elements in another order each time, the same ones by the same seed', () => {
    const root = ['a', Array.from({ length: 8 }, (_, index) => ['b', index] as const)] as const
    const written = (seed: number) => writeXml(root, chanceOf(seed, 1), 'utf-8').toString()
    expect(written(1)).toBe(written(1))
    expect(written(1)).not.toBe(written(2))
    const sorted = (seed: number) => written(seed).split('\n').sort()
    expect(sorted(1)).toEqual(sorted(2))
  })

  it('escapes what it writes and leaves out what is empty', () => {
    const xml = writeXml(
      [
        'a',
        [
          ['b', '<&>'],
          ['c', null],
          ['d', []],
        ],
      ],
      chanceOf(1, 1),
      'utf-8',
    )
    expect(xml.toString()).toContain('<b>&lt;&amp;&gt;</b>')
    expect(xml.toString()).not.toMatch(/<[cd]/)
  })

  it('writes ● for what CP932 does not have', () => {
    expect(dotted('𠮷髙德')).toBe('●髙德')
  })

  it('writes フリガナ in half width', () => {
    expect(halfWidth('ヴァレンティナ　ガッパー')).toBe('ｳﾞｧﾚﾝﾃｨﾅ ｶﾞｯﾊﾟｰ')
  })

  it('answers whole requests only', () => {
    const whole =
      '<?xml version="1.0" encoding="UTF-8"?><XmlMsg><MessageHeader><A>1</A></MessageHeader>' +
      '<MessageBody><QualificationConfirmSearchInfo><B>x&lt;</B></QualificationConfirmSearchInfo></MessageBody></XmlMsg>'
    const { header, blocks } = readRequest(Buffer.from(whole))
    expect(header.get('A')).toBe('1')
    expect(blocks).toEqual([new Map([['B', 'x<']])])
    expect(() => readRequest(Buffer.from(whole.slice(0, -5)))).toThrow('not a whole request')
  })
})
