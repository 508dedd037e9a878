import { describe, expect, it } from 'vitest'
import { lookAhead, type NeedSituation } from '../../domain/decide'
import { badgeOf, endNote, notesOf, reasonWords, unaskedNote } from '../../src/ui/visit-words'
import { VISIT } from '../support/fake-services'

const look = (changes: Partial<NeedSituation> = {}) =>
  lookAhead({
    setting: 'homeNursing',
    day: '2026-05-20',
    usesDocument: false,
    previous: 'valid',
    end: { lastDay: '2028-04-01', by: 'certificate' },
    cardCheckedOn: '2026-01-10',
    lastVisitOn: '2026-05-13',
    continuing: true,
    consentWithdrawn: false,
    reinquiryRefused: false,
    ...changes,
  })
const ending = (lastDay: string, by: 'certificate' | 'card' = 'certificate') => ({
  end: { lastDay, by },
})
const badge = (changes: Partial<NeedSituation>) => badgeOf(VISIT, look(changes)).text
const notes = (changes: Partial<NeedSituation>) => notesOf(look(changes))

describe('the badge of a visit', () => {
  it.each<[string, Partial<NeedSituation>]>([
    ['再照会のみ', {}],
    ['カード必要', { setting: 'driveThrough' }],
    ['前回 無効', { previous: 'invalid' }],
    ['前回 情報なし', { previous: 'none' }],
    ['証明書 8/20まで', ending('2026-08-20')],
    ['証明書 5/31まで', ending('2026-02-10')],
    ['カード 8/20まで', ending('2026-08-20', 'card')],
    ['資格確認書', { usesDocument: true }],
    ['資格確認書', ending('2026-01-31')],
  ])('says 「%s」', (text, changes) => {
    expect(badge(changes)).toBe(text)
  })

  it('is the one that the gateway sent where it told no more', () => {
    expect(badgeOf(VISIT, null).text).toBe('カード必要')
  })
})

describe('what cannot be asked about a patient', () => {
  const note = (card: 'TZ-G61' | 'TZ-G62' | null) =>
    unaskedNote({ unasked: { card, reinquiry: null } })

  it('is said while a document can still be brought along, with what is missing', () => {
    expect(note('TZ-G61')).toContain('名簿に保険の番号か生年月日がない')
    expect(note('TZ-G62')).toContain('番号のわかる書類も見せてもらってください')
  })

  it('is nothing where the card is asked as ever, or an older gateway says nothing', () => {
    expect(note(null)).toBeNull()
    expect(unaskedNote({})).toBeNull()
  })
})

describe('what the badge leaves unsaid', () => {
  it('is nothing for a visit that only needs a 再照会', () => {
    expect(notes({})).toEqual([])
  })

  it('is why the card is needed', () => {
    expect(notes({ cardCheckedOn: null })).toEqual(['カードでの確認が、まだありません。'])
    expect(notes({ continuing: false })[0]).toContain('続いていない')
    expect(notes({ consentWithdrawn: true })[0]).toContain('同意が取り消されている')
    expect(notes({ reinquiryRefused: true })[0]).toContain('受け付けられませんでした')
    expect(notes({ reinquiryClosed: true })[0]).toContain('再照会では結果が届きません')
  })

  it('is until when it still works: before the end, after it, and when it is over', () => {
    expect(notes(ending('2026-08-20'))).toEqual([
      '電子証明書は2026年8月20日(木)まで。そのあとも2026年11月30日(月)までは保険を確認できます。',
      '再照会で確認できます。',
    ])
    expect(notes(ending('2026-02-10'))[0]).toBe(
      '電子証明書の期限は2026年2月10日(火)でした。2026年5月31日(日)までは保険の確認だけできます。',
    )
    expect(notes(ending('2026-01-31'))).toEqual([
      'カードは2026年4月30日(木)を過ぎて使えなくなりました。',
      '資格確認書で確認します。',
    ])
    expect(notes(ending('2026-08-20', 'card'))[0]).toMatch(/^カードは/)
    expect(notes(ending('2026-02-10', 'card'))[0]).toMatch(/^カードの期限は/)
  })

  it('is what to ask after 無効 or なし, and never that somebody is uninsured (R43)', () => {
    expect(notes({ previous: 'invalid' })).toEqual([
      '前回は無効でした。保険が変わったかを尋ねます。',
      '再照会で確認できます。',
    ])
    const none = notes({ previous: 'none', setting: 'houseCall' })
    expect(none[0]).toContain('資格の情報がありませんでした')
    expect(none[1]).toContain('毎回カード')
    expect(none.join('')).not.toMatch(/無保険|入っていない/)
  })

  it('is the long gap', () => {
    expect(notes({ lastVisitOn: '2026-02-18' })).toEqual(['前回の訪問から91日たっています。'])
  })

  it('names all of it where it comes together, the heaviest first', () => {
    const all = notes({ previous: 'invalid', ...ending('2026-02-10'), lastVisitOn: '2026-02-18' })
    expect(all).toHaveLength(4)
    expect(all[0]).toContain('無効')
    expect(all[1]).toContain('期限')
  })

  it('is only what ends, once the check is done', () => {
    expect(endNote(look({ previous: 'invalid' }))).toEqual([])
    expect(endNote(look(ending('2026-08-20')))).toHaveLength(1)
  })
})

describe('why nobody is asked again without the card', () => {
  it('is a sentence for each reason', () => {
    const reasons = ['setting', 'noCardCheck', 'notContinuing', 'withdrawn', 'refused'] as const
    const others = ['usesDocument', 'dead', 'underWay', 'unknown'] as const
    const words = [...reasons, ...others].map((reason) => reasonWords(reason))
    expect(new Set(words).size).toBe(9)
    expect(words.every((text) => text.endsWith('。'))).toBe(true)
  })
})
