import { describe, expect, it, vi } from 'vitest'
import { MAX_PDF_BYTES, openPortalPdf } from '../../src/pdf/portal-pdf'
import { readPages } from '../../src/pdf/read-pages'
import { startPdfInNode } from '../support/pdf-engine'
import { type PdfOptions, type PdfText, rowsOf, writePdf } from '../support/pdf-writer'
import { portalRows } from '../support/portal-pages'

const read = (data: Uint8Array<ArrayBuffer>) => readPages(data, { startPdf: startPdfInNode })
const loadReader = () => Promise.resolve(read)

async function open(pages: readonly (readonly PdfText[])[], options?: PdfOptions) {
  return openPortalPdf(new Blob([writePdf(pages, options)]), loadReader)
}
async function codeOf(pages: readonly (readonly PdfText[])[], options?: PdfOptions) {
  const result = await open(pages, options)
  return result.ok ? null : result.code
}
const page = (change?: Record<string, string>) => rowsOf(portalRows(change))

const PERSON = {
  insurerNumber: '06139018',
  symbol: '123',
  number: '4567',
  branch: '01',
  name: '訓練 花子',
  issuedOn: '2026年5月1日',
}

describe('a saved マイナポータル PDF (R50)', () => {
  it.each<PdfOptions>([
    { coding: 'toUnicode' },
    { coding: 'UniJIS-UTF16-H' },
    { coding: '90ms-RKSJ-H' },
    { coding: 'toUnicode', rotate: 90 },
  ])('is read with its text coded as %o', async (options) => {
    const result = await open([page()], options)
    expect(result).toMatchObject({
      ok: true,
      value: {
        proposal: { typed: PERSON, insurerName: '訓練健康保険組合', unclear: [] },
      },
    })
    if (result.ok) await result.value.pages.close()
  })

  it('is read wherever its pieces stand in the file', async () => {
    const result = await open([page().reverse()])
    expect(result.ok && result.value.proposal.typed).toEqual(PERSON)
  })

  it('goes on over a second page', async () => {
    const over = rowsOf([
      ['一部負担金割合', '2割'],
      ['有効期限', '2026年7月31日'],
    ])
    const result = await open([page(), over])
    expect(result.ok && result.value.proposal.typed).toEqual({
      ...PERSON,
      share: '2割',
      validUntil: '2026年7月31日',
    })
  })

  it('names a field whose value is missing', async () => {
    const result = await open([page({ 番号: '' })])
    expect(result.ok && result.value.proposal.unclear).toEqual(['number'])
  })

  it('is the same page twice where somebody saved it twice', async () => {
    const result = await open([page(), page()])
    expect(result.ok && result.value.proposal.typed).toEqual(PERSON)
  })
})

describe('a file that cannot be used', () => {
  it('is larger than 10 MB, and is not even read (TZ-N50)', async () => {
    const load = vi.fn(loadReader)
    const file = { size: MAX_PDF_BYTES + 1, arrayBuffer: () => Promise.reject(new Error()) }
    expect(await openPortalPdf(file as unknown as Blob, load)).toEqual({
      ok: false,
      code: 'TZ-N50',
    })
    expect(load).not.toHaveBeenCalled()
  })

  it('is no PDF, empty, or torn off (TZ-N51)', async () => {
    const whole = writePdf([page()])
    const files = [new Uint8Array(), new TextEncoder().encode('<html>'), whole.slice(0, 90)]
    for (const bytes of files) {
      expect(await openPortalPdf(new Blob([bytes]), loadReader)).toEqual({
        ok: false,
        code: 'TZ-N51',
      })
    }
  })

  it('is gone since it was chosen (TZ-N51)', async () => {
    const file = { size: 10, arrayBuffer: () => Promise.reject(new Error('gone')) }
    expect(await openPortalPdf(file as unknown as Blob, loadReader)).toEqual({
      ok: false,
      code: 'TZ-N51',
    })
  })

  it('is made to be slow (TZ-N51), and its parser is ended', async () => {
    const end = vi.fn(() => Promise.resolve())
    const startPdf = () => ({ document: new Promise<never>(() => undefined), end })
    const setTimer = (callback: () => void) => {
      queueMicrotask(callback)
      return 0 as unknown as ReturnType<typeof setTimeout>
    }
    const options = { startPdf, setTimer, clearTimer: () => undefined }
    expect(await readPages(new Uint8Array(), options)).toEqual({ ok: false, code: 'TZ-N51' })
    expect(end).toHaveBeenCalledOnce()
  })

  it('opens with a password only (TZ-N52)', async () => {
    expect(await codeOf([page()], { locked: true })).toBe('TZ-N52')
  })

  it('is a picture without text (TZ-N53)', async () => {
    expect(await codeOf([[]])).toBe('TZ-N53')
  })

  it('is another page (TZ-N38)', async () => {
    expect(
      await codeOf([
        rowsOf([
          ['特定健診情報', ''],
          ['保険者番号', '06139018'],
        ]),
      ]),
    ).toBe('TZ-N38')
    expect(await codeOf([page().slice(1)])).toBe('TZ-N38')
  })

  it('has more pages than such a file has (TZ-N38)', async () => {
    expect(await codeOf([page(), ...Array.from({ length: 5 }, () => page())])).toBe('TZ-N38')
  })

  it('is of two people (TZ-N54)', async () => {
    expect(await codeOf([page(), page({ 枝番: '02', 氏名: '訓練 一郎' })])).toBe('TZ-N54')
  })

  it('has a 個人番号 in it (R13, TZ-N10)', async () => {
    expect(await codeOf([page({ 個人番号: '1234 5678 9018' })])).toBe('TZ-N10')
  })

  it('comes where the reader cannot be fetched (TZ-N55)', async () => {
    const file = new Blob([writePdf([page()])])
    const load = () => Promise.reject(new Error('no line'))
    expect(await openPortalPdf(file, load)).toEqual({ ok: false, code: 'TZ-N55' })
  })
})
