import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { EligibilityAnswer, Validity } from '../../domain/answer'
import AnswerView from '../../src/ui/answer-view.vue'
import NumberField from '../../src/ui/number-field.vue'
import ShareFigure from '../../src/ui/share-figure.vue'
import { COVERAGE, EXPENSE, makeAnswer } from '../pages/seeds'

const show = (change: Partial<EligibilityAnswer> = {}, props: Record<string, unknown> = {}) =>
  mount(AnswerView, {
    props: {
      answer: makeAnswer('c-1', change),
      today: '2026-11-21',
      setting: 'homeNursing',
      birthdate: '1950-03-03',
      ...props,
    },
  })

const ELDERLY = {
  ...COVERAGE,
  insurerName: '見本県後期高齢者医療広域連合',
  insurerNumber: '39139995',
  symbol: null,
  branch: null,
  burdenPercent: 10 as const,
  elderlyRecipient: null,
}

describe('an answer', () => {
  it('says 有効 in one banner and the share as its largest figure', () => {
    const view = show()
    expect(view.findAll('.banner')).toHaveLength(1)
    expect(view.get('.banner').text()).toContain('有効')
    expect(view.get('.figure').text()).toBe('2割')
  })

  it('says for which day it holds', () => {
    expect(show().text()).toContain('2026年11月21日(土)')
  })

  it('gives insurer, symbol, number and branch each to be copied', () => {
    const labels = show()
      .findAllComponents(NumberField)
      .map((field) => [field.props('label'), field.props('value')])
    expect(labels).toEqual([
      ['保険者番号', '06139992'],
      ['記号', '訓練・12'],
      ['番号', '3456789'],
      ['枝番', '01'],
    ])
  })

  it('shows no symbol and no branch where there is none, never 00', () => {
    const labels = show({ coverages: [ELDERLY] })
      .findAllComponents(NumberField)
      .map((field) => field.props('label'))
    expect(labels).toEqual(['保険者番号', '番号'])
  })

  it('shows limit, elderly certificate and specific disease with their days', () => {
    const text = show().text()
    expect(text).toContain('適用区分 低所得Ⅰ')
    expect(text).toContain('高齢受給者')
    expect(text).toContain('人工透析を要する慢性腎不全')
    expect(text).toContain('月の限度額 10,000円')
  })

  it('shows 公費 with both numbers and what the patient pays', () => {
    const view = show({ publicExpenses: [EXPENSE] })
    expect(view.text()).toContain('12139997')
    expect(view.text()).toContain('1234567')
    expect(view.text()).toContain('1,500円')
  })

  it('does not mention an address the authority did not give', () => {
    expect(show({ coverages: [{ ...COVERAGE, address: null }] }).text()).not.toContain('住所')
  })

  it('says plainly that revocation was not checked', () => {
    expect(show().text()).toContain('失効は未確認')
  })

  it('says how the person was known, and who attested where it was by the card’s photo (R12)', () => {
    expect(show({ identity: 'visual' }, { staffName: '看護　太郎' }).text()).toContain(
      '目視(証明: 看護　太郎)',
    )
    expect(show({ identity: 'visual' }).text()).toContain('目視')
    expect(show({ identity: 'pin' }, { staffName: '看護　太郎' }).text()).not.toContain('看護')
    expect(show({}).text()).not.toContain('本人の確かめ方')
  })

  it('never calls a face proven whose issuer nobody vouches for', () => {
    const text = show({ identity: 'visual', assurance: 'faceUnproven' }).text()
    expect(text).toContain('発行元は未確認')
    expect(text).not.toContain('検証済み')
  })

  it('says a lower assurance in words, and does not when there is none', () => {
    expect(show({ assurance: 'lower' }).text()).toContain('一段低い確認')
    expect(show().text()).not.toContain('一段低い')
  })

  it('gives the certificate’s warning', () => {
    const text = show({
      certificate: { state: 'alert', lastDay: '2027-01-15', usableUntil: '2027-04-30' },
    }).text()
    expect(text).toContain('2027年1月15日(金)')
    expect(text).toContain('更新')
  })

  it('says whose information may be seen by consent, and that none may', () => {
    expect(show().text()).toContain('診療情報、薬剤情報')
    expect(show({ consentedItems: [] }).text()).toContain('なし(資格だけ)')
  })

  it.each<[Validity, string]>([
    ['valid', '有効'],
    ['invalid', '無効'],
    ['none', '情報なし'],
    ['multiple', '複数'],
    ['invalidNewExists', '新しい資格あり'],
  ])('%s is headed %s and has numbered steps with reasons', (validity, title) => {
    const coverages =
      validity === 'none' ? [] : validity === 'multiple' ? [COVERAGE, ELDERLY] : [COVERAGE]
    const view = show({ validity, coverages })
    expect(view.get('.banner').text()).toContain(title)
    expect(view.findAll('.steps li').length).toBeGreaterThan(0)
    for (const step of view.findAll('.steps li')) {
      expect(step.get('.title').text()).not.toBe('')
      expect(step.get('.reason').text()).not.toBe('')
    }
  })

  it('never calls somebody uninsured and never proposes 10割', () => {
    const text = show({ validity: 'none', coverages: [] }).text()
    expect(text).not.toMatch(/未加入|無保険|10割/)
  })

  it('offers the telephone that helps', () => {
    expect(show().get('a[href="tel:08000804583"]').text()).toContain('0800-080-4583')
  })

  it('shows both days when the answer is of another day', () => {
    const text = show({}, { today: '2026-11-24' }).text()
    expect(text).toContain('2026年11月21日(土)の結果です')
  })
})

describe('several insurances', () => {
  const several = { validity: 'multiple' as const, coverages: [COVERAGE, ELDERLY] }

  it('picks none: no number can be copied before a person has chosen', () => {
    const view = show(several)
    expect(view.findAllComponents(NumberField)).toHaveLength(0)
    expect(view.findAll('input[type="radio"]')).toHaveLength(2)
  })

  it('shows the chosen one with its own share', async () => {
    const view = show(several)
    await view.findAll('input[type="radio"]')[1]?.setValue(true)
    expect(view.text()).toContain('選んだ資格')
    expect(view.getComponent(NumberField).props('value')).toBe('39139995')
    expect(view.getComponent(ShareFigure).text()).toContain('1割')
  })

  it('forgets the choice when another answer is shown', async () => {
    const view = show(several)
    await view.findAll('input[type="radio"]')[1]?.setValue(true)
    await view.setProps({ answer: makeAnswer('c-2', several) })
    expect(view.findAllComponents(NumberField)).toHaveLength(0)
  })
})

describe('a number to carry over', () => {
  const field = (copied: boolean) => {
    const texts: string[] = []
    const view = mount(NumberField, {
      props: {
        label: '保険者番号',
        value: '06139992',
        copy: (text: string) => {
          texts.push(text)
          return Promise.resolve(copied)
        },
      },
    })
    return { view, texts }
  }

  it('is copied exactly, and says so', async () => {
    const { view, texts } = field(true)
    await view.get('button').trigger('click')
    await flushPromises()
    expect(texts).toEqual(['06139992'])
    expect(view.get('[role="status"]').text()).toBe('コピーしました')
  })

  it('owns up when the browser does not let it', async () => {
    const { view } = field(false)
    await view.get('button').trigger('click')
    await flushPromises()
    expect(view.get('[role="status"]').text()).toBe('コピーできません')
  })

  it('names what its button copies', () => {
    expect(field(true).view.get('button').attributes('aria-label')).toBe('保険者番号をコピー')
  })

  it('does not keep saying so for another number', async () => {
    const { view } = field(true)
    await view.get('button').trigger('click')
    await flushPromises()
    await view.setProps({ value: '39139995' })
    expect(view.get('[role="status"]').text()).toBe('コピー')
  })
})
