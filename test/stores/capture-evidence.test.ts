import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckStatement } from '../../domain/check'
import { failed, ok } from '../../domain/outcome'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { declarationEvidence, documentEvidence, oralEvidence } from '../support/cardless'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'
import { HISTORY } from './reinquiry-world'

let world: FakeWorld
beforeEach(async () => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
})

const ON_FILE = { insurerNumber: '06139992', symbol: '12', number: '345', branch: null }

async function knownToFacility(): Promise<void> {
  world.visits = [{ ...VISIT, history: { ...HISTORY, onFile: ON_FILE } }]
  await useVisitsStore().refresh()
}

const evidences = () => [
  documentEvidence(world.nowMs),
  oralEvidence(world.nowMs),
  declarationEvidence(world.nowMs),
  { kind: 'reinquiry' as const },
]

function statementOf(index = 0): CheckStatement {
  return JSON.parse(world.saved[index]?.payload.statement ?? 'null') as CheckStatement
}

describe('a check without the card', () => {
  it('is composed of the visit, with no consent, and is saved at once', async () => {
    for (const [index, evidence] of evidences().entries()) {
      const capture = useCaptureStore()
      capture.begin(VISIT.id)
      const id = capture.checkId
      expect(await capture.saveEvidence(evidence)).toBe(true)
      expect(capture.step).toBe('saved')
      expect(world.saved[index]).toMatchObject({
        payload: { evidence },
        note: { id, way: evidence.kind, certificateLastDay: null, name: VISIT.name },
      })
      expect(statementOf(index)).toMatchObject({
        id,
        consent: null,
        visitId: VISIT.id,
        patientId: VISIT.patientId,
        setting: 'homeNursing',
        channel: 'homeConsent',
      })
      await capture.cancel()
    }
  })

  it('takes along what staff need again for the claim', async () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    const evidence = documentEvidence(world.nowMs)
    await capture.saveEvidence(evidence, { v: 1, kind: 'document', document: evidence.document })
    expect(world.kept.get(capture.checkId ?? '')).toMatchObject({ document: evidence.document })
  })

  it('takes along the numbers that only the day’s list has (R60)', async () => {
    await knownToFacility()
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    await capture.saveEvidence({ kind: 'reinquiry' })
    expect(world.kept.get(capture.checkId ?? '')).toEqual({ v: 1, kind: 'onFile', onFile: ON_FILE })
    await capture.cancel()
    capture.begin(VISIT.id)
    const { declaration } = declarationEvidence(world.nowMs)
    const kept = { v: 1, kind: 'declaration', declaration } as const
    await capture.saveEvidence({ kind: 'declaration', declaration }, kept)
    expect(world.kept.get(capture.checkId ?? '')).toEqual({ ...kept, onFile: ON_FILE })
  })

  it('says why it could not be saved, and can be saved again under the same id', async () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    const { checkId } = capture
    world.saveResult = failed('TZ-D04')
    expect(await capture.saveEvidence({ kind: 'reinquiry' })).toBe(false)
    expect([capture.error, capture.step]).toEqual(['TZ-D04', 'setting'])
    world.saveResult = ok(null)
    expect(await capture.saveEvidence({ kind: 'reinquiry' })).toBe(true)
    expect(capture.error).toBeNull()
    expect(statementOf().id).toBe(checkId)
  })

  it('is saved once, however often the button is touched', async () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    const touches = [1, 2, 3].map(() => capture.saveEvidence({ kind: 'reinquiry' }))
    expect(await Promise.all(touches)).toEqual([true, false, false])
    expect(await capture.saveEvidence({ kind: 'reinquiry' })).toBe(false)
    expect(world.saved).toHaveLength(1)
  })

  it('does not reach into the next check when it was left while it was being saved', async () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    const saving = capture.saveEvidence({ kind: 'reinquiry' })
    await capture.cancel()
    expect(await saving).toBe(false)
    expect(capture.step).toBe('idle')
  })

  it('is a fault of the program before a check was begun', async () => {
    await expect(useCaptureStore().saveEvidence({ kind: 'reinquiry' })).rejects.toThrow(/begin/)
  })
})
