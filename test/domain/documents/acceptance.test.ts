import { describe, expect, it } from 'vitest'
import { refuseDocument } from '../../../domain/documents/acceptance'
import type { DocumentKind, EntryContext } from '../../../domain/documents/document'
import { readDocument } from '../../../domain/documents/read-document'
import { context, UNION } from './entries'

const on = (day: string, shownWith: EntryContext['shownWith']) => ({ day, shownWith })
const kinds: DocumentKind[] = [
  'certificate',
  'notice',
  'portalLive',
  'portalPdf',
  'expiredInsuranceCard',
]

describe('which document is enough (R50, R52, R53)', () => {
  it.each<[DocumentKind, EntryContext['shownWith'], string | null, string | null]>([
    ['certificate', 'nothing', null, null],
    ['certificate', 'card', null, null],
    ['notice', 'card', null, null],
    ['notice', 'smartphone', null, 'TZ-N31'],
    ['notice', 'nothing', null, 'TZ-N31'],
    ['expiredInsuranceCard', 'card', null, 'TZ-N31'],
    ['expiredInsuranceCard', 'nothing', null, 'TZ-N31'],
    ['portalPdf', 'card', null, null],
    ['portalPdf', 'smartphone', 'TZ-N32', 'TZ-N32'],
    ['portalPdf', 'nothing', 'TZ-N32', 'TZ-N32'],
    ['portalLive', 'card', null, null],
    ['portalLive', 'smartphone', null, null],
    ['portalLive', 'nothing', 'TZ-N32', 'TZ-N32'],
  ])('%s with %s: until 2026-03-31 %s, from 2026-04-01 %s', (kind, shown, before, after) => {
    expect(refuseDocument(kind, null, on('2026-03-31', shown))).toBe(before)
    expect(refuseDocument(kind, null, on('2026-04-01', shown))).toBe(after)
  })

  it('judges by the last day of a 資格確認書 alone', () => {
    const judged = kinds.map((kind) => refuseDocument(kind, '2026-03-30', on('2026-03-31', 'card')))
    expect(judged).toEqual(['TZ-N30', null, null, null, null])
    expect(refuseDocument('certificate', '2026-03-31', on('2026-03-31', 'card'))).toBeNull()
  })

  it('has a running clock where a 資格確認書 is shown on a screen', () => {
    const shown = (screenClock: 'runs' | 'stands') =>
      readDocument('certificate', UNION, context({ shownWith: 'nothing', screenClock })).findings
    expect(shown('runs')).toEqual([])
    expect(shown('stands')).toEqual([{ field: 'document', code: 'TZ-N44', weight: 'fault' }])
    const expired = { ...on('2026-03-31', 'nothing'), screenClock: 'stands' } as const
    expect(refuseDocument('certificate', '2026-03-30', expired)).toBe('TZ-N30')
  })

  it('refuses the document as a whole, after its fields', () => {
    const { document, findings } = readDocument(
      'notice',
      { ...UNION, branch: '1' },
      context({ shownWith: 'nothing' }),
    )
    expect(document).toBeNull()
    expect(findings).toEqual([
      { field: 'branch', code: 'TZ-N08', weight: 'fault' },
      { field: 'document', code: 'TZ-N31', weight: 'fault' },
    ])
  })

  it('takes the numbers of an お知らせ whose share has ended, and says so (R47)', () => {
    const { document, findings } = readDocument(
      'notice',
      { ...UNION, birthdate: '昭和31年4月1日', validUntil: '令和8年5月19日', share: '2割' },
      context(),
    )
    expect(document).not.toBeNull()
    expect(findings).toEqual([{ field: 'validUntil', code: 'TZ-N35', weight: 'doubt' }])
    const lastDay = { ...UNION, validUntil: '令和8年5月20日' }
    expect(readDocument('notice', lastDay, context()).findings).toEqual([])
  })
})
