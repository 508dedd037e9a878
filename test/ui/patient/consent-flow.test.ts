import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONSENT_TEXTS } from '../../../domain/texts/consent'
import type { Consent } from '../../../domain/check'
import ConsentFlow from '../../../src/ui/patient/consent-flow.vue'

const NOW = Date.parse('2026-11-21T01:00:00Z')
const UNTIL = '訪問が続く間、見ることができます。いつでも取り消せます。'

let flow: VueWrapper

function mountFlow(earlier: Consent | null = null): VueWrapper {
  return mount(ConsentFlow, {
    props: { until: UNTIL, facilityName: '訓練訪問看護ステーション', earlier, now: () => NOW },
    attachTo: document.body,
  })
}

async function press(name: string): Promise<void> {
  const button = flow
    .findAll('button')
    .find((found) => (found.attributes('aria-label') ?? found.text()).startsWith(name))
  if (!button) throw new Error(`no button ${name}`)
  await button.trigger('click')
}

const title = (): string => flow.get('h1').text()
const decided = (): Consent | undefined => flow.emitted<[Consent]>('decide')?.[0]?.[0]

beforeEach(() => {
  flow = mountFlow()
})

afterEach(() => flow.unmount())

describe('one question at a time', () => {
  it('asks who decides first, and shows one title a screen', () => {
    expect(title()).toBe('どなたがお答えになりますか')
    expect(flow.findAll('h1')).toHaveLength(1)
  })

  it('moves the focus to each question as it appears', async () => {
    expect(document.activeElement).toBe(flow.get('h1').element)
    await press('患者さん本人')
    expect(document.activeElement).toBe(flow.get('h1').element)
  })

  it('says of every item what it is for, and until when it may be seen, before the choice', async () => {
    await press('患者さん本人')
    for (const text of CONSENT_TEXTS) {
      expect(flow.text()).toContain(text.label)
      expect(flow.text()).toContain(text.purpose)
    }
    expect(flow.text()).toContain(UNTIL)
  })

  it('says that refusing costs nothing (R31)', async () => {
    await press('患者さん本人')
    expect(flow.text()).toContain('同意しなくても、保険の確認と診療は受けられます')
  })

  it('goes back without forgetting', async () => {
    await press('患者さん本人')
    await press('前の質問に戻る')
    const chosen = flow.findAll('[aria-pressed=true]')
    expect(chosen.map((button) => button.text())).toEqual(['患者さん本人'])
  })
})

describe('choices of equal weight', () => {
  it('makes すべて同意, 選ぶ and 同意しない of the same stuff and preselects none', async () => {
    await press('患者さん本人')
    const choices = flow.get('[role=group][aria-label=お答え]').findAll('button')
    expect(choices.map((choice) => choice.text())).toEqual([
      'すべて同意する',
      '一つずつ選ぶ',
      '同意しない',
    ])
    const looks = choices.map(
      (choice) => `${choice.classes().join(' ')}|${choice.attributes('style') ?? ''}`,
    )
    expect(new Set(looks).size).toBe(1)
    expect(choices.every((choice) => choice.attributes('aria-pressed') === 'false')).toBe(true)
  })

  it('needs as many presses to refuse as to agree', async () => {
    const presses: number[] = []
    for (const answer of ['すべて同意する', '同意しない']) {
      flow.unmount()
      flow = mountFlow()
      const path = ['患者さん本人', answer, '紙の処方箋', 'この内容で決める']
      for (const name of path) await press(name)
      expect(decided()).toBeDefined()
      presses.push(path.length)
    }
    expect(presses[0]).toBe(presses[1])
  })

  it('weighs yes and no of one item the same', async () => {
    await press('患者さん本人')
    await press('一つずつ選ぶ')
    const [yes, no] = flow.get('[role=group][aria-label=お答え]').findAll('button')
    expect(yes?.classes()).toEqual(no?.classes())
  })
})

describe('what is decided', () => {
  it('is every item, by the patient, at that instant', async () => {
    for (const name of ['患者さん本人', 'すべて同意する', '電子処方箋', 'この内容で決める']) {
      await press(name)
    }
    expect(decided()).toEqual({
      items: { diagnosis: true, medication: true, checkup: true, surgery: true },
      prescription: 'electronic',
      decidedBy: { kind: 'patient' },
      decidedAt: '2026-11-21T01:00:00.000Z',
      wording: 'consent-1',
    })
  })

  it('is each item by itself where the patient chooses', async () => {
    await press('患者さん本人')
    await press('一つずつ選ぶ')
    expect(flow.text()).toContain('4つのうち1つめ')
    for (const name of ['同意する', '同意しない', '同意する', '同意しない']) await press(name)
    await press('紙の処方箋')
    await press('この内容で決める')
    expect(decided()?.items).toEqual({
      diagnosis: true,
      medication: false,
      checkup: true,
      surgery: false,
    })
  })

  it('names the proxy by a relation from the list', async () => {
    for (const name of ['代理: お子さん', '同意しない', '紙の処方箋', 'この内容で決める']) {
      await press(name)
    }
    expect(decided()?.decidedBy).toEqual({ kind: 'proxy', relation: '子' })
  })

  it('asks another proxy for the relation and takes no empty one', async () => {
    await press('代理: そのほかの方')
    await press('次へ')
    expect(flow.get('[role=alert]').text()).toContain('続柄を入力してください')
    await flow.get('input').setValue('  めい ')
    await press('次へ')
    for (const name of ['同意しない', '紙の処方箋', 'この内容で決める']) await press(name)
    expect(decided()?.decidedBy).toEqual({ kind: 'proxy', relation: 'めい' })
  })

  it('can be changed line by line before it counts', async () => {
    for (const name of ['患者さん本人', 'すべて同意する', '紙の処方箋']) await press(name)
    await press('処方箋を直す')
    await press('電子処方箋')
    expect(title()).toBe('この内容でよろしいですか')
    await press('見てもよい情報を直す')
    await press('同意しない')
    expect(title()).toBe('この内容でよろしいですか')
    await press('この内容で決める')
    expect(decided()?.prescription).toBe('electronic')
    expect(Object.values(decided()?.items ?? {})).toEqual([false, false, false, false])
  })

  it('leads through the items when the review is changed to 選ぶ, then back to the review', async () => {
    for (const name of ['患者さん本人', '同意しない', '紙の処方箋']) await press(name)
    await press('見てもよい情報を直す')
    await press('一つずつ選ぶ')
    for (let item = 0; item < 4; item += 1) await press('同意する')
    expect(title()).toBe('この内容でよろしいですか')
    await press('この内容で決める')
    expect(Object.values(decided()?.items ?? {})).toEqual([true, true, true, true])
  })

  it('takes no 個人番号 for a relation, removes it and says why (R13)', async () => {
    await press('代理: そのほかの方')
    await flow.get('input').setValue('めい 1234-5678-9018')
    await press('次へ')
    expect(flow.get('[role=alert]').text()).toContain('個人番号')
    expect(flow.get<HTMLInputElement>('input').element.value).toBe('')
    await flow.get('input').setValue('めい')
    await press('次へ')
    expect(flow.find('input').exists()).toBe(false)
  })

  it('never reads the named relation aloud', async () => {
    await press('代理: そのほかの方')
    await flow.get('input').setValue('ひみつの続柄')
    await press('次へ')
    for (const name of ['同意しない', '紙の処方箋']) await press(name)
    const spoken = flow.findAll('[data-read-aloud]').map((element) => element.text())
    expect(flow.text()).toContain('ひみつの続柄')
    expect(spoken.join()).not.toContain('ひみつの続柄')
  })
})
