import { describe, expect, it } from 'vitest'
import type { Setting } from '../../domain/check'
import { planFaceCheck, type FaceSituation } from '../../domain/face-way'
import { SETTINGS } from '../../domain/settings'

const SITUATION: FaceSituation = {
  setting: 'homeNursing',
  day: '2026-11-21',
  card: 'usable',
  passcodeIssued: true,
  readerReady: true,
}

const plan = (change: Partial<FaceSituation> = {}) => planFaceCheck({ ...SITUATION, ...change })

describe('目視 as a way to know the person', () => {
  it.each(Object.keys(SETTINGS) as Setting[])(
    'is open in %s where the rule of the setting allows it (R2–R4), and only there',
    (setting) => {
      expect(plan({ setting }).open).toBe(setting !== 'counter')
    },
  )

  it('is closed at the counter, whose reader compares faces itself (R1)', () => {
    expect(plan({ setting: 'counter' })).toMatchObject({ open: false, rule: 'R1' })
  })

  it('comes first for a card without a PIN (R11) and one whose PIN is locked (R10), not otherwise', () => {
    expect(plan({ card: 'none' })).toEqual({ open: true, first: true })
    expect(plan({ card: 'locked' })).toEqual({ open: true, first: true })
    expect(plan()).toEqual({ open: true, first: false })
  })

  it('helps no card whose certificate is past its grace (R23)', () => {
    expect(plan({ card: 'dead' })).toMatchObject({ open: false, rule: 'R23' })
  })

  it('needs the facility’s own passcode, and says whom to ask (R12)', () => {
    const without = plan({ passcodeIssued: false })
    expect(without).toMatchObject({ open: false, rule: 'R12' })
    expect(without.open ? '' : without.reason).toContain('管理者')
  })

  it('needs a reader, and says so', () => {
    const without = plan({ readerReady: false })
    expect(without.open ? '' : without.reason).toContain('カードリーダーをつないで')
  })

  it('names what the rules forbid before what can be mended', () => {
    const both = plan({ card: 'dead', passcodeIssued: false, readerReady: false })
    expect(both).toMatchObject({ open: false, rule: 'R23' })
  })
})
