import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Setting } from '../../../domain/check'
import { failed } from '../../../domain/outcome'
import type { Visit } from '../../../domain/visit'
import DeclarationPage from '../../../src/pages/declaration/declaration-page.vue'
import { createAppRouter } from '../../../src/router'
import { useCaptureStore } from '../../../src/stores/capture'
import { useDeclarationStore } from '../../../src/stores/declaration'
import { useDeviceStore } from '../../../src/stores/device'
import { provideServices } from '../../../src/stores/services'
import { useTabletStore } from '../../../src/stores/tablet'
import { useVisitsStore } from '../../../src/stores/visits'
import { choosePatientLanguage, forgetPatientLanguage } from '../../../src/words/patient'
import { createMemoryHistory } from 'vue-router'
import { createFakeWorld, type FakeWorld, VISIT } from '../../support/fake-services'
import { createFakePad } from '../../ui/declaration/fake-pad'

let mounted: VueWrapper | null = null

afterEach(() => {
  mounted?.unmount()
  mounted = null
  forgetPatientLanguage()
  vi.restoreAllMocks()
  document.body.innerHTML = ''
})

interface Options {
  visit?: Partial<Visit>
  walkIn?: boolean
  setting?: Setting
  /** False: no check is under way. */
  begun?: boolean
  world?: FakeWorld
}

async function openPage(options: Options = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const world = options.world ?? createFakeWorld()
  world.visits = [{ ...VISIT, ...options.visit }]
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  const capture = useCaptureStore()
  if (options.begun ?? true) {
    capture.begin(options.walkIn ? null : VISIT.id)
    if (options.walkIn) capture.chooseSetting('homeNursing')
    if (options.setting) capture.chooseSetting(options.setting)
  }
  const pad = createFakePad()
  const router = createAppRouter(createMemoryHistory())
  await router.push('/check/declaration')
  // The screens they lead to are fetched then, and are not what is looked at here.
  const push = vi.spyOn(router, 'push')
  const replace = vi.spyOn(router, 'replace')
  const page = mount(DeclarationPage, {
    props: { speech: null, createPad: pad.create },
    global: { plugins: [pinia, router] },
    attachTo: document.body,
  })
  mounted = page
  await flushPromises()

  const title = () => page.get('h1').text()
  async function press(...names: string[]): Promise<void> {
    for (const name of names) {
      const found = page
        .findAll('button')
        .find((each) => each.text().startsWith(name) || each.attributes('aria-label') === name)
      if (!found) throw new Error(`no button ${name} on 「${title()}」`)
      await found.trigger('click')
      await flushPromises()
    }
  }
  async function type(text: string): Promise<void> {
    await page.get('textarea').setValue(text)
    await press('次へ')
  }
  async function pressKeys(digits: string): Promise<void> {
    for (const digit of digits) {
      const key = page.findAll('.key').find((each) => each.text() === digit)
      if (!key) throw new Error(`no key ${digit}`)
      await key.trigger('click')
    }
  }
  const fault = () => page.find('[role=alert]').text()
  const form = useDeclarationStore()
  return {
    page,
    world,
    capture,
    form,
    router,
    push,
    replace,
    pad,
    title,
    press,
    type,
    pressKeys,
    fault,
  }
}

type Opened = Awaited<ReturnType<typeof openPage>>

/** To the review, with the shortest answers that are right. */
async function fillIn(opened: Opened): Promise<void> {
  const { press, type, pressKeys } = opened
  await press('患者さんがはじめる', 'はじめる', 'はい、入っています', '会社などの健康保険')
  await type('訓練健康保険組合')
  await press('お勤め先はない', '家族の保険', '1割')
  await press('はい、合っています', 'はい、合っています', 'はい、合っています', '女')
  await type('訓練県訓練市１－１')
  await press('はい、住んでいます')
  await pressKeys('09012345678')
  await press('次へ', '患者さん本人')
}

async function signAndReturn({ press, pad }: Opened): Promise<void> {
  await press('よい。署名へ進む')
  pad.draw([50, 50], [300, 90])
  await flushPromises()
  await press('書きました', 'スタッフの方はこちら', 'スタッフの画面に戻る')
}

describe('申立書 from hand-over to 保存', () => {
  it('is filled by the patient, looked at by staff and saved', async () => {
    const opened = await openPage()
    expect(opened.title()).toBe('申立書を書いてもらう')
    await fillIn(opened)
    expect(opened.title()).toBe('この内容でよろしいですか')
    await signAndReturn(opened)
    expect(opened.title()).toBe('申立書を確かめる')
    expect(opened.page.get('article').text()).toContain('訓練健康保険組合')
    await opened.press('この申立書を保存する')
    expect(opened.world.saved).toHaveLength(1)
    expect(opened.world.saved[0]?.payload.evidence).toMatchObject({
      kind: 'declaration',
      declaration: {
        insuranceKind: 'employees',
        insurerName: '訓練健康保険組合',
        workplace: 'なし',
        insuredAs: 'family',
        share: 10,
        name: '見本 花子',
        birthdate: VISIT.birthdate,
        residence: null,
        relation: null,
        phone: '09012345678',
      },
    })
    expect(opened.push).toHaveBeenLastCalledWith('/check')
  })

  it('reads all of it back before the signature, and mends one line from there', async () => {
    const opened = await openPage()
    await fillIn(opened)
    const lines = opened.page.findAll('dt').map((term) => term.text())
    expect(lines).toEqual([
      'いま保険に入っている',
      '保険の種類',
      '保険の名前',
      'お勤め先',
      '本人か家族か',
      '窓口で払う割合',
      'お名前',
      'フリガナ',
      '生年月日',
      '性別',
      'カードの住所',
      'いま住んでいる所',
      '電話番号',
      '署名する方',
    ])
    await opened.press('電話番号を直す', 'やり直す')
    await opened.pressKeys('0312345678')
    await opened.press('次へ')
    expect(opened.title()).toBe('この内容でよろしいですか')
    expect(opened.form.entry?.draft.phone).toBe('0312345678')
  })

  it('keeps the patient on this screen, and shows nothing of staff', async () => {
    const opened = await openPage()
    await opened.press('患者さんがはじめる')
    expect(useTabletStore().patientPath).toBe('/check/declaration')
    await opened.router.push('/visits')
    expect(opened.router.currentRoute.value.path).toBe('/check/declaration')
    expect(opened.page.text()).not.toContain('別の方法')
  })

  it('says what is wrong where the disk is full, and loses nothing', async () => {
    const opened = await openPage()
    await fillIn(opened)
    await signAndReturn(opened)
    opened.world.saveResult = failed('TZ-D04')
    await opened.press('この申立書を保存する')
    expect(opened.title()).toBe('申立書を確かめる')
    expect(opened.page.text()).toContain('TZ-D04')
    expect(opened.world.entries.size).toBe(1)
  })

  it('prints the sheet and nothing beside it', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    const opened = await openPage()
    await fillIn(opened)
    await signAndReturn(opened)
    await opened.press('印刷する')
    expect(print).toHaveBeenCalledTimes(1)
    expect(document.querySelector('body > .print-sheet article')?.textContent).toContain('訓練')
    vi.unstubAllGlobals()
  })
})

describe('a question of the 申立書', () => {
  async function at(question: Parameters<Opened['form']['change']>[0], options: Options = {}) {
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
    mounted?.unmount()
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

describe('a 申立書 that was put down', () => {
  it('keeps its answers when the patient stops, and goes on later', async () => {
    const opened = await openPage()
    await opened.press('患者さんがはじめる', 'はじめる', 'はい、入っています')
    opened.form.leave('left')
    await flushPromises()
    expect(opened.page.text()).toContain('ここまでの答えは、この端末に残っています。')
    await opened.press('スタッフの方はこちら', 'スタッフの画面に戻る')
    expect(opened.page.text()).toContain('14問のうち1問まで答えています')
    await opened.press('続きを書いてもらう')
    expect(opened.title()).toBe('どの健康保険ですか')
  })

  it('is offered to whoever unlocks after a lock', async () => {
    const first = await openPage()
    await first.press('患者さんがはじめる', 'はじめる', 'はい、入っています')
    first.page.unmount()
    const second = await openPage({ world: first.world, begun: false })
    expect(second.title()).toBe('書きかけの申立書')
    expect(second.page.text()).toContain(VISIT.name)
    await second.press('続きから')
    expect(second.title()).toBe('申立書を書いてもらう')
    await second.press('続きを書いてもらう')
    expect(second.title()).toBe('どの健康保険ですか')
  })

  it('says it where an answer could not be kept', async () => {
    const opened = await openPage()
    opened.world.services.records.putEntryDraft = () => Promise.resolve(failed('TZ-D04'))
    await opened.press('患者さんがはじめる', 'はじめる', 'はい、入っています')
    expect(opened.fault()).toContain('答えを端末に残せませんでした')
  })
})

describe('the address of the 申立書', () => {
  it('leads to the list where there is neither a check nor a form', async () => {
    const opened = await openPage({ begun: false })
    expect(opened.replace).toHaveBeenCalledWith('/visits')
  })

  it('is closed for a 施術所 (R54)', async () => {
    const opened = await openPage({ setting: 'treatmentRoom' })
    expect(opened.page.text()).toContain('申立書は、医療機関と薬局で使う書類です。')
    expect(opened.page.text()).not.toContain('患者さんがはじめる')
  })
})
