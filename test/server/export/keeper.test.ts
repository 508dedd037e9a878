/** Locks that nobody is coming back for, given back to ORCA without anything to deliver. */
import { afterEach, describe, expect, it } from 'vitest'
import { addressRule } from '../../../server/export/http/addresses'
import { createSend } from '../../../server/export/http/send'
import { createOrcaCall } from '../../../server/export/orca/api'
import { createLockKeeper, type LockKeeperOptions } from '../../../server/export/orca/keeper'
import { HOLD_MS, PATIENT_NAMES, PATIENT_PATH } from '../../../server/export/orca/locks'
import { textOf } from '../../../server/export/orca/xml2'
import type { LogLine } from '../../../server/http/log'
import { ORCA_LOGIN, startFakeOrca, type FakeOrca } from '../../support/fake-orca'
import { createLockNotes } from './lock-notes'

const PATIENT = {
  WholeName: '見本　一郎',
  WholeName_inKana: 'ミホン　イチロウ',
  BirthDate: '1960-01-01',
  Sex: '1' as const,
  insurances: [],
  publicExpenses: [],
}
let orca: FakeOrca | undefined
afterEach(() => orca?.close())

/** A lock as a gateway leaves it that was killed right after 01. */
async function openWorld(change: Partial<LockKeeperOptions> = {}) {
  const clock = { now: 1_000_000 }
  const fake = (orca = await startFakeOrca(() => clock.now))
  fake.patients.set('101', PATIENT)
  const notes = createLockNotes()
  const send = createSend({
    ...{ timeoutMs: 5_000, maxBytes: 1_000_000, allowHttp: true },
    rule: addressRule(['127.0.0.1']),
  })
  const call = createOrcaCall({ baseUrl: fake.url, login: ORCA_LOGIN }, send)
  const held = await call(PATIENT_PATH, PATIENT_NAMES, {
    ...{ Request_Number: '01', Karte_Uid: 'k1', Patient_Information: { Patient_ID: '101' } },
  })
  await notes.put({
    ...{ facilityId: 'facility-1', karteUid: 'k1', orcaUid: textOf(held.body, 'Orca_Uid') },
    ...{ patientNumber: '101', notedAt: clock.now },
  })
  const lines: LogLine[] = []
  const keep = () =>
    createLockKeeper({
      ...{ notes, isShared: false, callOf: () => Promise.resolve(call) },
      ...{ now: () => clock.now, log: (line) => lines.push(line) },
      ...change,
    })
  return { clock, fake, notes, lines, keep }
}

describe('a lock that a dead gateway left', () => {
  it('is given back at once by one that is alone, at its start', async () => {
    const world = await openWorld()
    expect(world.fake.locks.size).toBe(1)
    const keeper = world.keep()
    keeper.look()
    await keeper.settle()
    expect(world.fake.locks.size).toBe(0)
    expect(world.notes.held.size).toBe(0)
  })

  it('is given back by another of several only when no run can hold it any more', async () => {
    const world = await openWorld({ isShared: true })
    const keeper = world.keep()
    keeper.look()
    await keeper.settle()
    expect(world.fake.locks.size).toBe(1)
    world.clock.now += HOLD_MS
    keeper.look()
    await keeper.settle()
    expect(world.fake.locks.size).toBe(0)
  })

  it('is not one of this gateway’s own run', async () => {
    const world = await openWorld()
    const keeper = world.keep()
    world.clock.now += 61_000
    const [note] = world.notes.held.values()
    if (!note) throw new Error('no note')
    world.notes.held.clear()
    await world.notes.put({ ...note, notedAt: world.clock.now })
    keeper.look()
    await keeper.settle()
    expect(world.fake.locks.size).toBe(1)
  })

  it('is looked for once a minute', async () => {
    const world = await openWorld()
    let looks = 0
    const notes = {
      ...world.notes,
      leftUntil: () => {
        looks += 1
        return Promise.resolve([])
      },
    }
    const keeper = createLockKeeper({
      ...{ notes, isShared: false, callOf: () => Promise.resolve(null) },
      ...{ now: () => world.clock.now, log: () => undefined },
    })
    for (const wait of [0, 59_999, 1]) {
      world.clock.now += wait
      keeper.look()
      await keeper.settle()
    }
    expect(looks).toBe(2)
  })

  it('stays noted while ORCA is away, and that is logged without a name', async () => {
    const world = await openWorld()
    world.fake.fail('99', 'lostRequest')
    const keeper = world.keep()
    keeper.look()
    await keeper.settle()
    expect(world.notes.held.size).toBe(1)
    expect(world.lines).toMatchObject([{ event: 'export', step: 'retry' }])
    expect(JSON.stringify(world.lines)).not.toMatch(/見本|101/)
    world.clock.now += 60_000
    keeper.look()
    await keeper.settle()
    expect(world.notes.held.size).toBe(0)
  })

  it('of a facility without ORCA stays where it is, and a store that fails is logged', async () => {
    const world = await openWorld({ callOf: () => Promise.resolve(null) })
    const keeper = world.keep()
    keeper.look()
    await keeper.settle()
    expect(world.notes.held.size).toBe(1)
    const broken = createLockKeeper({
      ...{ notes: { ...world.notes, leftUntil: () => Promise.reject(new Error('gone')) } },
      ...{ isShared: false, callOf: () => Promise.resolve(null) },
      ...{ now: () => world.clock.now, log: (line) => world.lines.push(line) },
    })
    broken.look()
    await broken.settle()
    expect(world.lines).toMatchObject([{ event: 'export', fault: { names: ['Error'] } }])
  })
})
