import { describe, expect, it } from 'vitest'
import { caughtPercent, faultKinds, judgeFaults, judgeRight } from '../../../bench/typing-measure'
import { KNOWLEDGE } from '../../../bench/typing-documents'

const faults = judgeFaults(7, 3000)
const of = (kind: (typeof faults)[number]['kind']) => faults.filter((fault) => fault.kind === kind)

describe('generated faults of typing (R70, R71)', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(judgeFaults(7, 50)).toEqual(faults.slice(0, 50))
    expect(judgeFaults(8, 50)).not.toEqual(faults.slice(0, 50))
  })

  it('are of every kind alike', () => {
    expect(faultKinds().map((kind) => of(kind).length)).toEqual([600, 600, 600, 600, 600])
  })

  it('of one digit in the 保険者番号 are all refused, whoever the patient is', () => {
    const insurer = of('oneDigit').filter(({ field }) => field === 'insurerNumber')
    expect(insurer.length).toBeGreaterThan(100)
    for (const { verdicts } of insurer) {
      expect(Object.values(verdicts)).toEqual(['refused', 'refused', 'refused', 'refused'])
    }
  })

  it('are caught no less where more is known', () => {
    for (const kind of faultKinds()) {
      const [nothing = 0, again = 0, patient = 0, numbers = 0] = KNOWLEDGE.map((known) =>
        caughtPercent(of(kind), known),
      )
      expect(nothing).toBeLessThanOrEqual(again)
      expect(nothing).toBeLessThanOrEqual(patient)
      expect(patient).toBeLessThanOrEqual(numbers)
    }
  })

  it('in numbers that are known, in a known birthdate and in its era are all caught, and slips where typed twice', () => {
    const known = faults.filter(({ field }) =>
      ['symbol', 'number', 'branch', 'birthdate'].includes(field),
    )
    expect(caughtPercent(known, 'numbers')).toBe(100)
    const slips = known.filter(
      ({ kind, insurance }) =>
        insurance !== 'latterStage' && !['symbolAndNumber', 'wrongEra'].includes(kind),
    )
    expect(slips.filter(({ verdicts }) => verdicts.again === 'missed')).toEqual([])
    expect(caughtPercent(of('wrongEra'), 'patient')).toBe(100)
  })

  it('do not make a right document suspicious: nothing is refused, nothing is asked', () => {
    const verdicts = judgeRight(7, 2000).flatMap((known) => Object.values(known))
    expect(verdicts.filter((verdict) => verdict !== 'missed')).toEqual([])
  })
})
