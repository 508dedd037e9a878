import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import OutboxPage from '../../src/pages/outbox-page.vue'
import { useChecksStore } from '../../src/stores/checks'
import type { FakeWorld } from '../support/fake-services'
import { findAction, mountPage } from './mount-page'
import { makeRow, NOW } from './seeds'

const show = (prepare: (world: FakeWorld) => void) =>
  mountPage(OutboxPage, { path: '/outbox', prepare })

const waiting = (count: number) => (world: FakeWorld) => {
  world.rows = Array.from({ length: count }, (_, index) =>
    makeRow(
      `c-${index}`,
      'queued',
      { savedAt: NOW - index * 60_000 },
      { name: `見本　${index}番` },
    ),
  )
  world.counts = { waiting: count, refused: 0, awaiting: 0, answered: 0 }
}

describe('送信箱', () => {
  it('shows totals that are those of the store, not of the page', async () => {
    const { page } = await show((world) => {
      waiting(10_000)(world)
      world.counts = { waiting: 9_990, refused: 0, awaiting: 7, answered: 3 }
    })
    expect(page.findAll('.figure').map((figure) => figure.text())).toEqual([
      '未送信9,990件',
      '結果待ち7件',
      '合計10,000件',
    ])
  })

  it('draws one page of 10,000 and turns to the next', async () => {
    const { page } = await show(waiting(10_000))
    expect(page.text()).toContain('10000件中 1〜50件目')
    expect(page.findAll('.check')).toHaveLength(6)
    // The rest comes frame by frame.
    await vi.waitFor(() => expect(page.findAll('.check')).toHaveLength(50))
    await findAction(page, '次へ').trigger('click')
    await flushPromises()
    expect(page.findAll('.check')).toHaveLength(50)
    expect(page.text()).toContain('10000件中 51〜100件目')
    expect(page.get('.check').text()).toContain('見本　50番')
    await findAction(page, '前へ').trigger('click')
    expect(page.get('.check').text()).toContain('見本　0番')
  })

  it('reaches the last page and no further', async () => {
    const { page } = await show(waiting(120))
    for (let turn = 0; turn < 2; turn += 1) {
      await findAction(page, '次へ').trigger('click')
      await flushPromises()
    }
    expect(page.text()).toContain('120件中 101〜120件目')
    expect(findAction(page, '次へ').attributes('aria-disabled')).toBe('true')
  })

  it('stands on a page that exists when the list gets shorter', async () => {
    const { page, world } = await show(waiting(60))
    await findAction(page, '次へ').trigger('click')
    await flushPromises()
    waiting(10)(world)
    world.changed()
    await flushPromises()
    expect(page.findAll('.check')).toHaveLength(10)
  })

  it('needs no page turner for a short list', async () => {
    const { page } = await show(waiting(3))
    expect(page.find('.turner').exists()).toBe(false)
  })

  it('keeps the order of capture, newest first', async () => {
    const { page } = await show(waiting(3))
    expect(page.findAll('.check .name').map((name) => name.text())).toEqual([
      '見本　0番',
      '見本　1番',
      '見本　2番',
    ])
  })

  it('promises to send by itself, also when locked', async () => {
    const { page } = await show((world) => {
      waiting(1)(world)
      world.lineIs({ state: 'noLine', lastSyncAt: null })
    })
    expect(page.text()).toContain('回線が戻ると自動で送信します')
    expect(page.text()).toContain('施錠中でも送信します')
  })

  it.each([
    ['unregistered', 'この端末の登録は無効になっています'],
    ['accessEnded', '接続の許可が切れました'],
    ['portal', '別のサーバーが答えました'],
  ] as const)('promises nothing when %s, and says why and what to do', async (state, words) => {
    const { page } = await show((world) => {
      waiting(1)(world)
      world.lineIs({ state, lastSyncAt: null })
    })
    expect(page.text()).toContain(words)
    expect(page.text()).not.toContain('自動で送信します')
  })

  it('sends at once when asked', async () => {
    const { page, world } = await show(waiting(2))
    await findAction(page, '今すぐ送る').trigger('click')
    await flushPromises()
    expect(world.calls).toContain('sendNow')
  })

  it('has nothing to send when nothing waits', async () => {
    const { page, world } = await show((world) => {
      world.rows = [makeRow('c-1', 'settled')]
      world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 1 }
    })
    const button = findAction(page, '今すぐ送る')
    expect(button.attributes('aria-disabled')).toBe('true')
    await button.trigger('click')
    expect(world.calls).not.toContain('sendNow')
  })

  it('says how many of how many have left while it sends', async () => {
    let finish = (): void => undefined
    const { page, world } = await show((world) => {
      waiting(3)(world)
      world.services.sync.sendNow = () =>
        new Promise((resolve) => {
          finish = resolve
        })
    })
    await findAction(page, '今すぐ送る').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('3件中 0件を送信しました')
    world.counts = { waiting: 1, refused: 0, awaiting: 2, answered: 0 }
    world.changed()
    await flushPromises()
    expect(page.text()).toContain('3件中 2件を送信しました')
    expect(page.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('67')
    finish()
    await flushPromises()
    expect(page.find('[role="progressbar"]').exists()).toBe(false)
  })

  it('points to what was refused', async () => {
    const { page } = await show((world) => {
      world.counts = { waiting: 0, refused: 2, awaiting: 0, answered: 0 }
    })
    expect(page.text()).toContain('送れなかった確認が2件あります')
    expect(findAction(page, '要対応を開く').attributes('href')).toBe('/attention')
  })

  it('links an answer that is there', async () => {
    const { page } = await show((world) => {
      world.rows = [makeRow('c-1', 'answered')]
      world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 1 }
    })
    expect(findAction(page, '結果を見る').attributes('href')).toBe('/answers/c-1')
  })

  it('calls itself empty only when that has been read', async () => {
    const { page } = await show(() => undefined)
    const checks = useChecksStore()
    checks.clear()
    await flushPromises()
    expect(page.text()).not.toContain('この端末に確認の記録はありません')
    await checks.reload()
    expect(page.text()).toContain('この端末に確認の記録はありません')
  })

  it('explains itself when it is empty', async () => {
    const { page } = await show(() => undefined)
    expect(page.text()).toContain('この端末に確認の記録はありません')
  })
})
