import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { DeclarationQuestion } from '../../../domain/declaration/questions'
import { choosePatientLanguage } from '../../../src/words/patient'
import { type OpenOptions, openPage } from './open-form'

describe('a question of the 申立書', () => {
  async function at(question: DeclarationQuestion, options: OpenOptions = {}) {
    const opened = await openPage(options)
    await opened.press('患者さんがはじめる', 'はじめる')
    opened.form.change(question)
    await flushPromises()
    return opened
  }

  it.each(['いいえ、入っていません', 'わからない'])(
    'leads back to staff where the answer to いま保険 is %s',
    async (words) => {
      const opened = await at('insured')
      await opened.press(words)
      expect(opened.title()).toBe('スタッフがいっしょに確かめます')
      await opened.press('スタッフの方はこちら', 'スタッフの画面に戻る')
      const shown = opened.page.text()
      expect(shown).toContain(words === 'わからない' ? '分からないそうです' : 'TZ-N41')
    },
  )

  it('takes わからない for the insurer and for the workplace', async () => {
    const opened = await at('insuranceKind')
    await opened.press('会社などの健康保険', 'わからない', 'わからない')
    expect(opened.form.entry?.draft).toMatchObject({
      insurerName: 'わからない',
      workplace: 'わからない',
    })
    opened.form.change('insuranceKind')
    await flushPromises()
    await opened.press('わからない')
    opened.form.change('insurerName')
    await flushPromises()
    await opened.press('わからない')
    expect(opened.form.entry?.draft.insurerName).toBe('')
  })

  it('asks which 国保, and for a workplace with a 国保組合 only', async () => {
    const opened = await at('insuranceKind')
    await opened.press('国民健康保険(国保)', '国保組合')
    expect(opened.form.questions).toContain('workplace')
    opened.form.change('nationalUnion')
    await flushPromises()
    await opened.press('市区町村の国保')
    expect(opened.form.questions).not.toContain('workplace')
  })

  it('refuses a 個人番号 at the field, forgets it, and keeps it nowhere (R13)', async () => {
    const opened = await at('address')
    await opened.page.get('textarea').setValue('訓練県 1234-5678-9018')
    await opened.press('次へ')
    expect(opened.fault()).toContain('個人番号')
    expect(opened.page.get('textarea').element.value).toBe('')
    expect(JSON.stringify([...opened.world.entries.values()])).not.toContain('9018')
  })

  it('names an empty field, and one that is too long', async () => {
    const opened = await at('address')
    await opened.type(' ')
    expect(opened.fault()).toBe('ここに入れてください。')
    await opened.type('あ'.repeat(101))
    expect(opened.fault()).toBe('長すぎます。短くしてください。')
    expect(opened.page.get('textarea').attributes('aria-invalid')).toBe('true')
  })

  it('takes hiragana for the フリガナ and nothing but kana', async () => {
    const opened = await at('nameKana', { walkIn: true })
    await opened.type('訓練 花子')
    expect(opened.fault()).toBe('カタカナかひらがなで入れてください。')
    await opened.type('くんれん はなこ')
    expect(opened.form.entry?.settled).toContain('nameKana')
  })

  it('has the name confirmed, or typed where the list has ● in it', async () => {
    const known = await at('name')
    expect(known.title()).toBe('お名前は、これで合っていますか')
    await known.press('いいえ、直します')
    await known.type('見本 華子')
    expect(known.form.entry?.draft.name).toBe('見本 華子')
    known.page.unmount()
    const dotted = await at('name', { visit: { name: '●本 花子' } })
    expect(dotted.title()).toBe('お名前を教えてください')
    expect(dotted.page.get('textarea').element.value).toBe('●本 花子')
  })

  it('keeps asking for the name that is being typed', async () => {
    const opened = await at('name', { walkIn: true })
    await opened.page.get('textarea').setValue('訓')
    await flushPromises()
    expect(opened.page.get('textarea').element.value).toBe('訓')
    expect(opened.form.entry?.draft.name).toBe('訓')
  })

  it('takes a birthdate by era and keys, going on to the next part by itself', async () => {
    const opened = await at('birthdate', { walkIn: true })
    expect(opened.page.findAll('.choice').map((each) => each.get('.label').text())).toEqual([
      '明治',
      '大正',
      '昭和',
      '平成',
      '令和',
      '西暦で答える',
    ])
    await opened.press('昭和')
    await opened.pressKeys('50')
    await opened.pressKeys('4')
    await opened.pressKeys('1')
    await opened.press('次へ')
    expect(opened.form.entry?.draft.birth).toEqual({ era: 'S', year: '50', month: '4', date: '1' })
  })

  it('takes a Western year into its era', async () => {
    const opened = await at('birthdate', { walkIn: true })
    await opened.press('西暦で答える')
    await opened.pressKeys('19890108')
    await opened.press('次へ')
    expect(opened.form.entry?.draft.birth).toEqual({ era: 'H', year: '1', month: '1', date: '8' })
  })

  it.each([
    ['昭和', '640108', 'この日はありません。'],
    ['令和', '990101', '生年月日をもう一度'],
    ['平成', '50', 'ここに入れてください。'],
    ['西暦で答える', '20230229', 'この日はありません。'],
  ])('names a birthdate that is none: %s %s', async (era, digits, words) => {
    const opened = await at('birthdate', { walkIn: true })
    await opened.press(era)
    await opened.pressKeys(digits)
    await opened.press('次へ')
    expect(opened.fault()).toContain(words)
  })

  it('takes digits back, also into the part before', async () => {
    const opened = await at('birthdate', { walkIn: true })
    await opened.press('昭和')
    await opened.pressKeys('50')
    await opened.press('一文字消す')
    await opened.pressKeys('6')
    const values = opened.page
      .findAll('input[inputmode=none]')
      .map((each) => each.element as HTMLInputElement)
    expect(values.map(({ value }) => value)).toEqual(['56', '', ''])
  })

  it('names a telephone number that is too short', async () => {
    const opened = await at('phone')
    await opened.pressKeys('0901234')
    await opened.press('次へ')
    expect(opened.fault()).toContain('電話番号の数字が')
    await opened.pressKeys('5')
    expect(opened.page.find('[role=alert]').exists()).toBe(false)
  })

  it('takes another residence, or none without an answer', async () => {
    const opened = await at('residence')
    await opened.press('いいえ、ほかの所に')
    await opened.type('訓練市２－２')
    expect(opened.form.entry?.draft.residence).toBe('訓練市２－２')
    opened.form.change('residence')
    await flushPromises()
    await opened.press('書かない')
    expect(opened.form.entry?.draft.residence).toBe('')
    opened.form.change('residence')
    await flushPromises()
    await opened.press('答えない')
    expect(opened.form.entry?.settled).toContain('residence')
  })

  it('has somebody else sign who says how they belong to the patient', async () => {
    const opened = await at('signer')
    await opened.press('家族など', 'お子さん')
    expect(opened.form.entry?.draft).toMatchObject({ signedByOther: true, relation: '子' })
    opened.form.change('signer')
    await flushPromises()
    await opened.press('家族など', 'そのほかの方')
    await opened.type('')
    expect(opened.fault()).toBe('ここに入れてください。')
    await opened.type('施設の職員')
    expect(opened.form.entry?.draft.relation).toBe('施設の職員')
  })

  it('offers no typed name in place of a signature, but another hand', async () => {
    const opened = await at('signature')
    expect(opened.page.find('textarea, input[type=text]').exists()).toBe(false)
    await opened.press('書きました')
    expect(opened.fault()).toBe('わくの中に、お名前を書いてください。')
    await opened.press('自分で書けない', '夫または妻')
    expect(opened.form.entry?.draft.relation).toBe('配偶者')
  })

  it('takes strokes back one by one, or all', async () => {
    const opened = await at('signature')
    opened.pad.draw([10, 10], [300, 10])
    await flushPromises()
    opened.pad.draw([10, 40], [300, 40])
    await flushPromises()
    await opened.press('一つ前に戻す')
    expect(opened.pad.shown()).toHaveLength(1)
    await opened.press('全部消す')
    expect(opened.pad.shown()).toEqual([])
  })

  it('is said in the language of the patient, while the form stays Japanese', async () => {
    const opened = await at('insuranceKind')
    await choosePatientLanguage('vi')
    await flushPromises()
    expect(opened.title()).toBe('Đó là bảo hiểm nào?')
    await choosePatientLanguage('easy')
    await flushPromises()
    expect(opened.title()).toContain('けんこうほけん')
  })
})
