/** Writes small PDFs: Japanese text by CID fonts, in the ways that programs code it. Nothing of them is embedded. */

/** `toUnicode`: glyph numbers of its own, and a table that says what they mean; else a map of ISO 32000 by its name. */
export type Coding = 'toUnicode' | 'UniJIS-UTF16-H' | '90ms-RKSJ-H'

export interface PdfText {
  text: string
  x: number
  /** From the top of the page. */
  y: number
  size?: number
}

export interface PdfOptions {
  coding?: Coding
  /** Degrees clockwise, as a page that was scanned or turned has. */
  rotate?: 0 | 90
  /** As of a file that opens with a password; the content itself is not encrypted. */
  locked?: boolean
}

const WIDTH = 595
const HEIGHT = 842

/** One page for each list of texts; a page without any has a rectangle, as a picture would stand there. */
export function writePdf(
  pages: readonly (readonly PdfText[])[],
  options: PdfOptions = {},
): Uint8Array<ArrayBuffer> {
  const { coding = 'toUnicode', rotate = 0, locked = false } = options
  const glyphs = new Map<string, number>()
  const glyphOf = (letter: string): number => {
    const known = glyphs.get(letter) ?? glyphs.size + 1
    glyphs.set(letter, known)
    return known
  }
  const contents = pages.map((texts) => drawPage(texts, coding, rotate, glyphOf))
  const unicode = stream(toUnicodeMap(glyphs))
  const pageIds = pages.map((_, index) => 10 + index * 2)
  const objects = new Map<number, string>([
    [1, '<< /Type /Catalog /Pages 2 0 R >>'],
    [
      2,
      `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`,
    ],
    [
      3,
      `<< /Type /Font /Subtype /Type0 /BaseFont /Sample-Gothic /Encoding /${coding === 'toUnicode' ? 'Identity-H' : coding} /DescendantFonts [4 0 R]${coding === 'toUnicode' ? ' /ToUnicode 6 0 R' : ''} >>`,
    ],
    [
      4,
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample-Gothic /CIDSystemInfo << /Registry (Adobe) /Ordering (${coding === 'toUnicode' ? 'Identity' : 'Japan1'}) /Supplement ${coding === 'toUnicode' ? 0 : 2} >> /DW 1000 /FontDescriptor 5 0 R >>`,
    ],
    [
      5,
      '<< /Type /FontDescriptor /FontName /Sample-Gothic /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>',
    ],
    [6, unicode],
  ])
  if (locked) {
    const secret = `<${'4d'.repeat(32)}>`
    objects.set(7, `<< /Filter /Standard /V 1 /R 2 /O ${secret} /U ${secret} /P -44 >>`)
  }
  pageIds.forEach((id, index) => {
    const resources = '/Resources << /Font << /F1 3 0 R >> >>'
    objects.set(
      id,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Rotate ${rotate} ${resources} /Contents ${id + 1} 0 R >>`,
    )
    objects.set(id + 1, stream(contents[index] ?? ''))
  })
  return assemble(objects, locked ? '/Encrypt 7 0 R /ID [<00> <00>] ' : '')
}

/** Rows as the page has them: a label to the left, what it means to the right. */
export function rowsOf(lines: readonly (readonly [label: string, value: string])[]): PdfText[] {
  return lines.flatMap(([label, value], index) => {
    const y = 80 + index * 28
    return [{ text: label, x: 60, y }, ...(value === '' ? [] : [{ text: value, x: 260, y }])]
  })
}

function drawPage(
  texts: readonly PdfText[],
  coding: Coding,
  rotate: 0 | 90,
  glyphOf: (letter: string) => number,
): string {
  if (texts.length === 0) return '0.5 g 50 50 400 600 re f'
  return texts
    .map(({ text, x, y, size = 12 }) => {
      const code = encode(text, coding, glyphOf)
      // On a turned page the text is written turned back, so that it is shown upright.
      const matrix = rotate === 90 ? `0 1 -1 0 ${y} ${x}` : `1 0 0 1 ${x} ${HEIGHT - y}`
      return `BT /F1 ${size} Tf ${matrix} Tm <${code}> Tj ET`
    })
    .join('\n')
}

function encode(text: string, coding: Coding, glyphOf: (letter: string) => number): string {
  switch (coding) {
    case 'toUnicode':
      return Array.from(text, (letter) => hex(glyphOf(letter), 2)).join('')
    case 'UniJIS-UTF16-H':
      return Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at), 2)).join('')
    case '90ms-RKSJ-H':
      return Array.from(text, shiftJis).join('')
  }
}

/** The platform only decodes: every two bytes are asked once. */
const SHIFT_JIS = new Map<string, string>()

function shiftJis(letter: string): string {
  if (SHIFT_JIS.size === 0) {
    const decoder = new TextDecoder('shift_jis')
    for (let code = 0x20; code < 0x7f; code += 1)
      SHIFT_JIS.set(String.fromCharCode(code), hex(code, 1))
    for (let code = 0x8140; code <= 0x9ffc; code += 1) {
      const found = decoder.decode(Uint8Array.of(code >> 8, code & 0xff))
      if (Array.from(found).length === 1) SHIFT_JIS.set(found, hex(code, 2))
    }
    for (let code = 0xe040; code <= 0xeaa4; code += 1) {
      const found = decoder.decode(Uint8Array.of(code >> 8, code & 0xff))
      if (Array.from(found).length === 1) SHIFT_JIS.set(found, hex(code, 2))
    }
  }
  const code = SHIFT_JIS.get(letter)
  if (code === undefined) throw new Error(`not in Shift_JIS: ${letter}`)
  return code
}

function toUnicodeMap(glyphs: ReadonlyMap<string, number>): string {
  const pairs = [...glyphs].map(
    ([letter, glyph]) =>
      `<${hex(glyph, 2)}> <${Array.from({ length: letter.length }, (_, at) => hex(letter.charCodeAt(at), 2)).join('')}>`,
  )
  const blocks: string[] = []
  for (let at = 0; at < pairs.length; at += 100) {
    const some = pairs.slice(at, at + 100)
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`
}

function stream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
}

function assemble(objects: ReadonlyMap<number, string>, trailer: string): Uint8Array<ArrayBuffer> {
  let file = '%PDF-1.7\n'
  const offsets = new Map<number, number>()
  for (const [id, body] of objects) {
    offsets.set(id, file.length)
    file += `${id} 0 obj\n${body}\nendobj\n`
  }
  const size = Math.max(...objects.keys()) + 1
  const table = Array.from({ length: size }, (_, id) => {
    const offset = offsets.get(id)
    return offset === undefined
      ? '0000000000 65535 f '
      : `${String(offset).padStart(10, '0')} 00000 n `
  })
  const start = file.length
  file += `xref\n0 ${size}\n${table.join('\n')}\ntrailer\n<< /Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${start}\n%%EOF\n`
  return new TextEncoder().encode(file)
}

function hex(value: number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, '0')
}
