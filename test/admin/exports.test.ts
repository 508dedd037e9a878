import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DestinationFacts, StoppedExport } from '../../api/admin/exports'
import DestinationPanel from '../../src/admin/destination-panel.vue'
import ExportsPage from '../../src/admin/pages/exports-page.vue'
import StoppedExportPanel from '../../src/admin/stopped-export-panel.vue'
import { press, refusal, showPage } from './stage'

const DESTINATION: DestinationFacts = {
  ...{ id: 'rows', kind: 'csv', place: '/srv/out', waiting: 0, stopped: 0 },
  ...{ doneAt: null, code: null, nextTryAt: null },
}
const STOPPED: StoppedExport = {
  ...{ id: 'check-1:orca', destination: 'orca', stoppedAt: 0, code: 'TZ-E15' },
  ...{ said: { code: 'E50', message: '保険・公費にエラーがあります。' } },
  ...{ capturedAt: '2026-11-21T01:00:00Z', patient: { number: '00030', name: '見本　一郎' } },
}

const destination = (change: Partial<DestinationFacts> = {}) =>
  mount(DestinationPanel, { props: { destination: { ...DESTINATION, ...change } } }).text()
const stopped = (change: Partial<StoppedExport> = {}, stated = true) =>
  mount(StoppedExportPanel, { props: { stopped: { ...STOPPED, ...change }, stated, busy: false } })

describe('a destination', () => {
  it.each([
    ['まだ一度も送っていません', {}],
    ['届いています', { doneAt: 5 }],
    ['送っています', { doneAt: 5, waiting: 2 }],
    ['届いていません', { doneAt: 5, waiting: 2, code: 'TZ-E01' }],
    ['止まったものがあります', { doneAt: 5, stopped: 1 }],
    ['設定にない送り先', { kind: null, place: null, stopped: 1 }],
  ] as const)('says how it does: %s', (words, change) => {
    expect(destination(change)).toContain(words)
  })

  it('says why something has not arrived, what to do, and when the next try is', () => {
    const text = destination({
      waiting: 1,
      code: 'TZ-E21',
      nextTryAt: Date.parse('2026-11-21T01:00:00Z'),
    })
    expect(text).toContain('TZ-E21')
    expect(text).toContain('送り先のフォルダーに書き込めません')
    expect(text).toMatch(/次に送るのは.*10:00.*です/)
  })

  it('tells neither kind nor place of one that was taken out', () => {
    const text = destination({ kind: null, place: null, stopped: 1 })
    expect(text).not.toContain('送り方')
    expect(text).toContain('1件')
  })
})

describe('what stopped', () => {
  it('names the patient, the reason and the other side’s own words', () => {
    const text = stopped().text()
    for (const part of ['見本　一郎', '00030', 'TZ-E15', 'E50', '保険・公費にエラーがあります。']) {
      expect(text).toContain(part)
    }
  })

  it('picks no name of several, and says when nothing of it is kept', () => {
    const several = stopped({ patient: { number: null, name: null } }).text()
    expect(several).toContain('氏名が一つに決まらない回答')
    expect(several).toContain('ありません')
    const gone = stopped({ patient: null, capturedAt: null, said: null }).text()
    expect(gone).toContain('内容が残っていない回答')
    expect(gone).not.toContain('患者番号')
    expect(gone).not.toContain('相手の返事')
  })

  it('is told apart from another answer about the patient by name, destination and time', () => {
    const nameOf = (change: Partial<StoppedExport> = {}) =>
      stopped(change).get('section').attributes('aria-label')
    expect(nameOf()).toBe('見本　一郎 orca 1970年1月1日(木) 09:00')
    expect(nameOf({ destination: 'rows' })).not.toBe(nameOf())
    expect(nameOf({ stoppedAt: 60_000 })).not.toBe(nameOf())
  })

  it('leaves it to a person: again, or done by hand', async () => {
    const panel = stopped()
    const [again, settle] = panel.findAll('button')
    await again?.trigger('click')
    await settle?.trigger('click')
    expect(Object.keys(panel.emitted())).toEqual(expect.arrayContaining(['again', 'settle']))
  })
})

describe('what stopped on the way to a destination that was taken out of the settings', () => {
  it('says so, and is only done by hand', () => {
    const panel = stopped({}, false)
    expect(panel.text()).toContain('設定にない送り先')
    expect(panel.text()).toContain('送り先「orca」は、もう設定にありません。')
    expect(panel.findAll('button').map((button) => button.text())).toEqual(['手で済ませた'])
    expect(stopped().text()).not.toContain('もう設定にありません')
  })
})

describe('the page of the destinations', () => {
  afterEach(() => vi.unstubAllGlobals())

  const ORCA: DestinationFacts = { ...DESTINATION, id: 'orca', kind: 'orca', stopped: 1 }
  const show = (orca: DestinationFacts[] = []) =>
    showPage(ExportsPage, {
      'GET /exports': { destinations: [DESTINATION, ...orca] },
      'GET /exports/stopped': { exports: [STOPPED], isAll: true },
    })

  it('asks once when somebody wants to see how it stands: each look is noted', async () => {
    const { page, asked, replies } = await show()
    replies['GET /exports/stopped'] = { exports: [], isAll: true }
    await press(page, 'いまの状態を見る')
    expect(asked.map(({ what }) => what)).toEqual(['GET /exports', 'GET /exports/stopped'])
    expect(page.text()).not.toContain('見本　一郎')
    page.unmount()
  })

  it.each([
    ['stands in the settings', [ORCA], true],
    ['was taken out of them', [{ ...ORCA, kind: null, place: null }], false],
    ['is told of no more', [], false],
  ] as const)('offers to send again only where the destination %s', async (_, orca, offers) => {
    const { page } = await show([...orca])
    expect(page.text().includes('もう一度送る')).toBe(offers)
    page.unmount()
  })

  it('keeps what it shows when that is refused, and says why until it is not', async () => {
    const { page, replies } = await show()
    replies['GET /exports'] = refusal(500, 'TZ-G21')
    await press(page, 'いまの状態を見る')
    expect(page.text()).toContain('TZ-G21')
    expect(page.text()).toContain('見本　一郎')
    replies['GET /exports'] = { destinations: [DESTINATION] }
    await press(page, 'いまの状態を見る')
    expect(page.text()).not.toContain('TZ-G21')
    page.unmount()
  })
})
