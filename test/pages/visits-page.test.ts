import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createCheckId } from '../../domain/ids'
import { failed } from '../../domain/outcome'
import CheckPage from '../../src/pages/check-page.vue'
import VisitsPage from '../../src/pages/visits-page.vue'
import { useCaptureStore } from '../../src/stores/capture'
import type { FakeWorld } from '../support/fake-services'
import { arriveAt, findAction, hasAction, mountPage } from './mount-page'
import { makeRow, NOW, VISITS } from './seeds'

/** Made today, as the fake world has it. */
const DRAFT_ID = createCheckId(NOW, (length) => new Uint8Array(length))

const withVisits = (world: FakeWorld): void => {
  world.visits = VISITS
}
const show = (prepare: (world: FakeWorld) => void = withVisits) =>
  mountPage(VisitsPage, { path: '/visits', prepare })

describe('今日の訪問', () => {
  it('lists the visits in the order of the day', async () => {
    const { page } = await show()
    const times = page.findAll('.time').map((time) => time.text())
    expect(times).toEqual(['09:30', '10:30', '11:30', '13:00', '15:15'])
    expect(page.text()).toContain('2026年11月21日(土)')
  })

  it('begins the check of the visit that was tapped', async () => {
    const { page, router } = await show()
    await findAction(page, '徳川　德次郎').trigger('click')
    await flushPromises()
    expect(useCaptureStore().visit?.id).toBe('v-4')
    await arriveAt(router, '/check')
  })

  it('takes up a check that was left half done', async () => {
    const { page } = await show((world) => {
      withVisits(world)
      world.drafts.set('v-1', {
        v: 1,
        id: DRAFT_ID,
        visitId: 'v-1',
        setting: 'fever',
        consent: null,
      })
    })
    expect(hasAction(page, '続きから')).toBe(true)
    await findAction(page, '見本　花子').trigger('click')
    await flushPromises()
    expect(useCaptureStore().checkId).toBe(DRAFT_ID)
    expect(useCaptureStore().setting).toBe('fever')
  })

  it('leads to the answer when there is one, by its random id', async () => {
    const { page } = await show((world) => {
      withVisits(world)
      world.rows = [makeRow('c-9', 'answered', {}, { visitId: 'v-1' })]
    })
    expect(findAction(page, '見本　花子 の結果').attributes('href')).toBe('/answers/c-9')
  })

  it('starts no second check of a visit whose first is under way', async () => {
    const { page } = await show((world) => {
      withVisits(world)
      world.rows = [makeRow('c-9', 'queued', {}, { visitId: 'v-1' })]
    })
    expect(page.text()).toContain('端末に保存・未送信')
    expect(() => findAction(page, '見本　花子')).toThrow()
  })

  it('finds by kana and says how many it found', async () => {
    const { page } = await show()
    await page.get('input[type="search"]').setValue('よしだ')
    expect(page.findAll('.visit')).toHaveLength(1)
    expect(page.text()).toContain('1件')
  })

  it('offers the whole list again when nothing matches', async () => {
    const { page } = await show()
    await page.get('input[type="search"]').setValue('ぞぞ')
    expect(page.text()).toContain('条件に合う訪問はありません')
    await findAction(page, 'すべて表示する').trigger('click')
    expect(page.findAll('.visit')).toHaveLength(5)
  })

  it('filters by what is still to do, with the numbers on the buttons', async () => {
    const { page } = await show((world) => {
      withVisits(world)
      world.rows = [makeRow('c-9', 'settled', {}, { visitId: 'v-1' })]
    })
    expect(page.text()).toContain('未確認 4')
    expect(page.text()).toContain('確認済み 1')
    await page.get('input[value="done"]').setValue(true)
    expect(page.findAll('.visit')).toHaveLength(1)
  })

  it('says without alarm that the list is the one of before', async () => {
    const { page } = await show((world) => {
      withVisits(world)
      world.lineIs({ state: 'noLine', lastSyncAt: null })
    })
    expect(page.text()).toContain('前に受け取った一覧です')
    expect(page.find('[role="alert"]').exists()).toBe(false)
    expect(page.findAll('.visit')).toHaveLength(5)
  })

  it('says what is needed when access has ended', async () => {
    const { page } = await show((world) => {
      withVisits(world)
      world.services.records.refreshVisits = () => Promise.resolve(failed('TZ-G03'))
    })
    expect(page.get('[role="alert"]').text()).toContain('TZ-G03')
  })

  it('leads on from a day without visits', async () => {
    const { page } = await show((world) => {
      world.visits = []
    })
    expect(page.text()).toContain('今日の訪問はありません')
    expect(findAction(page, '確認する').attributes('href')).toBe('/check')
  })

  it('fetches again when asked', async () => {
    const { page, world } = await show()
    world.visits = VISITS.slice(0, 2)
    await findAction(page, '一覧を更新').trigger('click')
    await flushPromises()
    expect(page.findAll('.visit')).toHaveLength(2)
  })
})

describe('確認する', () => {
  const open = (prepare: (world: FakeWorld) => void = withVisits) =>
    mountPage(CheckPage, { path: '/check', prepare })

  it('offers the visits that are not checked yet', async () => {
    const { page } = await open((world) => {
      withVisits(world)
      world.rows = [makeRow('c-9', 'queued', {}, { visitId: 'v-1' })]
    })
    expect(page.findAll('.visit')).toHaveLength(4)
    expect(page.text()).not.toContain('見本　花子')
  })

  it('begins for a patient who was not planned', async () => {
    const { page } = await open()
    await findAction(page, '飛び込み').trigger('click')
    expect(useCaptureStore().visit).toBeNull()
    expect(useCaptureStore().step).toBe('setting')
  })

  it('begins for the visit that was chosen and gives the page over to the flow', async () => {
    const { page } = await open()
    await findAction(page, '書類　次郎').trigger('click')
    await flushPromises()
    expect(useCaptureStore().visit?.id).toBe('v-5')
    expect(page.text()).not.toContain('どなたの確認ですか')
  })

  it('says so when everything is done', async () => {
    const { page } = await open((world) => {
      world.visits = []
    })
    expect(page.text()).toContain('確認がまだの訪問はありません')
    expect(hasAction(page, '飛び込み')).toBe(true)
  })
})
