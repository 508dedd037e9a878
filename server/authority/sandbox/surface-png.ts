/** Printed lines of a training card as PNG of one bit a pixel (RFC 2083), from glyphs drawn beforehand. */
import { deflateSync, inflateSync } from 'node:zlib'
import { GLYPH_BITS, GLYPH_LETTERS, GLYPH_SIZE } from './surface-drawings'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const GLYPH_ROW = Math.ceil(GLYPH_SIZE / 8)
/** 〓, what printers set for a letter they do not have. */
const MISSING = '〓'

const glyphs = inflateSync(Buffer.from(GLYPH_BITS, 'base64url'))
const places = new Map(Array.from(GLYPH_LETTERS, (letter, index) => [letter, index]))

/** Black on white, `perLine` letters a line; an empty text is one blank letter. */
export function drawText(text: string, perLine: number): Uint8Array {
  const letters = Array.from(text || '　')
  const columns = Math.min(perLine, letters.length)
  const lines = Math.ceil(letters.length / perLine)
  const width = columns * GLYPH_SIZE
  const rowLength = 1 + Math.ceil(width / 8)
  // A row begins with its filter, 0; in grey of one bit 1 is white.
  const rows = Buffer.alloc(rowLength * lines * GLYPH_SIZE, 0xff)
  for (let row = 0; row < lines * GLYPH_SIZE; row += 1) rows[row * rowLength] = 0
  letters.forEach((letter, index) => {
    const left = (index % perLine) * GLYPH_SIZE
    const top = Math.floor(index / perLine) * GLYPH_SIZE
    for (const [x, y] of inkOf(letter)) {
      const at = (top + y) * rowLength + 1 + ((left + x) >> 3)
      rows[at] = (rows[at] ?? 0) & ~(0x80 >> ((left + x) & 7))
    }
  })
  return encodePng(width, lines * GLYPH_SIZE, rows)
}

function inkOf(letter: string): [number, number][] {
  const place = places.get(letter) ?? places.get(MISSING) ?? 0
  const ink: [number, number][] = []
  for (let y = 0; y < GLYPH_SIZE; y += 1) {
    for (let x = 0; x < GLYPH_SIZE; x += 1) {
      const byte = glyphs[(place * GLYPH_SIZE + y) * GLYPH_ROW + (x >> 3)] ?? 0
      if (byte & (0x80 >> (x & 7))) ink.push([x, y])
    }
  }
  return ink
}

function encodePng(width: number, height: number, rows: Buffer): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Bit depth 1, colour type 0 (grey); the rest are the only methods there are.
  header[8] = 1
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const framed = Buffer.alloc(8 + body.length)
  framed.writeUInt32BE(content.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), 4 + body.length)
  return framed
}

/** CRC-32 of ISO 3309 (RFC 2083 §3.4). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
