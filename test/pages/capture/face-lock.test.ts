import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Router } from 'vue-router'
import App from '../../../src/app.vue'
// Fetched by the app when it needs them; here before any test waits for them.
import '../../../src/pages/capture/capture-page.vue'
import '../../../src/pages/check-page.vue'
import '../../../src/pages/staff-side'
import '../../../src/pages/unlock-page.vue'
import { useCaptureStore } from '../../../src/stores/capture'
import { useFaceStore } from '../../../src/stores/capture-face'
import { useDeviceStore } from '../../../src/stores/device'
import { startIdleLock } from '../../../src/stores/idle-lock'
import { useReaderStore } from '../../../src/stores/reader'
import {
  createSeenFace,
  FACE_DIGITS,
  verifiedFace,
  VISIT,
  type FakeWorld,
} from '../../support/fake-services'
import { createFakeTime, type FakeTime } from '../../support/sync-time'
import { arriveAt, mountPage } from '../mount-page'

const MINUTE = 60_000

let page: VueWrapper
let router: Router
let world: FakeWorld
let time: FakeTime
let canvas: HTMLCanvasElement
let seen: ReturnType<typeof createSeenFace>
let stopIdleLock: () => void

/** The whole app, with a face on the screen. */
beforeEach(async () => {
  ;({ page, router, world } = await mountPage(App, { path: '/check' }))
  time = createFakeTime()
  const nobody = new EventTarget()
  stopIdleLock = startIdleLock({
    ...{ input: nobody, screen: nobody, isVisible: () => true },
    ...{ now: time.now, timers: time },
  })
  await useReaderStore().connectBluetooth()
  const capture = useCaptureStore()
  const face = useFaceStore()
  await face.lookForPasscode()
  capture.begin(VISIT.id)
  capture.chooseSetting('treatmentRoom')
  face.begin()
  await face.enterPasscode(FACE_DIGITS)
  seen = createSeenFace()
  world.faces = [verifiedFace(seen)]
  await face.readCard(Uint8Array.from('25030320344321', (digit) => digit.charCodeAt(0)))
  await vi.waitFor(() => expect(page.find('canvas').exists()).toBe(true))
  canvas = page.get('canvas').element
  canvas.width = 240
  canvas.height = 320
})

afterEach(() => stopIdleLock())

describe('a lock while a photo is compared', () => {
  it.each<[string, () => Promise<void> | void]>([
    [
      'when staff lock the tablet',
      () => {
        useDeviceStore().lock()
      },
    ],
    ['when nobody uses it', () => time.advance(useDeviceStore().lockAfterMinutes * MINUTE)],
    [
      'when the vault is erased by order',
      () => {
        world.lockedBy('TZ-D07')
      },
    ],
  ])('leaves nothing of the face in store or canvas %s', async (_when, lock) => {
    await lock()
    await arriveAt(router, '/unlock')
    await flushPromises()
    const face = useFaceStore()
    expect(seen.forgotten()).toBe(1)
    expect(face.face).toBeNull()
    expect([canvas.width, canvas.height, canvas.isConnected]).toEqual([0, 0, false])
    expect(page.find('canvas').exists()).toBe(false)
    expect([useCaptureStore().step, face.phase]).toEqual(['idle', 'passcode'])
  })

  it('begins with the passcode again once somebody has unlocked', async () => {
    useDeviceStore().lock()
    await arriveAt(router, '/unlock')
    await useDeviceStore().unlock('staff-1', 'a passcode')
    await router.replace('/check')
    await vi.waitFor(() => expect(page.get('h1').text()).toBe('確認する'))
    const face = useFaceStore()
    useCaptureStore().begin(VISIT.id)
    useCaptureStore().chooseSetting('treatmentRoom')
    face.begin()
    await vi.waitFor(() => expect(page.get('h1').text()).toBe('目視パスコード'))
    await face.attest()
    expect(world.saved).toEqual([])
  })
})
