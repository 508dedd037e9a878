import { describe, expect, it } from 'vitest'
import type { Trouble } from '../../domain/decide'
import {
  handOffWait,
  isOfficialAddress,
  OFFICIAL_ADDRESS_LENGTH,
  planHandOff,
  type HandOffSituation,
} from '../../domain/handoff'
import type { Setting } from '../../domain/check'
import { plan } from './decide/troubles'

const ADDRESS = 'https://uketsuke.example/zaitaku?code=1234567890'
const situation: HandOffSituation = {
  setting: 'homeNursing',
  day: '2026-11-22',
  patientKnown: true,
  cardHasPin: true,
  address: ADDRESS,
}

describe('the address of a facility’s official page', () => {
  it.each([
    'https://uketsuke.example',
    'https://uketsuke.example/',
    'https://a.b-c.example:8443/x/y.html?p=1&q=%E3%81%82',
    'https://uketsuke.example?code=1',
    'https://uketsuke.example/path@version',
  ])('may be %s', (text) => {
    expect(isOfficialAddress(text)).toBe(true)
    expect(new URL(text).protocol).toBe('https:')
  })

  it.each([
    ['nothing', ''],
    ['without a scheme', 'uketsuke.example'],
    ['http', 'http://uketsuke.example/'],
    ['a scheme that runs', 'javascript:alert(1)'],
    ['a user', 'https://user@uketsuke.example/'],
    ['user and password', 'https://user:secret@uketsuke.example/'],
    ['a fragment', 'https://uketsuke.example/#top'],
    ['white space', 'https://uketsuke.example/a b'],
    ['a line', 'https://uketsuke.example/\n'],
    ['a backslash', 'https://uketsuke.example\\@evil.example/'],
    ['no host', 'https:///path'],
    ['a host that ends in a hyphen', 'https://uketsuke-/'],
    ['characters beyond ASCII', 'https://受付.example/'],
    ['markup', 'https://uketsuke.example/"><script>'],
  ])('has no %s', (_, text) => {
    expect(isOfficialAddress(text)).toBe(false)
  })

  it('is no longer than a code that a phone reads well', () => {
    const base = 'https://uketsuke.example/'
    const longest = base + 'a'.repeat(OFFICIAL_ADDRESS_LENGTH - base.length)
    expect(isOfficialAddress(longest)).toBe(true)
    expect(isOfficialAddress(`${longest}a`)).toBe(false)
  })
})

describe('handing over to the official page', () => {
  it.each<Setting>(['homeMedicalCare', 'homeNursing', 'houseCall', 'onlineCare', 'driveThrough'])(
    'is open in ②: %s',
    (setting) => {
      expect(planHandOff({ ...situation, setting })).toEqual({ open: true, address: ADDRESS })
    },
  )

  it.each([
    ['at the counter', { setting: 'counter' }, 'R1'],
    ['in ③, which has no consent', { setting: 'treatmentRoom' }, 'R4'],
    ['without an address', { address: null }, 'R2'],
    ['for a card without a PIN', { cardHasPin: false }, 'R11'],
    ['for a walk-in', { patientKnown: false }, 'R44'],
  ] as const)('is closed with its reason %s', (_, change, rule) => {
    const plan = planHandOff({ ...situation, ...change })
    expect(plan).toMatchObject({ open: false, rule })
    expect(plan.open ? '' : plan.reason).toMatch(/。$/)
  })
})

describe('the official page on the ladder', () => {
  const onLadder = (trouble: Trouble, handOff = planHandOff(situation)) =>
    plan(trouble, { handOff, at: '2026-11-22T01:00:00Z' })

  it('comes first when the card cannot be read here: a phone may read it', () => {
    expect(onLadder('unreadable').open[0]?.id).toBe('officialWeb')
  })

  it.each(['locked', 'pinUnknown', 'faceCard', 'dead'] as const)(
    'is closed for a card that is %s, with the reason',
    (trouble) => {
      const { open, closed } = onLadder(trouble)
      expect(open.map(({ id }) => id)).not.toContain('officialWeb')
      expect(closed.find(({ id }) => id === 'officialWeb')?.why.ja).toMatch(/。$/)
    },
  )

  it.each(['invalid', 'none', 'smartphoneOnly', 'noCard'] as const)(
    'is not spoken of for %s',
    (trouble) => {
      const { open, closed } = onLadder(trouble)
      expect([...open, ...closed].map(({ id }) => id)).not.toContain('officialWeb')
    },
  )

  it('is closed for want of an address, as the way itself says', () => {
    const closedPlan = planHandOff({ ...situation, address: null })
    const { closed } = onLadder('unreadable', closedPlan)
    expect(closed[0]).toMatchObject({ id: 'officialWeb' })
    expect(closed[0]?.why.ja).toContain('設定されていません')
  })
})

describe('how long an acceptance has been waited for', () => {
  const MINUTE = 60_000
  it.each([
    [0, '1分未満', false],
    [MINUTE - 1, '1分未満', false],
    [59 * MINUTE, '59分', false],
    [60 * MINUTE, '1時間', false],
    [23 * 60 * MINUTE, '23時間', false],
    [24 * 60 * MINUTE, '1日', true],
    [51 * 60 * MINUTE, '2日3時間', true],
    [-5 * MINUTE, '1分未満', false],
  ])('%d ms is %s, overdue: %s', (ms, age, overdue) => {
    expect(handOffWait(1_000, 1_000 + ms)).toEqual({ age, overdue })
  })
})
