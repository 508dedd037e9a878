/** The page of the photo's browser test: decodes and draws as a screen does. */
import { clearPhoto, decodePhoto, drawPhoto } from '../../src/nfc/photo/decode-photo'

async function showPhoto(
  file: string,
): Promise<{ code: string } | { size: number[]; ink: number[] }> {
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))
  const canvas = document.querySelector<HTMLCanvasElement>('#photo')
  if (!canvas) throw new Error('no canvas')
  const decoded = await decodePhoto(bytes)
  if (!decoded.ok) return { code: decoded.code }
  drawPhoto(canvas, decoded.value)
  const { width, height } = canvas
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] }
  const ink = Array.from({ length: width * height }, (_, index) => data[index * 4] ?? -1)
  clearPhoto(canvas, decoded.value)
  return {
    size: [width, height, canvas.width, canvas.height, ...decoded.value.grey.slice(0, 2)],
    ink,
  }
}

export type TazunePhoto = typeof showPhoto

Object.assign(globalThis, { tazunePhoto: showPhoto })
