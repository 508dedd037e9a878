import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EligibilityAnswer } from '../../../domain/answer'
import { type AnswerContext, describeAnswer } from '../../../domain/decide'
import { answer, anyAnswer, anyDay, coverage, ticket, TODAY, VALIDITIES } from '../answers'

const told = (changes: Partial<EligibilityAnswer> = {}, context: AnswerContext = {}) =>
  describeAnswer(answer(changes), TODAY, context)
const stepsOf = (changes: Partial<EligibilityAnswer>, context: AnswerContext = {}) =>
  told(changes, context).steps.map(({ id }) => id)
const old = coverage({ number: '1', disqualifiedOn: '2026-04-01', lossReason: '03' })
const fresh = coverage({ number: '2', qualifiedOn: '2026-04-01' })
const home = { setting: 'homeNursing', dataOnFile: null } as const

describe('有効 (R40)', () => {
  it('says so, names the share and the insurance to use', () => {
    const { banner, share, coverageToUse, choices } = told()
    expect(banner).toMatchObject({ tone: 'ok', title: '有効' })
    expect(share).toMatchObject({ percent: 30, source: 'answer', mayBeSettledLater: false })
    expect(coverageToUse?.number).toBe('４５６')
    expect(choices).toEqual([])
  })

  it('asks nothing else of the patient', () => {
    expect(stepsOf({})).toEqual(['askNothing'])
    expect(told().warnings).toEqual([])
  })

  it('leaves two in force to a person', () => {
    const { banner, coverageToUse, choices } = told({ coverages: [fresh, coverage()] })
    expect(banner).toMatchObject({ tone: 'choose', title: '複数' })
    expect(coverageToUse).toBeNull()
    expect(choices).toHaveLength(2)
  })

  it('without any number is a reason to look again, not to send anybody away', () => {
    const { banner, steps } = told({ coverages: [] }, home)
    expect(banner.tone).toBe('attention')
    expect(steps.map(({ id }) => id)).toEqual(['checkAgain', 'notice', 'oral', 'declaration'])
  })

  it('with 医療扶助 alone is settled by the ticket', () => {
    const { banner, share, claim } = told({ coverages: [], publicExpenses: [ticket()] })
    expect(banner.tone).toBe('ok')
    expect(share.source).toBe('publicExpense')
    expect(claim.kind).toBe('publicExpense')
  })
})

describe('有効（未登録）', () => {
  it('sends staff to the 福祉事務所 and not the patient', () => {
    const { banner, steps } = told({
      validity: 'validUnregistered',
      coverages: [],
      publicExpenses: [ticket()],
    })
    expect(banner).toMatchObject({ tone: 'attention', title: '有効（未登録）' })
    expect(steps.map(({ id }) => id)).toEqual(['checkTicket'])
  })
})

describe('無効 (R41)', () => {
  const invalid = { validity: 'invalid', coverages: [old] } as const
  const changes = { validity: invalid.validity, coverages: [...invalid.coverages] }

  it('asks for a change, goes down the ladder without ① and offers a later check', () => {
    expect(stepsOf(changes, home)).toEqual([
      'askChange',
      'notice',
      'oral',
      'declaration',
      'recheckLater',
    ])
  })

  it('leaves out ④ for a 再診 with numbers on file, and ③ for a 初診', () => {
    expect(stepsOf(changes, { ...home, dataOnFile: true })).not.toContain('declaration')
    expect(stepsOf(changes, { ...home, dataOnFile: false })).not.toContain('oral')
  })

  it('is not told as having no cover', () => {
    const { banner, claim } = told(changes, home)
    expect(banner).toMatchObject({ tone: 'attention', title: '無効' })
    expect(banner.text).toContain('登録される前')
    expect(claim).toMatchObject({ kind: 'former', coverage: old })
  })

  it('uses no insurance, yet has the normal share', () => {
    const { coverageToUse, share } = told(changes)
    expect(coverageToUse).toBeNull()
    expect(share).toMatchObject({ percent: 30, source: 'rule', mayBeSettledLater: true })
  })
})

describe('無効（新しい資格あり） (R42)', () => {
  it('uses the new one', () => {
    const { banner, coverageToUse, steps, claim } = told({
      validity: 'invalidNewExists',
      coverages: [old, fresh],
    })
    expect(banner.title).toBe('新しい資格あり')
    expect(coverageToUse).toEqual(fresh)
    expect(steps.map(({ id }) => id)).toEqual(['useNew'])
    expect(claim).toMatchObject({ kind: 'current', coverage: fresh })
  })

  it('without its numbers checks again, then the ladder', () => {
    const steps = stepsOf({ validity: 'invalidNewExists', coverages: [old] }, home)
    expect(steps).toEqual(['checkAgain', 'notice', 'oral', 'declaration'])
  })
})

describe('情報なし (R43)', () => {
  const none = { validity: 'none' as const, coverages: [] }

  it('goes down the ladder without ① and offers a later check', () => {
    expect(stepsOf(none, home)).toEqual([
      'doNotGuess',
      'notice',
      'oral',
      'declaration',
      'recheckLater',
    ])
  })

  it('never says uninsured and never names a reason', () => {
    const words = JSON.stringify(told(none, home))
    expect(words).not.toMatch(/未加入|加入していない|無保険|資格がない|削除|DV|海外|停止/)
    expect(told(none).banner).toMatchObject({ tone: 'unknown', title: '情報なし' })
  })

  it('uses the birthdate the facility knows for the share', () => {
    expect(told(none, { birthdate: '2022-01-01' }).share.percent).toBe(20)
    expect(told(none, { birthdate: '1940-01-01' }).share.choices).toEqual([10, 20, 30])
  })

  it('in a 施術所 ends with the insurer, without ④ or 不詳 (R54)', () => {
    const { steps, claim } = told(none, { setting: 'treatmentRoom' })
    expect(steps.map(({ id }) => id)).toEqual([
      'doNotGuess',
      'notice',
      'insurerTelephone',
      'recheckLater',
    ])
    expect(claim.text).not.toContain('不詳')
  })

  it('takes ③ for a 施術所 where the setting is not known', () => {
    expect(stepsOf({ ...none, channel: 'eligibilityOnly' })).toContain('insurerTelephone')
    expect(stepsOf({ ...none, channel: 'homeConsent' })).toContain('declaration')
  })
})

describe('複数該当 (R44)', () => {
  it('shows all and picks nothing', () => {
    const { banner, coverageToUse, choices, steps, claim } = told({
      validity: 'multiple',
      coverages: [old, fresh],
    })
    expect(banner).toMatchObject({ tone: 'choose', title: '複数' })
    expect(coverageToUse).toBeNull()
    expect(choices).toEqual([old, fresh])
    expect(steps.map(({ id }) => id)).toEqual(['chooseCoverage'])
    expect(claim).toMatchObject({ kind: 'afterChoice', coverage: null })
  })

  it('without any to show is a reason to check again', () => {
    expect(stepsOf({ validity: 'multiple', coverages: [] })[0]).toBe('checkAgain')
  })
})

describe('● and the address', () => {
  it('● is told as normal, for a name and for an address (R45)', () => {
    for (const changes of [{ name: '●野 花子' }, { address: '●町1' }]) {
      const { warnings } = told({ coverages: [coverage(changes)] })
      expect(warnings).toMatchObject([{ id: 'placeholderName', tone: 'note', rule: 'R45' }])
    }
  })

  it('an empty address says nothing at all (R46)', () => {
    const words = (address: string | null) => {
      const { coverageToUse, ...rest } = told({ coverages: [coverage({ address })] })
      return JSON.stringify({ ...rest, claim: rest.claim.text, used: coverageToUse?.number })
    }
    expect(words(null)).toBe(words('訓練県訓練市1-1'))
    expect(words(null)).not.toContain('住所')
  })
})

describe('the certificate beside the answer', () => {
  const certificate = (state: 'valid' | 'alert' | 'grace', lastDay: string, usableUntil: string) =>
    ({ certificate: { state, lastDay, usableUntil } }) as const
  const ids = (changes: Partial<EligibilityAnswer>, today = TODAY) =>
    describeAnswer(answer(changes), today).warnings.map(({ id }) => id)

  it('is mentioned three months before its end (R21)', () => {
    const { warnings } = told(certificate('alert', '2026-08-20', '2026-11-30'))
    expect(warnings).toMatchObject([{ id: 'certificateAlert', tone: 'note' }])
    expect(warnings[0]?.values).toEqual({ day: '2026-08-20' })
  })

  it('in grace says until when, and that medical information is closed (R22)', () => {
    const { warnings } = told(certificate('grace', '2026-02-10', '2026-05-31'))
    expect(warnings).toMatchObject([{ id: 'certificateGrace', tone: 'attention' }])
    expect(warnings[0]?.values).toEqual({ day: '2026-05-31' })
    expect(warnings[0]?.text).toContain('見られません')
  })

  it('is judged by the day of capture and by today: both where they differ', () => {
    const grace = certificate('grace', '2026-02-10', '2026-05-31')
    expect(ids(grace, '2026-06-01')).toEqual(['otherDay', 'certificateGrace', 'certificateDead'])
    const alert = certificate('alert', '2026-05-25', '2026-08-31')
    expect(ids(alert, '2026-05-26')).toEqual(['otherDay', 'certificateGrace'])
    const valid = certificate('valid', '2026-08-21', '2026-11-30')
    expect(ids(valid, '2026-05-21')).toEqual(['otherDay', 'certificateAlert'])
  })

  it('never makes the insurance itself end (R24)', () => {
    const grace = certificate('grace', '2026-02-10', '2026-05-31')
    const { banner, warnings } = describeAnswer(answer(grace), '2026-06-01')
    expect(banner.title).toBe('有効')
    expect(warnings.at(-1)?.text).toContain('保険の資格はなくなりません')
  })

  it('of a smartphone has no grace (R24)', () => {
    const phone = certificate('alert', '2026-05-25', '2026-05-25')
    expect(ids(phone, '2026-05-26')).toEqual(['otherDay', 'certificateDead'])
  })
})

describe('an answer looked at on another day', () => {
  const later = (changes: Partial<EligibilityAnswer>, today: string) =>
    describeAnswer(answer(changes), today)

  it('says its day, and that today needs a check of its own (R7)', () => {
    const { warnings, days } = later({}, '2026-05-23')
    expect(days).toEqual({ captured: TODAY, today: '2026-05-23', differ: true })
    expect(warnings).toMatchObject([{ id: 'otherDay', rule: 'R7' }])
    expect(warnings[0]?.values).toEqual({ day: '2026-05-20' })
  })

  it('says that the insurance has ended since', () => {
    const ending = coverage({ disqualifiedOn: '2026-06-01' })
    const ids = (today: string) =>
      later({ coverages: [ending] }, today).warnings.map(({ id }) => id)
    expect(ids('2026-05-31')).toEqual(['otherDay'])
    expect(ids('2026-06-01')).toEqual(['otherDay', 'coverageEnded'])
  })

  it('keeps the share of its own day and says that it has changed since', () => {
    const elderlyRecipient = { from: '2025-08-01', until: '2026-07-31', burdenPercent: 20 } as const
    const one = coverage({ elderlyRecipient, burdenPercent: 30 })
    const { share, warnings } = later({ coverages: [one] }, '2026-08-01')
    expect(share.percent).toBe(20)
    expect(warnings.find(({ id }) => id === 'shareChanged')?.values).toEqual({
      then: '2割',
      now: '3割',
    })
  })

  it('from the future asks for the clock', () => {
    expect(later({}, '2026-05-19').warnings).toMatchObject([{ id: 'clockBehind' }])
  })

  it('with a day that is none is taken for today’s', () => {
    const { days } = later({ asOf: '2026-02-30' }, TODAY)
    expect(days).toEqual({ captured: TODAY, today: TODAY, differ: false })
  })
})

describe('assurance', () => {
  it('is mentioned when no challenge was left', () => {
    expect(told({ assurance: 'lower' }).warnings).toMatchObject([{ id: 'lowerAssurance' }])
  })
})

describe('any answer at all', () => {
  const context = fc.record({
    birthdate: fc.option(anyDay),
    dataOnFile: fc.option(fc.boolean()),
  })

  it('is described without a fault, with steps whose every line has a reason', () => {
    fc.assert(
      fc.property(anyAnswer, anyDay, context, (any, today, known) => {
        const { steps, banner, claim } = describeAnswer(any, today, known)
        expect(steps.length).toBeGreaterThan(0)
        for (const { title, reason, rule, en } of steps) {
          expect(title).not.toBe('')
          expect(en.title).toMatch(/^[^\u3040-\u30ff]+$/)
          expect(en.reason).toMatch(/\.$/)
          expect(reason).toMatch(/。$/)
          expect(rule).toMatch(/^R\d+$/)
        }
        expect(banner.text).toMatch(/。$/)
        expect(claim.text).toMatch(/。$/)
      }),
      { numRuns: 500 },
    )
  })

  it('names no share but 1割, 2割 and 3割, in figures or in words', () => {
    fc.assert(
      fc.property(anyAnswer, anyDay, context, (any, today, known) => {
        const { share, ...rest } = describeAnswer(any, today, known)
        for (const percent of [share.percent ?? 30, ...share.choices]) {
          expect([10, 20, 30]).toContain(percent)
        }
        const words = [
          share.text,
          share.note,
          rest.banner,
          rest.steps,
          rest.claim.text,
          rest.warnings,
        ]
        const named = JSON.stringify(words).match(/[0-9０-９]+割/g) ?? []
        expect(named.filter((one) => !['1割', '2割', '3割'].includes(one))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('never picks silently among several, and never says uninsured', () => {
    fc.assert(
      fc.property(anyAnswer, anyDay, (any, today) => {
        const { coverageToUse, choices, banner, steps } = describeAnswer(any, today)
        expect(coverageToUse === null || choices.length === 0).toBe(true)
        if (any.validity === 'multiple') expect(coverageToUse).toBeNull()
        expect(JSON.stringify([banner, steps])).not.toMatch(/未加入|無保険|加入していない/)
      }),
      { numRuns: 500 },
    )
  })

  it('says 不詳 is possible only where the authority had no answer', () => {
    fc.assert(
      fc.property(anyAnswer, anyDay, (any, today) => {
        const { claim } = describeAnswer(any, today)
        if (any.validity === 'invalid') expect(claim.text).not.toContain('不詳にできます')
      }),
    )
  })

  it('does not change the answer it describes', () => {
    fc.assert(
      fc.property(anyAnswer, anyDay, (any, today) => {
        const before = structuredClone(any)
        describeAnswer(any, today)
        expect(any).toEqual(before)
      }),
    )
  })

  it('has a title of its own for every validity', () => {
    const titles = VALIDITIES.map((validity) => told({ validity, coverages: [] }).banner.title)
    expect(new Set(titles).size).toBe(VALIDITIES.length)
  })
})
