import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { Visit } from '../../domain/visit'
import VisitsPage from '../../src/pages/visits-page.vue'
// Here already when the page asks for it: what is waited for is the screen and not the compiler.
import '../../src/pages/visits-page-reinquiry.vue'
import { useCaptureStore } from '../../src/stores/capture'
import { fillUpAfter, keepWhatIsSaved, makeVisit } from '../stores/reinquiry-world'
import type { FakeWorld } from '../support/fake-services'
import { findAction, hasAction, mountPage } from './mount-page'
import { makeAnswer, makeRow } from './seeds'

async function show(visits: Visit[], prepare: (world: FakeWorld) => void = () => undefined) {
  const mounted = await mountPage(VisitsPage, {
    path: '/visits',
    prepare: (world) => {
      world.visits = visits
      prepare(world)
      keepWhatIsSaved(world)
    },
  })
  return mounted
}

const DAY = [
  makeVisit('a'),
  makeVisit('b', { lastVisitOn: '2026-08-01' }),
  makeVisit('c', {
    lastAnswer: { validity: 'invalid', certificateLastDay: null, on: '2026-11-14' },
  }),
  makeVisit('d', { lastCardCheckAt: null, lastAnswer: null }),
  makeVisit('e', { usesDocument: true }),
]
const savedVisits = (world: FakeWorld) => world.saved.map(({ note }) => note.visitId)

/** Fetched when it is first opened. */
async function openSheet(page: VueWrapper, words = 'まとめて照会する'): Promise<VueWrapper> {
  await findAction(page, words).trigger('click')
  await vi.waitFor(() => {
    expect(page.find('dialog').exists()).toBe(true)
  })
  await flushPromises()
  return page
}
const sheetText = (page: VueWrapper) => page.get('dialog').text()

describe('the list before the visit', () => {
  it('says at a glance what the day needs, and shows just those', async () => {
    const { page } = await show(DAY)
    for (const words of [
      'カード必要 1',
      '再照会のみ 3',
      '資格確認書 1',
      '前回 無効 1',
      '未確認 5',
    ]) {
      expect(page.text()).toContain(words)
    }
    expect(page.text()).not.toContain('期限 ')
    await page.get('input[value="previous"]').setValue(true)
    expect(page.findAll('.visit')).toHaveLength(1)
    expect(page.get('.visit').text()).toContain('前回は無効でした')
  })

  it('keeps a filter in sight when the last of its visits is done', async () => {
    const { page, world } = await show([makeVisit('a')])
    await page.get('input[value="reinquiry"]').setValue(true)
    world.rows = [makeRow('c-1', 'queued', {}, { visitId: 'a' })]
    world.changed()
    await flushPromises()
    expect(page.text()).toContain('再照会のみ 0')
    expect(page.text()).toContain('条件に合う訪問はありません')
  })

  it('changes this afternoon’s badge by this morning’s answer, without a line', async () => {
    const day = [
      makeVisit('am', {}, { patientId: 'x' }),
      makeVisit('pm', {}, { patientId: 'x', name: '午後　の人' }),
    ]
    const { page, world } = await show(day)
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs }, { visitId: 'am' })]
    world.answers.set('c-1', makeAnswer('c-1', { validity: 'none', coverages: [] }))
    world.changed()
    await flushPromises()
    const [morning, afternoon] = page.findAll('.visit')
    expect(morning?.text()).toContain('結果あり')
    expect(morning?.text()).toContain('対応が必要')
    expect(afternoon?.text()).toContain('前回 情報なし')
  })

  it('says why a visit is open again after its check was refused', async () => {
    const { page } = await show([makeVisit('a')], (world) => {
      const note = { visitId: 'a', patientId: 'patient-a', way: 'reinquiry' as const }
      world.refused = [makeRow('c-1', 'rejected', {}, note)]
    })
    const text = page.get('.visit').text()
    expect(text).toContain('受け付けられませんでした')
    expect(text).toContain('カード必要')
    expect(hasAction(page, '再照会する')).toBe(false)
    expect(hasAction(page, '確認する')).toBe(true)
  })

  it('asks for nothing after an answer that leaves nothing to do', async () => {
    const { page } = await show([makeVisit('a')], (world) => {
      const note = { visitId: 'a', way: 'reinquiry' as const }
      world.rows = [makeRow('c-1', 'answered', { answeredAt: world.nowMs }, note)]
      world.answers.set('c-1', makeAnswer('c-1'))
    })
    expect(page.get('.visit').text()).toContain('結果あり')
    expect(page.get('.visit').text()).not.toContain('対応が必要')
  })

  it('offers the card beside the 再照会, and begins that check', async () => {
    const { page } = await show(DAY)
    await findAction(page, '患者　a を確認する').trigger('click')
    expect(useCaptureStore().visit?.id).toBe('a')
  })

  it('offers the whole list only where there are several', async () => {
    const { page } = await show([makeVisit('a'), makeVisit('d', { lastCardCheckAt: null })])
    expect(hasAction(page, 'まとめて照会する')).toBe(false)
    expect(hasAction(page, '再照会する')).toBe(true)
  })
})

describe('再照会 of the day’s whole list', () => {
  it('lists who is asked, whose gap has to be confirmed, and who is not asked and why', async () => {
    const { page } = await show(DAY)
    expect(page.text()).toContain('再照会できる3人をまとめて照会する')
    await openSheet(page)
    const text = sheetText(page)
    for (const words of [
      '照会する人 2人',
      '前回から日がたっている人 1人',
      '112日たっています',
      '照会できない人 2人',
      'カードでの確認が、まだありません',
      '資格確認書で確認します',
    ]) {
      expect(text).toContain(words)
    }
    const boxes = page.findAll<HTMLInputElement>('dialog input[type="checkbox"]')
    expect(boxes.map(({ element }) => element.checked)).toEqual([true, true, false])
    expect(hasAction(page, '2人を照会する')).toBe(true)
  })

  it('saves one check for each that is chosen, tells it, and shows it on the list', async () => {
    const { page, world } = await show(DAY)
    await openSheet(page)
    await page.findAll('dialog input[type="checkbox"]')[1]?.setValue(false)
    await page.findAll('dialog input[type="checkbox"]')[2]?.setValue(true)
    await findAction(page, '2人を照会する').trigger('click')
    await vi.waitFor(() => {
      expect(page.get('dialog [role="status"]').text()).toContain('2人を端末に保存しました')
    })
    expect(savedVisits(world)).toEqual(['a', 'b'])
    expect(page.findAll('dialog .state').map((state) => state.text())).toEqual([
      '保存しました',
      '保存しました',
    ])
    await findAction(page, '閉じる').trigger('click')
    await flushPromises()
    expect(page.find('dialog').exists()).toBe(false)
    expect(page.findAll('.visit')[0]?.text()).toContain('端末に保存・未送信')
    expect(document.activeElement?.textContent).toContain('今日の訪問')
  })

  it('asks nobody where nobody is chosen', async () => {
    const { page, world } = await show(DAY)
    await openSheet(page)
    for (const box of page.findAll('dialog input[type="checkbox"]')) await box.setValue(false)
    await findAction(page, '照会する人を選んでください').trigger('click')
    await flushPromises()
    expect(world.saved).toEqual([])
    expect(sheetText(page)).toContain('照会する人 2人')
  })

  it('tells of a full disk what is done and what is not, and goes on with the rest', async () => {
    const { page, world } = await show(
      [makeVisit('a'), makeVisit('b'), makeVisit('c')],
      (before) => {
        fillUpAfter(before, 1, 'TZ-D04')
      },
    )
    await openSheet(page)
    await findAction(page, '3人を照会する').trigger('click')
    await vi.waitFor(() => {
      expect(page.get('dialog [role="alert"]').text()).toContain('TZ-D04')
    })
    expect(sheetText(page)).toContain('1人を端末に保存しました')
    expect(page.findAll('dialog .state').map((state) => state.text())).toEqual([
      '保存しました',
      '保存できませんでした',
      '待っています',
    ])
    world.services.sync.save = (payload, note) => {
      world.saved.push({ payload, note })
      return Promise.resolve({ ok: true, value: null })
    }
    await findAction(page, '残りの2人を照会する').trigger('click')
    await flushPromises()
    expect(savedVisits(world)).toEqual(['a', 'b', 'c'])
  })

  it('is left without a trace by やめる and by Escape', async () => {
    const { page, world } = await show(DAY)
    await openSheet(page)
    await findAction(page, 'やめる').trigger('click')
    expect(page.find('dialog').exists()).toBe(false)
    await openSheet(page)
    await page.get('dialog').trigger('cancel')
    expect(page.find('dialog').exists()).toBe(false)
    expect(world.saved).toEqual([])
  })
})

describe('再照会 of one visit', () => {
  it('asks for that one alone', async () => {
    const { page, world } = await show(DAY)
    await openSheet(page, '患者　c を再照会する')
    expect(page.findAll('dialog input[type="checkbox"]')).toHaveLength(1)
    expect(sheetText(page)).not.toContain('照会できない人')
    await findAction(page, '1人を照会する').trigger('click')
    await flushPromises()
    expect(savedVisits(world)).toEqual(['c'])
  })

  it('has a long gap confirmed first', async () => {
    const { page, world } = await show(DAY)
    await openSheet(page, '患者　b を再照会する')
    await findAction(page, '照会する人を選んでください').trigger('click')
    expect(world.saved).toEqual([])
    await page.get('dialog input[type="checkbox"]').setValue(true)
    await findAction(page, '1人を照会する').trigger('click')
    await flushPromises()
    expect(savedVisits(world)).toEqual(['b'])
  })
})
