import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DOCUMENT_FIELDS,
  type DocumentKind,
  type InsuranceDocument,
  type TypedDocument,
} from '../../../domain/documents/document'
import { proposeFromPortalText } from '../../../domain/documents/portal-text'
import { readDocument } from '../../../domain/documents/read-document'
import { refusesMyNumber } from '../../../domain/my-number'
import { context, ELDERLY, UNION } from './entries'

const kinds = fc.constantFrom<DocumentKind>(
  'certificate',
  'notice',
  'portalLive',
  'portalPdf',
  'expiredInsuranceCard',
)
/** Something right, something near it, or anything. */
const text = fc.oneof(
  fc.constantFrom(...Object.values(UNION), ...Object.values(ELDERLY), '', '　', '-'),
  fc.stringMatching(/^[0-9０-９ー\- ]{0,13}$/),
  fc.stringMatching(/^(令和|平成|昭和|R|S)[0-9元]{1,2}年[0-9]{1,2}月[0-9]{1,2}日$/),
  fc.string({ unit: 'grapheme' }),
)
/** A right document in which one field or two have something else. */
const anyTyped: fc.Arbitrary<TypedDocument> = fc
  .tuple(
    fc.constantFrom(UNION, ELDERLY),
    fc.array(fc.tuple(fc.constantFrom(...DOCUMENT_FIELDS), text), { maxLength: 2 }),
  )
  .map(([right, changes]) => ({ ...right, ...Object.fromEntries(changes) }))

/** A document as its own canonical text. */
function typedAgain(document: InsuranceDocument): TypedDocument {
  const { symbol, branch, name, nameKana, percent, validUntil, issuedOn } = document
  return {
    insurerNumber: document.insurerNumber,
    number: document.number,
    birthdate: document.birthdate,
    symbol: symbol ?? '',
    branch: branch ?? '',
    name: name ?? '',
    nameKana: nameKana ?? '',
    share: percent === null ? '' : `${percent}%`,
    validUntil: validUntil ?? '',
    issuedOn: issuedOn ?? '',
  }
}

describe('whatever is typed (R13, R70, R71)', () => {
  it('is a document exactly where there is no fault, and a fault exactly where there is none', () => {
    fc.assert(
      fc.property(kinds, anyTyped, (kind, typed) => {
        const { document, findings } = readDocument(kind, typed, context())
        expect(findings.some(({ weight }) => weight === 'fault')).toBe(document === null)
      }),
    )
  })

  it('is the same document when its canonical form is typed', () => {
    fc.assert(
      fc.property(kinds, anyTyped, (kind, typed) => {
        const first = readDocument(kind, typed, context())
        fc.pre(first.document !== null)
        expect(readDocument(kind, typedAgain(first.document), context())).toEqual(first)
      }),
    )
  })

  it('never keeps a 個人番号 in any field', () => {
    fc.assert(
      fc.property(kinds, anyTyped, (kind, typed) => {
        const { document } = readDocument(kind, typed, context())
        const values = Object.values(document ?? {}).filter((value) => typeof value === 'string')
        expect(values.some(refusesMyNumber)).toBe(false)
      }),
    )
  })
})

describe('whatever a PDF says (R50)', () => {
  const words = fc.constantFrom(
    '医療保険の資格情報',
    '保険者番号',
    '保 険 者 名',
    '記号',
    '番 号',
    '枝番',
    '氏名',
    '有効期限',
    '06139018',
    '123',
    '訓練 花子',
    '2026年7月31日',
    '登録なし',
    ':',
    ' ',
  )
  const line = fc.oneof(
    fc.array(words, { maxLength: 6 }).map((parts) => parts.join(' ')),
    fc.string({ unit: 'grapheme' }),
  )

  it('fills a field only with what stands in it', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const result = proposeFromPortalText([
          '医療保険の資格情報',
          '保険者番号 06139018',
          ...lines,
        ])
        fc.pre(result.ok)
        const all = lines
          .join('\n')
          .normalize('NFKC')
          .replace(/[^\S\n]+/gu, ' ')
        for (const value of Object.values(result.value.typed)) {
          expect(`06139018\n${all}`.includes(value.replace(/\s+/gu, ' '))).toBe(true)
        }
      }),
    )
  })

  it('is read in a time that grows with its length, also where it only begins a label', () => {
    const long = ['医療保険の資格情報', `保険者番号${' 番'.repeat(50_000)}`, ' '.repeat(100_000)]
    const result = proposeFromPortalText(long)
    expect(result.ok).toBe(true)
  })
})
