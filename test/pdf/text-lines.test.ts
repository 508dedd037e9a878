import { describe, expect, it } from 'vitest'
import { linesOf, MAX_PIECES, type TextPiece } from '../../src/pdf/text-lines'

const piece = (text: string, x: number, y: number, change: Partial<TextPiece> = {}): TextPiece => ({
  ...{ text, x, y, height: 12 },
  width: text.length * 12,
  ...change,
})

describe('the lines of a page', () => {
  it('are read from the top, each from the left, whatever order they are drawn in', () => {
    const pieces = [
      piece('4567', 200, 60),
      piece('記号', 60, 40),
      piece('番号', 60, 60),
      piece('123', 200, 40),
    ]
    expect(linesOf(pieces)).toEqual(['記号 123', '番号 4567'])
  })

  it('join letters that touch, and part those with a gap', () => {
    const pieces = [piece('保険', 60, 40), piece('者番号', 84, 40), piece('06139018', 140, 40)]
    expect(linesOf(pieces)).toEqual(['保険者番号 06139018'])
  })

  it('keep a value that stands a little lower beside its label', () => {
    expect(linesOf([piece('枝番', 60, 40), piece('01', 200, 43)])).toEqual(['枝番 01'])
    expect(linesOf([piece('枝番', 60, 40), piece('01', 200, 47)])).toEqual(['枝番', '01'])
  })

  it('print once what was printed twice to look bold', () => {
    const twice = [piece('06139018', 60, 40), piece('06139018', 60.4, 40)]
    expect(linesOf(twice)).toEqual(['06139018'])
  })

  it('keep a digit that is really there twice', () => {
    const digits = [piece('7', 60, 40, { width: 7 }), piece('7', 67, 40, { width: 7 })]
    expect(linesOf(digits)).toEqual(['77'])
  })

  it('leave out what says nothing or stands nowhere', () => {
    const pieces = [piece(' ', 60, 40), piece('番号', Number.NaN, 40), piece('記号', 60, 60)]
    expect(linesOf(pieces)).toEqual(['記号'])
    expect(linesOf([])).toEqual([])
  })

  it('end where no page has more', () => {
    const many = Array.from({ length: MAX_PIECES + 5 }, (_, line) => piece('一', 60, line * 20))
    expect(linesOf(many)).toHaveLength(MAX_PIECES)
  })
})
