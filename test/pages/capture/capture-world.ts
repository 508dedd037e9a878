import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { vi } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import type { Visit } from '../../../domain/visit'
import CapturePage from '../../../src/pages/capture/capture-page.vue'
import WaysPage from '../../../src/pages/ladder/ways-page.vue'
import { useCaptureStore } from '../../../src/stores/capture'
import { useDeviceStore } from '../../../src/stores/device'
import { useReaderStore } from '../../../src/stores/reader'
import { provideServices } from '../../../src/stores/services'
import { useVisitsStore } from '../../../src/stores/visits'
import type { Feedback } from '../../../src/ui/patient/feedback'
import { createFakeWorld, VISIT, type FakeWorld } from '../../support/fake-services'

export interface CaptureWorld {
  page: VueWrapper
  world: FakeWorld
  capture: ReturnType<typeof useCaptureStore>
  reader: ReturnType<typeof useReaderStore>
  router: Router
  feedback: { [K in keyof Feedback]: ReturnType<typeof vi.fn> }
  button(name: string): ReturnType<VueWrapper['get']>
  hasButton(name: string): boolean
  press(...names: string[]): Promise<void>
  title(): string
  /** Lets promises of the stores settle and the page follow. */
  settle(): Promise<void>
}

const TRAINING_CARD: CardImage = {
  personaId: 'valid-30',
  label: '見本 花子(有効)',
  certificate: '',
  caCertificate: '',
  privateKey: { kty: 'RSA', n: '', e: '', d: '', p: '', q: '', dp: '', dq: '', qi: '' },
  pin: '1234',
  triesLeft: 3,
  basicFour: { name: '', address: '', birthdate: '', sex: '9' },
  cardExpiry: '2034-03-03',
  municipality: '13112',
  kind: 'mynumber',
}

/** The capture page and 別の方法 over the real stores and played services, at 確認をはじめる of the given visit. */
export async function openCapture(
  change: { visit?: Partial<Visit>; walkIn?: boolean; play?: (world: FakeWorld) => void } = {},
): Promise<CaptureWorld> {
  setActivePinia(createPinia())
  const world = createFakeWorld()
  world.visits = [{ ...VISIT, ...change.visit }]
  world.services.records.trainingCards = () => Promise.resolve([TRAINING_CARD])
  change.play?.(world)
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  const reader = useReaderStore()
  await reader.loadTrainingCards()
  const capture = useCaptureStore()
  capture.begin(change.walkIn ? null : VISIT.id)

  const stub = { template: '<h1>stub</h1>' }
  const feedback = { done: vi.fn(), lost: vi.fn(), close: vi.fn() }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/check', component: CapturePage, props: { signals: feedback, speech: null } },
      { path: '/check/ways', component: WaysPage },
      { path: '/:any(.*)*', component: stub },
    ],
  })
  await router.push('/check')
  const page = mount(RouterView, {
    global: { plugins: [router] },
    attachTo: document.body,
  })

  const buttons = (name: string) =>
    page
      .findAll('button')
      .filter((found) => found.text() === name || found.attributes('aria-label') === name)
  function button(name: string): ReturnType<VueWrapper['get']> {
    const found = buttons(name)[0]
    if (!found) throw new Error(`no button ${name} on 「${page.find('h1').text()}」`)
    return found
  }
  async function settle(): Promise<void> {
    const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
    for (let turns = 0; turns < 12; turns += 1) await turn()
    // WebCrypto works beside the event loop: on a busy machine it takes more turns than these.
    const until = Date.now() + 1_500
    while (capture.step === 'hold' && capture.error === null && Date.now() < until) await turn()
    await page.vm.$nextTick()
  }
  return {
    page,
    world,
    capture,
    reader,
    router,
    feedback,
    button,
    hasButton: (name) => buttons(name).length > 0,
    async press(...names) {
      for (const name of names) {
        const found = page
          .findAll('button')
          .find((candidate) => candidate.text().startsWith(name) && candidate.text() !== '')
        if (!found) throw new Error(`no button ${name} on 「${page.find('h1').text()}」`)
        await found.trigger('click')
        await settle()
      }
    },
    title: () => page.get('h1').text(),
    settle,
  }
}

/** From 確認をはじめる to the consent questions. */
export async function handOver(world: CaptureWorld): Promise<void> {
  await world.reader.connectBluetooth()
  await world.settle()
  await world.press('同意と確認へ進む', '患者さんがはじめる')
}

export const AGREE = ['患者さん本人', 'すべて同意する', '紙の処方箋', 'この内容で決める'] as const

/** To the PIN pad, or to whatever the card's state leads to. */
export async function toCard(world: CaptureWorld): Promise<void> {
  await handOver(world)
  await world.press(...AGREE)
}

export async function enterPin(world: CaptureWorld, ...digits: string[]): Promise<void> {
  await world.press(...digits, '確認')
}

export const savedRow = (id: string | null, withChallenge = true) => ({
  id: id ?? '',
  state: 'queued' as const,
  savedAt: Date.parse('2026-11-21T01:00:00Z'),
  acceptedAt: null,
  answeredAt: null,
  attempts: 0,
  nextTryAt: null,
  code: null,
  note: {
    v: 1 as const,
    id: id ?? '',
    visitId: VISIT.id,
    name: VISIT.name,
    nameKana: VISIT.nameKana,
    setting: VISIT.setting,
    staffName: '看護　太郎',
    capturedAt: '2026-11-21T01:00:00Z',
    withChallenge,
    certificateLastDay: '2029-03-03',
  },
})
