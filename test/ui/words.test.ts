import { describe, expect, it } from 'vitest'
import type { CheckState } from '../../domain/check'
import type { VisitNeed } from '../../domain/visit'
import type { LineState } from '../../src/stores/view-types'
import { formatBytes } from '../../src/ui/bytes'
import { formatSpan } from '../../src/ui/day-span'
import { CHECK_WORDS, formatMoment, LINE_WORDS, needWording } from '../../src/ui/words'

describe('the words for the line', () => {
  it.each<[LineState, string]>([
    ['noLine', 'neutral'],
    ['unreachable', 'neutral'],
    ['online', 'neutral'],
    ['portal', 'attention'],
    ['accessEnded', 'attention'],
    ['unregistered', 'attention'],
  ])('%s is %s: amber only where a person is needed', (state, tone) => {
    expect(LINE_WORDS[state].tone).toBe(tone)
  })

  it('has a word and an icon of its own for each state', () => {
    const all = Object.values(LINE_WORDS)
    expect(new Set(all.map((wording) => wording.text)).size).toBe(all.length)
    expect(new Set(all.map((wording) => wording.icon)).size).toBe(all.length)
  })

  it('says where the check is when there is no line', () => {
    expect(LINE_WORDS.noLine.text).toContain('端末に保存します')
  })
})

describe('the words for a check', () => {
  it('tells saved, sent and answered apart by words and icon', () => {
    const three: CheckState[] = ['queued', 'accepted', 'answered']
    expect(new Set(three.map((state) => CHECK_WORDS[state].text)).size).toBe(3)
    expect(new Set(three.map((state) => CHECK_WORDS[state].icon)).size).toBe(3)
  })

  it('never calls a waiting check an error', () => {
    expect(CHECK_WORDS.queued.tone).toBe('neutral')
    expect(CHECK_WORDS.queued.text).toContain('未送信')
  })
})

describe('今回必要なこと', () => {
  it.each<[VisitNeed, string, string]>([
    [{ kind: 'card' }, 'カード必要', 'info'],
    [{ kind: 'reinquiry' }, '再照会のみ', 'neutral'],
    [{ kind: 'previousInvalid' }, '前回 無効', 'attention'],
    [{ kind: 'certificateEnds', day: '2027-05-31' }, '証明書 5/31まで', 'attention'],
    [{ kind: 'document' }, '資格確認書', 'info'],
  ])('%o is one badge: %s', (need, text, tone) => {
    expect(needWording(need)).toMatchObject({ text, tone })
  })
})

describe('a moment', () => {
  const now = Date.parse('2026-11-21T01:00:00Z')

  it('is a time alone on the same day in Japan', () => {
    expect(formatMoment(Date.parse('2026-11-20T15:05:00Z'), now)).toBe('00:05')
  })

  it('has its day when that was another day', () => {
    expect(formatMoment(Date.parse('2026-11-20T14:59:00Z'), now)).toBe('11月20日 23:59')
  })
})

describe('a span of days', () => {
  it.each([
    ['2026-08-01', '2027-07-31', '2026年8月1日(土)〜2027年7月31日(土)'],
    ['2026-08-01', null, '2026年8月1日(土)〜'],
    [null, '2027-07-31', '〜2027年7月31日(土)'],
    [null, null, '期間の記載なし'],
  ])('from %s until %s reads %s', (from, until, text) => {
    expect(formatSpan({ from, until })).toBe(text)
  })
})

describe('an amount of storage', () => {
  it.each([
    [0, '0 KB'],
    [812_400, '812 KB'],
    [1_440_000, '1.4 MB'],
    [14_200_000, '14 MB'],
    [3_200_000_000, '3.2 GB'],
    [2_000_000_000_000_000, '2000 TB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})
