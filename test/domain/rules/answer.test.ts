import { describe, expect, it } from 'vitest'
import type { EligibilityAnswer } from '../../../domain/answer'
import { chooseCoverage } from '../../../domain/coverage'
import { describeAnswer } from '../../../domain/decide'
import { findPeople, kanaMatches, nameMatches, nameToKeep } from '../../../domain/names'
import { answer, coverage, TODAY } from '../answers'
import { codesOf, patient, visit } from './situations'

describe('R40: 有効', () => {
  it('within: asks for nothing else', () => {
    const decision = visit({ answer: { validity: 'valid', share: 30 } })
    expect(decision.ladder).toEqual([])
    expect(decision.claim).toEqual({ basis: 'current', blockedBy: [] })
    expect(decision.next[0]).toEqual({ code: 'askNothing', rule: 'R40' })
  })

  it('beyond: 無効 does ask', () => {
    const decision = visit({ answer: { validity: 'invalid' } })
    expect(codesOf(decision)).not.toContain('askNothing')
    expect(decision.ladder).not.toEqual([])
  })
})

describe('R41: 無効', () => {
  it('within: is no proof of having no cover: ask, try the ladder, check again later', () => {
    const decision = visit({ answer: { validity: 'invalid' }, patient: patient() })
    expect(decision.next).toContainEqual({ code: 'askChange', rule: 'R41' })
    expect(decision.next).toContainEqual({ code: 'recheckLater', rule: 'R41' })
    expect(decision.ladder).toEqual(['notice', 'declaration'])
    expect(decision.share.percent).toBe(30)
  })

  it('beyond: 有効 needs no later check', () => {
    expect(codesOf(visit({ answer: { validity: 'valid' } }))).not.toContain('recheckLater')
  })
})

describe('R42: 無効（新しい資格あり）', () => {
  it('within: the new one is used', () => {
    const decision = visit({ answer: { validity: 'invalidNewExists', share: 20 } })
    expect(decision.next[0]).toEqual({ code: 'useNew', rule: 'R42' })
    expect(decision.claim.basis).toBe('current')
    expect(decision.ladder).toEqual([])
    expect(decision.share).toEqual({ percent: 20, source: 'answer' })
  })

  it('beyond: 無効 alone has no new one to use, and its share is that of what was lost', () => {
    const decision = visit({ answer: { validity: 'invalid', share: 20 }, patient: patient() })
    expect(decision.claim.basis).toBe('former')
    expect(decision.share).toEqual({ percent: 30, source: 'age' })
  })
})

describe('R43: 該当資格なし', () => {
  it('within: the ladder without ①, and no reason is guessed', () => {
    const decision = visit({ answer: { validity: 'none' }, patient: patient() })
    expect(decision.next).toContainEqual({ code: 'doNotGuess', rule: 'R43' })
    expect(decision.ladder).toEqual(['notice', 'declaration'])
  })

  it('within: its words say neither "uninsured" nor why', () => {
    const { banner, steps } = describeAnswer(answer({ validity: 'none', coverages: [] }), TODAY)
    const words = [
      banner.title,
      banner.text,
      ...steps.flatMap(({ title, reason }) => [title, reason]),
    ]
    expect(words.join()).not.toMatch(/無保険|未加入|DV|暴力|保護|削除|海外|日雇/)
  })

  it('beyond: of an answer with a cover it is said what it is', () => {
    expect(codesOf(visit({ answer: { validity: 'valid' } }))).not.toContain('doNotGuess')
  })
})

describe('R44: 複数該当', () => {
  it('within: a person chooses, and the claim waits for it', () => {
    const decision = visit({ answer: { validity: 'multiple' } })
    expect(decision.next[0]).toEqual({ code: 'chooseCoverage', rule: 'R44' })
    expect(decision.claim).toEqual({ basis: 'undecided', blockedBy: ['coverageNotChosen'] })
    expect(decision.ladder).toEqual([])
  })

  it('within: all are shown and none is picked, not even a single one', () => {
    const one = answer({ validity: 'multiple', coverages: [coverage()] })
    expect(chooseCoverage(one).kind).toBe('several')
  })

  it('beyond: the only one of a valid answer needs no choice', () => {
    expect(chooseCoverage(answer({ coverages: [coverage()] })).kind).toBe('one')
  })
})

describe('R45: ●', () => {
  it('within: is exactly one character', () => {
    expect(nameMatches('●橋花子', '髙橋花子')).toBe(true)
    expect(kanaMatches('クンレン　ハナコ', 'ｸﾝﾚﾝ ﾊﾅｺ')).toBe(true)
    expect(nameToKeep('髙橋 花子', '●橋　花子')).toBe('髙橋 花子')
  })

  it('beyond: it is not two, nor none, and a whole name is taken over', () => {
    expect(nameMatches('●花子', '髙橋花子')).toBe(false)
    expect(nameMatches('●髙橋花子', '髙橋花子')).toBe(false)
    expect(nameToKeep('高橋 花子', '髙橋　花子')).toBe('髙橋　花子')
  })
})

describe('R46: the address', () => {
  const words = (answered: EligibilityAnswer) =>
    JSON.stringify(describeAnswer(answered, TODAY).warnings)

  it('within: empty or another one, it is never spoken of', () => {
    const without = words(answer({ coverages: [coverage({ address: null })] }))
    const other = words(answer({ coverages: [coverage({ address: '訓練県別市9-9' })] }))
    expect(without).toBe(other)
    expect(other).not.toContain('住所')
  })

  it('beyond: people are matched by kana and birthdate, and by nothing else', () => {
    const person = { name: '訓練 花子', nameKana: 'クンレン ハナコ', birthdate: '1980-04-01' }
    const moved = { ...person, address: '訓練県別市9-9' }
    const neighbour = { ...person, birthdate: '1980-04-02', address: '訓練県訓練市1-1' }
    const wanted = { ...person, address: '訓練県訓練市1-1' }
    expect(findPeople([moved, neighbour], wanted)).toEqual([moved])
  })
})

describe("R47: the patient's share", () => {
  const shareAt = (birthDate: string, at: string) =>
    visit({ at: `${at}T10:00:00+09:00`, patient: patient({ birthDate }) }).share

  it("within: is the answer's", () => {
    const decision = visit({ answer: { validity: 'valid', share: 10 }, patient: patient() })
    expect(decision.share).toEqual({ percent: 10, source: 'answer' })
  })

  it('within: 2割 to the 31 March on or after the day before the 6th birthday', () => {
    expect(shareAt('2021-04-01', '2027-03-31')).toEqual({ percent: 20, source: 'age' })
    expect(shareAt('2021-04-02', '2028-03-31')).toEqual({ percent: 20, source: 'age' })
  })

  it('beyond: 3割 from the first of April', () => {
    expect(shareAt('2021-04-01', '2027-04-01')).toEqual({ percent: 30, source: 'age' })
    expect(shareAt('2021-04-02', '2028-04-01')).toEqual({ percent: 30, source: 'age' })
  })

  it('within: asked from the month after the 70th birthday, and that very month if born on the 1st', () => {
    expect(shareAt('1956-10-31', '2026-10-31')).toEqual({ percent: 30, source: 'age' })
    expect(shareAt('1956-10-31', '2026-11-01')).toEqual({ percent: null, source: 'ask' })
    expect(shareAt('1956-11-01', '2026-11-01')).toEqual({ percent: null, source: 'ask' })
    expect(shareAt('1956-11-02', '2026-11-30')).toEqual({ percent: 30, source: 'age' })
  })

  it('within: a newborn is 未就学 whose birthdate nobody has told yet', () => {
    expect(visit({ patient: { newborn: true, numbers: 'none' } }).share).toEqual({
      percent: 20,
      source: 'age',
    })
    const { share } = visit({ patient: patient({ newborn: true, birthDate: '1980-01-15' }) })
    expect(share).toEqual({ percent: 30, source: 'age' })
  })

  it('within: 3割 and a question where the age is not known', () => {
    expect(visit().share).toEqual({ percent: 30, source: 'ask' })
    expect(shareAt('2027-01-01', '2026-11-20')).toEqual({ percent: 30, source: 'ask' })
  })

  it('beyond: of one who says there is no insurance nothing is claimed to be known', () => {
    const decision = visit({ patient: patient({ saysInsured: false }) })
    expect(decision.share).toEqual({ percent: null, source: 'ask' })
  })
})
