/** The screens of 書類の入力 over the real stores, at the address of a check that staff have begun. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { expect, vi } from 'vitest'
import type { Component } from 'vue'
import type { Router } from 'vue-router'
import type { Visit, VisitHistory } from '../../../domain/visit'
import { useCaptureStore } from '../../../src/stores/capture'
import { useVisitsStore } from '../../../src/stores/visits'
import { VISIT, type FakeWorld } from '../../support/fake-services'
import { mountPage } from '../mount-page'

export const HISTORY: VisitHistory = {
  lastCardCheckAt: null,
  lastVisitOn: '2026-10-21',
  continuing: true,
  lastAnswer: null,
  cardLastDay: null,
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
}

export const ON_FILE = { insurerNumber: '06139018', symbol: '123', number: '4567', branch: '01' }

export interface OpenedScreen {
  page: VueWrapper
  router: Router
  world: FakeWorld
  capture: ReturnType<typeof useCaptureStore>
  press: (words: string) => Promise<void>
  /** A radio button by its label. */
  choose: (words: string) => Promise<void>
  /** Types into a field and leaves it. */
  fill: (field: string, text: string) => Promise<void>
  /** What stands at a field. */
  at: (field: string) => string
  title: () => string
}

export interface ScreenOptions {
  path: string
  visit?: Partial<Visit>
  walkIn?: boolean
  prepare?: (world: FakeWorld) => void
}

export async function openScreen(
  component: Component,
  options: ScreenOptions,
): Promise<OpenedScreen> {
  const mounted = await mountPage(
    {
      components: { Screen: component },
      template: '<Screen v-if="on" />',
      data: () => ({ on: false }),
    },
    {
      path: '/check',
      prepare: (world) => {
        world.visits = [{ ...VISIT, ...options.visit }]
        options.prepare?.(world)
      },
    },
  )
  const { page, router, world } = mounted
  await useVisitsStore().refresh()
  const capture = useCaptureStore()
  capture.begin(options.walkIn ? null : VISIT.id)
  capture.chooseSetting('homeNursing')
  await router.push(options.path)
  await page.setData({ on: true })
  await flushPromises()

  async function press(words: string): Promise<void> {
    const found = page.findAll('button, a').find((action) => action.text().includes(words))
    if (!found) throw new Error(`no action says ${words} on 「${page.find('h1').text()}」`)
    await found.trigger('click')
    await flushPromises()
  }

  return {
    page,
    router,
    world,
    capture,
    press,
    async choose(words) {
      const label = page.findAll('label').find((each) => each.text().includes(words))
      if (!label) throw new Error(`no choice says ${words}`)
      await label.get('input').setValue(true)
      await flushPromises()
    },
    async fill(field, text) {
      const box = page.get(`[data-field="${field}"]`)
      await box.get('input').setValue(text)
      await box.trigger('focusout')
      await flushPromises()
    },
    at: (field) => page.get(`[data-field="${field}"]`).text(),
    title: () => page.get('h1').text(),
  }
}

export async function arrive(router: Router, path: string): Promise<void> {
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(path), { timeout: 10_000 })
}
