/** What the text layer of a PDF that somebody opens may hold. */
import type { EntryContext } from '../../../domain/documents/document'
import { proposeFromPortalPages } from '../../../domain/documents/portal-pages'
import { proposeFromPortalText } from '../../../domain/documents/portal-text'
import { readDocument } from '../../../domain/documents/read-document'
import { linesOf, type TextPiece } from '../../../src/pdf/text-lines'
import type { FuzzTarget } from '../target'
import { expect } from './samples'

const PAGE = [
  '医療保険の資格情報',
  '保存日時: 2026年5月1日 時点',
  '保険者名 訓練健康保険組合',
  '保険者番号 06139018',
  '記号 123 番号 4567 (枝番) 01',
  '氏名 訓練 花子',
  '一部負担金割合 2割',
  '有効期限 2026年7月31日',
]
/** x, y, width and height of a piece of the text layer, and what it says. */
const PIECES = PAGE.flatMap((line, row) =>
  line.split(' ').map((text, column) => `${60 + 150 * column} ${80 + 28 * row} 90 12 ${text}`),
)
const REFUSALS: readonly string[] = ['TZ-N10', 'TZ-N38', 'TZ-N53', 'TZ-N54']
const CONTEXT: EntryContext = { day: '2026-05-20', shownWith: 'card', patient: null, previous: [] }

export function portalTargets(): FuzzTarget[] {
  return [
    {
      name: 'portal-text',
      corpus: [PAGE.join('\n'), PAGE.join(' '), PAGE.join('\n').replaceAll(' ', '\n')].map((text) =>
        Buffer.from(text),
      ),
      tokens: [
        ...PAGE,
        '保 険 者 番 号',
        '番号',
        '登録なし',
        '　',
        ':',
        '⺟',
        '1234 5678 9018',
      ].map((text) => Buffer.from(text)),
      eat: eatText,
      // Text, its lines, and what the expressions find in them.
      allowance: (length) => 64 * 1024 + 256 * length,
    },
    {
      name: 'pdf-text-layer',
      corpus: [PIECES, [...PIECES].reverse()].map((lines) => Buffer.from(lines.join('\n'))),
      tokens: ['NaN', '1e308', '-0', '0 0 0 0', ' 0.1', '番号', '医療保険の資格情報'].map((text) =>
        Buffer.from(text),
      ),
      eat: eatPieces,
      // Pieces, their rows, their lines, and what the expressions find in them.
      allowance: (length) => 64 * 1024 + 512 * length,
    },
  ]
}

function eatText(input: Uint8Array): boolean {
  const proposal = proposeFromPortalText(Buffer.from(input).toString('utf8').split('\n'))
  if (!proposal.ok) {
    expect(REFUSALS.includes(proposal.code), 'another code')
    return false
  }
  const { typed, unclear } = proposal.value
  expect(
    unclear.every((field) => typed[field] === undefined),
    'a field that is unclear and filled',
  )
  const { document, findings } = readDocument('portalPdf', typed, CONTEXT)
  expect(document !== null || findings.length > 0, 'no document and no reason')
  return true
}

function eatPieces(input: Uint8Array): boolean {
  const pieces = Buffer.from(input).toString('utf8').split('\n').map(pieceOf)
  const lines = linesOf(pieces)
  const said = pieces.reduce((total, { text }) => total + text.length + 1, 0)
  expect(
    lines.every((line) => line !== ''),
    'an empty line',
  )
  expect(lines.join('').length <= said, 'more text than there was')
  const proposal = proposeFromPortalPages([lines])
  if (!proposal.ok) expect(REFUSALS.includes(proposal.code), 'another code')
  return proposal.ok
}

function pieceOf(line: string): TextPiece {
  const [x = '', y = '', width = '', height = '', ...text] = line.split(' ')
  const place = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) }
  return { ...place, text: text.join(' ') }
}
