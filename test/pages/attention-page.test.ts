import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import AttentionPage from '../../src/pages/attention-page.vue'
import { saveTextFile } from '../../src/pages/save-text-file'
import { useCaptureStore } from '../../src/stores/capture'
import type { HeldConsent } from '../../src/stores/consents-port'
import type { FakeWorld } from '../support/fake-services'
import { arriveAt, findAction, hasAction, mountPage } from './mount-page'
import { COVERAGE, makeAnswer, makeRefused, makeRow, NOW } from './seeds'

const show = (prepare: (world: FakeWorld) => void) =>
  mountPage(AttentionPage, { path: '/attention', prepare })

const withRefused = (world: FakeWorld): void => {
  world.refused = [makeRefused('r-1', 'TZ-G11', {})]
}
const withQuarantined = (world: FakeWorld): void => {
  world.refused = [makeRow('r-2', 'quarantined', { code: 'TZ-D11' })]
}

describe('要対応', () => {
  it('is an empty list at the end of a good day', async () => {
    const { page } = await show(() => undefined)
    expect(page.text()).toContain('対応が必要なものはありません')
  })

  it('says why a check was refused and what to do next', async () => {
    const { page } = await show(withRefused)
    expect(page.text()).toContain('送れなかった確認 1件')
    expect(page.text()).toContain('確認用の乱数の期限が切れていました。')
    expect(page.text()).not.toContain('対応が必要なものはありません')
  })

  it('offers a new check first where the verdict will not change', async () => {
    const { page, router } = await show((world) => {
      world.refused = [makeRow('r-1', 'rejected', { code: 'TZ-G11' }, { visitId: 'visit-1' })]
    })
    await findAction(page, '確認し直す').trigger('click')
    await flushPromises()
    expect(useCaptureStore().visit?.id).toBe('visit-1')
    await arriveAt(router, '/check')
  })

  it('sends a quarantined check again', async () => {
    const { page, world } = await show(withQuarantined)
    expect(hasAction(page, '確認し直す')).toBe(false)
    await findAction(page, 'もう一度送る').trigger('click')
    await flushPromises()
    expect(world.calls).toContain('retry r-2')
  })

  describe('a check to which no answer will come', () => {
    const unanswered =
      (change = {}, note = {}) =>
      (world: FakeWorld) => {
        world.refused = [
          makeRow(
            'u-1',
            'unanswered',
            {
              code: 'TZ-G64',
              said: { authorityCode: 'E0123', message: 'ただいま休止しています。' },
              ...change,
            },
            { visitId: 'visit-1', ...note },
          ),
        ]
      }

    it('says that it does not mean an invalid insurance, why, and what the authority said', async () => {
      const { page } = await show(unanswered())
      const text = page.text()
      expect(text).toContain('結果の届かない確認 1件')
      expect(text).toContain('保険が無効という意味ではありません。')
      expect(text).toContain('オンライン資格確認のシステムが、エラーを返しました。')
      expect(text).toContain('E0123')
      expect(text).toContain('ただいま休止しています。')
      expect(text).not.toContain('送れなかった確認')
    })

    it('is checked another way, from what is still open', async () => {
      const { page, router } = await show(unanswered())
      await findAction(page, '別の方法で確認する').trigger('click')
      await flushPromises()
      const capture = useCaptureStore()
      expect(capture.visit?.id).toBe('visit-1')
      expect(capture.ways?.trouble).toBe('unasked')
      await arriveAt(router, '/check/ways')
    })

    it('cannot be sent again or taken back: it has ended', async () => {
      const { page } = await show(unanswered())
      for (const action of ['もう一度送る', '取り下げる', '確認し直す']) {
        expect(hasAction(page, action)).toBe(false)
      }
    })

    it('asks for nothing any more once it was seen to, and stays in sight', async () => {
      const { page, world } = await show(unanswered())
      await findAction(page, '対応しました').trigger('click')
      await flushPromises()
      expect(world.calls).toContain('settle u-1')
      const { page: later } = await show(unanswered({ seenTo: true }))
      expect(later.text()).toContain('対応が必要なものはありません')
      expect(later.text()).toContain('対応した、結果の届かない確認 1件')
    })

    it('that is a withdrawal of a consent says what the patient can still do', async () => {
      const { page } = await show(
        unanswered({ code: 'TZ-G62', said: undefined }, { kind: 'consentWithdrawal' }),
      )
      expect(page.text()).toContain('マイナポータルでも取り消せることを患者さんに伝えてください。')
      expect(hasAction(page, '別の方法で確認する')).toBe(false)
      expect(hasAction(page, '患者さんに伝えました')).toBe(true)
    })
  })

  describe('a consent that ends soon (R32)', () => {
    const MINUTE = 60_000
    const ending = (checkId: string, minutes: number, change: Partial<HeldConsent> = {}) => ({
      checkId,
      patientId: 'patient-1',
      setting: 'houseCall' as const,
      channel: 'homeConsent' as const,
      items: ['diagnosis' as const, 'medication' as const],
      withdrawn: [],
      decidedBy: { kind: 'patient' as const },
      decidedAt: new Date(NOW - 22 * 60 * MINUTE).toISOString(),
      wording: 'consent-1',
      until: new Date(NOW + minutes * MINUTE).toISOString(),
      certificateLastDay: '2029-03-03',
      name: '見本　花子',
      nameKana: 'ミホン ハナコ',
      withdrawals: [],
      ...change,
    })

    it('is pointed out with how long is left, the nearest end first, and leads to its information', async () => {
      const { page } = await show((world) => {
        world.consents = [
          ending('c-2', 130),
          ending('c-1', 15, { name: '例示　太郎' }),
          ending('c-3', 23 * 60, { name: '明日　まで' }),
        ]
      })
      expect(page.text()).toContain('まもなく終わる同意 2件')
      expect(page.text()).toMatch(/例示　太郎.*あと15分.*見本　花子.*あと2時間10分/s)
      expect(page.text()).not.toContain('明日　まで')
      expect(page.text()).not.toContain('対応が必要なものはありません')
      expect(page.get('a[href="/medical/c-1"]').attributes('aria-label')).toContain('例示　太郎')
    })

    it.each<[string, Partial<HeldConsent>]>([
      ['holds until it is revoked', { until: null }],
      ['was withdrawn', { withdrawn: ['diagnosis', 'medication'] }],
      ['has ended', { until: new Date(NOW).toISOString() }],
      ['has a certificate in grace (R22)', { certificateLastDay: '2026-11-20' }],
    ])('is not there when it %s', async (_, change) => {
      const { page } = await show((world) => {
        world.consents = [ending('c-1', 15, change)]
      })
      expect(page.text()).not.toContain('まもなく終わる同意')
      expect(page.text()).toContain('対応が必要なものはありません')
    })

    it('is not judged by a clock that was set back (TZ-D23)', async () => {
      const { page } = await show((world) => {
        world.consents = [ending('c-1', 15)]
        world.clockSetBack = true
      })
      expect(page.text()).not.toContain('まもなく終わる同意')
    })

    it('goes by itself at its end', async () => {
      const { page, world } = await show((prepared) => {
        prepared.consents = [ending('c-1', 15)]
      })
      expect(page.text()).toContain('まもなく終わる同意 1件')
      world.nowMs = NOW + 15 * MINUTE
      world.changed()
      await flushPromises()
      expect(page.text()).not.toContain('まもなく終わる同意')
    })
  })

  describe('a patient who did not come to the official page', () => {
    const DAY = 86_400_000
    const withOverdue = (world: FakeWorld): void => {
      world.overdue = [
        makeRow(
          'o-1',
          'accepted',
          { savedAt: NOW - 3 * DAY, acceptedAt: NOW - 3 * DAY },
          { way: 'officialApp', visitId: 'visit-1' },
        ),
      ]
    }

    it('is to be asked again, with how long it has been', async () => {
      const { page } = await show(withOverdue)
      expect(page.text()).toContain('受付が済まない確認 1件')
      expect(page.text()).toContain('「完了」まで進んだか尋ねてください')
      expect(page.text()).toContain('待ち 3日')
      expect(page.text()).not.toContain('対応が必要なものはありません')
      expect(page.get('a[href="/answers/o-1"]').text()).toBe('QRコードを見せる')
    })

    it('may be checked another way', async () => {
      const { page, router } = await show(withOverdue)
      await findAction(page, '別の方法で確認する').trigger('click')
      await flushPromises()
      expect(useCaptureStore().visit?.id).toBe('visit-1')
      await arriveAt(router, '/check')
    })

    it('is waited for no longer, once a reason is given', async () => {
      const { page, world } = await show(withOverdue)
      await findAction(page, '取り下げる').trigger('click')
      await flushPromises()
      const dialog = page.get('dialog[open]')
      expect(dialog.text()).toContain('サーバーにも探すのをやめさせます')
      await dialog.get('input').setValue('入院した')
      await dialog.findAll('button').at(-1)?.trigger('click')
      await flushPromises()
      expect(world.calls).toContain('stopWaiting o-1 入院した')
    })
  })

  it('withdraws only with a reason, after asking', async () => {
    const { page, world } = await show(withRefused)
    await findAction(page, '取り下げる').trigger('click')
    await flushPromises()
    await page.get('dialog input').setValue('二重に確認した')
    const confirm = page.findAll('dialog button').at(-1)
    await confirm?.trigger('click')
    await flushPromises()
    expect(world.calls).toContain('withdraw r-1 二重に確認した')
    expect(page.get('dialog').text()).toBe('')
  })

  it('leaves everything as it is when the withdrawal is called off', async () => {
    const { page, world } = await show(withRefused)
    await findAction(page, '取り下げる').trigger('click')
    await flushPromises()
    await page.get('dialog button').trigger('click')
    await flushPromises()
    expect(world.calls.some((call) => call.startsWith('withdraw'))).toBe(false)
  })

  it('keeps withdrawn checks in sight without asking anything of anybody', async () => {
    const { page } = await show((world) => {
      world.refused = [makeRow('r-3', 'withdrawn', { code: 'TZ-D16' })]
    })
    expect(page.text()).toContain('対応が必要なものはありません')
    expect(page.get('details').text()).toContain('取り下げた確認 1件')
    expect(hasAction(page, '取り下げる')).toBe(false)
  })

  it('lists answers to follow up with what they said', async () => {
    const { page } = await show((world) => {
      world.rows = [makeRow('c-1', 'answered'), makeRow('c-2', 'answered')]
      world.counts = { waiting: 0, refused: 0, awaiting: 0, answered: 2 }
      world.answers.set('c-1', makeAnswer('c-1', { validity: 'invalid', coverages: [COVERAGE] }))
      world.answers.set('c-2', makeAnswer('c-2'))
    })
    expect(page.text()).toContain('確かめる結果 1件')
    expect(page.text()).toContain('無効でした')
    expect(findAction(page, '結果を開く').attributes('href')).toBe('/answers/c-1')
  })
})

describe('writing a refused check out', () => {
  it('hands the sealed record to the browser as a file named by its id, and lets the address go', () => {
    const link = { href: '', download: '', click: vi.fn() }
    const urls = { createObjectURL: vi.fn(() => 'blob:1'), revokeObjectURL: vi.fn() }
    const page = { createElement: () => link } as unknown as Document
    saveTextFile('tazune-r-1.json', '{"sealed":true}', page, urls)
    expect(link).toMatchObject({ href: 'blob:1', download: 'tazune-r-1.json' })
    expect(link.click).toHaveBeenCalledOnce()
    expect(urls.revokeObjectURL).toHaveBeenCalledWith('blob:1')
  })
})
