import { describe, expect, it } from 'vitest'
import { openPortalPdf } from '../../src/pdf/portal-pdf'
import { readPages } from '../../src/pdf/read-pages'
import { createInput } from '../../tools/fuzz/mutate'
import { createRandom } from '../../tools/fuzz/random'
import { startPdfInNode } from '../support/pdf-engine'
import { rowsOf, writePdf } from '../support/pdf-writer'
import { portalRows } from '../support/portal-pages'

const FILES = 120
const REFUSALS = ['TZ-N10', 'TZ-N38', 'TZ-N51', 'TZ-N52', 'TZ-N53', 'TZ-N54']
const corpus = [
  writePdf([rowsOf(portalRows())]),
  writePdf([rowsOf(portalRows())], { coding: 'UniJIS-UTF16-H' }),
]
const tokens = ['/Encrypt', 'endobj', 'stream\n', '0 R', '/Kids [2 0 R]', '/Length -1', 'Tj'].map(
  (text) => new TextEncoder().encode(text),
)
const loadReader = () =>
  Promise.resolve((data: Uint8Array<ArrayBuffer>) => readPages(data, { startPdf: startPdfInNode }))

describe('spoiled files', () => {
  it(`each of ${FILES} gives a proposal or a code of the catalogue, and nothing is thrown`, async () => {
    const seen = new Set<string>()
    for (let index = 0; index < FILES; index += 1) {
      const bytes = createInput(createRandom(20_261_122, 'pdf', index), corpus, tokens)
      const opened = await openPortalPdf(new Blob([new Uint8Array(bytes)]), loadReader)
      if (opened.ok) await opened.value.pages.close()
      seen.add(opened.ok ? 'read' : opened.code)
      expect([...REFUSALS, 'read']).toContain(opened.ok ? 'read' : opened.code)
    }
    // The spoiling reaches past the first line of the file.
    expect([...seen]).toEqual(expect.arrayContaining(['read', 'TZ-N38', 'TZ-N51', 'TZ-N53']))
  })
})
