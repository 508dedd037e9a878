import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { failed } from '../../domain/outcome'
import App from '../../src/app.vue'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { useKeptDeclarationsStore } from '../../src/stores/kept-declarations'
import { VISIT, type FakeWorld } from '../support/fake-services'
import { arriveAt, mountPage, type MountedPage } from './mount-page'
import { COVERAGE, makeAnswer, makeRefused, makeRow } from './seeds'

async function show(
  prepare: (world: FakeWorld) => void = () => undefined,
  unlocked = true,
): Promise<MountedPage> {
  const mounted = await mountPage(App, { path: '/outbox', prepare, unlocked })
  // What staff have around the screens is fetched when they have unlocked.
  await vi.dynamicImportSettled()
  return mounted
}

describe('the frame around every screen', () => {
  it('has the line, the five places and the band of training', async () => {
    const { page } = await show()
    expect(page.get('.bar').text()).toContain('接続中')
    const places = 'nav[aria-label="画面の切り替え"] .item'
    expect(page.findAll(`${places}:not(.roomy) a`)).toHaveLength(5)
    // Where there is room for it: the clerk's.
    expect(page.findAll(`${places}.roomy a`).map((link) => link.text())).toEqual(['請求'])
    expect(page.get('.band').text()).toBe('訓練用')
  })

  it('has no training band in production', async () => {
    const { page } = await show((world) => {
      world.info = { ...world.info, mode: 'production' }
    })
    expect(page.find('.band').exists()).toBe(false)
  })

  it('counts what waits and what needs somebody, without what was withdrawn', async () => {
    const { page } = await show((world) => {
      world.counts = { waiting: 3, refused: 2, awaiting: 0, answered: 1 }
      world.refused = [makeRefused('r-1', 'TZ-G11'), makeRow('r-2', 'withdrawn')]
      world.rows = [makeRow('c-1', 'answered')]
      world.answers.set('c-1', makeAnswer('c-1', { validity: 'invalid', coverages: [COVERAGE] }))
    })
    const nav = page.get('nav[aria-label="画面の切り替え"]').text()
    expect(nav).toContain('未送信 3件')
    expect(nav).toContain('要対応 2件')
  })

  it('counts a 申立書 whose last days have come, as 要対応 lists it', async () => {
    const { page } = await show()
    useKeptDeclarationsStore().ending = [
      { id: 'declaration-1', name: '訓練 花子', nameKana: 'クンレン ハナコ', until: '2026-11-10' },
    ]
    const nav = page.get('nav[aria-label="画面の切り替え"]')
    await vi.waitFor(() => expect(nav.text()).toContain('要対応 1件'))
  })

  it('fetches ahead for the visits without a line as soon as the device is unlocked', async () => {
    const { world } = await show()
    expect(world.calls).toContain('fetchAhead')
  })

  it('follows the line as it comes and goes', async () => {
    const { page, world } = await show()
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await flushPromises()
    expect(page.get('.bar').text()).toContain('回線なし・端末に保存します')
  })

  it('takes the staff’s navigation and numbers away while the patient holds the tablet', async () => {
    const { page } = await show()
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    await flushPromises()
    expect(page.find('nav[aria-label="画面の切り替え"]').exists()).toBe(false)
    expect(page.find('.bar').exists()).toBe(false)
    expect(page.get('.band').text()).toBe('訓練用')
  })

  it('goes to the lock when the vault closes, and forgets what it showed', async () => {
    const { page, router, world } = await show((world) => {
      world.rows = [makeRow('c-1', 'queued')]
      world.counts = { waiting: 1, refused: 0, awaiting: 0, answered: 0 }
    })
    expect(page.text()).toContain('見本　花子')
    world.lockedBy(null)
    await flushPromises()
    await arriveAt(router, '/unlock')
    expect(page.text()).not.toContain('見本　花子')
    expect(page.find('nav[aria-label="画面の切り替え"]').exists()).toBe(false)
  })

  it('ends a check that was under way when the vault closes', async () => {
    const { world } = await show()
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    world.lockedBy('TZ-D07')
    await flushPromises()
    expect(capture.step).toBe('idle')
    expect(capture.visit).toBeNull()
  })

  it('goes to the registration when the device is no longer one of the facility’s', async () => {
    const { router, world } = await show()
    world.info = { ...world.info, phase: 'needsActivation' }
    world.lockedBy('TZ-D07')
    await flushPromises()
    await arriveAt(router, '/activate')
  })

  it('goes to the registration from the lock when wrong tries have erased the vault', async () => {
    const { router, world } = await show(undefined, false)
    await router.replace('/unlock')
    world.unlockResult = failed('TZ-D06')
    world.info = { ...world.info, phase: 'needsActivation', erased: 'TZ-D06' }
    await useDeviceStore().unlock('staff-1', 'the tenth wrong one')
    await arriveAt(router, '/activate')
  })

  it('goes to the registration after erasing, however long the device takes to read what is left', async () => {
    const { router, world } = await show()
    const left = { ...world.info, phase: 'needsActivation' as const }
    let finishReading: (info: typeof left) => void = () => undefined
    const reading = new Promise<typeof left>((resolve) => {
      finishReading = resolve
    })
    world.services.device.load = () => reading
    world.services.device.erase = () => {
      world.lockedBy(null)
      return Promise.resolve()
    }
    const erased = useDeviceStore().eraseDevice()
    await arriveAt(router, '/unlock')
    finishReading(left)
    await erased
    await arriveAt(router, '/activate')
  })

  it('does not wait for the reader before it shows the lock', async () => {
    const { router, world } = await show()
    useCaptureStore().begin(VISIT.id)
    world.services.card.release = () => new Promise(() => undefined)
    world.lockedBy('TZ-D07')
    await arriveAt(router, '/unlock')
    expect(useCaptureStore().visit).toBeNull()
  })

  it('shows nothing of the patient’s side after a lock, and nothing blank after the next unlock', async () => {
    const { page, router, world } = await show()
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    await router.push('/check')
    await arriveAt(router, '/check')
    world.lockedBy('TZ-D07')
    await arriveAt(router, '/unlock')
    await useDeviceStore().unlock('staff-1', 'a passcode')
    await router.replace('/check')
    await flushPromises()
    expect(capture.patientSide).toBe(false)
    await vi.waitFor(() => expect(page.get('h1').text()).toBe('確認する'))
  })

  it('reads the visits once somebody has unlocked', async () => {
    const { page, router } = await show(undefined, false)
    expect(page.text()).not.toContain('見本　花子')
    await useDeviceStore().unlock('staff-1', 'a passcode')
    await router.replace('/visits')
    await arriveAt(router, '/visits')
    await vi.waitFor(() => expect(page.text()).toContain('見本　花子'))
  })

  it('reads nothing of a device that was locked again before the code for it had come', async () => {
    const { page, world } = await show(undefined, false)
    const device = useDeviceStore()
    await device.unlock('staff-1', 'a passcode')
    device.lock()
    await vi.dynamicImportSettled()
    await flushPromises()
    expect(world.calls).not.toContain('fetchAhead')
    expect(page.find('nav[aria-label="画面の切り替え"]').exists()).toBe(false)
  })

  it('opens one session for each unlocking, however quickly they follow each other', async () => {
    const { world } = await show(undefined, false)
    const device = useDeviceStore()
    await device.unlock('staff-1', 'a passcode')
    device.lock()
    await device.unlock('staff-1', 'a passcode')
    await vi.dynamicImportSettled()
    await flushPromises()
    expect(world.calls.filter((call) => call === 'fetchAhead')).toHaveLength(1)
  })

  it('offers a new version between checks, never during one', async () => {
    const { page } = await show()
    useDeviceStore().offerUpdate(() => undefined)
    await flushPromises()
    expect(page.text()).toContain('新しい版があります')
    useCaptureStore().begin(VISIT.id)
    await flushPromises()
    expect(page.text()).not.toContain('新しい版があります')
  })
})
