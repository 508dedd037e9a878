/**
 * PDF.js as this app uses it: its worker and its tables come from our own files, nothing is compiled from text, and
 * the worker is ended with the document, its memory with it. Fetched only when a file was chosen (docs/adr/0026).
 */
import { getDocument, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs'
import PdfParser from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker'
import { readCharacterMap } from './character-maps'

export interface PdfTask {
  document: Promise<PDFDocumentProxy>
  end(): Promise<void>
}

/** What the parser asks for by name; it looks nothing up in the world. */
class OwnFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    if (kind !== 'cMapUrl') throw new Error('not among the files of this app')
    return readCharacterMap(filename)
  }
}

/** Begins to read; the bytes are the parser's from here on. */
export function startPdf(data: Uint8Array<ArrayBuffer>): PdfTask {
  const thread = new PdfParser()
  const worker = PDFWorker.create({ port: thread })
  const task = getDocument({
    data,
    worker,
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    BinaryDataFactory: OwnFiles,
    verbosity: 0,
  })
  return {
    document: task.promise,
    async end() {
      await task.destroy()
      worker.destroy()
      thread.terminate()
    },
  }
}
