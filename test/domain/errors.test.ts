import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERROR_CATALOGUE, isErrorCode, type ErrorCode } from '../../domain/errors'
import { renderCodeNumbers, renderErrorCodes } from '../../tools/render-error-codes'

const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[]

describe('the catalogue of errors', () => {
  it('names every code by its area and number', () => {
    expect(codes.filter((code) => !/^TZ-[BCRGDINTEP]\d{2}$/.test(code))).toEqual([])
  })

  it.each(codes)(
    '%s says what happened and the one next step, in whole Japanese sentences',
    (code) => {
      const { message, next } = ERROR_CATALOGUE[code]
      for (const text of [message, next]) {
        expect(text).toMatch(/。$/)
        expect(text).not.toMatch(/^エラーが発生しました/)
        expect(text).toMatch(/[ぁ-ん]/)
      }
    },
  )

  it('knows its own codes and no others', () => {
    expect(codes.every(isErrorCode)).toBe(true)
    const others = [
      '',
      'TZ-X01',
      'toString',
      'TZ-C1',
      'TZ-C',
      'TZ-C 0',
      'TZ-C99',
      'TZ-C011',
      'tz-c01',
    ]
    expect(others.filter(isErrorCode)).toEqual([])
  })

  it('is known by its numbers where its sentences are not', () => {
    expect(readFileSync('domain/errors/code-numbers.ts', 'utf8')).toBe(renderCodeNumbers())
  })

  it('is the page that is kept for the telephone', () => {
    expect(readFileSync('docs/error-codes.md', 'utf8')).toBe(renderErrorCodes())
  })
})
