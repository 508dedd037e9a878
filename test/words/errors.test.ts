import { describe, expect, it } from 'vitest'
import { ERROR_CATALOGUE } from '../../domain/errors'
import { ERRORS } from '../../src/words/en'

const JAPANESE_ALONE = /^[^A-Za-z]*$/u

describe('the English of errors', () => {
  it('says something else than the Japanese, in both sentences of each code', () => {
    const copied = Object.entries(ERRORS).filter(
      ([, { message, next }]) => JAPANESE_ALONE.test(message) || JAPANESE_ALONE.test(next),
    )
    expect(copied).toEqual([])
  })

  it('names no code that the catalogue does not have', () => {
    expect(Object.keys(ERRORS).filter((code) => !Object.hasOwn(ERROR_CATALOGUE, code))).toEqual([])
  })
})
