import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { failed } from '../../domain/outcome'
import type { VisitHistory } from '../../domain/visit'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { useOtherWaysStore } from '../../src/stores/other-ways'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { makeAnswer, makeRow } from '../pages/seeds'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'

const HISTORY: VisitHistory = {
  lastCardCheckAt: '2026-10-09T01:00:00Z',
  lastVisitOn: '2026-11-06',
  continuing: true,
  lastAnswer: null,
  cardLastDay: null,
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
}
const ROW = makeRow('c-1', 'answered', {}, { visitId: VISIT.id, setting: 'homePharmacy' })
const INVALID = makeAnswer('c-1', { validity: 'invalid', coverages: [] })

let world: FakeWorld
let capture: ReturnType<typeof useCaptureStore>
let ways: ReturnType<typeof useOtherWaysStore>

beforeEach(async () => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  world.visits = [{ ...VISIT, history: HISTORY }]
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  capture = useCaptureStore()
  ways = useOtherWaysStore()
})

const open = () => ways.plan?.open.map(({ id }) => id)

describe('別の方法 of a check', () => {
  it('has no plan before somebody said what is wrong, and none without a setting', async () => {
    capture.begin(null)
    expect(ways.plan).toBeNull()
    await ways.open('unreadable')
    expect(ways.plan).toBeNull()
    capture.chooseSetting('homeNursing')
    expect(open()).toEqual(['portal', 'notice', 'oral', 'declaration'])
  })

  it('knows what the facility told of the patient', async () => {
    capture.begin(VISIT.id)
    await ways.open('unreadable')
    expect(open()).toEqual(['reinquiry', 'portal', 'notice'])
  })

  it('keeps what was told when something else goes wrong', async () => {
    capture.begin(VISIT.id)
    await ways.open('unreadable')
    await ways.decline('reinquiry')
    await ways.tell({ insured: true })
    await ways.open('pinUnknown')
    expect(ways.told).toMatchObject({
      trouble: 'pinUnknown',
      declined: ['reinquiry'],
      said: { insured: true },
    })
  })

  it('notes each refusal once, and takes it back', async () => {
    capture.begin(VISIT.id)
    await ways.open('unreadable')
    await ways.decline('portal')
    await ways.decline('portal')
    expect(ways.told?.declined).toEqual(['portal'])
    await ways.takeBack('portal')
    expect(ways.told?.declined).toEqual([])
  })

  it('stands in the vault with the draft, and nowhere once it was left without a setting', async () => {
    capture.begin(VISIT.id)
    await ways.open('unreadable')
    await ways.decline('portal')
    expect(world.drafts.get(VISIT.id)).toMatchObject({
      id: capture.checkId,
      consent: null,
      ways: { declined: ['portal'] },
    })
    capture.begin(null)
    await ways.open('unreadable')
    expect(world.drafts.has(null)).toBe(false)
  })
})

describe('after an answer', () => {
  it('is a new check of the same visit in the same setting', async () => {
    await ways.beginAfter(ROW, INVALID, 'invalid')
    expect(capture.visit?.id).toBe(VISIT.id)
    expect(capture.setting).toBe('homePharmacy')
    expect(capture.checkId).not.toBe('c-1')
    expect(ways.told?.after).toEqual({ checkId: 'c-1', answer: { validity: 'invalid' } })
    expect(open()).toEqual(['notice'])
  })

  it('goes on with a check of that visit that was begun before', async () => {
    capture.begin(VISIT.id)
    await ways.open('unreadable')
    await ways.decline('notice')
    const { checkId } = capture
    await capture.cancel()
    await ways.beginAfter(ROW, INVALID, 'invalid')
    expect(capture.checkId).toBe(checkId)
    expect(ways.told).toMatchObject({ trouble: 'invalid', declined: ['notice'] })
  })

  it('takes the share along only where the answer names one insurance', async () => {
    const named = makeAnswer('c-1')
    await ways.beginAfter(ROW, { ...named, validity: 'invalid' }, 'invalid')
    expect(ways.told?.after?.answer).toEqual({ validity: 'invalid' })
    await ways.beginAfter(ROW, named, 'none')
    expect(ways.told?.after?.answer).toEqual({ validity: 'none', share: 20 })
    expect(ways.plan?.share.source).not.toBe('answer')
  })

  it('does not touch a signed check that waits for room on the disk', async () => {
    capture.begin(VISIT.id)
    await ways.open('noCard')
    capture.startPatientSide()
    capture.startPatientSide()
    await capture.decideConsent({
      items: { diagnosis: false, medication: false, checkup: false, surgery: false },
      prescription: null,
      decidedBy: { kind: 'patient' },
      decidedAt: '2026-11-21T01:00:00Z',
    })
    await capture.placeCard()
    world.saveResult = failed('TZ-D04')
    await capture.submitPin(Uint8Array.from([49, 50, 51, 52]))
    expect(capture.step).toBe('hold')
    await ways.beginAfter(ROW, INVALID, 'invalid')
    expect(capture.step).toBe('hold')
    expect(ways.told?.trouble).toBe('noCard')
  })
})

describe('a draft of what was told alone', () => {
  it('is not called the patient’s answers', async () => {
    capture.begin(VISIT.id)
    await ways.open('unreadable')
    expect(capture.answersKept).toBe(false)
    await capture.cancel()
    await capture.resumeDraft(VISIT.id)
    expect(ways.told?.trouble).toBe('unreadable')
    expect(capture.answersKept).toBe(false)
  })
})
