/**
 * Which characters a claim can carry (R45). Claims hold JIS X 0208 levels 1 and 2; CP932, in which they and the
 * interface's files are written, has some hundred more (髙, 﨑, 德), which come back from the authority and are then
 * refused by the claim. The table is read from the platform's own decoder when it is first needed: 20 kB less to
 * load, and nobody typed it. The decoder is a parameter, `new TextDecoder('shift_jis')` at the edge.
 */

/** Bytes of Shift_JIS as text, one U+FFFD or more where there is no such character. */
export type DecodeShiftJis = (bytes: Uint8Array) => string

/** `claim`: may stand on a claim. `cp932`: may be read and written, but not claimed with. `none`: comes as ●. */
export type CharacterPlace = 'claim' | 'cp932' | 'none'

/** Each character's one or two bytes in CP932, as one number. */
export type Repertoire = ReadonlyMap<string, number>

const SEPARATOR = 0x0a
const CELLS_IN_ROW = 94
const TWO_BYTES = 0xff

/**
 * One cell, two code points: what Microsoft's table and JIS's make of the same two bytes. Which of them a decoder
 * gives depends on the platform and which one people type on their keyboard, so both are taken.
 */
const TWINS = ['〜～', '−－', '‖∥', '—―', '¢￠', '£￡', '¬￢'] as const

/** Reads the whole of CP932 from a decoder, some 15 ms: once, and kept. */
export function readRepertoire(decode: DecodeShiftJis): Repertoire {
  const repertoire = new Map<string, number>()
  for (const code of singleBytes()) {
    const letter = decode(Uint8Array.of(code))
    if (letter !== '\ufffd') repertoire.set(letter, code)
  }
  for (const lead of leadBytes()) {
    const codes = trailBytes().map((trail) => lead * 256 + trail)
    const cells = decode(Uint8Array.from(codes.flatMap((code) => [lead, code % 256, SEPARATOR])))
    for (const [index, cell] of cells.split('\n').entries()) {
      const code = codes[index]
      // Of two places it is written in the first, which is the one in JIS X 0208.
      if (code !== undefined && isCharacter(cell) && !repertoire.has(cell)) {
        repertoire.set(cell, code)
      }
    }
  }
  for (const [one = '', other = ''] of TWINS.map((pair) => Array.from(pair))) {
    const code = repertoire.get(one) ?? repertoire.get(other)
    if (code !== undefined) repertoire.set(one, code).set(other, code)
  }
  return repertoire
}

/** Where a character may go; half-width letters, digits and kana may stand on a claim. */
export function placeOf(character: string, repertoire: Repertoire): CharacterPlace {
  const code = repertoire.get(character)
  if (code === undefined) return 'none'
  return code <= TWO_BYTES || isJisX0208(code) ? 'claim' : 'cp932'
}

/** The characters of a text that a claim cannot carry, each once. */
export function unclaimable(text: string, repertoire: Repertoire): string[] {
  const odd = Array.from(text).filter((letter) => placeOf(letter, repertoire) !== 'claim')
  return [...new Set(odd)]
}

/** The text in CP932, or the first character that it does not have. */
export function encodeCp932(
  text: string,
  repertoire: Repertoire,
): { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; character: string } {
  const bytes: number[] = []
  for (const character of text) {
    const code = /^[\u0000-\u001f]$/u.test(character)
      ? character.charCodeAt(0)
      : repertoire.get(character)
    if (code === undefined) return { ok: false, character }
    if (code > TWO_BYTES) bytes.push(code >> 8)
    bytes.push(code & TWO_BYTES)
  }
  return { ok: true, bytes: Uint8Array.from(bytes) }
}

/** Rows 1 to 8 (signs, letters, kana) and 16 to 84 (kanji of level 1 and 2); the rest of CP932 is the makers' own. */
function isJisX0208(code: number): boolean {
  const lead = code >> 8
  const trail = code & TWO_BYTES
  const pair = lead - (lead < 0xa0 ? 0x81 : 0xc1)
  const second = trail >= 0x9f
  const row = pair * 2 + (second ? 2 : 1)
  return row <= 8 || (row >= 16 && row <= 84)
}

function isCharacter(cell: string): boolean {
  const letters = Array.from(cell)
  const [letter = ''] = letters
  // Private use (U+E000 and on) is what CP932 keeps for signs that a maker or an office drew itself.
  return letters.length === 1 && !/^[\ufffd\ue000-\uf8ff\u0000-\u007f]$/u.test(letter)
}

/** ASCII, and half-width katakana. */
function singleBytes(): number[] {
  return [...range(0x20, 0x7e), ...range(0xa1, 0xdf)]
}

/** Without ED and EE: everything there stands in FA to FC again, and that is where Windows writes it. */
function leadBytes(): number[] {
  return [...range(0x81, 0x9f), ...range(0xe0, 0xec), ...range(0xef, 0xfc)]
}

function trailBytes(): number[] {
  const bytes = [...range(0x40, 0x7e), ...range(0x80, 0xfc)]
  if (bytes.length !== CELLS_IN_ROW * 2) throw new RangeError('a lead byte holds two rows')
  return bytes
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
