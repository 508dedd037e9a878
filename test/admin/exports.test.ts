import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { DestinationFacts, StoppedExport } from '../../api/admin/exports'
import DestinationPanel from '../../src/admin/destination-panel.vue'
import StoppedExportPanel from '../../src/admin/stopped-export-panel.vue'

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
const stopped = (change: Partial<StoppedExport> = {}) =>
  mount(StoppedExportPanel, { props: { stopped: { ...STOPPED, ...change }, busy: false } })

describe('a destination', () => {
  it.each([
    ['まだ一度も送っていません', {}],
    ['届いています', { doneAt: 5 }],
    ['送っています', { doneAt: 5, waiting: 2 }],
    ['届いていません', { doneAt: 5, waiting: 2, code: 'TZ-E01' }],
    ['止まったものがあります', { doneAt: 5, stopped: 1 }],
    ['設定から外した送り先', { kind: null, place: null, stopped: 1 }],
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

  it('leaves it to a person: again, or done by hand', async () => {
    const panel = stopped()
    const [again, settle] = panel.findAll('button')
    await again?.trigger('click')
    await settle?.trigger('click')
    expect(Object.keys(panel.emitted())).toEqual(expect.arrayContaining(['again', 'settle']))
  })
})
