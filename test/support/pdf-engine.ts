/** PDF.js in Node: the same parser and the same options as in the app, on this thread. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PdfTask } from '../../src/pdf/engine'

const MAPS = join(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'), '../cmaps')

class NodeFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind !== 'cMapUrl') throw new Error('not among the files of this app')
    return new Uint8Array(await readFile(join(MAPS, filename)))
  }
}

export function startPdfInNode(data: Uint8Array<ArrayBuffer>): PdfTask {
  const task = getDocument({
    data,
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    BinaryDataFactory: NodeFiles,
    verbosity: 0,
  })
  return { document: task.promise, end: () => task.destroy() }
}
