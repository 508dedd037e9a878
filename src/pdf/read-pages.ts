/** A PDF that somebody chose → the lines of its pages, and its pages to look at. Nothing of it is kept or sent. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import type { PdfTask } from './engine'
import { linesOf, MAX_PIECES, type TextPiece } from './text-lines'

export interface PdfPages {
  /** Of each page; empty where it is a picture. */
  lines: string[][]
  /** Draws a page (from 0) as wide as given, in pixels of the device. */
  draw: (page: number, canvas: HTMLCanvasElement, width: number) => Promise<void>
  /** Ends the parser; the document is gone with it. */
  close: () => Promise<void>
}

export interface ReadOptions {
  startPdf: (data: Uint8Array<ArrayBuffer>) => PdfTask
  /** A page takes some 50 ms; a file made to be slow is not waited for. */
  timeoutMs?: number
  setTimer?: (callback: () => void, ms: number) => ReturnType<typeof setTimeout>
  clearTimer?: (timer: ReturnType<typeof setTimeout>) => void
}

/** 医療保険の資格情報 is one page; a few more are what somebody saved with it. */
export const MAX_PAGES = 5
const TIMEOUT_MS = 20_000
/** A4 at three times its size: sharp on a tablet, and no picture that fills its memory. */
const MAX_SCALE = 3

/** Errors: TZ-N51 no PDF, broken or too slow; TZ-N52 opens with a password only; TZ-N38 more pages than `MAX_PAGES`. */
export async function readPages(
  data: Uint8Array<ArrayBuffer>,
  {
    startPdf,
    timeoutMs = TIMEOUT_MS,
    setTimer = (callback, ms) => setTimeout(callback, ms),
    clearTimer = (timer) => clearTimeout(timer),
  }: ReadOptions,
): Promise<Result<PdfPages>> {
  const task = startPdf(data)
  let giveUp = (): void => undefined
  const tooLong = new Promise<Result<PdfPages>>((settle) => {
    giveUp = () => settle(failed('TZ-N51'))
  })
  const timer = setTimer(() => giveUp(), timeoutMs)
  const result = await Promise.race([readAll(task), tooLong])
  clearTimer(timer)
  if (!result.ok) await task.end()
  return result
}

async function readAll(task: PdfTask): Promise<Result<PdfPages>> {
  try {
    const document = await task.document
    if (document.numPages > MAX_PAGES) return failed('TZ-N38')
    const pages: PDFPageProxy[] = []
    const lines: string[][] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number)
      pages.push(page)
      lines.push(linesOf(await piecesOf(page)))
    }
    return ok({
      lines,
      draw: (index, ...place) => drawPage(pages[index], ...place),
      close: () => task.end(),
    })
  } catch (cause) {
    return failed(codeOf(cause))
  }
}

/** Whatever the parser throws on bytes that somebody chose means one of two things; its words may quote the file. */
function codeOf(cause: unknown): ErrorCode {
  return cause instanceof Error && cause.name === 'PasswordException' ? 'TZ-N52' : 'TZ-N51'
}

async function piecesOf(page: PDFPageProxy): Promise<TextPiece[]> {
  const { transform: shown } = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent()
  return items
    .slice(0, MAX_PIECES)
    .flatMap((item) => ('str' in item ? [{ ...item, at: place(shown, item.transform) }] : []))
    .map(({ str, width, height, at: { x, y } }) => ({ text: str, x, y, width, height }))
}

/** Where the run begins on the page as it is shown: turned, and with y downward. */
function place(shown: readonly number[], transform: readonly number[]): { x: number; y: number } {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = shown
  const [x = Number.NaN, y = Number.NaN] = transform.slice(4)
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}

async function drawPage(
  page: PDFPageProxy | undefined,
  canvas: HTMLCanvasElement,
  width: number,
): Promise<void> {
  if (!page) return
  const natural = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: Math.min(width / natural.width, MAX_SCALE) })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  await page.render({ canvas, viewport, annotationMode: 0 }).promise
}
