import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { admit, createAppRouter, ROUTES, type Standing } from '../../src/router'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'

const STAFF_SCREENS = [
  '/visits',
  '/outbox',
  '/attention',
  '/answers/c-1',
  '/device',
  '/v/t-1',
  '/p/t-1',
  '/tag',
  '/tags',
]
const open: Standing = { phase: 'unlocked', patientPath: null }

describe('who is let in where', () => {
  it.each([...STAFF_SCREENS, '/check'])('%s is open to staff who unlocked', (path) => {
    expect(admit({ path }, open)).toBe(true)
  })

  it.each(STAFF_SCREENS)('%s is closed while the patient holds the tablet', (path) => {
    expect(admit({ path }, { ...open, patientPath: '/check' })).toBe('/check')
  })

  it('leaves the patient where the patient is', () => {
    expect(admit({ path: '/check' }, { ...open, patientPath: '/check' })).toBe(true)
  })

  it('keeps the patient at their own consent while they hold the tablet (R34)', () => {
    const own = { ...open, patientPath: '/consents/c-1' }
    expect(admit({ path: '/consents/c-1' }, own)).toBe(true)
    for (const path of ['/visits', '/check', '/medical/c-1', '/consents/c-2', '/consents']) {
      expect(admit({ path }, own)).toBe('/consents/c-1')
    }
  })

  it.each([...STAFF_SCREENS, '/check', '/unlock'])(
    '%s leads to the registration of a device that has none',
    (path) => {
      expect(admit({ path }, { phase: 'needsActivation', patientPath: null })).toBe('/activate')
      expect(admit({ path }, { phase: 'needsStaff', patientPath: null })).toBe('/activate')
    },
  )

  it('asks to unlock first and remembers where the reader wanted to go', () => {
    const locked: Standing = { phase: 'locked', patientPath: null }
    expect(admit({ path: '/outbox' }, locked)).toEqual({
      path: '/unlock',
      query: { next: '/outbox' },
    })
    expect(admit({ path: '/visits' }, locked)).toBe('/unlock')
    expect(admit({ path: '/unlock' }, locked)).toBe(true)
  })

  it('does not carry a registration link into another address', () => {
    expect(admit({ path: '/activate' }, { phase: 'locked', patientPath: null })).toBe('/unlock')
  })

  it('lets the lock come before the patient: a locked device shows nobody anything', () => {
    expect(admit({ path: '/check' }, { phase: 'locked', patientPath: '/check' })).toEqual({
      path: '/unlock',
      query: { next: '/check' },
    })
  })

  it.each(['/activate', '/unlock'])('%s is over once the device is open', (path) => {
    expect(admit({ path }, open)).toBe('/visits')
  })
})

describe('the addresses', () => {
  it('carry no parameter but a random id', () => {
    const parameters = ROUTES.flatMap((route) => route.path.match(/:\w+/g) ?? [])
    expect([...new Set(parameters)].sort()).toEqual([':id', ':rest'])
  })

  it('each have a title', () => {
    for (const route of ROUTES) {
      if (!route.redirect) expect(route.meta?.title, route.path).toBeTruthy()
    }
  })
})

describe('the router', () => {
  let world: FakeWorld

  beforeEach(async () => {
    setActivePinia(createPinia())
    world = createFakeWorld()
    provideServices(world.services)
    const device = useDeviceStore()
    await device.start()
    await device.unlock('staff-1', 'a passcode')
  })

  afterEach(() => {
    document.body.innerHTML = ''
  })

  it('puts the screen’s name into the window’s title', async () => {
    const router = createAppRouter(createMemoryHistory())
    await router.push('/outbox')
    expect(document.title).toBe('送信箱 - Tazune')
  })

  it('shows the visits for the bare address and for one that does not exist', async () => {
    const router = createAppRouter(createMemoryHistory())
    await router.push('/')
    expect(router.currentRoute.value.path).toBe('/visits')
    await router.push('/no/such/screen')
    expect(router.currentRoute.value.path).toBe('/visits')
  })

  it('moves the focus to the new screen’s title, but not on the first one', async () => {
    const router = createAppRouter(createMemoryHistory())
    document.body.innerHTML = '<h1 tabindex="-1" data-page-title>送信箱</h1>'
    await router.push('/visits')
    await flushPromises()
    expect(document.activeElement?.tagName).not.toBe('H1')
    await router.push('/outbox')
    await flushPromises()
    expect(document.activeElement?.tagName).toBe('H1')
  })

  it('keeps staff screens shut from the patient’s first question to the hand-over back', async () => {
    const router = createAppRouter(createMemoryHistory())
    const capture = useCaptureStore()
    await router.push('/check')
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    await router.push('/outbox')
    expect(router.currentRoute.value.path).toBe('/check')
    capture.returnToStaff()
    await router.push('/outbox')
    expect(router.currentRoute.value.path).toBe('/outbox')
  })
})
