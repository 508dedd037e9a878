import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import AnswerPage from '../../src/pages/answer-page.vue'
import type { FakeWorld } from '../support/fake-services'
import { findAction, hasAction, mountPage } from './mount-page'
import { makeAnswer, makeRow } from './seeds'

const show = (prepare: (world: FakeWorld) => void, id = 'c-1') =>
  mountPage(AnswerPage, { path: `/answers/${id}`, props: { id }, prepare })

const answered = (world: FakeWorld): void => {
  world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs })]
  world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 1 }
  world.answers.set('c-1', makeAnswer('c-1'))
}

describe('結果', () => {
  it('says whose it is, who checked and when, and what came out', async () => {
    const { page } = await show(answered)
    for (const words of [
      '見本　花子',
      '2026年11月21日(土) 09:40',
      '担当 看護　太郎',
      '有効',
      '2割',
    ]) {
      expect(page.text()).toContain(words)
    }
  })

  it('is settled by a person', async () => {
    const { page, world } = await show(answered)
    await findAction(page, '確かめました').trigger('click')
    await flushPromises()
    expect(world.calls).toContain('settle c-1')
  })

  it('asks for nothing more once it is settled', async () => {
    const { page } = await show((world) => {
      answered(world)
      world.rows = [makeRow('c-1', 'settled')]
    })
    expect(hasAction(page, '確かめました')).toBe(false)
    expect(page.text()).toContain('この確認は完了しています')
  })

  it('says that the check is safe while there is no answer', async () => {
    const { page } = await show((world) => {
      world.rows = [makeRow('c-1', 'queued')]
      world.counts = { waiting: 1, refused: 0, awaiting: 0, answered: 0 }
    })
    expect(page.text()).toContain('結果はまだ届いていません')
    expect(page.text()).toContain('確認は保存してあります')
    expect(hasAction(page, '確かめました')).toBe(false)
  })

  it('shows the answer as soon as it arrives, without a touch', async () => {
    const { page, world } = await show((world) => {
      world.rows = [makeRow('c-1', 'accepted')]
      world.counts = { waiting: 0, refused: 0, awaiting: 1, answered: 0 }
    })
    expect(page.text()).not.toContain('2割')
    answered(world)
    world.changed()
    await flushPromises()
    expect(page.text()).toContain('2割')
  })

  it('does not show one answer under another’s address', async () => {
    const { page } = await show((world) => {
      answered(world)
      world.answers.set('c-2', makeAnswer('c-2', { validity: 'none', coverages: [] }))
      world.rows = [...world.rows, makeRow('c-2', 'answered')]
      world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 2 }
    })
    await page.setProps({ id: 'c-2' })
    await flushPromises()
    expect(page.get('.banner').text()).toContain('情報なし')
    expect(page.get('.figure').text()).toBe('3割')
  })

  it('says that it knows nothing of an unknown id', async () => {
    const { page } = await show(() => undefined, 'unknown')
    expect(page.text()).toContain('この確認の記録はありません')
    expect(findAction(page, '送信箱を開く').attributes('href')).toBe('/outbox')
  })
})
