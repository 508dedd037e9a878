import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EligibilityAnswer } from '../../domain/answer'
import type { CheckState } from '../../domain/check'
import { createCheckId } from '../../domain/ids'
import { failed, ok } from '../../domain/outcome'
import { type ClaimEntry, useClaimsStore } from '../../src/stores/claims'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import type { CheckNote } from '../../src/stores/view-types'
import { declaration } from '../domain/declaration/drafts'
import { COVERAGE, makeAnswer, makeRow, NOW } from '../pages/seeds'
import { createFakeWorld, type FakeWorld, VISIT } from '../support/fake-services'

const DAY = '2026-11-21'
const NUMBERS = { insurerNumber: '06139992', symbol: '12', number: '345', branch: null }
/** Made at that time; a later `n` is a later check. */
const id = (n: number, at = '2026-11-21T00:40:00Z') =>
  createCheckId(Date.parse(at) + n, (length) => new Uint8Array(length))

describe('claims of a day', () => {
  let world: FakeWorld
  let claims: ReturnType<typeof useClaimsStore>

  beforeEach(async () => {
    setActivePinia(createPinia())
    world = createFakeWorld()
    provideServices(world.services)
    const device = useDeviceStore()
    await device.start()
    await device.unlock('staff-1', 'a passcode')
    claims = useClaimsStore()
  })

  afterEach(() => {
    claims.clear()
  })

  function put(n: number, state: CheckState, note: Partial<CheckNote> = {}): string {
    const row = makeRow(id(n, note.capturedAt), state, {}, { visitId: `visit-${n}`, ...note })
    if (state === 'withdrawn' || state === 'rejected') world.refused = [row, ...world.refused]
    else world.rows = [row, ...world.rows]
    return row.id
  }

  function answered(
    n: number,
    answer: Partial<EligibilityAnswer>,
    note: Partial<CheckNote> = {},
  ): string {
    const check = put(n, 'answered', note)
    world.answers.set(check, makeAnswer(check, answer))
    return check
  }

  function declared(n: number, note: Partial<CheckNote> = {}): string {
    const check = put(n, 'accepted', { way: 'declaration', ...note })
    world.kept.set(check, { v: 1, kind: 'declaration', declaration: declaration() })
    return check
  }

  async function show(): Promise<ClaimEntry[]> {
    await claims.showDay(DAY)
    return claims.entries
  }

  async function entryOf(check: string): Promise<ClaimEntry> {
    await claims.showSheet(check)
    if (claims.sheet === null) throw new Error('no sheet')
    return claims.sheet
  }

  it('are one row for each visit, in the order of the day, each with its basis', async () => {
    answered(1, {})
    answered(2, { validity: 'invalid' })
    answered(3, { validity: 'multiple', coverages: [COVERAGE, { ...COVERAGE, number: '9' }] })
    declared(4)
    put(5, 'queued')
    world.kept.set(put(6, 'queued', { way: 'oral' }), {
      ...{ v: 1, kind: 'oral', numbers: NUMBERS, birthdate: '1950-03-03' },
    })
    put(7, 'rejected')
    const entries = await show()
    expect(entries.map(({ claim, state }) => `${claim.basis} ${state}`)).toEqual([
      'current ready',
      'former ready',
      'undecided open',
      'undecided open',
      'undecided open',
      'current open',
      'undecided open',
    ])
    expect(entries[4]?.claim.gaps.map(({ code }) => code)).toEqual(['answerAwaited'])
    expect(entries[5]?.claim.gaps.map(({ code }) => code)).toEqual(['relation'])
    expect(entries[6]?.claim.gaps.map(({ code }) => code)).toEqual(['notChecked'])
  })

  it('take all checks of a visit together, under one address', async () => {
    const first = answered(1, { validity: 'invalid' }, { visitId: 'visit-x' })
    const second = declared(2, { visitId: 'visit-x' })
    const [entry, ...more] = await show()
    expect(more).toEqual([])
    expect(entry).toMatchObject({ id: first, checkIds: [second, first] })
    expect(entry?.claim.basis).toBe('former')
    expect((await entryOf(second)).id).toBe(first)
  })

  it('keep people who were on no list apart', async () => {
    answered(1, {}, { visitId: null })
    answered(2, {}, { visitId: null })
    expect(await show()).toHaveLength(2)
  })

  it('leave out other days and withdrawals of a consent, and count what cannot be read', async () => {
    answered(1, {}, { capturedAt: '2026-11-20T01:00:00Z' })
    put(2, 'queued', { kind: 'consentWithdrawal' })
    world.rows = [makeRow(id(3), 'queued', { savedAt: NOW }, null), ...world.rows]
    expect(await show()).toEqual([])
    expect(claims.unreadable).toBe(1)
    await claims.showDay('2026-11-20')
    expect(claims.entries).toHaveLength(1)
  })

  it('know the numbers on file of who is on today’s list (R60)', async () => {
    const history = {
      lastCardCheckAt: null,
      lastVisitOn: '2026-11-01',
      continuing: true,
      lastAnswer: null,
      cardLastDay: null,
      onFile: NUMBERS,
      usesDocument: false,
      consentWithdrawn: false,
    }
    world.visits = [{ ...VISIT, history }]
    answered(1, { validity: 'none', coverages: [] }, { visitId: VISIT.id })
    const [entry] = await show()
    expect(entry?.claim.basis).toBe('former')
    expect(entry?.claim.sheet?.rows).toContainEqual({ label: '生年月日', value: VISIT.birthdate })
  })

  it('know the numbers on file after that list is gone, until the claim is closed', async () => {
    const check = answered(1, { validity: 'none', coverages: [] }, { visitId: VISIT.id })
    world.kept.set(check, { v: 1, kind: 'onFile', onFile: NUMBERS })
    world.visits = []
    const entry = await entryOf(check)
    expect(entry.claim.basis).toBe('former')
    expect(entry.claim.sheet?.rows).toContainEqual({ label: '保険者番号', value: '06139992' })
    await claims.close([entry])
    expect((await entryOf(check)).claim.sheet).toBeNull()
  })

  it('know them beside a 申立書 too, and by any check of the visit', async () => {
    const file = { ...NUMBERS, number: '999' }
    const first = declared(1, { visitId: 'visit-x' })
    world.kept.set(first, {
      ...{ v: 1, kind: 'declaration', declaration: declaration(), onFile: NUMBERS },
    })
    const later = answered(2, { validity: 'none', coverages: [] }, { visitId: 'visit-x' })
    const numbersOf = ({ claim }: ClaimEntry) =>
      claim.sheet?.rows.find(({ label }) => label === '番号')?.value
    expect((await entryOf(first)).claim.basis).toBe('former')
    expect(numbersOf(await entryOf(first))).toBe('345')
    world.kept.set(later, { v: 1, kind: 'onFile', onFile: file })
    expect(numbersOf(await entryOf(first))).toBe('999')
  })

  it('keep who said what, and when', async () => {
    const entry = await entryOf(declared(4))
    expect(await claims.decide(entry, 'firstVisit', true)).toBe(true)
    expect(world.works.get(entry.id)).toEqual({
      v: 1,
      firstVisit: { value: true, by: '看護　太郎', at: new Date(NOW).toISOString() },
    })
    expect(claims.sheet?.claim.gaps.map(({ code }) => code)).not.toContain('firstVisitUnknown')
  })

  it('become complete step by step, and open again when something is taken back', async () => {
    const check = declared(4)
    for (const name of ['cardShown', 'firstVisit'] as const) {
      await claims.decide(await entryOf(check), name, true)
    }
    await claims.decide(await entryOf(check), 'careDays', 1)
    expect((await entryOf(check)).claim.basis).toBe('unknown')
    expect((await entryOf(check)).state).toBe('open')
    await claims.decide(await entryOf(check), 'contactedOn', DAY)
    expect((await entryOf(check)).state).toBe('ready')
    await claims.decide(await entryOf(check), 'cardShown', false)
    expect((await entryOf(check)).claim.basis).toBe('undecided')
    await claims.decide(await entryOf(check), 'careDays', null)
    expect(world.works.get(check)?.careDays).toBeUndefined()
  })

  it('keep every answer, however quickly they follow each other', async () => {
    const entry = await entryOf(declared(4))
    const kept = await Promise.all([
      claims.decide(entry, 'cardShown', true),
      claims.decide(entry, 'firstVisit', true),
      claims.decide(entry, 'careDays', 1),
    ])
    expect(kept).toEqual([true, true, true])
    expect(Object.keys(world.works.get(entry.id) ?? {}).sort()).toEqual(
      ['v', 'cardShown', 'firstVisit', 'careDays'].sort(),
    )
    expect(claims.sheet?.claim.basis).toBe('unknown')
  })

  it('say what could not be kept, and go on from what stands', async () => {
    const entry = await entryOf(declared(4))
    world.workResult = failed('TZ-D04')
    expect(await claims.decide(entry, 'firstVisit', true)).toBe(false)
    expect(claims.error).toBe('TZ-D04')
    expect(claims.sheet?.work.firstVisit).toBeUndefined()
    world.workResult = ok(null)
    await claims.decide(entry, 'firstVisit', true)
    expect(claims.error).toBeNull()
  })

  it('have the fill of the facility’s own software', async () => {
    const check = declared(4)
    world.works.set(check, {
      v: 1,
      cardShown: { value: true, by: '', at: '' },
      firstVisit: { value: true, by: '', at: '' },
      careDays: { value: 1, by: '', at: '' },
    })
    const fill = async () => (await entryOf(check)).claim.sheet?.rows[0]?.value
    expect(await fill()).toBe('77777777')
    await claims.setSettings({ checksDigit: true })
    expect(await fill()).toBe('77777779')
  })

  it('are written in the character set of the moment it is chosen', async () => {
    await show()
    const kept = claims.setSettings({ encoding: 'cp932' })
    expect(claims.settings.encoding).toBe('cp932')
    world.workResult = failed('TZ-D04')
    expect(await kept).toBe(false)
    expect(claims.settings.encoding).toBe('utf8')
  })

  it('are not put back into another character set by a reading that began before', async () => {
    await show()
    const reading = claims.reload()
    const kept = claims.setSettings({ encoding: 'cp932' })
    await reading
    expect(claims.settings.encoding).toBe('cp932')
    await kept
    expect(claims.settings.encoding).toBe('cp932')
  })

  it('change when a record moves', async () => {
    const check = put(1, 'accepted')
    expect((await show())[0]?.claim.basis).toBe('undecided')
    world.answers.set(check, makeAnswer(check))
    world.rows = [makeRow(check, 'answered', {}, { visitId: 'visit-1' })]
    world.changed()
    await expect.poll(() => claims.entries[0]?.claim.basis).toBe('current')
  })

  describe('closed', () => {
    it('are erased at every check of the visit, and say who closed them', async () => {
      const first = answered(1, {}, { visitId: 'visit-x' })
      const second = declared(2, { visitId: 'visit-x' })
      await claims.decide(await entryOf(first), 'firstVisit', true)
      expect(await claims.close([await entryOf(first)])).toBe(true)
      expect(world.calls.filter((call) => call.startsWith('closeClaim'))).toEqual([
        `closeClaim ${second}`,
        `closeClaim ${first}`,
      ])
      expect(world.kept.size).toBe(0)
      expect(world.works.get(first)).toEqual({
        v: 1,
        closed: { by: '看護　太郎', at: new Date(NOW).toISOString() },
      })
      expect((await entryOf(first)).state).toBe('closed')
    })

    it('are not called closed while something could not be erased', async () => {
      const check = declared(4)
      world.closeResult = failed('TZ-D04')
      expect(await claims.close([await entryOf(check)])).toBe(false)
      expect(claims.error).toBe('TZ-D04')
      expect(world.works.get(check)).toBeUndefined()
    })
  })

  describe('要対応', () => {
    it('lists each 申立書 whose 摘要 is not complete, of any day', async () => {
      const old = declared(1, { capturedAt: '2026-11-19T01:00:00Z' })
      const done = declared(2)
      world.works.set(done, {
        v: 1,
        cardShown: { value: true, by: '', at: '' },
        firstVisit: { value: true, by: '', at: '' },
        careDays: { value: 1, by: '', at: '' },
        contactedOn: { value: DAY, by: '', at: '' },
      })
      answered(3, {}, { visitId: 'visit-x' })
      declared(4, { visitId: 'visit-x' })
      put(5, 'queued', { way: 'oral' })
      world.kept.set(id(5), { v: 1, kind: 'oral', numbers: NUMBERS, birthdate: '1950-03-03' })
      await claims.reloadAttention()
      expect(claims.attention.map((entry) => entry.id)).toEqual([old])
    })
  })

  it('are gone when the device is locked', async () => {
    await entryOf(declared(4))
    await claims.reloadAttention()
    world.lockedBy(null)
    expect(claims.entries).toEqual([])
    expect(claims.sheet).toBeNull()
    expect(claims.attention).toEqual([])
  })
})
