import { describe, expect, it } from 'vitest'
import { proposeFromPortalPages } from '../../../domain/documents/portal-pages'

const PAGE = [
  '医療保険の資格情報',
  '保険者番号 06139018',
  '記号 123',
  '番号 4567',
  '枝番 01',
  '氏名 訓練 花子',
]
const code = (pages: string[][]) => {
  const result = proposeFromPortalPages(pages)
  return result.ok ? null : result.code
}

describe('the pages of a saved PDF', () => {
  it('are one text where one goes on over the next', () => {
    const result = proposeFromPortalPages([PAGE.slice(0, 3), PAGE.slice(3)])
    expect(result).toMatchObject({ ok: true, value: { typed: { number: '4567' } } })
  })

  it('may be the same page again', () => {
    expect(code([PAGE, PAGE])).toBeNull()
  })

  it.each(['保険者番号 01130012', '記号 124', '番号 4568', '枝番 02', '氏名 訓練 一郎'])(
    'are refused where a second one says %s (R44)',
    (row) => {
      const [label = ''] = row.split(' ')
      const other = PAGE.map((line) => (line.startsWith(label) ? row : line))
      expect(code([PAGE, other])).toBe('TZ-N54')
    },
  )

  it('are refused without any text, as a picture has none', () => {
    expect(code([])).toBe('TZ-N53')
    expect(code([[], [' ', '　']])).toBe('TZ-N53')
  })

  it('are refused as one text is', () => {
    expect(code([['特定健診情報'], ['1ページ']])).toBe('TZ-N38')
    expect(code([PAGE, ['個人番号 1234 5678 9018']])).toBe('TZ-N10')
  })
})
