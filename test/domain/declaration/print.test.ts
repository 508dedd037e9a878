import { describe, expect, it } from 'vitest'
import { printDeclaration, type TickBox } from '../../../domain/declaration/print'
import {
  isSigned,
  type Point,
  signaturePath,
  type Stroke,
  tidyStrokes,
} from '../../../domain/declaration/signature'
import { declaration } from './drafts'

const ticked = (boxes: readonly TickBox[]) =>
  boxes.filter((box) => box.ticked).map(({ label }) => label)
const labels = (boxes: readonly TickBox[]) => boxes.map(({ label }) => label)

describe('the printed 申立書 (R55)', () => {
  it('has every box of the form, and a tick where one was chosen', () => {
    const page = printDeclaration(declaration())
    expect(page.insured.ticked).toBe(true)
    expect(labels(page.insuranceKind)).toEqual(['社保', '国保', '後期', 'その他', 'わからない'])
    expect(ticked(page.insuranceKind)).toEqual(['社保'])
    expect(labels(page.share)).toEqual(['3割', '2割', '1割', 'わからない'])
    expect(ticked(page.share)).toEqual([])
    expect(labels(page.birthEra)).toEqual(['明治', '大正', '昭和', '平成', '令和'])
    expect(ticked(page.birthEra)).toEqual(['昭和'])
    expect(ticked(page.sex)).toEqual(['女'])
  })

  it('ticks one share and one kind of each', () => {
    for (const share of [10, 20, 30, 'unknown'] as const) {
      const page = printDeclaration(declaration({ insuranceKind: 'latterStage', share }))
      expect(ticked(page.insuranceKind)).toEqual(['後期'])
      expect(ticked(page.share)).toEqual([share === 'unknown' ? 'わからない' : `${share / 10}割`])
    }
  })

  it('has days in their eras, 元年 for the first year', () => {
    const page = printDeclaration(
      declaration({ birth: { era: 'H', year: '1', month: '1', date: '8' } }),
    )
    expect(page.birth).toEqual({ era: '平成', year: '元', month: '1', date: '8' })
    expect(page.signedOn).toEqual({ era: '令和', year: '8', month: '5', date: '20' })
  })

  it('leaves empty what was not asked', () => {
    const page = printDeclaration(declaration({ insuranceKind: 'national', nationalUnion: false }))
    expect(page.workplace).toBe('')
    expect(page.residence).toBe('')
    expect(page.relation).toBe('')
  })

  it('has the names, the address of the card and the residence, and a telephone to be read', () => {
    const page = printDeclaration(
      declaration({ residence: '訓練市２－２ 長女方', signedByOther: true, relation: '長女' }),
    )
    expect(page).toMatchObject({
      name: '訓練 花子',
      nameKana: 'クンレン ハナコ',
      address: '訓練県訓練市１－１',
      residence: '訓練市２－２ 長女方',
      relation: '長女',
      phone: '090-1234-5678',
      signature: 'M100 100L400 120',
    })
  })
})

describe('a signature', () => {
  it('needs some ink, in one stroke or in many', () => {
    const dash = [
      [0, 0],
      [74, 0],
    ] as const
    expect(isSigned([])).toBe(false)
    expect(isSigned([dash, dash])).toBe(false)
    expect(isSigned([dash, dash, dash])).toBe(true)
  })

  it('is drawn stroke by stroke; a dot is seen', () => {
    expect(
      signaturePath([
        [
          [1.4, 2.6],
          [3, 4],
        ],
        [[9, 9]],
        [],
      ]),
    ).toBe('M1 3L3 4M9 9h1')
  })
})

describe('the strokes of a hand', () => {
  it('are kept in whole units, inside the box, each point once', () => {
    const drawn: Stroke[] = [
      [
        [10.4, 20.6],
        [10.2, 20.9],
        [-5, 310],
        [1200, 150],
      ],
      [],
    ]
    expect(tidyStrokes(drawn)).toEqual([
      [
        [10, 21],
        [0, 300],
        [1000, 150],
      ],
    ])
  })

  it('are thinned out where somebody draws for minutes, from end to end', () => {
    const long = Array.from({ length: 30_000 }, (_, index): Point => [index % 1000, index % 300])
    const dots = Array.from({ length: 5_000 }, (): Stroke => [[1, 1]])
    const kept = tidyStrokes([long, ...dots])
    expect(kept.length).toBeLessThanOrEqual(200)
    expect(kept.flat().length).toBeLessThanOrEqual(4_000)
    expect(kept[0]?.[0]).toEqual([0, 0])
    expect(kept[0]?.at(-1)).toEqual([999, 299])
    expect(isSigned(kept)).toBe(true)
  })
})
