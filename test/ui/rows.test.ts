import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import CheckRow from '../../src/ui/check-row.vue'
import CountFigures from '../../src/ui/count-figures.vue'
import PageTurner from '../../src/ui/page-turner.vue'
import PersonName from '../../src/ui/person-name.vue'
import RowList from '../../src/ui/row-list.vue'
import VisitRow from '../../src/ui/visit-row.vue'
import { makeRow, NOW, VISITS } from '../pages/seeds'

const visit = (index: number) => {
  const found = VISITS[index]
  if (!found) throw new Error('no such visit')
  return found
}

describe('a visit', () => {
  const make = (props: Record<string, unknown> = {}) =>
    mount(VisitRow, {
      props: { visit: visit(0), row: null, open: true, hasDraft: false, now: NOW, ...props },
    })

  it('says time, reading, name, age and setting', () => {
    const text = make().text()
    for (const words of ['09:30', 'ミホン ハナコ', '見本　花子', '88歳', '訪問看護']) {
      expect(text).toContain(words)
    }
  })

  it('counts the age on the day in Japan', () => {
    const turning = { ...visit(0), birthdate: '2020-11-22' }
    const lateEvening = Date.parse('2026-11-21T14:59:00Z')
    const midnight = Date.parse('2026-11-21T15:00:00Z')
    expect(make({ visit: turning, now: lateEvening }).text()).toContain('5歳')
    expect(make({ visit: turning, now: midnight }).text()).toContain('6歳')
  })

  it('shows a name in full however long it is, ● and rare characters as they are', () => {
    expect(make({ visit: visit(1) }).text()).toContain(visit(1).name)
    expect(make({ visit: visit(2) }).text()).toContain('𠮷田　●子')
  })

  it('says what is needed until it is done', () => {
    expect(make().text()).toContain('カード必要')
    const done = make({ open: false, row: makeRow('c', 'answered') })
    expect(done.text()).not.toContain('カード必要')
    expect(done.text()).toContain('結果あり')
  })

  it('goes on warning of an ending certificate when the check is done', () => {
    const done = make({ visit: visit(1), open: false, row: makeRow('c', 'queued') })
    expect(done.text()).toContain('証明書 5/31まで')
    expect(done.text()).toContain('端末に保存・未送信')
  })

  it('remembers that a check was begun', () => {
    expect(make({ hasDraft: true }).text()).toContain('途中')
  })
})

describe('a check in a list', () => {
  const make = (props: Record<string, unknown>) =>
    mount(CheckRow, { props: { now: NOW, ...props } as never })

  it('keeps in sight why it was withdrawn', () => {
    const withdrawn = makeRow('c', 'withdrawn', { code: 'TZ-D16', withdrawnFor: '二重に確認した' })
    expect(make({ row: withdrawn }).text()).toContain('理由: 二重に確認した')
  })

  it('says when, who, where it stands and who did it', () => {
    const text = make({ row: makeRow('c', 'accepted') }).text()
    for (const words of ['09:40', '見本　花子', '送信済み・結果待ち', '担当 看護　太郎']) {
      expect(text).toContain(words)
    }
  })

  it('names 目視 as the way, and nothing for a check with the PIN', () => {
    expect(make({ row: makeRow('c', 'queued', {}, { way: 'cardFace' }) }).text()).toContain('目視')
    expect(make({ row: makeRow('c', 'queued') }).text()).not.toContain('目視')
  })

  it('calls a walk-in a patient without a plan, not a blank', () => {
    expect(make({ row: makeRow('c', 'queued', {}, { name: null }) }).text()).toContain(
      '予定にない患者さん',
    )
  })

  it('still shows a record that cannot be read', () => {
    expect(make({ row: makeRow('c', 'quarantined', { code: 'TZ-D10' }, null) }).text()).toContain(
      '読めない記録',
    )
  })

  it('gives the next try of a waiting check, without the noise of the last one', () => {
    const row = makeRow('c', 'queued', { attempts: 4, nextTryAt: NOW + 300_000, code: 'TZ-D01' })
    const text = make({ row }).text()
    expect(text).toContain('次の送信 10:05(4回試行)')
    expect(text).not.toContain('TZ-D01')
  })

  it('promises no time that has passed', () => {
    const row = makeRow('c', 'queued', { attempts: 1, nextTryAt: NOW - 1 })
    expect(make({ row }).text()).not.toContain('次の送信')
  })

  it('says why a check was refused, the next step, and the code', () => {
    const text = make({ row: makeRow('c', 'rejected', { code: 'TZ-G11' }) }).text()
    expect(text).toContain('確認用の乱数の期限が切れていました。')
    expect(text).toContain('もう一度カードで確認してください。')
    expect(text).toContain('TZ-G11')
  })

  it('puts what is asked of the reader in place of the state', () => {
    const text = make({ row: makeRow('c', 'answered'), headline: '無効でした' }).text()
    expect(text).toContain('無効でした')
    expect(text).not.toContain('結果あり')
  })
})

describe('a name', () => {
  it('stands under its reading, and can be a heading', () => {
    const name = mount(PersonName, {
      props: { name: '見本　花子', kana: 'ミホン ハナコ', heading: 'h2' },
    })
    expect(name.element.tagName).toBe('H2')
    expect(name.text()).toBe('ミホン ハナコ見本　花子')
  })

  it('has no empty reading', () => {
    const name = mount(PersonName, { props: { name: '見本　花子', kana: null } })
    expect(name.find('.kana').exists()).toBe(false)
  })
})

describe('lists and figures', () => {
  it('separates thousands so that a large total can be read', () => {
    const figures = mount(CountFigures, { props: { figures: [{ label: '合計', value: 10_008 }] } })
    expect(figures.text()).toContain('10,008件')
  })

  it('counts on from where the page begins', () => {
    const list = mount(RowList<string>, {
      props: { title: '一覧', items: ['a', 'b'], keyOf: (item: string) => item, start: 51 },
    })
    expect(list.get('ol').attributes('start')).toBe('51')
    expect(list.findAll('li')).toHaveLength(2)
  })

  it('turns pages only where there are more', async () => {
    const turner = mount(PageTurner, {
      props: { from: 1, to: 50, total: 120, hasNext: true, busy: false },
    })
    const [previous, next] = turner.findAll('button')
    await previous?.trigger('click')
    await next?.trigger('click')
    expect(turner.emitted('previous')).toBeUndefined()
    expect(turner.emitted('next')).toHaveLength(1)
    expect(turner.get('[role="status"]').text()).toBe('120件中 1〜50件目')
  })
})
