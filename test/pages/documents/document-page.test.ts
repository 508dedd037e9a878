import { describe, expect, it } from 'vitest'
import DocumentPage from '../../../src/pages/documents/document-page.vue'
import { useDocumentsStore } from '../../../src/stores/documents'
import { mountPage } from '../mount-page'
import { arrive, HISTORY, ON_FILE, openScreen, type ScreenOptions } from './document-world'

const open = (options: Partial<ScreenOptions> = {}) =>
  openScreen(DocumentPage, { path: '/check/document', ...options })

/** To the fields of a 資格確認書 on paper. */
async function openFields(options: Partial<ScreenOptions> = {}) {
  const screen = await open({ path: '/check/document?kind=certificate', ...options })
  await screen.choose('カードか紙')
  await screen.press('入力する')
  return screen
}

const BORN_1980 = {
  visit: { birthdate: '1980-04-01', name: '訓練 花子', nameKana: 'クンレン ハナコ' },
}

async function fillCertificate(screen: Awaited<ReturnType<typeof open>>): Promise<void> {
  await screen.fill('insurerNumber', '０６１３－９０１８')
  await screen.fill('symbol', '123')
  await screen.fill('number', '4567')
  await screen.fill('branch', '01')
  await screen.fill('birthdate', '昭和55年4月1日')
  await screen.fill('validUntil', '令和9年3月31日')
}

describe('書類の入力: what is shown', () => {
  it('leads to the list where no check has been begun', async () => {
    const { router } = await mountPage(DocumentPage, { path: '/check/document' })
    await arrive(router, '/visits')
  })

  it('is where a screen reader begins, though what was kept is looked for first', async () => {
    await open()
    expect(document.activeElement?.textContent).toBe('何を見せていただきましたか')
  })

  it('is asked first, and nothing goes on before it is answered', async () => {
    const screen = await open()
    expect(screen.title()).toBe('何を見せていただきましたか')
    await screen.press('入力する')
    expect(screen.title()).toBe('何を見せていただきましたか')
    await screen.choose('資格確認書')
    await screen.press('入力する')
    expect(screen.title()).toBe('何を見せていただきましたか')
    await screen.choose('カードか紙')
    await screen.press('入力する')
    expect(screen.title()).toBe('資格確認書を入力する')
  })

  it('is prefilled from the address, and can be chosen anew', async () => {
    const screen = await open({ path: '/check/document?kind=notice' })
    expect(useDocumentsStore().entry.kind).toBe('notice')
    await screen.press('書類を変える')
    // The button is gone: the one that is chosen stands in its place for a keyboard.
    const chosen = screen.page.get('input[value="notice"]')
    expect(document.activeElement).toBe(chosen.element)
    await screen.choose('マイナポータルの画面')
    expect(useDocumentsStore().entry.kind).toBe('portalLive')
  })

  it('asks whether the clock of an electronic 資格確認書 runs, and refuses one that stands (R53)', async () => {
    const screen = await open({ path: '/check/document?kind=certificate' })
    expect(screen.page.text()).toContain('今の時刻が動いて表示されます')
    await screen.choose('画面で、時刻が止まっているか、ない')
    expect(screen.page.text()).toContain('TZ-N44')
    expect(screen.page.findAll('button').some((each) => each.text() === '入力する')).toBe(false)
    await screen.press('別の方法に進む')
    await arrive(screen.router, '/check/ways')
  })

  it.each([
    ['資格情報のお知らせ', 'どちらもない', 'TZ-N31'],
    ['マイナポータルの画面', 'どちらもない', 'TZ-N32'],
    ['マイナポータルから保存したPDF', 'スマートフォンのマイナ保険証', 'TZ-N32'],
    ['期限の切れた健康保険証', 'マイナンバーカード(実物)', 'TZ-N31'],
  ])('refuses %s with %s at once (R50–R53)', async (kind, companion, code) => {
    const screen = await open()
    await screen.choose(kind)
    await screen.choose(companion)
    expect(screen.page.text()).toContain(code)
  })

  it.each([
    ['資格情報のお知らせ', 'マイナンバーカード(実物)', '資格情報のお知らせを入力する'],
    ['マイナポータルの画面', 'スマートフォンのマイナ保険証', 'マイナポータルの画面を入力する'],
  ])('takes %s with %s', async (kind, companion, title) => {
    const screen = await open()
    await screen.choose(kind)
    await screen.choose(companion)
    await screen.press('入力する')
    expect(screen.title()).toBe(title)
  })
})

describe('書類の入力: the fields', () => {
  it('reads any width and dash, and says as what', async () => {
    const screen = await openFields()
    await screen.fill('insurerNumber', '０６１３－９０１８')
    expect(screen.at('insurerNumber')).toContain('0613 9018 健康保険組合・東京')
    await screen.fill('validUntil', '令和9年3月31日')
    expect(screen.at('validUntil')).toContain('2027年3月31日')
  })

  it('names a fault at its field as soon as it is left, and not before', async () => {
    const screen = await openFields()
    const input = screen.page.get('[data-field="insurerNumber"] input')
    await input.setValue('06139019')
    expect(screen.at('insurerNumber')).not.toContain('TZ-N02')
    await screen.fill('insurerNumber', '06139019')
    expect(screen.at('insurerNumber')).toContain('保険者番号のどこかが違うようです')
    expect(input.attributes('aria-invalid')).toBe('true')
    const described = input.attributes('aria-describedby')?.split(' ') ?? []
    const fault = described.find((id) => id.endsWith('-fault')) ?? ''
    expect(document.getElementById(fault)?.textContent).toContain('TZ-N02')
    await screen.fill('insurerNumber', '06139018')
    expect(screen.at('insurerNumber')).not.toContain('TZ-N02')
  })

  it.each([
    ['insurerNumber', '77777777', 'TZ-N03'],
    ['insurerNumber', '0613901', 'TZ-N01'],
    ['branch', '1', 'TZ-N08'],
    ['birthdate', '昭和64年1月8日', 'TZ-N11'],
    ['birthdate', '令和20年1月1日', 'TZ-N27'],
    ['validUntil', '令和8年5月31日', 'TZ-N30'],
    ['issuedOn', '令和9年1月1日', 'TZ-N33'],
    ['name', '一'.repeat(101), 'TZ-N16'],
  ])('says at %s what is wrong with %s (%s)', async (field, text, code) => {
    const screen = await openFields()
    await screen.fill(field, text)
    expect(screen.at(field)).toContain(code)
  })

  it('says at once that a 資格確認書 has expired, and leads on', async () => {
    const screen = await openFields()
    await screen.fill('validUntil', '令和8年10月31日')
    expect(screen.at('validUntil')).toContain('有効期限が切れています')
    await screen.press('別の方法に進む')
    await arrive(screen.router, '/check/ways')
  })

  it('empties a field that receives a 個人番号, and says why (R13)', async () => {
    const screen = await openFields()
    await screen.fill('number', '1234 5678 9018')
    expect(screen.at('number')).toContain('TZ-N10')
    expect(screen.page.get<HTMLInputElement>('[data-field="number"] input').element.value).toBe('')
    expect(JSON.stringify([...screen.world.entries.values()])).not.toContain('5678')
  })

  it('asks a digit keyboard for digits, letters where they may stand, an era and a decimal one for days', async () => {
    const screen = await openFields()
    const mode = (field: string) =>
      screen.page.get(`[data-field="${field}"] input`).attributes('inputmode')
    expect(['insurerNumber', 'number', 'branch'].map(mode)).toEqual([
      'numeric',
      'numeric',
      'numeric',
    ])
    expect(mode('symbol')).toBe('text')
    expect(mode('birthdate')).toBe('decimal')
    await screen.press('文字も入力')
    expect(mode('number')).toBe('text')
  })

  it('composes a date of an era and its numbers', async () => {
    const screen = await openFields()
    await screen.page.get('[data-field="birthdate"] select').setValue('昭和')
    await screen.fill('birthdate', '13.5.17')
    expect(screen.at('birthdate')).toContain('1938年5月17日')
    expect(useDocumentsStore().entry.typed.birthdate).toBe('昭和13.5.17')
  })

  it('leaves 記号 and 枝番 out for 後期, and share and end where nobody under 70 has them', async () => {
    const fields = () => useDocumentsStore().fields
    const screen = await openFields()
    expect(fields()).toContain('symbol')
    await screen.fill('insurerNumber', '39139019')
    expect(fields()).not.toContain('symbol')
    expect(fields()).not.toContain('branch')
    expect(screen.page.text()).toContain('被保険者番号')
    const young = await open({ path: '/check/document?kind=notice', ...BORN_1980 })
    await young.choose('マイナンバーカード(実物)')
    await young.press('入力する')
    expect(fields()).toEqual(['insurerNumber', 'symbol', 'number', 'branch', 'name', 'nameKana'])
  })

  it('shows the list’s name and birthdate to compare with, and fills nothing in', async () => {
    const screen = await openFields()
    expect(screen.at('name')).toContain('一覧では')
    expect(useDocumentsStore().entry.typed).toEqual({})
  })

  it('asks about what may be another person, and takes a person’s word for it until it is typed anew', async () => {
    const screen = await openFields(BORN_1980)
    await fillCertificate(screen)
    await screen.fill('birthdate', '昭和56年4月1日')
    expect(screen.at('birthdate')).toContain('一覧の患者さんと違います')
    await screen.press('書類を見た。このとおり')
    expect(screen.at('birthdate')).toContain('書類のとおりと確かめました')
    expect(document.activeElement).toBe(screen.page.get('[data-field="birthdate"] .input').element)
    await screen.fill('birthdate', '昭和57年4月1日')
    expect(screen.at('birthdate')).toContain('TZ-N28')
  })

  it('says before the save how much is open, and leads to the first of it', async () => {
    const screen = await openFields()
    await screen.fill('insurerNumber', '06139019')
    await screen.press('次へ')
    expect(screen.page.text()).toContain('確かめるところが4か所あります')
    expect(document.activeElement).toBe(
      screen.page.get('[data-field="insurerNumber"] input').element,
    )
    await screen.page.findAll('.jump').at(1)?.trigger('click')
    expect(document.activeElement).toBe(screen.page.get('[data-field="number"] input').element)
    expect(screen.world.saved).toEqual([])
  })

  it('saves what is known from before without a second typing', async () => {
    const screen = await openFields({
      visit: { ...BORN_1980.visit, history: { ...HISTORY, onFile: ON_FILE } },
    })
    await fillCertificate(screen)
    await screen.press('端末に保存する')
    await arrive(screen.router, '/check')
    const [{ payload, kept }] = screen.world.saved as [(typeof screen.world.saved)[0]]
    const document = {
      kind: 'certificate',
      ...ON_FILE,
      ...{ name: null, nameKana: null, birthdate: '1980-04-01', percent: null },
      ...{ validUntil: '2027-03-31', issuedOn: null },
    }
    expect(payload.evidence).toEqual({
      kind: 'document',
      document,
      shownWith: 'nothing',
      screenClock: null,
    })
    expect(kept).toEqual({ v: 1, kind: 'document', document, onFile: ON_FILE })
    expect(screen.world.entries.size).toBe(0)
  })

  it('says with the check that the clock of a screen was seen to run', async () => {
    const screen = await open({
      path: '/check/document?kind=certificate',
      visit: { ...BORN_1980.visit, history: { ...HISTORY, onFile: ON_FILE } },
    })
    await screen.choose('画面で、時刻が動いている')
    await screen.press('入力する')
    await fillCertificate(screen)
    await screen.press('端末に保存する')
    expect(screen.world.saved[0]?.payload.evidence).toMatchObject({ screenClock: 'runs' })
  })

  it('keeps everything where the device has no room, and saves it when it has', async () => {
    const screen = await openFields({
      visit: { ...BORN_1980.visit, history: { ...HISTORY, onFile: ON_FILE } },
      prepare: (world) => {
        world.saveResult = { ok: false, code: 'TZ-D04' }
      },
    })
    await fillCertificate(screen)
    await screen.press('端末に保存する')
    expect(screen.page.text()).toContain('TZ-D04')
    screen.world.saveResult = { ok: true, value: null }
    await screen.press('端末に保存する')
    expect(screen.world.saved).toHaveLength(1)
  })
})

describe('書類の入力: typed twice', () => {
  async function openAgain() {
    const screen = await openFields(BORN_1980)
    await fillCertificate(screen)
    await screen.press('次へ')
    expect(screen.title()).toBe('もう一度入力する')
    return screen
  }

  it('asks for 記号, 番号 and 枝番 where nothing is known of them, without showing the first', async () => {
    const screen = await openAgain()
    expect(screen.page.findAll('[data-field]').map((box) => box.attributes('data-field'))).toEqual([
      'symbol',
      'number',
      'branch',
    ])
    expect(screen.page.text()).not.toContain('4567')
  })

  it('saves where both say the same', async () => {
    const screen = await openAgain()
    await screen.fill('symbol', '１２３')
    await screen.fill('number', '4567')
    await screen.fill('branch', '01')
    await screen.press('端末に保存する')
    expect(screen.world.saved).toHaveLength(1)
  })

  it('shows both where they differ, and takes the one that a person says is right', async () => {
    const screen = await openAgain()
    await screen.fill('symbol', '123')
    await screen.fill('number', '4576')
    expect(screen.at('number')).toContain('TZ-N39')
    await screen.fill('branch', '01')
    await screen.press('端末に保存する')
    expect(screen.world.saved).toEqual([])
    await screen.press('2回目')
    await screen.press('端末に保存する')
    expect(screen.world.saved[0]?.payload.evidence).toMatchObject({ document: { number: '4576' } })
  })

  it('asks a walk-in’s birthdate twice too', async () => {
    const screen = await openFields({ walkIn: true })
    await fillCertificate(screen)
    await screen.press('次へ')
    expect(screen.page.find('[data-field="birthdate"]').exists()).toBe(true)
  })
})

describe('書類の入力: going on with an earlier entry', () => {
  it('offers what was typed before the lock, under the id of the new check', async () => {
    const screen = await open({
      prepare: (world) => {
        world.entries.set('earlier', {
          v: 1,
          id: 'earlier',
          visitId: 'visit-1',
          kind: 'document',
          savedAt: Date.parse('2026-11-21T00:30:00Z'),
          value: {
            ...{
              v: 1,
              phase: 'fields',
              kind: 'certificate',
              shownWith: 'nothing',
              screen: 'paper',
            },
            ...{ typed: { insurerNumber: '06139018' }, left: ['insurerNumber'], confirmed: [] },
            ...{ again: {}, proposal: null, same: [] },
          },
        })
      },
    })
    expect(screen.title()).toBe('前の入力が残っています')
    await screen.press('続きから入力する')
    expect(screen.at('insurerNumber')).toContain('0613 9018')
    expect([...screen.world.entries.keys()]).toEqual([screen.capture.checkId])
  })

  it('throws it away when asked to', async () => {
    const screen = await openFields()
    await screen.fill('insurerNumber', '06139018')
    screen.page.unmount()
    const again = await open({ prepare: (world) => (world.entries = screen.world.entries) })
    await again.press('消して、はじめから')
    expect(again.title()).toBe('何を見せていただきましたか')
    expect(again.world.entries.size).toBe(0)
  })

  it('does not offer another visit’s entry, nor one of another shape', async () => {
    const draft = { v: 1 as const, kind: 'document' as const, savedAt: 0 }
    const screen = await open({
      prepare: (world) => {
        world.entries.set('a', { ...draft, id: 'a', visitId: 'visit-2', value: { v: 1 } })
        world.entries.set('b', { ...draft, id: 'b', visitId: 'visit-1', value: { v: 9 } })
      },
    })
    expect(screen.title()).toBe('何を見せていただきましたか')
  })
})
