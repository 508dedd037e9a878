/** The photo of a card (JPEG 2000, which no browser shows) to pixels, in a worker of its own. Nothing of it is kept. */
import { failed, type Result } from '../../../domain/outcome'
import type { PhotoPixels } from './decode-core'
import { readPhotoHeader } from './jp2'

export type { PhotoPixels } from './decode-core'

export interface DecodeOptions {
  createWorker?: () => Worker
  /** A picture within the bounds takes some 10 ms; a slow tablet that loads the decoder first, a second. */
  timeoutMs?: number
  /** The screen went: `TZ-C14`. */
  signal?: AbortSignal
  setTimer?: (callback: () => void, ms: number) => number
  clearTimer?: (timer: number) => void
}

const TIMEOUT_MS = 10_000

/** `TZ-C33` where it is no picture within the bounds, or where it takes too long; the worker is ended in any case. */
export async function decodePhoto(
  bytes: Uint8Array,
  {
    createWorker = createPhotoWorker,
    timeoutMs = TIMEOUT_MS,
    signal,
    setTimer = (callback, ms) => self.setTimeout(callback, ms),
    clearTimer = (timer) => self.clearTimeout(timer),
  }: DecodeOptions = {},
): Promise<Result<PhotoPixels>> {
  if (signal?.aborted) return failed('TZ-C14')
  const header = readPhotoHeader(bytes)
  if (!header.ok) return header
  const worker = createWorker()
  const endings = [() => worker.terminate()]
  try {
    return await new Promise<Result<PhotoPixels>>((settle) => {
      const giveUp = (): void => settle(failed('TZ-C14'))
      const fail = (): void => settle(failed('TZ-C33'))
      const timer = setTimer(fail, timeoutMs)
      signal?.addEventListener('abort', giveUp)
      endings.push(
        () => clearTimer(timer),
        () => signal?.removeEventListener('abort', giveUp),
      )
      worker.addEventListener('message', ({ data }: MessageEvent<Result<PhotoPixels>>) =>
        settle(data),
      )
      worker.addEventListener('error', fail)
      worker.addEventListener('messageerror', fail)
      const copy = bytes.slice()
      worker.postMessage(copy, [copy.buffer])
    })
  } finally {
    for (const end of endings) end()
  }
}

function createPhotoWorker(): Worker {
  return new Worker(new URL('./photo-worker.ts', import.meta.url), { type: 'module' })
}

/** Draws the photo in its own size; how large it is seen is the style's matter. */
export function drawPhoto(canvas: HTMLCanvasElement, { width, height, grey }: PhotoPixels): void {
  canvas.width = width
  canvas.height = height
  const picture = new ImageData(width, height)
  grey.forEach((shade, index) => picture.data.set([shade, shade, shade, 255], index * 4))
  canvas.getContext('2d')?.putImageData(picture, 0, 0)
  picture.data.fill(0)
}

/** Takes the photo off the screen and out of memory. */
export function clearPhoto(canvas: HTMLCanvasElement | null, photo: PhotoPixels | null): void {
  photo?.grey.fill(0)
  if (!canvas) return
  // Setting a size clears the pixels, and gives their memory back.
  canvas.width = 0
  canvas.height = 0
}
