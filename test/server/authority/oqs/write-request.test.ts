import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeText, decodeText } from '../../../../server/authority/oqs/codec/encoding'
import { CodecFault } from '../../../../server/authority/oqs/codec/fault'
import { fieldsOf } from '../../../../server/authority/oqs/codec/message'
import { parseXml } from '../../../../server/xml/parse-xml'
import {
  personValues,
  writeDownload,
  writeRequest,
} from '../../../../server/authority/oqs/codec/write-request'
import { BUILT_IN_LAYOUT, readLayout } from '../../../../server/authority/oqs/layout/layout'

const HEADER = {
  confirmationDate: '20261122',
  institutionCode: '1319999999',
  fileIdentifier: 'abc123',
}

function bodyOf(bytes: Uint8Array) {
  const message = fieldsOf(parseXml(decodeText(bytes)), BUILT_IN_LAYOUT)
  return message.child('body')
}

describe('a request', () => {
  it('in CP932 is byte for byte what another encoder writes', () => {
    const item = {
      ...personValues(
        { insurerNumber: '139071', symbol: '髙﨑德濵－＆<&', number: '２００１０２', branch: null },
        '1955-03-03',
      ),
      limitFlag: '1',
    }
    const bytes = writeRequest(BUILT_IN_LAYOUT, 'siquc01', HEADER, [item], 'cp932')
    const expected = readFileSync(join(import.meta.dirname, 'fixtures', 'request-cp932.xml'))
    expect(Buffer.from(bytes).equals(expected)).toBe(true)
  })

  it('puts two half-width spaces before the six digits of 国保, never zeros', () => {
    const numbers = { insurerNumber: '139071', symbol: null, number: '1', branch: null }
    const bytes = writeRequest(
      BUILT_IN_LAYOUT,
      'siquc01',
      HEADER,
      [personValues(numbers, '1955-03-03')],
      'utf-8',
    )
    expect(decodeText(bytes)).toContain('<InsurerNumber>  139071</InsurerNumber>')
  })

  it('leaves out what is empty', () => {
    const numbers = { insurerNumber: '39139100', symbol: null, number: '00990010', branch: null }
    const bytes = writeRequest(
      BUILT_IN_LAYOUT,
      'siquc01',
      HEADER,
      [personValues(numbers, '1940-11-11')],
      'utf-8',
    )
    expect(decodeText(bytes)).not.toMatch(
      /InsuredCardSymbol|InsuredBranchNumber|ArbitraryIdentifier/,
    )
  })

  it('for the results of a 受付番号 names the institution and the number', () => {
    const text = decodeText(writeDownload(BUILT_IN_LAYOUT, '1319999999', 'R1', 'utf-8'))
    expect(text).toContain('<MedicalInstitutionCode>1319999999</MedicalInstitutionCode>')
    expect(text).toContain('<MessageBody><ReceptionNumber>R1</ReceptionNumber></MessageBody>')
  })

  it('is written by the names of the facility’s own layout', () => {
    const layout = readLayout({ elements: { treatmentFlag: { names: ['ShinryoKubun'] } } })
    const bytes = writeRequest(layout, 'muhvq', HEADER, [{ treatmentFlag: '2' }], 'utf-8')
    expect(decodeText(bytes)).toContain('<ShinryoKubun>2</ShinryoKubun>')
  })

  it.each([
    ['𠮷 in CP932', '𠮷', 'cp932'],
    ['a control character', '\u0001', 'utf-8'],
    ['half of a surrogate pair', '\ud842', 'utf-8'],
  ] as const)('is not written with %s, and the character is not named', (_, symbol, encoding) => {
    const write = () => writeRequest(BUILT_IN_LAYOUT, 'siquc01', HEADER, [{ symbol }], encoding)
    expect(write).toThrow(CodecFault)
    expect(write).toThrow(/^unencodable at request$/)
  })

  it('reads back as it was written, in either encoding', () => {
    // What both encodings have, and what XML must escape.
    const letter = fc.constantFrom(...'あア漢髙﨑德ｱﾞ09az<>&"\'- ～'.split(''))
    const value = fc.string({ unit: letter, minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(value, fc.constantFrom('utf-8', 'cp932'), (symbol, encoding) => {
        const text = symbol.replace(/^ +| +$/g, '')
        const bytes = writeRequest(BUILT_IN_LAYOUT, 'siquc01', HEADER, [{ symbol }], encoding)
        const search = bodyOf(bytes)?.child('searchInfo') ?? null
        expect(search?.text('symbol') ?? '').toBe(text)
      }),
      {
        // In CP932 both are UTF-8 too: of a letter of the Maldives, and of Korea.
        examples: [
          ['ﾞ～9', 'cp932'],
          ['﨑ｱ', 'cp932'],
        ],
      },
    )
  })
})

describe('CP932', () => {
  it('comes back from every character it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let bytes
        try {
          bytes = encodeText(text, 'cp932')
        } catch (fault) {
          expect(fault).toBeInstanceOf(CodecFault)
          return
        }
        const declared = Buffer.concat([
          Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?>'),
          Buffer.from([0x88, 0x9f]), // 亜, which no UTF-8 begins with
          bytes,
        ])
        // Of two code points for one cell the decoder gives one.
        const same = (each: string) =>
          each.replace(/[〜－‖—¢£¬]/gu, (sign) => '～−∥―￠￡￢'.charAt('〜－‖—¢£¬'.indexOf(sign)))
        expect(same(decodeText(declared)).endsWith(same(`亜${text}`))).toBe(true)
      }),
    )
  })
})
