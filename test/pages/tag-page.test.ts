import { flushPromises } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { failed, ok } from '../../domain/outcome'
import TagPage from '../../src/pages/tag-page.vue'
import { useCaptureStore } from '../../src/stores/capture'
import { useTagsStore } from '../../src/stores/tags'
import { VISIT, type FakeWorld } from '../support/fake-services'
import { arriveAt, findAction, hasAction, mountPage } from './mount-page'
import { makeRow } from './seeds'

const ID = 'AAAAAAAAAAAAAAAAAAAAA_'
const tagged = { ...VISIT, tags: [{ id: ID, kind: 'visit' as const }] }

const tap = (prepare: (world: FakeWorld) => void = () => undefined) =>
  mountPage(TagPage, {
    path: `/v/${ID}`,
    props: { id: ID },
    prepare: (world) => {
      world.visits = [tagged]
      prepare(world)
    },
  })

// Compiling where a tag leads is no part of how soon it leads there.
beforeAll(() =>
  Promise.all([
    import('../../src/pages/answer-page.vue'),
    import('../../src/pages/capture/capture-page.vue'),
  ]),
)

describe('a tapped tag', () => {
  it('opens its visit, ready to be confirmed', async () => {
    const { router } = await tap()
    await arriveAt(router, '/check')
    expect([useCaptureStore().step, useCaptureStore().visit?.id]).toEqual(['setting', VISIT.id])
  })

  it('opens it without a line too', async () => {
    const { router } = await tap((world) => world.lineIs({ state: 'noLine', lastSyncAt: null }))
    await arriveAt(router, '/check')
  })

  it('takes up what the patient had decided already', async () => {
    let id = ''
    const { router } = await tap((world) => {
      id = world.services.createId()
      world.drafts.set(VISIT.id, {
        v: 1,
        id,
        visitId: VISIT.id,
        setting: 'homeNursing',
        consent: null,
      })
    })
    await arriveAt(router, '/check')
    expect(useCaptureStore().checkId).toBe(id)
  })

  it('leads to the answer where there is one', async () => {
    const { router } = await tap((world) => {
      world.rows = [makeRow('c-1', 'answered', {}, { visitId: VISIT.id })]
    })
    await arriveAt(router, '/answers/c-1')
  })

  it('says that a saved check waits, and asks for no second one', async () => {
    const { page } = await tap((world) => {
      world.rows = [makeRow('c-1', 'queued', {}, { visitId: VISIT.id })]
    })
    expect(page.text()).toContain('確認は保存されています')
    expect(useCaptureStore().step).toBe('idle')
  })

  it('does not throw away a check of somebody else that is under way', async () => {
    const { page } = await mountPage(TagPage, {
      path: '/tag',
      prepare: (world) => (world.visits = [tagged, { ...VISIT, id: 'other', patientId: 'p-2' }]),
    })
    useCaptureStore().begin('other')
    await page.setProps({ id: ID })
    await flushPromises()
    expect(page.text()).toContain('別の患者さんの確認の途中です')
    expect(useCaptureStore().visit?.id).toBe('other')
  })

  it('of a visit that is not on today’s list says so, and what to do next', async () => {
    const { page, world } = await tap((world) => (world.visits = [VISIT]))
    expect(page.text()).toContain('今日の一覧にありません')
    expect(hasAction(page, '今日の訪問から選ぶ')).toBe(true)
    world.visits = [tagged]
    await findAction(page, '一覧を更新する').trigger('click')
    await flushPromises()
    expect(useCaptureStore().visit?.id).toBe(VISIT.id)
  })

  it('says that the list could not be fetched, and keeps the way by hand', async () => {
    const { page } = await tap((world) => {
      world.visits = [VISIT]
      world.lineIs({ state: 'noLine', lastSyncAt: null })
    })
    await findAction(page, '一覧を更新する').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('回線がありません')
    expect(hasAction(page, '今日の訪問から選ぶ')).toBe(true)
  })
})

describe('タグで開く', () => {
  const show = (prepare: (world: FakeWorld) => void = () => undefined) =>
    mountPage(TagPage, { path: '/tag', prepare })

  it('listens when asked, and stops when asked', async () => {
    const { page } = await show()
    await findAction(page, 'タグを待ち受ける').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('タグをかざしてください')
    await findAction(page, '待ち受けをやめる').trigger('click')
    await flushPromises()
    expect(hasAction(page, 'タグを待ち受ける')).toBe(true)
  })

  it.each(['TZ-T02', 'TZ-T03', 'TZ-T04', 'TZ-T05'] as const)(
    'says %s once, with its next step',
    async (code) => {
      const { page } = await show((world) => (world.tagResult = failed(code)))
      await findAction(page, 'タグを待ち受ける').trigger('click')
      await flushPromises()
      expect(page.text().split(code)).toHaveLength(2)
    },
  )

  it('leads on from a マイナンバーカード: reader, 目視, hand-off', async () => {
    const { page, world } = await show()
    await findAction(page, 'タグを待ち受ける').trigger('click')
    world.holdTag(failed('TZ-T07'))
    await flushPromises()
    const words = page.text()
    expect(words).toContain('マイナンバーカードは、端末のNFCでは読み取れません')
    const order = ['カードリーダー', '目視', '公式アプリ'].map((way) => words.indexOf(way))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order).not.toContain(-1)
    expect(hasAction(page, '確認する')).toBe(true)
  })

  it('forgets old trouble when it is left', async () => {
    const { page, world } = await show()
    await findAction(page, 'タグを待ち受ける').trigger('click')
    world.holdTag(failed('TZ-T09'))
    page.unmount()
    expect(useTagsStore().trouble).toBeNull()
  })

  it('says where there is no Web NFC, and offers the list', async () => {
    const { page } = await show((world) => {
      world.services.tags = { ...world.services.tags, isSupported: false }
    })
    expect(page.text()).toContain('このブラウザーではタグを読み書きできません')
    expect(hasAction(page, 'タグを待ち受ける')).toBe(false)
    expect(hasAction(page, '今日の訪問から選ぶ')).toBe(true)
  })

  it('goes on listening for the next tag after one that opened nothing', async () => {
    const { page, world } = await show()
    await findAction(page, 'タグを待ち受ける').trigger('click')
    world.holdTag(failed('TZ-T08'))
    await flushPromises()
    expect(hasAction(page, 'タグを作る')).toBe(true)
    world.holdTag(ok({ kind: 'visit', id: ID }))
    expect(useTagsStore().tap?.path).toBe(`/v/${ID}`)
  })
})
