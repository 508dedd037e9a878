import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import DocumentPage from '../../../src/pages/documents/document-page.vue'
import type { PortalPdf } from '../../../src/pdf/portal-pdf'
import { useDocumentsStore } from '../../../src/stores/documents'
import { openScreen } from './document-world'

/** A page on which the 番号 is not clear. */
const UNCLEAR = { insurerNumber: '06139018', symbol: '123', branch: '01', name: '訓練 花子' }
const PERSON = { ...UNCLEAR, number: '4567' }

function pdfOf(change: Partial<PortalPdf['proposal']> = {}): PortalPdf {
  const pages = {
    lines: [['医療保険の資格情報']],
    draw: vi.fn(() => Promise.resolve()),
    close: vi.fn(() => Promise.resolve()),
  }
  return { proposal: { typed: PERSON, insurerName: null, unclear: [], ...change }, pages }
}

async function openFile(result: Result<PortalPdf>) {
  const screen = await openScreen(DocumentPage, {
    path: '/check/document?kind=portalPdf',
    visit: { birthdate: '1980-04-01', name: '訓練 花子', nameKana: 'クンレン ハナコ' },
  })
  await screen.choose('マイナンバーカード(実物)')
  await screen.press('PDFを選ぶ')
  expect(screen.title()).toBe('保存したPDFを選ぶ')
  await useDocumentsStore().openPdf(new Blob(), () => Promise.resolve(result))
  await flushPromises()
  return screen
}

const tickAll = async (screen: Awaited<ReturnType<typeof openFile>>) => {
  for (const field of Object.keys(PERSON)) {
    await screen.page.get(`[data-field="${field}"] input[type=checkbox]`).setValue(true)
  }
}

describe('書類の入力: a saved PDF', () => {
  it('fills the fields and shows the PDF beside them', async () => {
    const pdf = pdfOf()
    const screen = await openFile(ok(pdf))
    expect(screen.title()).toBe('マイナポータルから保存したPDFを入力する')
    expect(screen.at('insurerNumber')).toContain('PDFと同じ')
    expect(pdf.pages.draw).toHaveBeenCalledOnce()
    expect(screen.page.find('canvas').exists()).toBe(true)
  })

  it('saves nothing before a person has compared each field with it', async () => {
    const screen = await openFile(ok(pdfOf()))
    await screen.press('端末に保存する')
    expect(screen.world.saved).toEqual([])
    expect(screen.page.text()).toContain('確かめるところが5か所あります')
    await tickAll(screen)
    await screen.press('端末に保存する')
    expect(screen.world.saved[0]?.payload.evidence).toMatchObject({
      kind: 'document',
      shownWith: 'card',
      document: { kind: 'portalPdf', number: '4567', birthdate: '1980-04-01' },
    })
  })

  it('names what was not clear, and asks for what was typed instead twice', async () => {
    const screen = await openFile(ok(pdfOf({ typed: UNCLEAR, unclear: ['number'] })))
    expect(screen.at('number')).toContain('PDFから読み取れませんでした')
    await screen.fill('number', '4567')
    for (const field of Object.keys(UNCLEAR)) {
      await screen.page.get(`[data-field="${field}"] input[type=checkbox]`).setValue(true)
    }
    await screen.press('次へ')
    expect(screen.page.findAll('[data-field]').map((box) => box.attributes('data-field'))).toEqual([
      'number',
    ])
  })

  it('asks nobody to say that what was corrected is as in the PDF', async () => {
    const screen = await openFile(ok(pdfOf()))
    await tickAll(screen)
    await screen.fill('number', '4568')
    expect(screen.page.find('[data-field="number"] input[type=checkbox]').exists()).toBe(false)
    await screen.fill('number', '4567')
    const tick = screen.page.get<HTMLInputElement>('[data-field="number"] input[type=checkbox]')
    expect(tick.element.checked).toBe(false)
  })

  it.each<ErrorCode>([
    'TZ-N38',
    'TZ-N10',
    'TZ-N50',
    'TZ-N51',
    'TZ-N52',
    'TZ-N53',
    'TZ-N54',
    'TZ-N55',
  ])('says what is wrong with a file (%s), and leaves typing by hand', async (code) => {
    const screen = await openFile(failed(code))
    expect(screen.page.text()).toContain(code)
    await screen.press('手で入力する')
    expect(screen.page.find('[data-field="insurerNumber"]').exists()).toBe(true)
  })

  it('is closed with the screen, and no page of it is in what is kept', async () => {
    const pdf = pdfOf()
    const screen = await openFile(ok(pdf))
    screen.page.unmount()
    await flushPromises()
    expect(pdf.pages.close).toHaveBeenCalled()
    expect(JSON.stringify([...screen.world.entries.values()])).not.toContain('資格情報')
  })

  it('is opened again to compare with, and what was ticked stands', async () => {
    const screen = await openFile(ok(pdfOf()))
    await tickAll(screen)
    screen.page.unmount()
    const again = await openScreen(DocumentPage, {
      path: '/check/document',
      visit: { birthdate: '1980-04-01', name: '訓練 花子', nameKana: 'クンレン ハナコ' },
      prepare: (world) => (world.entries = screen.world.entries),
    })
    await again.press('続きから入力する')
    expect(again.page.text()).toContain('PDFは閉じています')
    await again.press('PDFを選ぶ')
    await useDocumentsStore().openPdf(new Blob(), () => Promise.resolve(ok(pdfOf())))
    await flushPromises()
    await again.press('端末に保存する')
    expect(again.world.saved).toHaveLength(1)
  })
})
