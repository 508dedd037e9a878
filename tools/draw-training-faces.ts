/**
 * The faces and letters on the training cards, drawn here so that nobody's photograph and no font file is needed:
 * `npx tsx tools/draw-training-faces.ts` writes server/authority/sandbox/surface-drawings.ts. Needs Chromium for the
 * letters. The faces are ovals and arcs of nobody.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { SANDBOX_PEOPLE } from '../server/authority/sandbox/people'
import { drawFace, FACE_HEIGHT, FACE_WIDTH, FACES } from './training-faces'
import { wrapJp2 } from './jp2'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const GLYPH = 20
/** Beside what the people need: digits, both widths of space, and the mark for a letter that is not there. */
const ALWAYS = '　 0123456789〓■訓練見本'

interface Encoder {
  getDecodedBuffer(info: {
    width: number
    height: number
    bitsPerSample: number
    componentCount: number
    isSigned: boolean
  }): Uint8Array
  getEncodedBuffer(): Uint8Array
  setDecompositions(count: number): void
  setQuality(lossless: boolean, ratio: number): void
  encode(): void
  delete(): void
}

type Codec = (options: { print: () => void }) => Promise<{ J2KEncoder: new () => Encoder }>

async function encodeFaces(): Promise<string[]> {
  const load = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg/wasmjs') as Codec
  const codec = await load({ print: () => undefined })
  return FACES.map((face) => {
    const encoder = new codec.J2KEncoder()
    const info = {
      width: FACE_WIDTH,
      height: FACE_HEIGHT,
      bitsPerSample: 8,
      componentCount: 1,
      isSigned: false,
    }
    encoder.getDecodedBuffer(info).set(drawFace(face))
    encoder.setDecompositions(4)
    encoder.setQuality(false, 0)
    encoder.encode()
    const file = wrapJp2(encoder.getEncodedBuffer().slice(), FACE_WIDTH, FACE_HEIGHT)
    encoder.delete()
    return Buffer.from(file).toString('base64url')
  })
}

/** One bit a pixel, rows padded to whole bytes, glyph after glyph. */
async function drawGlyphs(letters: string): Promise<string> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage()
    const bits = await page.evaluate(
      ({ letters, size }) => {
        const canvas = document.createElement('canvas')
        canvas.width = size
        canvas.height = size
        const context = canvas.getContext('2d', { willReadFrequently: true })
        if (!context) throw new Error('no canvas')
        return Array.from(letters).map((letter) => {
          context.fillStyle = '#fff'
          context.fillRect(0, 0, size, size)
          context.fillStyle = '#000'
          context.font = `${size - 1}px "Noto Sans CJK JP", "BIZ UDGothic", sans-serif`
          context.textBaseline = 'middle'
          context.textAlign = 'center'
          context.fillText(letter, size / 2, size / 2 + 1)
          const { data } = context.getImageData(0, 0, size, size)
          return Array.from({ length: size * size }, (_, index) => (data[index * 4] ?? 255) < 140)
        })
      },
      { letters, size: GLYPH },
    )
    const rowBytes = Math.ceil(GLYPH / 8)
    const packed = Buffer.alloc(bits.length * rowBytes * GLYPH)
    bits.forEach((glyph, number) => {
      glyph.forEach((isInk, index) => {
        const [x, y] = [index % GLYPH, Math.floor(index / GLYPH)]
        const at = (number * GLYPH + y) * rowBytes + (x >> 3)
        if (isInk) packed[at] = (packed[at] ?? 0) | (0x80 >> (x & 7))
      })
    })
    return deflateSync(packed, { level: 9 }).toString('base64url')
  } finally {
    await browser.close()
  }
}

const people = SANDBOX_PEOPLE.flatMap(({ name, address }) => Array.from(name + address))
const letters = [...new Set([...Array.from(ALWAYS), ...people])].sort().join('')
const faces = await encodeFaces()
const glyphs = await drawGlyphs(letters)
const source = `/** Drawn by tools/draw-training-faces.ts; not to be edited by hand. The faces are nobody's. */

/** JPEG 2000 (JP2), grey, ${FACE_WIDTH} × ${FACE_HEIGHT}, base64url. */
export const FACE_FILES: readonly string[] = ${JSON.stringify(faces)}

/** The letters in the order of their glyphs. */
export const GLYPH_LETTERS = ${JSON.stringify(letters)}

/** Width and height of a glyph in pixels. */
export const GLYPH_SIZE = ${GLYPH}

/** One bit a pixel, rows of whole bytes, zlib, base64url. */
export const GLYPH_BITS = '${glyphs}'
`
writeFileSync(join(ROOT, 'server/authority/sandbox/surface-drawings.ts'), source)
