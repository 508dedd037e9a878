/** XML2: what is written reads back, and nothing but XML2 is read. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  listOf,
  NotXml2,
  partOf,
  readXml2,
  textOf,
  writeXml2,
  type Xml2Record,
} from '../../../server/export/orca/xml2'

function read(inner: string, name = 'res'): Xml2Record {
  const text = `<?xml version="1.0" encoding="UTF-8"?><xmlio2>${inner}</xmlio2>`
  return readXml2(new TextEncoder().encode(text), name)
}

describe('XML2', () => {
  it('reads back what was written, whatever the values hold', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('A', 'B_b', 'C1'), value),
        value,
        (fields, last) => {
          // What XML cannot hold is refused, never altered: the next test.
          fc.pre(![...Object.values(fields), last].some((text) => UNWRITABLE.test(text)))
          const record = {
            ...fields,
            List: [{ Z: last }, { Z: last, ...fields }],
            Part: { Z: last },
          }
          const back = readXml2(writeXml2('res', record), 'res')
          expect(JSON.stringify(back)).toBe(JSON.stringify(record))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('replaces what was escaped once, and once only', () => {
    for (const text of [
      '&amp;lt;',
      '&lt;b&gt;',
      '&#65;',
      '&amp;#65;',
      'a & b < c > d "e"',
      ']]>',
    ]) {
      expect(textOf(readXml2(writeXml2('res', { A: text }), 'res'), 'A')).toBe(text)
    }
    expect(textOf(read('<res type="record"><A>&#x9ad9;&#39640;&quot;&apos;</A></res>'), 'A')).toBe(
      '髙高"\'',
    )
  })

  it('refuses to write a character that XML cannot hold', () => {
    for (const text of ['a\u0000', '\u000b', '\ufffe', '\ud800']) {
      expect(() => writeXml2('res', { A: text })).toThrow(RangeError)
    }
  })

  it('leaves out what is empty, and the empty places with which ORCA fills its arrays up', () => {
    const record = read(`<res type="record">
      <A type="string"></A><B type="string"/><C type="string"> </C>
      <L type="array"><L_child type="record"><X type="string">1</X></L_child>
        <L_child type="record"></L_child><L_child type="record"><X type="string">3</X></L_child>
        <L_child type="record"> </L_child><L_child type="record"/></L></res>`)
    expect(Object.keys(record)).toEqual(['L'])
    expect(listOf(record, 'L').map((each) => textOf(each, 'X'))).toEqual(['1', '', '3'])
  })

  it('keeps numbers as they are written', () => {
    const record = read('<res type="record"><A type="string">0012</A><B>1e3</B></res>')
    expect([textOf(record, 'A'), textOf(record, 'B')]).toEqual(['0012', '1e3'])
    expect([textOf(record, 'Z'), partOf(record, 'A'), listOf(record, 'A')]).toEqual([
      '',
      undefined,
      [],
    ])
  })

  it.each([
    ['another record', '<other type="record"><A>1</A></other>'],
    ['a text in its place', '<res type="string">1</res>'],
    ['an element twice', '<res type="record"><A>1</A><A>2</A></res>'],
    ['an array of texts', '<res type="record"><L type="array"><L_child>1</L_child></L></res>'],
    [
      'an array of two kinds',
      '<res type="record"><L type="array"><L_child type="record"/><M type="record"/></L></res>',
    ],
    ['tags that do not match', '<res type="record"><A>1</B></res>'],
    ['too deep', `<res type="record">${'<A type="record">'.repeat(40)}x${'</A>'.repeat(40)}</res>`],
  ])('is not %s', (_, inner) => {
    expect(() => read(inner)).toThrow(NotXml2)
  })

  it.each([
    ['', 'nothing'],
    ['<html><body>login</body></html>', 'a page'],
    ['{"res":{}}', 'JSON'],
    [
      '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><xmlio2><res type="record"><A>&e;</A></res></xmlio2>',
      'an entity',
    ],
    ['<xmlio2><res type="record"><A>1</A>', 'cut off'],
  ])('is not %s', (text) => {
    expect(() => readXml2(new TextEncoder().encode(text), 'res')).toThrow(NotXml2)
  })

  it('is UTF-8', () => {
    expect(() => readXml2(Uint8Array.of(0x3c, 0x82, 0xa0, 0x3e), 'res')).toThrow(NotXml2)
  })

  it('never fails otherwise, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, text) => {
        for (const input of [bytes, new TextEncoder().encode(`<xmlio2>${text}</xmlio2>`)]) {
          try {
            readXml2(input, 'res')
          } catch (fault) {
            expect(fault).toBeInstanceOf(NotXml2)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

const UNWRITABLE = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/u
