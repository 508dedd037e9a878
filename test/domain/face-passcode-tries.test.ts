import { describe, expect, it } from 'vitest'
import {
  afterWrongPasscode,
  facePasscodeGate,
  fitToClock,
  NO_WRONG_TRIES,
  type FacePasscodeTries,
} from '../../domain/face-passcode-tries'

const NOW = Date.parse('2026-11-21T01:00:00Z')
const MINUTE = 60_000

function wrong(times: number, now = NOW): FacePasscodeTries {
  let tries = NO_WRONG_TRIES
  for (let time = 0; time < times; time++) tries = afterWrongPasscode(tries, now)
  return tries
}

describe('guesses at the 目視パスコード', () => {
  it('are counted down from five', () => {
    const left = [0, 1, 2, 3, 4].map((times) => facePasscodeGate(wrong(times), NOW))
    expect(left).toEqual([5, 4, 3, 2, 1].map((triesLeft) => ({ open: true, triesLeft })))
  })

  it('are closed for five minutes by the fifth wrong one, to the millisecond', () => {
    const tries = wrong(5)
    expect(facePasscodeGate(tries, NOW)).toEqual({ open: false, waitMs: 5 * MINUTE })
    expect(facePasscodeGate(tries, NOW + 5 * MINUTE - 1)).toEqual({ open: false, waitMs: 1 })
    expect(facePasscodeGate(tries, NOW + 5 * MINUTE)).toEqual({ open: true, triesLeft: 1 })
  })

  it('are closed for fifteen minutes by each one after that', () => {
    for (const times of [6, 7, 20]) {
      expect(facePasscodeGate(wrong(times), NOW)).toEqual({ open: false, waitMs: 15 * MINUTE })
      expect(facePasscodeGate(wrong(times), NOW + 15 * MINUTE)).toEqual({
        open: true,
        triesLeft: 1,
      })
    }
  })

  it('wait no longer than that after the clock was set back', () => {
    const hourAgo = NOW - 60 * MINUTE
    const fitted = fitToClock(wrong(5), hourAgo)
    expect(facePasscodeGate(fitted, hourAgo)).toEqual({ open: false, waitMs: 5 * MINUTE })
    expect(facePasscodeGate(fitted, hourAgo + 5 * MINUTE)).toMatchObject({ open: true })
    expect(fitToClock(wrong(5), NOW)).toEqual(wrong(5))
  })
})
