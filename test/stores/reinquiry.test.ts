import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { CheckStatement } from '../../domain/check'
import { ok } from '../../domain/outcome'
import { closeSession, openSession } from '../../src/pages/session'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { useReinquiryStore } from '../../src/stores/reinquiry'
import type { FakeWorld } from '../support/fake-services'
import { makeRow } from '../pages/seeds'
import { fillUpAfter, makeVisit, openDay } from './reinquiry-world'

const THREE = ['a', 'b', 'c']
const three = () => THREE.map((id) => makeVisit(id))
const ids = (found: { visit: { id: string } }[]) => found.map(({ visit }) => visit.id)
const savedVisits = (world: FakeWorld) => world.saved.map(({ note }) => note.visitId)

describe('whom a round of 再照会 can ask (R33)', () => {
  it('is everybody still open whose card was checked here in a continuing relation', async () => {
    await openDay([...three(), makeVisit('done')], (world) => {
      world.rows = [makeRow('c-1', 'queued', {}, { visitId: 'done' })]
    })
    const reinquiry = useReinquiryStore()
    expect(ids(reinquiry.askable)).toEqual(THREE)
    expect(reinquiry.notAskable).toEqual([])
    expect(reinquiry.isAskable('a')).toBe(true)
    expect(reinquiry.isAskable('done')).toBe(false)
  })

  it('leaves out the others, each with its reason', async () => {
    await openDay([
      makeVisit('setting', {}, { setting: 'driveThrough' }),
      makeVisit('noCardCheck', { lastCardCheckAt: null }),
      makeVisit('notContinuing', { continuing: false }),
      makeVisit('withdrawn', { consentWithdrawn: true }),
      makeVisit('usesDocument', { usesDocument: true }),
      makeVisit('dead', {
        lastAnswer: { validity: 'valid', certificateLastDay: '2026-07-31', on: '2026-07-01' },
      }),
      makeVisit('unknown', null),
    ])
    const { askable, notAskable } = useReinquiryStore()
    expect(askable).toEqual([])
    expect(notAskable.map(({ visit, why }) => [visit.id, why])).toEqual(
      notAskable.map(({ visit }) => [visit.id, visit.id]),
    )
    expect(notAskable).toHaveLength(7)
  })

  it('leaves out whose check was begun, and not whose screen was only opened', async () => {
    await openDay(three(), (world) => {
      world.drafts.set('a', {
        v: 1,
        id: 'd-1',
        visitId: 'a',
        setting: 'homeNursing',
        consent: null,
      })
    })
    const capture = useCaptureStore()
    capture.begin('b')
    const reinquiry = useReinquiryStore()
    expect(ids(reinquiry.askable)).toContain('b')
    capture.startPatientSide()
    expect(reinquiry.notAskable.map(({ visit, why }) => [visit.id, why])).toContainEqual([
      'b',
      'underWay',
    ])
  })

  it('warns of a long gap', async () => {
    await openDay([makeVisit('a', { lastVisitOn: '2026-08-22' }), makeVisit('b')])
    const [long, short] = useReinquiryStore().askable
    expect(long?.gapDays).toBe(91)
    expect(short?.gapDays).toBeNull()
  })
})

describe('a round', () => {
  it('saves one check for each, with nothing but the patient’s number to show for it', async () => {
    const world = await openDay(three())
    const reinquiry = useReinquiryStore()
    await reinquiry.ask(THREE)
    expect(savedVisits(world)).toEqual(THREE)
    const [first] = world.saved
    expect(first?.payload.evidence).toEqual({ kind: 'reinquiry' })
    const statement = JSON.parse(first?.payload.statement ?? '') as CheckStatement
    expect(statement).toEqual({
      v: 1,
      id: first?.note.id,
      facilityId: 'facility-1',
      deviceId: 'device-1',
      staffId: 'staff-1',
      visitId: 'a',
      patientId: 'patient-a',
      setting: 'homeNursing',
      channel: 'homeConsent',
      consent: null,
      capturedAt: '2026-11-21T01:00:00.000Z',
    })
    expect(first?.note).toMatchObject({
      way: 'reinquiry',
      name: '患者　a',
      staffName: '看護　太郎',
    })
    expect(new Set(world.saved.map(({ note }) => note.id)).size).toBe(3)
    expect([...reinquiry.states.values()]).toEqual(['saved', 'saved', 'saved'])
    expect([reinquiry.running, reinquiry.error, reinquiry.saved]).toEqual([false, null, 3])
    await flushPromises()
    expect(reinquiry.askable).toEqual([])
  })

  it('keeps for the claim the numbers that only the day’s list has (R60)', async () => {
    const onFile = { insurerNumber: '06139992', symbol: null, number: '345', branch: null }
    const world = await openDay([makeVisit('a', { onFile }), makeVisit('b')])
    await useReinquiryStore().ask(['a', 'b'])
    expect(world.saved.map(({ kept }) => kept)).toEqual([
      { v: 1, kind: 'onFile', onFile },
      undefined,
    ])
  })

  it('is the same without a line', async () => {
    const world = await openDay(three())
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await useReinquiryStore().ask(THREE)
    expect(world.saved).toHaveLength(3)
  })

  it('asks only whom it is told to', async () => {
    const world = await openDay(three())
    await useReinquiryStore().ask(['b'])
    expect(savedVisits(world)).toEqual(['b'])
  })

  it('asks nobody twice, however often it is begun', async () => {
    const world = await openDay(three())
    const reinquiry = useReinquiryStore()
    await Promise.all([reinquiry.ask(THREE), reinquiry.ask(THREE)])
    await reinquiry.ask(THREE)
    expect(savedVisits(world)).toEqual(THREE)
  })

  it('leaves a check that is under way in capture as it is', async () => {
    await openDay([...three(), makeVisit('other')])
    const capture = useCaptureStore()
    capture.begin('other')
    capture.startPatientSide()
    const before = [capture.step, capture.checkId, capture.visit?.id]
    await useReinquiryStore().ask(THREE)
    expect([capture.step, capture.checkId, capture.visit?.id]).toEqual(before)
  })

  it('passes over a visit that has left the list, and over one whose check was begun meanwhile', async () => {
    const world = await openDay(three())
    useCaptureStore().begin('b')
    useCaptureStore().startPatientSide()
    const reinquiry = useReinquiryStore()
    await reinquiry.ask(['gone', ...THREE])
    expect(savedVisits(world)).toEqual(['a', 'c'])
    expect(reinquiry.states.get('gone')).toBe('skipped')
    expect(reinquiry.states.get('b')).toBe('skipped')
    expect(reinquiry.error).toBeNull()
  })
})

describe('a round that is interrupted', () => {
  it('by a full disk keeps those done, says so, and offers the rest again', async () => {
    const world = await openDay(three(), (before) => fillUpAfter(before, 1, 'TZ-D04'))
    const reinquiry = useReinquiryStore()
    await reinquiry.ask(THREE)
    expect(savedVisits(world)).toEqual(['a'])
    expect([reinquiry.error, reinquiry.running]).toEqual(['TZ-D04', false])
    expect([...reinquiry.states]).toEqual([
      ['a', 'saved'],
      ['b', 'failed'],
      ['c', 'waiting'],
    ])
    await flushPromises()
    expect(ids(reinquiry.askable)).toEqual(['b', 'c'])
  })

  it('goes on where it was when there is room again', async () => {
    const world = await openDay(three(), (before) => fillUpAfter(before, 1, 'TZ-D04'))
    const reinquiry = useReinquiryStore()
    await reinquiry.ask(THREE)
    const { sync } = world.services
    sync.save = (payload, note) => {
      world.saved.push({ payload, note })
      return Promise.resolve(ok(null))
    }
    await reinquiry.ask(THREE)
    expect(savedVisits(world)).toEqual(THREE)
  })

  it('by a fault of the platform is not told as saved, and the fault is not swallowed', async () => {
    const world = await openDay(three())
    world.services.sync.save = () => Promise.reject(new Error('broken'))
    const reinquiry = useReinquiryStore()
    await expect(reinquiry.ask(THREE)).rejects.toThrow('broken')
    expect(reinquiry.states.get('a')).toBe('failed')
    expect([reinquiry.error, reinquiry.running]).toEqual(['TZ-D04', false])
  })

  it('by the lock stops, tells the next person nothing, and loses and doubles nothing', async () => {
    const world = await openDay(three())
    const reinquiry = useReinquiryStore()
    const device = useDeviceStore()
    const { sync } = world.services
    const save = sync.save.bind(sync)
    sync.save = async (...parts) => {
      const saved = await save(...parts)
      if (world.saved.length === 2) {
        device.lock()
        await closeSession()
      }
      return saved
    }
    await reinquiry.ask(THREE)
    expect(savedVisits(world)).toEqual(['a', 'b'])
    expect([reinquiry.running, reinquiry.error, reinquiry.states.size]).toEqual([false, null, 0])
    await device.unlock('staff-1', 'a passcode')
    await openSession()
    expect(ids(reinquiry.askable)).toEqual(['c'])
    await reinquiry.ask(THREE)
    expect(savedVisits(world)).toEqual(THREE)
  })

  it('by a reload finds on the disk what is done before the rows on the screen are all there', async () => {
    const many = Array.from({ length: 120 }, (_, at) => makeVisit(`v${at}`))
    const world = await openDay(many, (before) => {
      before.rows = many
        .slice(0, 119)
        .map(({ id }, at) => makeRow(`c-${String(999 - at)}`, 'queued', {}, { visitId: id }))
      // The screen knows of none of them yet.
      before.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 0 }
    })
    await useReinquiryStore().ask(many.map(({ id }) => id))
    expect(savedVisits(world)).toEqual(['v119'])
  })

  it('by another tab that was quicker is done, not doubled', async () => {
    const world = await openDay(three())
    const { sync } = world.services
    const save = sync.save.bind(sync)
    sync.save = async (payload, note) => {
      const saved = await save(payload, note)
      if (note.visitId === 'a') {
        const other = makeRow('zz-of-another-tab', 'queued', {}, { visitId: 'b' })
        world.rows = [other, ...world.rows]
      }
      return saved
    }
    await useReinquiryStore().ask(THREE)
    expect(savedVisits(world)).toEqual(['a', 'c'])
  })
})

describe('what a round has done', () => {
  it('is told until somebody has read it', async () => {
    await openDay(three())
    const reinquiry = useReinquiryStore()
    await reinquiry.ask(['a'])
    expect(reinquiry.saved).toBe(1)
    reinquiry.forget()
    expect([reinquiry.saved, reinquiry.states.size]).toEqual([0, 0])
  })
})
