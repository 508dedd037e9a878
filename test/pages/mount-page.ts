/** Mounts one screen as staff see it: unlocked, on the fake world, with the real stores and the real router. */
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, type Router } from 'vue-router'
import { openSession } from '../../src/pages/session'
import { createAppRouter } from '../../src/router'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { createFakeWorld, type FakeWorld } from '../support/fake-services'

enableAutoUnmount(afterEach)

export interface MountedPage {
  page: VueWrapper
  router: Router
  world: FakeWorld
}

export interface MountOptions {
  path: string
  props?: Record<string, unknown>
  /** Changes the world before anything is read from it. */
  prepare?: (world: FakeWorld) => void
  /** False leaves the device as the world has it (locked, not activated). */
  unlocked?: boolean
}

export async function mountPage(component: Component, options: MountOptions): Promise<MountedPage> {
  const pinia = createPinia()
  setActivePinia(pinia)
  const world = createFakeWorld()
  options.prepare?.(world)
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  if (options.unlocked ?? true) {
    await device.unlock('staff-1', 'a passcode')
    await openSession()
  }
  const router = createAppRouter(createMemoryHistory())
  await router.push(options.path)
  const page = mount(component, {
    props: options.props ?? {},
    global: { plugins: [pinia, router] },
    attachTo: document.body,
  })
  await flushPromises()
  return { page, router, world }
}

/** The first button or link whose words contain `words`. @throws Error if there is none. */
export function findAction(page: VueWrapper, words: string): ReturnType<VueWrapper['get']> {
  const found = page
    .findAll('button, a')
    .find(
      (action) =>
        action.text().includes(words) || action.attributes('aria-label')?.includes(words) === true,
    )
  if (!found) throw new Error(`no action says ${words}`)
  return found
}

export function hasAction(page: VueWrapper, words: string): boolean {
  return page.findAll('button, a').some((action) => action.text().includes(words))
}

/** The first screen of a file is compiled on the way, which a busy machine does in seconds. */
const ARRIVAL_MS = 15_000

/** Screens are fetched when they are first opened, so arriving takes a moment. */
export async function arriveAt(router: Router, address: string): Promise<void> {
  await vi.waitFor(() => {
    expect(router.currentRoute.value.fullPath).toBe(address)
  }, ARRIVAL_MS)
}
