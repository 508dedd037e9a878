/** A day's list with what the facility knows of each patient, and a disk on which what is saved stands. */
import { createPinia, setActivePinia } from 'pinia'
import type { Setting } from '../../domain/check'
import { failed } from '../../domain/outcome'
import type { ErrorCode } from '../../domain/errors'
import type { Visit, VisitHistory } from '../../domain/visit'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { openSession } from '../../src/pages/session'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'

/** Seen with the card in August, and last week; today is 2026年11月21日 10:00. */
export const HISTORY: VisitHistory = {
  lastCardCheckAt: '2026-08-03T01:00:00Z',
  lastVisitOn: '2026-11-14',
  continuing: true,
  lastAnswer: { validity: 'valid', certificateLastDay: '2029-03-03', on: '2026-11-14' },
  cardLastDay: null,
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
}

/** A patient of their own for each visit, unless `patientId` says otherwise. */
export function makeVisit(
  id: string,
  history: Partial<VisitHistory> | null = {},
  change: Partial<Visit> & { setting?: Setting } = {},
): Visit {
  return {
    ...VISIT,
    id,
    patientId: `patient-${id}`,
    name: `患者　${id}`,
    ...change,
    ...(history && { history: { ...HISTORY, ...history } }),
  }
}

/** What is saved stands on the disk and is told, as the real port does. */
export function keepWhatIsSaved(world: FakeWorld): void {
  const { sync } = world.services
  const save = sync.save.bind(sync)
  sync.save = async (payload, note, kept) => {
    const saved = await save(payload, note, kept)
    if (saved.ok) {
      const row = {
        id: note.id,
        state: 'queued' as const,
        savedAt: world.nowMs,
        acceptedAt: null,
        answeredAt: null,
        attempts: 0,
        nextTryAt: null,
        code: null,
        note,
      }
      world.rows = [row, ...world.rows]
      world.changed()
    }
    return saved
  }
}

/** The disk takes so many more checks and then refuses each with that code. */
export function fillUpAfter(world: FakeWorld, count: number, code: ErrorCode): void {
  const { sync } = world.services
  const save = sync.save.bind(sync)
  let left = count
  sync.save = (payload, note, kept) => {
    left -= 1
    return left < 0 ? Promise.resolve(failed(code)) : save(payload, note, kept)
  }
}

export async function openDay(
  visits: Visit[],
  prepare?: (world: FakeWorld) => void,
): Promise<FakeWorld> {
  setActivePinia(createPinia())
  const world = createFakeWorld()
  world.visits = visits
  prepare?.(world)
  provideServices(world.services)
  keepWhatIsSaved(world)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await openSession()
  return world
}
