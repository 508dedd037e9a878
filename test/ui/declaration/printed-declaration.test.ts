import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import PrintedDeclaration from '../../../src/ui/declaration/printed-declaration.vue'
import { declaration } from '../../domain/declaration/drafts'

const form = (changes: Parameters<typeof declaration>[0] = {}) =>
  mount(PrintedDeclaration, { props: { declaration: declaration(changes) } })

/** Row header → what stands beside it, as a screen reader pairs them. */
function rows(page: ReturnType<typeof form>): Record<string, string> {
  const cells = page
    .findAll('tr')
    .map((row) => [row.get('th').text(), row.get('td').text().replace(/\s+/g, ' ')])
  const signed = page.findAll('dl > div').map((row) => [row.get('dt').text(), row.get('dd').text()])
  return Object.fromEntries([...cells, ...signed]) as Record<string, string>
}

describe('the printed 申立書 (R55)', () => {
  it('is read as a form: each value with its name', () => {
    expect(
      rows(form({ residence: '訓練市２－２', signedByOther: true, relation: '長女' })),
    ).toEqual({
      保険資格の有無: 'チェックあり 有効な保険資格を有している',
      保険種別:
        'チェックあり 社保チェックなし 国保チェックなし 後期チェックなし その他チェックなし わからない',
      保険者等名称: '訓練健康保険組合',
      '事業所名※1': '訓練商事',
      '一部負担金の割合※2':
        'チェックなし 3割チェックなし 2割チェックなし 1割チェックなし わからない',
      氏名: '(フリガナ)クンレン ハナコ訓練 花子',
      生年月日:
        'チェックなし 明治チェックなし 大正チェックあり 昭和チェックなし 平成チェックなし 令和55年4月1日',
      性別: 'チェックなし 男チェックあり 女',
      住所: '訓練県訓練市１－１ ※3 マイナンバーカードの券面に記載された住所以外の居所がある場合はこちらにご記入ください。 訓練市２－２',
      記入日: '令和8年5月20日',
      署名: '',
      '患者との関係※5': '長女',
      連絡先電話番号: '090-1234-5678',
    })
  })

  it('keeps every box in sight, and draws a tick in those that were chosen only', () => {
    const page = form({ insuranceKind: 'latterStage', share: 10 })
    expect(page.findAll('rect')).toHaveLength(17)
    const ticked = page.findAll('li').filter((item) => item.find('.tick').exists())
    expect(ticked.map((item) => item.get('.label').text())).toEqual(
      ['有効な保険資格を有している', '後期', '1割', '昭和', '女'].map((it) => `チェックあり ${it}`),
    )
  })

  it('shows the signature as it was drawn, in its box', () => {
    const ink = form().get('svg[role=img]')
    expect(ink.attributes('viewBox')).toBe('0 0 1000 300')
    expect(ink.get('path').attributes('d')).toBe('M100 100L400 120')
    expect(ink.attributes('aria-label')).toBe('手書きの署名あり')
  })

  it('carries names as they are written, ● and rare characters too', () => {
    const page = form({ name: '●﨑 髙子', address: '訓練市●町' })
    const { 氏名, 住所 } = rows(page)
    expect(氏名).toContain('●﨑 髙子')
    expect(住所).toContain('訓練市●町')
  })

  it('is in Japanese whatever the page around it is in', () => {
    expect(form().get('article').attributes('lang')).toBe('ja')
  })
})
