import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failed } from '../../domain/outcome'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { startIdleLock } from '../../src/stores/idle-lock'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'
import { createFakeTime, type FakeTime } from '../support/sync-time'

const MINUTE = 60_000

describe('a tablet that nobody uses', () => {
  let world: FakeWorld
  let time: FakeTime
  let input: EventTarget
  let screen: EventTarget
  let visible: boolean
  let stop: () => void
  let device: ReturnType<typeof useDeviceStore>

  beforeEach(async () => {
    setActivePinia(createPinia())
    world = createFakeWorld()
    world.info = { ...world.info, lockAfterMinutes: 5 }
    provideServices(world.services)
    time = createFakeTime()
    input = new EventTarget()
    screen = new EventTarget()
    visible = true
    device = useDeviceStore()
    await device.start()
    stop = startIdleLock({ input, screen, isVisible: () => visible, now: time.now, timers: time })
    await device.unlock('staff-1', 'a passcode')
    await useVisitsStore().refresh()
  })

  afterEach(() => stop())

  const touch = (): boolean => input.dispatchEvent(new Event('pointerdown'))

  function show(next: boolean): void {
    visible = next
    screen.dispatchEvent(new Event('visibilitychange'))
  }

  function toPatient(): ReturnType<typeof useCaptureStore> {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    return capture
  }

  it('is locked after the facility’s time, not before', async () => {
    await time.advance(5 * MINUTE - 1)
    expect(device.phase).toBe('unlocked')
    await time.advance(1)
    expect(device.phase).toBe('locked')
    expect(world.calls).toContain('lock')
  })

  it.each(['pointerdown', 'keydown', 'wheel'])(
    'stays open as long as there is a %s',
    async (act) => {
      for (let minute = 0; minute < 12; minute += 1) {
        await time.advance(MINUTE)
        input.dispatchEvent(new Event(act))
      }
      expect(device.phase).toBe('unlocked')
      await time.advance(5 * MINUTE)
      expect(device.phase).toBe('locked')
    },
  )

  it('counts from each unlocking', async () => {
    await time.advance(5 * MINUTE)
    await time.advance(60 * MINUTE)
    await device.unlock('staff-1', 'a passcode')
    await time.advance(4 * MINUTE)
    expect(device.phase).toBe('unlocked')
  })

  it('stays open while the patient has it, however long they think, and locks once it is back', async () => {
    const capture = toPatient()
    await time.advance(30 * MINUTE)
    expect(device.phase).toBe('unlocked')
    capture.returnToStaff()
    await time.advance(6 * MINUTE)
    expect(device.phase).toBe('locked')
  })

  it('locks on the patient’s side too when it has been put away', async () => {
    toPatient()
    show(false)
    await time.advance(6 * MINUTE)
    expect(device.phase).toBe('locked')
  })

  it('never cuts off a signed check that waits for room on the disk', async () => {
    world.saveResult = failed('TZ-D04')
    const capture = toPatient()
    await capture.decideConsent({
      items: { diagnosis: true, medication: true, checkup: true, surgery: true },
      prescription: null,
      decidedBy: { kind: 'patient' },
      decidedAt: '2026-11-21T01:00:00.000Z',
    })
    await capture.placeCard()
    await capture.submitPin(Uint8Array.of(0x31, 0x32, 0x33, 0x34))
    capture.returnToStaff()
    show(false)
    await time.advance(30 * MINUTE)
    expect([capture.step, device.phase]).toEqual(['hold', 'unlocked'])
  })

  it('is locked the moment it is seen again after a sleep in which no timer ran', () => {
    show(false)
    time.jump(3 * 60 * MINUTE)
    show(true)
    expect(device.phase).toBe('locked')
  })

  it('is locked by the touch that wakes it after such a sleep', () => {
    time.jump(3 * 60 * MINUTE)
    touch()
    expect(device.phase).toBe('locked')
  })

  it('is open after a short look elsewhere', async () => {
    show(false)
    await time.advance(MINUTE)
    show(true)
    expect(device.phase).toBe('unlocked')
  })

  it('begins to count anew when the clock was set back, and still locks', async () => {
    time.jump(-24 * 60 * MINUTE)
    await time.advance(MINUTE)
    expect(device.phase).toBe('unlocked')
    touch()
    await time.advance(6 * MINUTE)
    expect(device.phase).toBe('locked')
  })

  it('leaves a minute to work even where the policy says none', async () => {
    world.info = { ...world.info, lockAfterMinutes: 0 }
    await device.unlock('staff-1', 'a passcode')
    touch()
    await time.advance(MINUTE - 1)
    expect(device.phase).toBe('unlocked')
    await time.advance(1)
    expect(device.phase).toBe('locked')
  })

  it('asks nothing of the time while it is locked', async () => {
    device.lock()
    await time.advance(MINUTE)
    expect(time.pending()).toEqual([])
  })

  it('does nothing any more once it was ended', async () => {
    stop()
    await time.advance(60 * MINUTE)
    expect(device.phase).toBe('unlocked')
  })
})
