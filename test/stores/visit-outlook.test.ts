import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { useVisitOutlookStore } from '../../src/stores/visit-outlook'
import { useVisitsStore } from '../../src/stores/visits'
import type { FakeWorld } from '../support/fake-services'
import { makeAnswer, makeRow } from '../pages/seeds'
import { makeVisit, openDay } from './reinquiry-world'

const MORNING = makeVisit('am', {}, { patientId: 'patient-x' })
const AFTERNOON = makeVisit('pm', {}, { patientId: 'patient-x' })

async function outlooksOf(...[visits, prepare]: Parameters<typeof openDay>) {
  const world = await openDay(visits, prepare)
  const outlooks = useVisitOutlookStore()
  await flushPromises()
  return { world, outlooks }
}

const answered = (validity: 'valid' | 'invalid' | 'none') => (world: FakeWorld) => {
  world.rows = [
    makeRow(
      'c-1',
      'answered',
      { answeredAt: world.nowMs },
      { visitId: 'am', patientId: 'patient-x' },
    ),
  ]
  world.answers.set('c-1', makeAnswer('c-1', { validity }))
}

describe('what a visit needs, as this device knows it', () => {
  it('is what the facility told, where this device knows no more', async () => {
    const { outlooks } = await outlooksOf([
      makeVisit('a'),
      makeVisit('b', { lastCardCheckAt: null }),
    ])
    expect(outlooks.of('a')?.need).toEqual({ kind: 'reinquiry' })
    expect(outlooks.of('b')?.need).toEqual({ kind: 'card' })
  })

  it('is not guessed where an older gateway told nothing', async () => {
    const { outlooks } = await outlooksOf([makeVisit('a', null)])
    expect(outlooks.of('a')).toBeNull()
    expect(outlooks.of('not on the list')).toBeNull()
  })

  it('goes by the setting of the visit: never without the card for a drive-through', async () => {
    const { outlooks } = await outlooksOf([makeVisit('a', {}, { setting: 'driveThrough' })])
    expect(outlooks.of('a')?.means).toBe('card')
  })

  it.each(['invalid', 'none'] as const)(
    'changes in the afternoon by the answer of the morning: %s',
    async (validity) => {
      const { outlooks } = await outlooksOf([MORNING, AFTERNOON], answered(validity))
      expect(outlooks.of('pm')?.need).toEqual({ kind: 'previousInvalid' })
      expect(outlooks.of('pm')?.previous).toBe(validity)
    },
  )

  it('changes as the answer comes, without a line to fetch the list anew', async () => {
    const { world, outlooks } = await outlooksOf([MORNING, AFTERNOON])
    expect(outlooks.of('pm')?.need).toEqual({ kind: 'reinquiry' })
    answered('invalid')(world)
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    world.changed()
    await flushPromises()
    expect(outlooks.of('pm')?.need).toEqual({ kind: 'previousInvalid' })
  })

  it('knows a check by its patient when its visit was of another day', async () => {
    const { outlooks } = await outlooksOf([makeVisit('pm', { lastCardCheckAt: null })], (world) => {
      const note = { visitId: 'of-yesterday', patientId: 'patient-pm' }
      world.rows = [makeRow('c-0', 'queued', {}, note)]
    })
    expect(outlooks.of('pm')?.need).toEqual({ kind: 'reinquiry' })
  })

  it('finds the patient of a check that an older app noted by its visit alone', async () => {
    const first = { lastCardCheckAt: null }
    const day = [
      makeVisit('am', first, { patientId: 'patient-x' }),
      makeVisit('pm', first, { patientId: 'patient-x' }),
      makeVisit('other', first),
    ]
    const { outlooks } = await outlooksOf(day, (world) => {
      world.rows = [makeRow('c-1', 'queued', {}, { visitId: 'am' })]
    })
    expect(outlooks.of('pm')?.means).toBe('reinquiry')
    expect(outlooks.of('other')?.means).toBe('card')
  })

  it.each(['rejected', 'withdrawn', 'quarantined'] as const)(
    'is not changed by a check that was %s',
    async (state) => {
      const { outlooks } = await outlooksOf(
        [makeVisit('a', { lastCardCheckAt: null })],
        (world) => {
          world.refused = [makeRow('c-1', state, {}, { visitId: 'a', patientId: 'patient-a' })]
        },
      )
      expect(outlooks.of('a')?.means).toBe('card')
    },
  )

  it('is the card after the gateway would not ask again, until the card has been here', async () => {
    const patientId = 'patient-a'
    const refusal = makeRow('c-1', 'rejected', {}, { visitId: 'a', patientId, way: 'reinquiry' })
    const { world, outlooks } = await outlooksOf(
      [makeVisit('a', {}, { patientId }), makeVisit('b', {}, { patientId })],
      (before) => {
        before.refused = [refusal]
      },
    )
    expect(outlooks.of('a')?.means).toBe('card')
    expect(outlooks.of('b')?.means).toBe('card')
    world.rows = [makeRow('c-2', 'queued', {}, { visitId: 'a', patientId })]
    world.changed()
    await flushPromises()
    expect(outlooks.of('b')?.means).toBe('reinquiry')
  })

  it('does not hold a refusal of yesterday against today', async () => {
    const { outlooks } = await outlooksOf([makeVisit('a')], (world) => {
      const note = { visitId: 'a', patientId: 'patient-a', way: 'reinquiry' as const }
      world.refused = [makeRow('c-1', 'rejected', { savedAt: world.nowMs - 86_400_000 }, note)]
    })
    expect(outlooks.of('a')?.means).toBe('reinquiry')
  })

  it('is the card as soon as the consent was taken back here', async () => {
    const { outlooks } = await outlooksOf([makeVisit('a')], (world) => {
      world.consents = [
        {
          checkId: 'c-0',
          patientId: 'patient-a',
          setting: 'homeNursing',
          channel: 'homeConsent',
          items: ['medication'],
          withdrawn: ['medication'],
          decidedBy: { kind: 'patient' },
          decidedAt: '2026-08-03T01:00:00Z',
          wording: null,
          until: null,
          certificateLastDay: null,
          name: null,
          nameKana: null,
          withdrawals: [],
        },
      ]
    })
    expect(outlooks.of('a')?.reinquiry).toMatchObject({ allowed: false, refusal: 'withdrawn' })
  })

  it('counts the patient’s own phone as a card only once its answer is there', async () => {
    const day = [makeVisit('pm', { lastCardCheckAt: null }, { patientId: 'patient-x' })]
    const note = { visitId: 'am', patientId: 'patient-x', way: 'officialApp' as const }
    const { world, outlooks } = await outlooksOf(day, (before) => {
      before.rows = [makeRow('c-1', 'accepted', {}, note)]
    })
    expect(outlooks.of('pm')?.means).toBe('card')
    world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs }, note)]
    world.answers.set('c-1', makeAnswer('c-1', { certificate: null }))
    world.changed()
    await flushPromises()
    expect(outlooks.of('pm')?.means).toBe('reinquiry')
  })

  it('opens no answer but those of patients who are visited again', async () => {
    const opened: string[] = []
    const { outlooks } = await outlooksOf([MORNING, makeVisit('b')], (world) => {
      answered('invalid')(world)
      const { records } = world.services
      const answer = records.answer.bind(records)
      records.answer = (id) => {
        opened.push(id)
        return answer(id)
      }
    })
    expect(outlooks.of('b')?.need).toEqual({ kind: 'reinquiry' })
    expect(opened).toEqual([])
  })

  it('is forgotten with the list when the device is locked', async () => {
    const { outlooks } = await outlooksOf([MORNING, AFTERNOON], answered('invalid'))
    useVisitsStore().clear()
    await flushPromises()
    expect(outlooks.of('pm')).toBeNull()
  })
})
