import { describe, expect, it } from 'vitest'
import { proposeFromPortalText } from '../../../domain/documents/portal-text'
import { readDocument } from '../../../domain/documents/read-document'
import { context } from './entries'

/** The rows of the public sample page, filled with a fictitious person over 70. */
const PAGE = [
  '医療保険の資格情報',
  'この画面のみでは受診できません。マイナ保険証とあわせて医療機関等の受付に提示してください。',
  '保存日時： 2026年5月1日 時点',
  '保 険 者 名 訓練健康保険組合',
  '保 険 者 番 号 06139018',
  '記 号 123',
  '番 号 4567',
  '枝 番 01',
  '氏 名 訓練 花子',
  '70歳以上の方又は後期高齢者医療の加入者',
  '一部負担金割合 2割',
  '有効期限 2026年7月31日',
  '有効期限の到来に伴い、一部負担金割合が変更になる場合があります。',
]

const read = (lines: readonly string[]) => {
  const result = proposeFromPortalText(lines)
  if (!result.ok) throw new Error(result.code)
  return result.value
}
const code = (lines: readonly string[]) => {
  const result = proposeFromPortalText(lines)
  return result.ok ? null : result.code
}
const without = (...words: string[]) =>
  PAGE.filter((line) => !words.some((word) => line.replaceAll(' ', '').startsWith(word)))

describe('the text of a saved マイナポータル PDF (R50)', () => {
  it('fills the fields', () => {
    expect(read(PAGE)).toEqual({
      typed: {
        insurerNumber: '06139018',
        symbol: '123',
        number: '4567',
        branch: '01',
        name: '訓練 花子',
        share: '2割',
        validUntil: '2026年7月31日',
        issuedOn: '2026年5月1日',
      },
      insurerName: '訓練健康保険組合',
      unclear: [],
    })
  })

  it('is then read like anything typed, with the birthdate that it does not have', () => {
    const { typed } = read(PAGE)
    const asked = { ...typed, birthdate: '昭和31年4月1日' }
    expect(readDocument('portalPdf', typed, context()).document).toBeNull()
    expect(readDocument('portalPdf', asked, context())).toMatchObject({
      findings: [],
      document: { number: '4567', percent: 20, issuedOn: '2026-05-01' },
    })
  })

  it.each<[string, string[]]>([
    [
      'in one line',
      ['医療保険の資格情報', '保険者番号:06139018 記号:123 番号:4567 枝番:01 氏名:訓練 花子'],
    ],
    [
      'below their labels',
      [
        '医療保険の資格情報',
        '保険者番号',
        '06139018',
        '記号',
        '123',
        '番号',
        '4567',
        '枝番',
        '01',
        '氏名',
        '訓練 花子',
      ],
    ],
    [
      'in brackets and full width',
      [
        '医療保険の資格情報',
        '保険者番号　０６１３９０１８',
        '記号　１２３　番号　４５６７　（枝番）０１',
        '氏名　訓練　花子',
      ],
    ],
    [
      'with the radicals some fonts have for kanji',
      [
        '医療保険の資格情報',
        '保険者番号 06139018',
        '記号 123 番号 4567',
        '枝番 01',
        '⽒名 訓練 花⼦',
      ],
    ],
  ])('finds values %s', (_, lines) => {
    const { typed } = read(lines)
    const { document } = readDocument('portalPdf', { ...typed, birthdate: '1980-4-1' }, context())
    expect(document).toMatchObject({
      insurerNumber: '06139018',
      symbol: '123',
      number: '4567',
      branch: '01',
      name: '訓練 花子',
    })
  })

  it('leaves empty what is not there, and names what should be', () => {
    const { typed, unclear } = read([...without('番号', '氏名', '記号'), '記 号', '番 号', '氏 名'])
    expect(typed).not.toHaveProperty('number')
    expect(typed).not.toHaveProperty('symbol')
    expect(unclear).toEqual(['number', 'name'])
  })

  it('takes neither of two values that differ, and one that stands there twice', () => {
    expect(read([...PAGE, '番号 4567'])).toMatchObject({ typed: { number: '4567' }, unclear: [] })
    const twice = read([...PAGE, '番号 4568'])
    expect(twice.typed).not.toHaveProperty('number')
    expect(twice.unclear).toEqual(['number'])
  })

  it('does not divide a 記号・番号 that stands in one cell', () => {
    const { typed, unclear } = read([...without('記号', '番号'), '記号・番号 123・4567'])
    expect(typed).not.toHaveProperty('symbol')
    expect(typed).not.toHaveProperty('number')
    expect(unclear).toEqual(['symbol', 'number'])
    expect(read([...PAGE, '記号番号 123・4567']).unclear).toEqual([])
  })

  it('takes no other number, name or sentence for one of its own', () => {
    const { typed } = read([
      ...PAGE,
      '電話番号 03-0000-0000',
      '世帯主氏名 訓練 一郎',
      '番号が違うときは保険者へ',
      '性別 女 住所 訓練市1-1',
    ])
    expect(typed).toEqual(read(PAGE).typed)
  })

  it('reads 登録なし and a dash as nothing', () => {
    const { typed, unclear } = read([
      ...without('枝番', '一部'),
      '枝番 -',
      '一部負担金割合 登録なし',
    ])
    expect(typed).not.toHaveProperty('branch')
    expect(typed).not.toHaveProperty('share')
    expect(unclear).toEqual([])
  })

  it('is refused if it is another page (TZ-N38)', () => {
    expect(code([])).toBe('TZ-N38')
    expect(code(PAGE.slice(1))).toBe('TZ-N38')
    expect(code(without('保険者番号'))).toBe('TZ-N38')
    expect(code(['特定健診情報', '保険者番号 06139018'])).toBe('TZ-N38')
  })

  it('is refused as a whole with a 個人番号 in it (R13)', () => {
    expect(code([...PAGE, '個人番号 1234 5678 9018'])).toBe('TZ-N10')
  })
})
