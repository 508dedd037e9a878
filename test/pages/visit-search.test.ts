import { describe, expect, it } from 'vitest'
import type { CheckState } from '../../domain/check'
import type { Visit } from '../../domain/visit'
import { isOpen, matchesVisit, passesFilter } from '../../src/pages/visit-search'
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
    expect(passesFilter({ visit: visit('v-3'), row: null }, 'card')).toBe(false)
  })
})
