/** What the text layer of a PDF that somebody opens may hold. */
import type { EntryContext } from '../../../domain/documents/document'
import { proposeFromPortalText } from '../../../domain/documents/portal-text'
import { readDocument } from '../../../domain/documents/read-document'
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
const REFUSALS: readonly string[] = ['TZ-N10', 'TZ-N38']
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
