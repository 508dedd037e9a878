import { describe, expect, it } from 'vitest'
import type { CheckState } from '../../domain/check'
import { lookAhead } from '../../domain/decide'
import type { Visit } from '../../domain/visit'
import { isOpen, matchesVisit, passesFilter, VISIT_FILTERS } from '../../src/pages/visit-search'
import { makeRow, VISITS } from './seeds'

const visit = (id: string): Visit => {
  const found = VISITS.find((candidate) => candidate.id === id)
  if (!found) throw new Error(id)
  return found
}

describe('finding a visit by name', () => {
  it.each(['ミホン', 'みほん', 'ﾐﾎﾝ', 'みほん はな', 'ミホンハナコ', '見本', '花子', ''])(
    '「%s」 finds 見本 花子',
    (query) => {
      expect(matchesVisit(visit('v-1'), query)).toBe(true)
    },
  )

  it.each(['よしだ', '𠮷田', '●'])('「%s」 finds 𠮷田 ●子', (query) => {
    expect(matchesVisit(visit('v-3'), query)).toBe(true)
  })

  it.each(['ぞぞ', '田中', 'ミホンx'])('「%s」 finds nobody', (query) => {
    expect(VISITS.some((candidate) => matchesVisit(candidate, query))).toBe(false)
  })
})

describe('what is still open', () => {
  const listed = (state: CheckState | null) => ({
    visit: visit('v-1'),
    row: state === null ? null : makeRow('c', state),
    outlook: null,
  })

  it.each<[CheckState | null, boolean]>([
    [null, true],
    ['draft', true],
    ['queued', false],
    ['sending', false],
    ['accepted', false],
    ['answered', false],
    ['settled', false],
    ['rejected', true],
    ['quarantined', true],
    ['withdrawn', true],
  ])('a visit whose check is %s is open: %s', (state, open) => {
    expect(isOpen(listed(state))).toBe(open)
    expect(passesFilter(listed(state), 'open')).toBe(open)
    expect(passesFilter(listed(state), 'done')).toBe(!open)
    expect(passesFilter(listed(state), 'all')).toBe(true)
  })

  it('wants a card only where one is needed and not yet read', () => {
    expect(passesFilter(listed(null), 'card')).toBe(true)
    expect(passesFilter(listed('queued'), 'card')).toBe(false)
    expect(passesFilter({ visit: visit('v-3'), row: null, outlook: null }, 'card')).toBe(false)
  })

  it('goes by the badge where the facility told no more', () => {
    const of = (id: string) => ({ visit: visit(id), row: null, outlook: null })
    expect(passesFilter(of('v-2'), 'ending')).toBe(true)
    expect(passesFilter(of('v-3'), 'reinquiry')).toBe(true)
    expect(passesFilter(of('v-4'), 'previous')).toBe(true)
    expect(passesFilter(of('v-5'), 'document')).toBe(true)
    expect(passesFilter(of('v-1'), 'ending')).toBe(false)
  })
})

describe('what a visit needs', () => {
  const outlook = lookAhead({
    setting: 'homeNursing',
    day: '2026-11-21',
    usesDocument: false,
    previous: 'invalid',
    end: { lastDay: '2027-01-31', by: 'certificate' },
    cardCheckedOn: '2026-08-03',
    lastVisitOn: '2026-11-14',
    continuing: true,
    consentWithdrawn: false,
    reinquiryRefused: false,
  })
  const open = { visit: visit('v-1'), row: null, outlook }
  const done = { ...open, row: makeRow('c', 'answered') }

  it('is found under each of its needs, not only under that of its badge', () => {
    const found = VISIT_FILTERS.filter((filter) => passesFilter(open, filter))
    expect(found).toEqual(['all', 'open', 'reinquiry', 'ending', 'previous'])
  })

  it('is over with the check, but for what ends: the patient has yet to be told', () => {
    const found = VISIT_FILTERS.filter((filter) => passesFilter(done, filter))
    expect(found).toEqual(['all', 'done', 'ending'])
  })
})
