import { mount, RouterLinkStub } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import MainNav, { type NavItem } from '../../../src/ui/shell/main-nav.vue'
import StatusLine from '../../../src/ui/shell/status-line.vue'
import TrainingBand from '../../../src/ui/shell/training-band.vue'
import UpdateNotice from '../../../src/ui/shell/update-notice.vue'

const NOW = Date.parse('2026-11-21T01:00:00Z')

describe('the status line', () => {
  const make = (props: Record<string, unknown> = {}) =>
    mount(StatusLine, {
      props: {
        state: 'noLine',
        waiting: 3,
        sending: false,
        lastSyncAt: NOW - 28 * 60_000,
        now: NOW,
        ...props,
      },
    })

  it('says the line, what waits, and when the gateway was last reached', () => {
    const text = make().text()
    expect(text).toContain('回線なし・端末に保存します')
    expect(text).toContain('未送信 3')
    expect(text).toContain('最終同期 09:32')
  })

  it('is grey without a line and amber only when somebody has to log in', () => {
    expect(make().classes()).toContain('tone-neutral')
    const ended = make({ state: 'accessEnded' })
    expect(ended.classes()).toContain('tone-attention')
    expect(ended.text()).toContain('再ログインしてください')
    const unregistered = make({ state: 'unregistered' })
    expect(unregistered.classes()).toContain('tone-attention')
    expect(unregistered.text()).toContain('端末の登録が無効')
  })

  it('announces a change of the line, but not every number', () => {
    const bar = make()
    expect(bar.findAll('[role="status"]')).toHaveLength(1)
    expect(bar.get('[role="status"]').text()).toBe('回線なし・端末に保存します')
  })

  it('owns up to never having reached the gateway', () => {
    expect(make({ lastSyncAt: null }).text()).toContain('最終同期 まだ')
  })

  it('shows that it is sending only while it is', () => {
    expect(make().text()).not.toContain('送信中')
    expect(make({ sending: true }).text()).toContain('送信中')
  })
})

describe('the navigation', () => {
  const items: NavItem[] = [
    { to: '/visits', label: '今日の訪問', icon: 'visits', count: 0, countLabel: '' },
    { to: '/outbox', label: '送信箱', icon: 'outbox', count: 10_000, countLabel: '未送信' },
    {
      to: '/attention',
      label: '要対応',
      icon: 'attention',
      count: 2,
      countLabel: '要対応',
      urgent: true,
    },
  ]

  async function make() {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: items.map(({ to }) => ({ path: to, component: { template: '<p></p>' } })),
    })
    await router.push('/outbox')
    return mount(MainNav, { props: { items }, global: { plugins: [router] } })
  }

  it('says where the reader is', async () => {
    const nav = await make()
    expect(nav.get('[aria-current="page"]').text()).toContain('送信箱')
    expect(nav.attributes('aria-label')).toBe('画面の切り替え')
  })

  it('shortens a large number for the eye and says it in full for the ear', async () => {
    const nav = await make()
    expect(nav.get('.count').text()).toBe('999+')
    expect(nav.text()).toContain('未送信 10000件')
  })

  it('shows no badge for nothing, and a red one only where somebody is needed', async () => {
    const nav = await make()
    const badges = nav.findAll('.count')
    expect(badges).toHaveLength(2)
    expect(badges.map((badge) => badge.classes('urgent'))).toEqual([false, true])
  })
})

describe('the training band', () => {
  it('says in words that nothing here is real', () => {
    expect(mount(TrainingBand).text()).toBe('訓練用')
  })
})

describe('the offer of a new version', () => {
  const make = () => mount(UpdateNotice, { global: { stubs: { RouterLink: RouterLinkStub } } })

  it('says that nothing saved is lost, and applies only when asked', async () => {
    const notice = make()
    expect(notice.text()).toContain('保存した確認はそのまま残ります')
    expect(notice.emitted('apply')).toBeUndefined()
    await notice.findAll('button')[0]?.trigger('click')
    expect(notice.emitted('apply')).toHaveLength(1)
  })

  it('goes away when put off', async () => {
    const notice = make()
    await notice.findAll('button')[1]?.trigger('click')
    expect(notice.find('button').exists()).toBe(false)
    expect(notice.emitted('apply')).toBeUndefined()
  })
})
