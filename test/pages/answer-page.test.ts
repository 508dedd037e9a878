import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import AnswerPage from '../../src/pages/answer-page.vue'
import type { HeldConsent } from '../../src/stores/consents-port'
import { useOtherWaysStore } from '../../src/stores/other-ways'
import { chooseStaffLanguage } from '../../src/words/staff'
import type { FakeWorld } from '../support/fake-services'
import { arriveAt, findAction, hasAction, mountPage } from './mount-page'
import { makeAnswer, makeRow } from './seeds'

const show = (prepare: (world: FakeWorld) => void, id = 'c-1') =>
  mountPage(AnswerPage, { path: `/answers/${id}`, props: { id }, prepare })

const answered = (world: FakeWorld): void => {
  world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs })]
  world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 1 }
  world.answers.set('c-1', makeAnswer('c-1'))
}

const heldConsent = (checkId: string, withdrawn: HeldConsent['withdrawn']): HeldConsent => ({
  checkId,
  patientId: 'patient-1',
  setting: 'homeNursing',
  channel: 'homeConsent',
  items: ['diagnosis', 'medication'],
  withdrawn,
  withdrawals: [],
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-01T01:00:00Z',
  wording: null,
  until: null,
  certificateLastDay: null,
  name: '見本　花子',
  nameKana: null,
})

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

  it.each([
    ['accepted', '申立書では照会しません'],
    ['settled', '申立書は消去しました'],
  ] as const)('promises no answer for a 申立書 that is %s', async (state, words) => {
    const { page } = await show((world) => {
      world.rows = [makeRow('c-1', state, {}, { way: 'declaration' })]
      world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 1 }
    })
    expect(page.text()).toContain(words)
    expect(page.text()).not.toContain('結果はまだ届いていません')
  })

  it('opens after a 再照会 what the earlier consent opens, less what was taken back since', async () => {
    const { page } = await show((world) => {
      answered(world)
      world.answers.set(
        'c-1',
        makeAnswer('c-1', { consentOf: 'c-0', consentedItems: ['diagnosis', 'medication'] }),
      )
      world.consents = [heldConsent('c-0', ['medication'])]
    })
    expect(page.text()).toContain('診療情報')
    expect(page.text()).not.toContain('診療情報、薬剤情報')
    expect(page.find('a[href="/consents/c-0"]').exists()).toBe(true)
  })

  it('says that it knows nothing of an unknown id', async () => {
    const { page } = await show(() => undefined, 'unknown')
    expect(page.text()).toContain('この確認の記録はありません')
    expect(findAction(page, '送信箱を開く').attributes('href')).toBe('/outbox')
  })
})

describe('an answer that leaves the cover open', () => {
  const leavesOpen = (validity: 'invalid' | 'none' | 'valid', visitId: string | null = 'visit-1') =>
    show((world) => {
      world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs }, { visitId })]
      world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 1 }
      const changes = validity === 'valid' ? {} : { validity, coverages: [] }
      world.answers.set('c-1', makeAnswer('c-1', changes))
    })

  it.each(['invalid', 'none'] as const)(
    'leads from %s to 別の方法 of the visit',
    async (validity) => {
      const { page, router } = await leavesOpen(validity)
      await findAction(page, '別の方法で確認する').trigger('click')
      await arriveAt(router, '/check/ways')
      expect(useOtherWaysStore().told).toMatchObject({
        trouble: validity,
        after: { checkId: 'c-1' },
      })
    },
  )

  it('does so for a walk-in, but not for a visit of another day', async () => {
    const { page } = await leavesOpen('none', null)
    expect(hasAction(page, '別の方法で確認する')).toBe(true)
    const other = await leavesOpen('none', 'visit-of-yesterday')
    expect(hasAction(other.page, '別の方法で確認する')).toBe(false)
  })

  it('is not 有効', async () => {
    const { page } = await leavesOpen('valid')
    expect(hasAction(page, '別の方法で確認する')).toBe(false)
  })

  it('says the steps in English where staff chose it', async () => {
    const platform = {
      load: () => import('../../src/words/en'),
      storage: () => ({ getItem: () => null, setItem: () => undefined }),
      root: () => document.documentElement,
      report: (cause: unknown) => {
        throw cause
      },
    }
    await chooseStaffLanguage('en', platform)
    const { page } = await leavesOpen('invalid')
    expect(page.get('ol.steps').text()).toContain('Ask whether the insurance has changed')
    expect(page.get('ol.steps').text()).not.toMatch(/[\u3040-\u30ff]/)
    await chooseStaffLanguage('ja', platform)
  })
})

describe('公式アプリの受付待ち', () => {
  const HOUR = 3_600_000
  const waiting =
    (savedHoursAgo: number, state: 'queued' | 'accepted' = 'accepted') =>
    (world: FakeWorld): void => {
      world.info = { ...world.info, officialWeb: 'https://uketsuke.example/1' }
      const savedAt = world.nowMs - savedHoursAgo * HOUR
      world.rows = [makeRow('c-1', state, { savedAt }, { way: 'officialApp', visitId: 'visit-1' })]
      world.counts = { waiting: 0, refused: 0, awaiting: 1, answered: 0 }
    }

  it('says how long, and that it goes on by itself', async () => {
    const { page } = await show(waiting(3))
    expect(page.text()).toContain('公式アプリの受付待ち(3時間)')
    expect(page.text()).toContain('同意と結果がこの画面に届きます')
    expect(page.text()).not.toContain('1日を過ぎました')
  })

  it('says while it is not sent that nobody waits for it yet', async () => {
    const { page } = await show(waiting(1, 'queued'))
    expect(page.text()).toContain('まだ送信していません')
  })

  it('asks staff to act after a day', async () => {
    const { page } = await show(waiting(30))
    expect(page.text()).toContain('1日6時間')
    expect(page.text()).toContain('1日を過ぎました')
  })

  it('shows the code again, and closes it', async () => {
    const { page } = await show(waiting(3))
    expect(page.find('svg[role=img]').exists()).toBe(false)
    await findAction(page, 'もう一度QRコードを見せる').trigger('click')
    expect(page.find('svg[role=img]').exists()).toBe(true)
    await findAction(page, 'QRコードを閉じる').trigger('click')
    expect(page.find('svg[role=img]').exists()).toBe(false)
  })

  it('leads to another way, as a check of its own', async () => {
    const { page, router } = await show(waiting(3))
    await findAction(page, '別の方法で確認する').trigger('click')
    await vi.waitFor(() => {
      expect(router.currentRoute.value.path).toBe('/check')
    })
  })

  it('is taken back with a reason: the waiting ends here', async () => {
    const { page, world } = await show(waiting(30))
    await findAction(page, '取り下げる').trigger('click')
    await flushPromises()
    expect(document.body.textContent).toContain('受付を待つのをやめ、')
    await page.get('dialog input').setValue('カードで確認しました')
    const confirm = page.findAll('dialog button').at(-1)
    await confirm?.trigger('click')
    await flushPromises()
    expect(world.calls).toContain('stopWaiting c-1 カードで確認しました')
  })

  it('gives way to the answer with the consent that was given there', async () => {
    const { page, world } = await show(waiting(3))
    world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs }, { way: 'officialApp' })]
    world.answers.set('c-1', {
      ...makeAnswer('c-1'),
      certificate: null,
      assurance: 'official',
      consentedItems: ['medication'],
      acceptance: {
        registeredAt: '2026-11-21T00:50:00Z',
        consent: {
          items: { diagnosis: false, medication: true, checkup: false, surgery: false },
          prescription: 'electronic',
          decidedBy: { kind: 'patient' },
          decidedAt: '2026-11-21T00:50:00Z',
        },
      },
    })
    world.changed()
    await flushPromises()
    await flushPromises()
    const text = page.text()
    expect(text).toContain('公式アプリで確認')
    expect(text).toContain('2026年11月21日(土) 09:50')
    expect(text).toContain('薬')
    expect(text).not.toContain('公式アプリの受付待ち')
    expect(text).not.toContain('電子証明書')
  })
})
