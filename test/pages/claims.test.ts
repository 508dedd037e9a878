import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { EligibilityAnswer } from '../../domain/answer'
import type { ClaimWork } from '../../domain/claim/work'
import { createCheckId } from '../../domain/ids'
import { readRepertoire } from '../../domain/repertoire'
import { failed } from '../../domain/outcome'
import AttentionPage from '../../src/pages/attention-page.vue'
import ClaimPage from '../../src/pages/claims/claim-page.vue'
import { csvFile, exportable } from '../../src/pages/claims/claim-file'
import ClaimsPage from '../../src/pages/claims/claims-page.vue'
import { useClaimsStore } from '../../src/stores/claims'
import type { CheckNote } from '../../src/stores/view-types'
import { declaration } from '../domain/declaration/drafts'
import type { FakeWorld } from '../support/fake-services'
import { findAction, hasAction, mountPage } from './mount-page'
import { COVERAGE, makeAnswer, makeRow, VISITS } from './seeds'

const DAY = '2026-11-21'
const id = (n: number) =>
  createCheckId(Date.parse('2026-11-21T00:40:00Z') + n, (length) => new Uint8Array(length))
const said = <T>(value: T) => ({ value, by: '事務　花子', at: '2026-11-21T00:50:00Z' })
const FITS: ClaimWork = {
  v: 1,
  cardShown: said(true),
  firstVisit: said(true),
  careDays: said(1),
}

function answered(
  world: FakeWorld,
  n: number,
  answer: Partial<EligibilityAnswer> = {},
  note: Partial<CheckNote> = {},
): void {
  world.rows = [makeRow(id(n), 'answered', {}, { visitId: `visit-${n}`, ...note }), ...world.rows]
  world.answers.set(id(n), makeAnswer(id(n), answer))
}

function declared(world: FakeWorld, n: number, work?: ClaimWork): void {
  const note = { visitId: `visit-${n}`, way: 'declaration' as const, name: '不詳　一郎' }
  world.rows = [makeRow(id(n), 'accepted', {}, note), ...world.rows]
  world.kept.set(id(n), { v: 1, kind: 'declaration', declaration: declaration() })
  if (work) world.works.set(id(n), work)
}

const list = (prepare: (world: FakeWorld) => void) =>
  mountPage(ClaimsPage, { path: '/claims', prepare })
const sheet = (n: number, prepare: (world: FakeWorld) => void) =>
  mountPage(ClaimPage, { path: `/claims/${id(n)}`, props: { id: id(n) }, prepare })

const rows = (page: VueWrapper) => page.findAll('article')
async function choose(page: VueWrapper, legend: string, label: string): Promise<void> {
  const group = page.findAll('fieldset').find((each) => each.text().includes(legend))
  const option = group?.findAll('label').find((each) => each.text().startsWith(label))
  if (!option) throw new Error(`no ${label} under ${legend}`)
  await option.get('input').setValue()
  await flushPromises()
}

describe('請求 of a day', () => {
  const several = (world: FakeWorld): void => {
    answered(world, 1, {}, { name: VISITS[1]?.name ?? '', nameKana: VISITS[1]?.nameKana ?? null })
    answered(world, 2, { validity: 'invalid' }, { name: '退職　済男' })
    answered(world, 3, {
      validity: 'multiple',
      coverages: [COVERAGE, { ...COVERAGE, number: '9' }],
    })
    declared(world, 4)
  }

  it('has a row for each visit, with its basis, its numbers and what is missing', async () => {
    const { page } = await list(several)
    const [current, former, open, unknown] = rows(page).map((row) => row.text())
    expect(rows(page)).toHaveLength(4)
    expect(current).toMatch(/そろいました.*今の資格.*06139992 ・\s.*3456789/s)
    expect(former).toMatch(/そろいました.*旧資格/s)
    expect(open).toMatch(/要対応.*未確定.*いくつかの資格があり、まだ選んでいません。/s)
    expect(unknown).toContain('マイナンバーカードそのものを見ていません。')
  })

  it('shows only what is to be done when asked to', async () => {
    const { page } = await list(several)
    await choose(page, '表示', '要対応 2')
    expect(rows(page)).toHaveLength(2)
    await choose(page, '表示', '終えた 0')
    expect(page.text()).toContain('条件に合う請求はありません。')
  })

  it('selects what is complete and nothing else, and writes it', async () => {
    const { page } = await list(several)
    expect(findAction(page, 'CSVに書き出す(0件)').attributes('aria-disabled')).toBe('true')
    await page.get('.every input').setValue(true)
    expect(hasAction(page, 'CSVに書き出す(2件)')).toBe(true)
    const blobs: Blob[] = []
    const created = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob)
      return 'blob:1'
    })
    const names: string[] = []
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      names.push(this.download)
    })
    await findAction(page, 'CSVに書き出す(2件)').trigger('click')
    const bytes = new Uint8Array((await blobs[0]?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes).trimEnd().split('\r\n')).toHaveLength(3)
    expect(names).toEqual([`tazune-claims-${DAY}.csv`])
    expect(page.get('.told').text()).toBe('2件を書き出しました')
    created.mockRestore()
    clicked.mockRestore()
  })

  it('names the character that CP932 does not have, whose it is, and writes nothing', async () => {
    const { page, world } = await list((prepared) => {
      prepared.claimSettings = { v: 1, checksDigit: false, encoding: 'cp932' }
      answered(
        prepared,
        1,
        { coverages: [{ ...COVERAGE, name: '𠮷田　花' }] },
        { name: '吉田　花' },
      )
    })
    const created = vi.spyOn(URL, 'createObjectURL')
    await page.get('.every input').setValue(true)
    await findAction(page, 'CSVに書き出す(1件)').trigger('click')
    expect(page.get('[role="alert"]').text()).toContain(
      '「𠮷」は、この文字コードにない字です(吉田　花)。',
    )
    expect(created).not.toHaveBeenCalled()
    await choose(page, 'CSVの文字コード', 'UTF-8')
    expect(world.claimSettings.encoding).toBe('utf8')
    created.mockRestore()
  })

  it('is gone through by the arrows, marked by space and copied by the keys for copying', async () => {
    const { page } = await list(several)
    const names = page.findAll<HTMLElement>('[data-claim]')
    names[0]?.element.focus()
    await names[0]?.trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(names[1]?.element)
    await names[1]?.trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement).toBe(names[0]?.element)
    await names[0]?.trigger('keydown', { key: ' ' })
    expect(hasAction(page, 'CSVに書き出す(1件)')).toBe(true)
    const copied = new Map<string, string>()
    const event = new Event('copy', { bubbles: true, cancelable: true })
    const clipboardData = { setData: (type: string, text: string) => copied.set(type, text) }
    Object.assign(event, { clipboardData })
    names[0]?.element.dispatchEvent(event)
    await flushPromises()
    expect(copied.get('text/plain')).toContain('保険者番号: 06139992')
    expect(page.get('.told').text()).toBe('コピーしました')
  })

  it('goes to the day before and says when there is nothing', async () => {
    const { page } = await list(several)
    await findAction(page, '前の日').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('この日の確認は、この端末にありません')
    expect(page.get<HTMLInputElement>('input[type="date"]').element.value).toBe('2026-11-20')
  })

  it('asks once before it closes, says what goes, and closes what was selected', async () => {
    const { page, world } = await list((prepared) => {
      answered(prepared, 1)
      declared(prepared, 4, { ...FITS, contactedOn: said(DAY) })
    })
    await page.get('.every input').setValue(true)
    await findAction(page, '請求の作業を終える').trigger('click')
    expect(page.get('dialog').text()).toContain(
      '申立書1枚を、この端末とサーバーの両方から消します。',
    )
    expect(world.kept.size).toBe(1)
    await findAction(page, '終えて消す').trigger('click')
    await flushPromises()
    expect(world.kept.size).toBe(0)
    expect(world.works.get(id(1))?.closed?.by).toBe('看護　太郎')
    expect(page.get('.told').text()).toBe('2件の請求の作業を終えました')
    expect(rows(page)[0]?.text()).toContain('請求の作業を終えました')
  })

  it('says why nothing was closed', async () => {
    const { page, world } = await list((prepared) => answered(prepared, 1))
    world.closeResult = failed('TZ-D04')
    await page.get('.every input').setValue(true)
    await findAction(page, '請求の作業を終える').trigger('click')
    await findAction(page, '終えて消す').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('TZ-D04')
    expect(page.get('.told').text()).toBe('')
  })
})

describe('請求メモ', () => {
  it('has the numbers of 有効, each to be copied by itself', async () => {
    const { page } = await sheet(1, (world) => answered(world, 1))
    expect(page.text()).toContain('今の資格の番号で請求します。')
    expect(page.find('button[aria-label="保険者番号をコピー"]').exists()).toBe(true)
    expect(page.text()).not.toContain('足りないもの')
  })

  it('says of 無効 that it goes by the former numbers', async () => {
    const { page } = await sheet(1, (world) => answered(world, 1, { validity: 'invalid' }))
    expect(page.text()).toContain('以前の資格の番号で請求します。')
    expect(page.text()).toContain('3456789')
  })

  it('leaves the choice among several to a person, and keeps who made it (R44)', async () => {
    const choices = [COVERAGE, { ...COVERAGE, insurerName: '見本国保', number: '9' }]
    const { page, world } = await sheet(1, (prepared) =>
      answered(prepared, 1, { validity: 'multiple', coverages: choices }),
    )
    expect(page.findAll('input:checked')).toHaveLength(0)
    await choose(page, '使う資格を選ぶ', '見本国保')
    expect(world.works.get(id(1))?.coverage).toMatchObject({
      value: { number: '9' },
      by: '看護　太郎',
    })
    expect(page.text()).toContain('看護　太郎 が 2026年11月21日(土) 10:00 に記録')
    expect(page.text()).toContain('請求に書くこと')
  })

  it('leads from a 申立書 to a complete 不詳 by what is asked, the contact last (R61, R62)', async () => {
    const { page, world } = await sheet(4, (prepared) => declared(prepared, 4))
    expect(page.text()).toContain('足りないもの 3件')
    expect(page.text()).not.toContain('77777777')
    await choose(page, 'マイナンバーカードそのもの', '見た')
    await choose(page, '初診ですか', '初診')
    await choose(page, 'この月の実日数', '1日だけ')
    expect(page.text()).toContain('77777777')
    expect(page.text()).toContain('摘要欄の「患者への連絡を行った日」がありません。')
    await findAction(page, '今日連絡した').trigger('click')
    await flushPromises()
    expect(page.text()).not.toContain('足りないもの')
    expect(world.works.get(id(4))?.contactedOn?.value).toBe(DAY)
    await page.get('.setting input').setValue(true)
    await flushPromises()
    expect(page.text()).toContain('77777779')
    expect(hasAction(page, '申立書を印刷する')).toBe(true)
  })

  it('closes 不詳 when the physical card was not seen', async () => {
    const { page } = await sheet(4, (world) =>
      declared(world, 4, { ...FITS, contactedOn: said(DAY) }),
    )
    expect(page.text()).toContain('77777777')
    await choose(page, 'マイナンバーカードそのもの', '見ていない')
    expect(page.text()).not.toContain('77777777')
    expect(page.text()).toContain('マイナンバーカードそのものを見ていません。')
  })

  it('takes numbers that were found afterwards, and names a fault at its field', async () => {
    const { page, world } = await sheet(4, (prepared) => declared(prepared, 4, FITS))
    const field = (label: string) => {
      const found = page.findAll('label').find((each) => each.text() === label)
      return page.get<HTMLInputElement>(`[id="${found?.attributes('for') ?? ''}"]`)
    }
    await field('保険者番号').setValue('06139019')
    await field('番号').setValue('345')
    await page.get('form').trigger('submit')
    expect(page.get('form').text()).toContain('いつの資格の番号かを選んでください。')
    expect(field('保険者番号').attributes('aria-invalid')).toBe('true')
    await field('保険者番号').setValue('０６１３-９０１８')
    await choose(page, 'いつの資格', '受診日に有効')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(world.works.get(id(4))?.found?.value).toEqual({
      insurerNumber: '06139018',
      symbol: null,
      number: '345',
      branch: null,
      current: true,
    })
    expect(page.text()).toContain('今の資格の番号で請求します。')
    expect(page.text()).toContain('本人か家族かが分かりません。')
    await choose(page, '本人ですか', '家族')
    expect(page.text()).not.toContain('足りないもの')
  })

  it('is one for the whole visit, whichever of its checks leads there', async () => {
    const { page } = await sheet(2, (world) => {
      answered(world, 1, { validity: 'invalid' }, { visitId: 'visit-x' })
      answered(world, 2, { validity: 'none', coverages: [] }, { visitId: 'visit-x' })
    })
    expect(page.text()).toContain('以前の資格の番号で請求します。')
  })

  it('shows nothing more once the work is closed, but who closed it', async () => {
    const { page, world } = await sheet(4, (prepared) =>
      declared(prepared, 4, { ...FITS, contactedOn: said(DAY) }),
    )
    await findAction(page, '請求の作業を終える').trigger('click')
    await findAction(page, '終えて消す').trigger('click')
    await flushPromises()
    expect(world.calls).toContain(`closeClaim ${id(4)}`)
    expect(page.text()).toContain('請求のために残したものは、この端末から消しました。')
    expect(page.text()).not.toContain('77777777')
    expect(hasAction(page, 'まとめてコピー')).toBe(false)
  })

  it('says so when the device does not know the check', async () => {
    const { page } = await sheet(9, () => undefined)
    expect(page.text()).toContain('この端末に、この確認の記録はありません')
  })
})

describe('要対応', () => {
  it('lists a 申立書 whose 摘要 is not complete, with what is missing', async () => {
    const { page } = await mountPage(AttentionPage, {
      path: '/attention',
      prepare: (world) => {
        declared(world, 3, { ...FITS, contactedOn: said(DAY) })
        declared(world, 4, FITS)
      },
    })
    expect(page.text()).toContain('請求の摘要が足りない 1件')
    expect(page.text()).toContain('摘要欄の「患者への連絡を行った日」がありません。')
    expect(page.get(`a[href="/claims/${id(4)}"]`).attributes('aria-label')).toContain('不詳　一郎')
    expect(page.text()).not.toContain('対応が必要なものはありません')
  })
})

describe('a CSV file in CP932', () => {
  it('has the bytes that claim software reads', async () => {
    await list((world) => answered(world, 1))
    const decoder = new TextDecoder('shift_jis')
    const table = readRepertoire((bytes) => decoder.decode(bytes))
    const file = csvFile(exportable(useClaimsStore().entries), 'cp932', table)
    if (!file.ok) throw new Error(file.character)
    // 受診日 in Shift_JIS.
    expect([...file.bytes.slice(0, 6)]).toEqual([0x8e, 0xf3, 0x90, 0x66, 0x93, 0xfa])
    expect(decoder.decode(file.bytes)).toContain('現在の資格,06139992,')
  })
})
