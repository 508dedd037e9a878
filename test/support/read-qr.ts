/**
 * Reads a QR code module by module (ISO/IEC 18004 §7), apart from the library that made it: versions 2 to 6 of one
 * block, byte mode. Nothing is corrected, so a single wrong module of the data shows.
 */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]
const BYTE_MODE = 4

/** @param dark rows of modules, without the quiet zone */
export function readQr(dark: readonly (readonly boolean[])[]): { text: string; level: string } {
  const size = dark.length
  const at = (x: number, y: number): boolean => dark[y]?.[x] ?? false
  const format = readFormat(at)
  const isMasked = MASKS[format & 7]
  if (!isMasked || size < 25 || size > 41) throw new Error(`no code of this reader: ${size}`)
  const bits: number[] = []
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (!isFunction(x, y, size)) bits.push(at(x, y) === isMasked(x, y) ? 0 : 1)
      }
    }
  }
  const take = (count: number): number =>
    bits.splice(0, count).reduce((value, bit) => value * 2 + bit, 0)
  if (take(4) !== BYTE_MODE) throw new Error('not in byte mode')
  const bytes = Array.from({ length: take(8) }, () => take(8))
  return {
    text: new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)),
    level: 'MLHQ'.charAt(format >> 3),
  }
}

/** Level and mask of the copy at the upper left corner. */
function readFormat(at: (x: number, y: number) => boolean): number {
  const places: [number, number][] = [
    ...[14, 13, 12, 11, 10, 9].map((bit): [number, number] => [14 - bit, 8]),
    [7, 8],
    [8, 8],
    [8, 7],
    ...[5, 4, 3, 2, 1, 0].map((bit): [number, number] => [8, bit]),
  ]
  const bits = places.reduce((value, [x, y]) => value * 2 + (at(x, y) ? 1 : 0), 0)
  return (bits ^ 0x5412) >> 10
}

function isFunction(x: number, y: number, size: number): boolean {
  const far = size - 8
  const isCorner = (x <= 8 && (y <= 8 || y >= far)) || (x >= far && y <= 8)
  const middle = size - 7
  const isAlignment = Math.abs(x - middle) <= 2 && Math.abs(y - middle) <= 2
  return isCorner || isAlignment || x === 6 || y === 6
}
