import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { failed } from '../../domain/outcome'
import DevicePage from '../../src/pages/device-page.vue'
import { useCaptureStore } from '../../src/stores/capture'
import { VISIT, type FakeWorld } from '../support/fake-services'
import { findAction, hasAction, mountPage } from './mount-page'

const show = (prepare: (world: FakeWorld) => void = () => undefined) =>
  mountPage(DevicePage, { path: '/device', prepare })

describe('この端末: the reading tried before the visit', () => {
  it('ends with 準備ができています and what was read', async () => {
    const { page, world } = await show()
    await findAction(page, 'カードの読み取りを試す').trigger('click')
    await flushPromises()
    for (const words of ['準備ができています', '2029年3月3日', '2034年3月3日', 'あと3回']) {
      expect(page.text()).toContain(words)
    }
    expect(world.saved).toEqual([])
  })

  it('says what is wrong and the next step', async () => {
    const { page } = await show((world) => (world.prepares = [failed('TZ-R08')]))
    await findAction(page, 'カードの読み取りを試す').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('カードが置かれていません')
    expect(page.text()).not.toContain('準備ができています')
    expect(hasAction(page, 'もう一度試す')).toBe(true)
  })

  it('forgets the result when another reader is connected', async () => {
    const { page } = await show()
    await findAction(page, 'カードの読み取りを試す').trigger('click')
    await flushPromises()
    await findAction(page, 'リーダーをつなぐ').trigger('click')
    await flushPromises()
    expect(page.text()).not.toContain('準備ができています')
  })

  it('waits until a check is over', async () => {
    const { page, world } = await show()
    useCaptureStore().begin(VISIT.id)
    await flushPromises()
    await findAction(page, 'カードの読み取りを試す').trigger('click')
    expect(page.text()).toContain('確認が終わると試せます')
    expect(world.calls).not.toContain('prepare')
  })
})

describe('この端末: the ways to a card', () => {
  it('are ranked, and those that this device has not say why', async () => {
    const { page } = await show()
    expect(page.text()).toContain('カードを確かめる方法')
    expect(page.text()).toContain('別の方法')
    expect(page.text()).toContain('USBのカードリーダーを、ブラウザーから直接読む')
    expect(page.text()).toContain('2026年11月21日(土)に確かめた内容です')
  })

  it('show a reader as usable as soon as it is connected', async () => {
    const { page } = await show()
    expect(page.text()).not.toContain('リーダーがつながっています。')
    await findAction(page, 'リーダーをつなぐ').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('リーダーがつながっています。')
  })
})

describe('この端末: visit tags', () => {
  it('are made from here', async () => {
    expect(hasAction((await show()).page, 'タグを作る')).toBe(true)
  })

  it('say how many other tablets do not know yet', async () => {
    const { page } = await show((world) => {
      world.lineIs({ state: 'noLine', lastSyncAt: null })
      world.tagRows.set('row', {
        v: 1,
        row: 'row',
        id: 'AAAAAAAAAAAAAAAAAAAAA_',
        kind: 'visit',
        patientId: VISIT.patientId,
        writtenAt: '2026-11-21T00:00:00Z',
        retiredAt: null,
        state: 'waiting',
      })
    })
    expect(page.text()).toContain('まだ伝わっていないタグが1件')
  })

  it('say where the browser cannot', async () => {
    const { page } = await show((world) => {
      world.services.tags = { ...world.services.tags, isSupported: false }
    })
    expect(page.text()).toContain('このブラウザーではタグを読み書きできません')
    expect(hasAction(page, 'タグを作る')).toBe(false)
  })
})
