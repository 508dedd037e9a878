/** The screens of the 申立書 on the real stores and a fake world, with a pad that tests draw on. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import type { Setting } from '../../../domain/check'
import type { Visit } from '../../../domain/visit'
import DeclarationPage from '../../../src/pages/declaration/declaration-page.vue'
import { createAppRouter } from '../../../src/router'
import { useCaptureStore } from '../../../src/stores/capture'
import { useDeclarationStore } from '../../../src/stores/declaration'
import { useDeviceStore } from '../../../src/stores/device'
import { provideServices } from '../../../src/stores/services'
import { useVisitsStore } from '../../../src/stores/visits'
import { forgetPatientLanguage } from '../../../src/words/patient'
import { createFakeWorld, type FakeWorld, VISIT } from '../../support/fake-services'
import { createFakePad } from '../../ui/declaration/fake-pad'

let mounted: VueWrapper | null = null

afterEach(() => {
  mounted?.unmount()
  mounted = null
  forgetPatientLanguage()
  vi.restoreAllMocks()
  document.body.innerHTML = ''
})

export interface OpenOptions {
  visit?: Partial<Visit>
  walkIn?: boolean
  setting?: Setting
  /** False: no check is under way. */
  begun?: boolean
  world?: FakeWorld
}

/** At the address of the 申立書, unlocked; a check is under way unless `begun` is false. */
export async function openPage(options: OpenOptions = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const world = options.world ?? createFakeWorld()
  world.visits = [{ ...VISIT, ...options.visit }]
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  const capture = useCaptureStore()
  if (options.begun ?? true) {
    capture.begin(options.walkIn ? null : VISIT.id)
    if (options.walkIn) capture.chooseSetting('homeNursing')
    if (options.setting) capture.chooseSetting(options.setting)
  }
  const pad = createFakePad()
  const router = createAppRouter(createMemoryHistory())
  await router.push('/check/declaration')
  // The screens they lead to are fetched then, and are not what is looked at here.
  const push = vi.spyOn(router, 'push')
  const replace = vi.spyOn(router, 'replace')
  const page = mount(DeclarationPage, {
    props: { speech: null, createPad: pad.create },
    global: { plugins: [pinia, router] },
    attachTo: document.body,
  })
  mounted = page
  await flushPromises()

  const title = () => page.get('h1').text()
  async function press(...names: string[]): Promise<void> {
    for (const name of names) {
      const found = page
        .findAll('button')
        .find((each) => each.text().startsWith(name) || each.attributes('aria-label') === name)
      if (!found) throw new Error(`no button ${name} on 「${title()}」`)
      await found.trigger('click')
      await flushPromises()
    }
  }
  async function type(text: string): Promise<void> {
    await page.get('textarea').setValue(text)
    await press('次へ')
  }
  async function pressKeys(digits: string): Promise<void> {
    for (const digit of digits) {
      const key = page.findAll('.key').find((each) => each.text() === digit)
      if (!key) throw new Error(`no key ${digit}`)
      await key.trigger('click')
    }
  }
  const fault = () => page.find('[role=alert]').text()
  const form = useDeclarationStore()
  return {
    page,
    world,
    capture,
    form,
    router,
    push,
    replace,
    pad,
    title,
    press,
    type,
    pressKeys,
    fault,
  }
}

export type Opened = Awaited<ReturnType<typeof openPage>>
