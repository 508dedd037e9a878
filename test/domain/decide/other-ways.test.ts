import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Setting } from '../../../domain/check'
import {
  decide,
  type OtherWayId,
  situationOf,
  type Trouble,
  TROUBLES,
} from '../../../domain/decide'
import { placeOf } from '../../../domain/decide/services'
import { WHEREABOUTS } from '../../../domain/decide/situation-of'
import { isAnswerTrouble } from '../../../domain/decide/trouble'
import { channelFor, isMedicalSetting, SETTINGS } from '../../../domain/settings'
import { anyDay } from '../answers'
import { closed, CONTINUING, knows, NEW_HERE, ON_FILE, open, plan, why } from './troubles'

const OFFICIAL = { open: true, address: 'https://uketsuke.example/' } as const

describe('a card that is shown but cannot be read, or is dead (R50)', () => {
  it.each(['unreadable', 'dead'] as const)(
    '%s: ① ② ③ for a 再診 with numbers on file',
    (trouble) => {
      expect(open(trouble, { before: ON_FILE })).toEqual(['portal', 'notice', 'oral'])
      expect(closed(trouble, { before: ON_FILE })).toEqual(['declaration'])
    },
  )

  it.each(['unreadable', 'dead'] as const)('%s: ① ② ④ for a 初診', (trouble) => {
    const known = { before: NEW_HERE, said: { firstVisit: true } }
    expect(open(trouble, known)).toEqual(['portal', 'notice', 'declaration'])
    expect(closed(trouble, known)).toEqual(['oral'])
  })

  it('keeps ③ and ④ both open where it is not known which', () => {
    const both = ['portal', 'notice', 'oral', 'declaration']
    expect(open('unreadable')).toEqual(both)
  })

  it('lets staff say that it is a 初診 again', () => {
    const known = { before: ON_FILE, said: { firstVisit: true } }
    expect(open('unreadable', known)).toEqual(['portal', 'notice', 'declaration'])
  })

  it('begins with 再照会 where the relation goes on (R33), but not after the certificate is dead', () => {
    expect(open('unreadable', { before: CONTINUING })[0]).toBe('reinquiry')
    expect(open('dead', { before: CONTINUING })).not.toContain('reinquiry')
  })

  it('warns of a long gap before 再照会, and says when a consent was taken back', () => {
    const gap = plan('unreadable', { before: { ...CONTINUING, lastVisitOn: '2026-05-01' } })
    expect(gap.open[0]?.caution?.ja).toContain('日がたっています')
    const withdrawn = { ...CONTINUING, consentWithdrawn: true }
    expect(why('reinquiry', 'unreadable', { before: withdrawn })?.rule).toBe('R34')
  })

  it('does not speak of 再照会 where nobody expects it', () => {
    const { open: steps, closed: shut } = plan('unreadable', { before: ON_FILE })
    expect([...steps, ...shut].map(({ id }) => id)).not.toContain('reinquiry')
  })

  it('tells of a dead one that the cover remains and what to renew (R23, R24)', () => {
    const codes = plan('dead').also.map(({ code }) => code)
    expect(codes).toEqual(['renewAndRegister', 'expectCertificate', 'tellCoverRemains'])
  })

  it('takes the day that the card told for dead only where it is', () => {
    const card = { certificateLastDay: '2026-02-10', cardExpiry: null, triesLeft: 3 }
    const expiresOf = (trouble: Trouble, lastDay: string) =>
      situationOf(knows(trouble, { card: { ...card, certificateLastDay: lastDay } })).card
        ?.certificateExpires
    expect(expiresOf('dead', '2026-02-10')).toBe('2026-02-10')
    expect(expiresOf('dead', '2026-07-31')).toBe('2026-07-31')
    expect(expiresOf('dead', '2026-08-01')).toBe('2026-07-31')
    expect(expiresOf('unreadable', '2026-08-01')).toBe('2026-08-01')
  })
})

describe('what was said to be impossible', () => {
  it('leads to the next, and is remembered', () => {
    const declined: OtherWayId[] = ['portal', 'notice']
    const left = plan('unreadable', { before: NEW_HERE, declined })
    expect(left.open.map(({ id }) => id)).toEqual(['declaration'])
    expect(left.declined.map(({ id }) => id)).toEqual(['portal', 'notice'])
  })

  it('leaves nothing when everything was declined, with the share and the claim (R47, R60)', () => {
    const declined: OtherWayId[] = ['portal', 'notice', 'oral']
    const left = plan('unreadable', { before: ON_FILE, declined })
    expect(left.open).toEqual([])
    expect(left.share).toEqual({ figure: { ja: '3割', en: '30%' }, source: 'age' })
    expect(left.claim).toEqual({ basis: 'former', blockedBy: [] })
  })

  it('means that there are no numbers once ① ② ③ were tried, and 不詳 only by R61', () => {
    const declined: OtherWayId[] = ['portal', 'notice', 'oral']
    const claim = (said: object) => plan('unreadable', { declined, said }).claim
    expect(claim({}).blockedBy).toEqual([
      'saysInsuredUnknown',
      'firstVisitUnknown',
      'careDaysUnknown',
    ])
    const all = { insured: true, firstVisit: true, onlyCareDay: true }
    expect(claim(all)).toEqual({ basis: 'unknown', blockedBy: [] })
    expect(claim({ ...all, onlyCareDay: false }).blockedBy).toEqual(['severalCareDays'])
    expect(claim({ ...all, insured: false }).blockedBy).toEqual(['notSaidInsured'])
  })

  it('is no 不詳 while one of ① ② ③ is still to be tried', () => {
    const said = { insured: true, firstVisit: true, onlyCareDay: true }
    for (const before of [null, NEW_HERE]) {
      const { claim, numbersMayCome } = plan('unreadable', { before, declined: ['portal'], said })
      expect(claim.blockedBy).toEqual(['numbersUnknown'])
      expect(numbersMayCome).toBe(true)
    }
  })

  it('does not open what the rules close', () => {
    const left = plan('invalid', { answer: { validity: 'invalid' }, declined: ['portal'] })
    expect(left.declined).toEqual([])
    expect(left.closed.map(({ id }) => id)).toContain('portal')
  })
})

describe('a photo that does not settle it (R12)', () => {
  it('of another person: their own card, then what stands without one', () => {
    expect(open('otherPerson')).toEqual(['ownCard', 'certificate', 'insurerTelephone'])
    expect(closed('otherPerson')).toEqual([])
  })

  it('that cannot be told or read: the PIN, then the ladder', () => {
    expect(open('faceUnsure', { before: ON_FILE })).toEqual(['pin', 'portal', 'notice', 'oral'])
  })

  it('on a card without a PIN: neither the PIN nor ① (R11)', () => {
    const known = { before: ON_FILE, cardHasPin: false }
    expect(open('faceUnsure', known)).toEqual(['notice', 'oral'])
    expect(why('pin', 'faceUnsure', known)?.rule).toBe('R11')
    expect(why('portal', 'faceUnsure', known)?.rule).toBe('R11')
  })
})

describe('a PIN that does not help (R10, R12)', () => {
  it.each(['locked', 'pinUnknown'] as const)('%s: 目視 first, then the ladder', (trouble) => {
    expect(open(trouble, { before: ON_FILE })).toEqual(['visual', 'portal', 'notice', 'oral'])
  })

  it('closes 目視 where the facility has no passcode, as its own plan says it', () => {
    const face = { open: false, rule: 'R12', reason: '目視パスコードがまだありません。' } as const
    const known = { face, visualPasscode: false }
    expect(why('visual', 'locked', known)).toMatchObject({ rule: 'R12', ja: face.reason })
    expect(open('locked', { face: { open: true, first: true } })[0]).toBe('visual')
    expect(why('visual', 'locked', { visualPasscode: false })?.rule).toBe('R2')
  })

  it('keeps 目視 open where only a reader has to be connected first, and says so', () => {
    const face = {
      open: false,
      rule: 'R12',
      reason: '先にカードリーダーをつないでください。',
    } as const
    const [first] = plan('locked', { face }).open
    expect(first).toMatchObject({ id: 'visual', caution: { ja: face.reason } })
  })

  it('says that only the municipal office unlocks it', () => {
    expect(plan('locked').also.map(({ code }) => code)).toEqual(['tellLocked'])
    expect(plan('pinUnknown').also).toEqual([])
  })
})

describe('a 顔認証マイナンバーカード (R11)', () => {
  it('is for 目視, and マイナポータル is closed', () => {
    expect(open('faceCard', { before: ON_FILE })).toEqual(['visual', 'notice', 'oral'])
    expect(why('portal', 'faceCard')?.rule).toBe('R11')
  })
})

describe('an answer of 無効 or なし (R51)', () => {
  it.each(['invalid', 'none'] as const)(
    '%s: the ladder without ①, which cannot show it',
    (trouble) => {
      const answer = { validity: trouble }
      expect(open(trouble, { answer, before: ON_FILE })).toEqual(['notice', 'oral'])
      const first = { answer, before: NEW_HERE, said: { firstVisit: true } }
      expect(open(trouble, first)).toEqual(['notice', 'declaration'])
      expect(why('portal', trouble, { answer })?.rule).toBe('R51')
    },
  )

  it('claims with the former numbers after 無効, never as 不詳 (R60)', () => {
    const said = { insured: true, firstVisit: true, onlyCareDay: true }
    const declined: OtherWayId[] = ['notice', 'oral', 'declaration']
    const { claim } = plan('invalid', { answer: { validity: 'invalid' }, said, declined })
    expect(claim.basis).toBe('former')
  })

  it('does not keep the share that came with it (R47)', () => {
    const answer = { validity: 'invalid', share: 10 } as const
    expect(plan('invalid', { answer }).share).toEqual({
      figure: { ja: '3割', en: '30%' },
      source: 'age',
    })
  })

  it('tells what 無効 means and that a later check may help (R41, R43)', () => {
    const codes = (validity: 'invalid' | 'none') =>
      plan(validity, { answer: { validity } }).also.map(({ code }) => code)
    expect(codes('invalid')).toEqual(['askChange', 'recheckLater'])
    expect(codes('none')).toEqual(['doNotGuess', 'recheckLater'])
  })
})

describe('the share meanwhile (R47)', () => {
  it('is by age, asked for from 70, and never the whole', () => {
    const figure = (birthdate: string | null) => plan('unreadable', { birthdate }).share.figure?.ja
    expect(figure('2024-01-01')).toBe('2割')
    expect(figure('1980-04-01')).toBe('3割')
    expect(figure('1950-03-03')).toBe('1〜3割')
    expect(figure(null)).toBe('3割')
  })

  it('is a question alone for somebody who says that there is no insurance', () => {
    const { share } = plan('unreadable', { said: { insured: false } })
    expect(share).toEqual({ figure: null, source: 'ask' })
  })
})

describe('several insurances (R44)', () => {
  const answer = { validity: 'multiple' } as const

  it('is for the patient to choose from, then a document names the right one', () => {
    const left = plan('multiple', { answer, before: ON_FILE })
    expect(left.open.map(({ id }) => id)).toEqual(['chooseCoverage', 'notice', 'oral'])
    expect(left.claim).toEqual({ basis: 'undecided', blockedBy: ['coverageNotChosen'] })
    expect(why('portal', 'multiple', { answer })?.rule).toBe('R51')
  })
})

describe('only a smartphone (R52)', () => {
  it('is ① live on the spot, or the physical card, and nothing else', () => {
    for (const before of [null, NEW_HERE, ON_FILE, CONTINUING]) {
      expect(open('smartphoneOnly', { before })).toEqual(['portal', 'physicalCard'])
      expect(closed('smartphoneOnly', { before })).toEqual(['notice', 'oral', 'declaration'])
    }
  })

  it('does not accept a saved PDF', () => {
    const [portal] = plan('smartphoneOnly').open
    expect(portal?.text.title.ja).toContain('その場で')
    expect(portal?.text.why.ja).toContain('PDFではなく')
  })
})

describe('no マイナ保険証 (R53)', () => {
  it('is the 資格確認書, asked online by its numbers; else the insurer', () => {
    expect(open('noCard')).toEqual(['certificate', 'insurerTelephone'])
    expect(closed('noCard')).toEqual(['portal', 'notice', 'oral', 'declaration'])
  })

  it('is 再照会 before all where the relation goes on (R33)', () => {
    expect(open('noCard', { before: CONTINUING })[0]).toBe('reinquiry')
  })

  it('took an お知らせ alone until 31 March 2026', () => {
    expect(open('noCard', { at: '2026-03-31T01:00:00Z' })).toContain('notice')
    const after = why('notice', 'noCard', { at: '2026-04-01T01:00:00Z' })
    expect(after?.ja).toContain('2026年3月31日(火)')
    expect(after?.en).toContain('2026-03-31')
  })

  it('tells whether the patient should have a 資格確認書 by age (R72)', () => {
    const reasonAt = (birthdate: string, at: string) =>
      plan('noCard', { birthdate, at }).open[0]?.text.why.ja
    expect(reasonAt('1945-01-01', '2026-07-31T01:00:00Z')).toContain('届いているはず')
    expect(reasonAt('1945-01-01', '2026-08-01T01:00:00Z')).toContain('届いていることが')
    expect(reasonAt('1980-01-01', '2026-08-01T01:00:00Z')).not.toContain('届いて')
  })

  it('can never be 不詳: the card was not shown (R61)', () => {
    const said = { insured: true, firstVisit: true, onlyCareDay: true }
    const declined: OtherWayId[] = ['certificate', 'insurerTelephone']
    const { claim } = plan('noCard', { before: NEW_HERE, said, declined })
    expect(claim.blockedBy).toEqual(['noPhysicalCard'])
  })
})

describe('a 施術所 (R54)', () => {
  const treatmentRoom = { setting: 'treatmentRoom', before: NEW_HERE } as const

  it('has ① ② and the insurer’s telephone number', () => {
    expect(open('unreadable', treatmentRoom)).toEqual(['portal', 'notice', 'insurerTelephone'])
    expect(open('none', { ...treatmentRoom, answer: { validity: 'none' } })).toEqual([
      'notice',
      'insurerTelephone',
    ])
    expect(why('declaration', 'unreadable', treatmentRoom)?.rule).toBe('R54')
  })

  it('is the only one to be sent to the insurer while a card is there', () => {
    expect(open('unreadable', { setting: 'paperClaim' })).not.toContain('insurerTelephone')
  })
})

describe('a 健診 or a 助産所', () => {
  it.each(['healthCheckup', 'midwifery'] as const)('%s has ① and ② alone', (setting) => {
    expect(open('unreadable', { setting, before: ON_FILE })).toEqual(['portal', 'notice'])
    expect(why('oral', 'unreadable', { setting, before: ON_FILE })?.rule).toBe('R54')
  })
})

describe('the official page (docs/adr/0018)', () => {
  it('comes first for a card that only this reader cannot read', () => {
    expect(open('unreadable', { handOff: OFFICIAL })[0]).toBe('officialWeb')
  })

  it.each([
    ['locked', 'R10'],
    ['pinUnknown', 'R10'],
    ['faceCard', 'R11'],
    ['dead', 'R23'],
  ] as const)('is closed for %s, by %s', (trouble, rule) => {
    expect(why('officialWeb', trouble, { handOff: OFFICIAL })?.rule).toBe(rule)
  })

  it('is closed as its own plan says, and not spoken of without one', () => {
    const shut = { open: false, rule: 'R2', reason: '公式アプリのアドレスがありません。' } as const
    expect(why('officialWeb', 'unreadable', { handOff: shut })).toMatchObject({ ja: shut.reason })
    expect(closed('unreadable')).not.toContain('officialWeb')
  })
})

describe('the facility that is presumed of a setting', () => {
  it.each(Object.keys(SETTINGS) as Setting[])(
    'of %s meets patients there, by its channel',
    (each) => {
      const { kind, setting } = WHEREABOUTS[each]
      const place = placeOf(
        { kind, boundDevice: true, visualPasscode: true },
        setting,
        '2026-11-20',
      )
      expect(place).toMatchObject({ setting: each, channel: channelFor(each, '2026-11-20') })
    },
  )
})

describe('every trouble', () => {
  const setting = fc.constantFrom(...(Object.keys(SETTINGS) as Setting[]))
  const trouble = fc.constantFrom(...TROUBLES)
  const known = fc
    .record({
      setting,
      day: anyDay,
      birthdate: fc.option(anyDay),
      before: fc.constantFrom(null, NEW_HERE, ON_FILE, CONTINUING),
      visualPasscode: fc.boolean(),
      cardHasPin: fc.boolean(),
      said: fc.record(
        { insured: fc.boolean(), firstVisit: fc.boolean(), onlyCareDay: fc.boolean() },
        { requiredKeys: [] },
      ),
    })
    .map(({ day, ...rest }) => ({ ...rest, at: `${day}T12:00:00+09:00` }))
  const answerOf = (each: Trouble) =>
    isAnswerTrouble(each) ? { answer: { validity: each } as const } : {}
  const ids = (ways: readonly { id: OtherWayId }[]) => ways.map(({ id }) => id)

  it('is taken one way at a time to an end, each way standing in one place only', () => {
    fc.assert(
      fc.property(trouble, known, (each, rest) => {
        const declined: OtherWayId[] = []
        for (;;) {
          const left = plan(each, { ...rest, ...answerOf(each), declined })
          const all = [...ids(left.open), ...ids(left.declined), ...ids(left.closed)]
          expect(new Set(all).size).toBe(all.length)
          expect(new Set(ids(left.declined))).toEqual(new Set(declined))
          const [now] = left.open
          if (now === undefined) return
          declined.push(now.id)
        }
      }),
    )
  })

  it('never offers ③ or ④ to a 施術所, ① after an answer, nor 不詳 without the card', () => {
    fc.assert(
      fc.property(trouble, known, (each, rest) => {
        const left = plan(each, { ...rest, ...answerOf(each) })
        if (rest.setting === 'treatmentRoom') {
          expect(ids(left.open)).not.toContain('declaration')
          expect(ids(left.open)).not.toContain('oral')
        }
        if (isAnswerTrouble(each)) expect(ids(left.open)).not.toContain('portal')
        if (each === 'noCard' || each === 'smartphoneOnly' || each === 'invalid') {
          expect(left.claim.basis).not.toBe('unknown')
        }
      }),
    )
  })

  it('has the normal share meanwhile, whole sentences in both languages, and never 10割', () => {
    fc.assert(
      fc.property(trouble, known, (each, rest) => {
        const left = plan(each, { ...rest, ...answerOf(each) })
        expect(['2割', '3割', '1〜3割', undefined]).toContain(left.share.figure?.ja)
        expect(['20%', '30%', '10–30%', undefined]).toContain(left.share.figure?.en)
        const words = JSON.stringify(left)
        expect(words).not.toMatch(/(10|１０|十)割/)
        expect(words).not.toMatch(/未加入|無保険|DV/)
        for (const { text } of [...left.open, ...left.closed]) {
          for (const { ja, en } of [text.why, text.say]) {
            expect(ja).toMatch(/[。？]$/)
            expect(en).toMatch(/[.?]$/)
          }
          expect(text.act.en + text.cannot.en).not.toMatch(/[\u3040-\u30ff]/)
        }
        for (const { why: reason } of left.closed) expect(reason.ja).toMatch(/。$/)
      }),
    )
  })

  it('keeps to the ladder that is decided, where a situation alone tells the trouble', () => {
    const told = ['unreadable', 'dead', 'invalid', 'none', 'smartphoneOnly', 'noCard'] as const
    fc.assert(
      fc.property(fc.constantFrom(...told), known, (each, rest) => {
        // Where 再照会 is possible nothing has failed that needs a ladder.
        fc.pre(!(each === 'noCard' && rest.before === CONTINUING))
        fc.pre(each !== 'noCard' || rest.at > '2026-04-01')
        fc.pre(isMedicalSetting(rest.setting) || rest.setting === 'treatmentRoom')
        const full = { ...rest, ...answerOf(each) }
        const { ladder } = decide(situationOf(knows(each, full)))
        const steps = open(each, full).filter(
          (id) => id !== 'reinquiry' && (each !== 'noCard' || id !== 'insurerTelephone'),
        )
        expect(steps).toEqual(
          each === 'noCard' ? ladder.filter((step) => step !== 'insurerTelephone') : ladder,
        )
      }),
    )
  })
})
