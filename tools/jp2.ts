/** The boxes of a JP2 file around a JPEG 2000 codestream (ISO/IEC 15444-1 annex I): one grey component of 8 bits. */
export function wrapJp2(codestream: Uint8Array, width: number, height: number): Uint8Array {
  const header = box('jp2h', [
    ...box('ihdr', [...uint32(height), ...uint32(width), 0, 1, 7, 7, 0, 0]),
    // Method 1, enumerated colour space 17: greyscale.
    ...box('colr', [1, 0, 0, ...uint32(17)]),
  ])
  return Uint8Array.from([
    ...box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    ...box('ftyp', [...ascii('jp2 '), ...uint32(0), ...ascii('jp2 ')]),
    ...header,
    ...box('jp2c', codestream),
  ])
}

function box(type: string, content: ArrayLike<number>): number[] {
  return [...uint32(8 + content.length), ...ascii(type), ...Array.from(content)]
}

function uint32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}
