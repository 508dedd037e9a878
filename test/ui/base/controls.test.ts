import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import ChoiceList from '../../../src/ui/base/choice-list.vue'
import ConfirmDialog from '../../../src/ui/base/confirm-dialog.vue'
import ProgressBar from '../../../src/ui/base/progress-bar.vue'

afterEach(() => {
  document.body.innerHTML = ''
})

describe('a progress bar', () => {
  it.each([
    [0, '0'],
    [0.333, '33'],
    [1, '100'],
    [1.7, '100'],
    [-1, '0'],
  ])('shows %s as %s percent', (value, percent) => {
    const bar = mount(ProgressBar, { props: { value, label: '送信しています' } })
    expect(bar.get('[role="progressbar"]').attributes('aria-valuenow')).toBe(percent)
  })

  it('claims no percentage while it knows none', () => {
    const bar = mount(ProgressBar, { props: { value: null, label: '開いています' } })
    expect(bar.get('[role="progressbar"]').attributes('aria-valuenow')).toBeUndefined()
  })

  it('is named by the words beside it', () => {
    const bar = mount(ProgressBar, { props: { value: 0.5, label: '読んでいます' } })
    const id = bar.get('[role="progressbar"]').attributes('aria-labelledby') ?? ''
    expect(bar.get(`[id="${id}"]`).text()).toBe('読んでいます')
  })
})

describe('a list of choices', () => {
  const options = [
    { value: 'a', label: '看護　太郎', note: 'パスコード' },
    { value: 'b', label: '訪問　美咲' },
  ]
  const make = (modelValue: string | null) =>
    mount(ChoiceList, { props: { legend: 'スタッフ', options, modelValue } })

  it('is one group of radio buttons with a name', () => {
    const list = make(null)
    expect(list.get('fieldset legend').text()).toBe('スタッフ')
    const names = list.findAll('input[type="radio"]').map((input) => input.attributes('name'))
    expect(names).toHaveLength(2)
    expect(new Set(names).size).toBe(1)
  })

  it('chooses nothing by itself', () => {
    const checked = make(null)
      .findAll('input')
      .filter((input) => (input.element as HTMLInputElement).checked)
    expect(checked).toHaveLength(0)
  })

  it('tells the choice', async () => {
    const list = make('a')
    await list.findAll('input')[1]?.setValue(true)
    expect(list.emitted('update:modelValue')).toEqual([['b']])
  })

  it('keeps two lists on one page apart', () => {
    const both = mount({
      components: { ChoiceList },
      setup: () => ({ options }),
      template:
        '<div><ChoiceList legend="1" :options="options" :model-value="null" /><ChoiceList legend="2" :options="options" :model-value="null" /></div>',
    })
    const names = both.findAll('input').map((input) => input.attributes('name'))
    expect(new Set(names).size).toBe(2)
  })
})

describe('a question before something final', () => {
  const make = (props: Record<string, unknown> = {}) =>
    mount(ConfirmDialog, {
      props: { open: true, title: '消去しますか', confirmLabel: '消去する', ...props },
      slots: { default: '元に戻せません。' },
      attachTo: document.body,
    })

  it('is a modal dialog named by its question', () => {
    const dialog = make()
    const element = dialog.get('dialog')
    expect((element.element as HTMLDialogElement).open).toBe(true)
    const id = element.attributes('aria-labelledby') ?? ''
    expect(dialog.get(`[id="${id}"]`).text()).toBe('消去しますか')
  })

  it('takes a closing by the browser itself for a no, so that it can be asked again', async () => {
    const dialog = make()
    ;(dialog.get('dialog').element as HTMLDialogElement).close()
    await dialog.get('dialog').trigger('close')
    expect(dialog.emitted('cancel')?.length).toBeGreaterThan(0)
    await dialog.setProps({ open: false })
    await dialog.setProps({ open: true })
    expect((dialog.get('dialog').element as HTMLDialogElement).open).toBe(true)
  })

  it('does not take its own closing for a no', async () => {
    const dialog = make()
    await dialog.setProps({ open: false })
    await dialog.get('dialog').trigger('close')
    expect(dialog.emitted('cancel')).toBeUndefined()
  })

  it('asked again before the browser has told of the first closing, stays open', async () => {
    const dialog = make()
    await dialog.setProps({ open: false })
    await dialog.setProps({ open: true })
    await dialog.get('dialog').trigger('close')
    expect(dialog.emitted('cancel')).toBeUndefined()
  })

  it('shows nothing while it is closed, and closes when told to', async () => {
    const dialog = make({ open: false })
    expect(dialog.text()).toBe('')
    await dialog.setProps({ open: true })
    expect(dialog.text()).toContain('元に戻せません。')
    await dialog.setProps({ open: false })
    expect((dialog.get('dialog').element as HTMLDialogElement).open).toBe(false)
  })

  it('offers the safe answer first', () => {
    const labels = make()
      .findAll('button')
      .map((button) => button.text())
    expect(labels).toEqual(['キャンセル', '消去する'])
  })

  it('tells the answer', async () => {
    const dialog = make()
    const [cancel, confirm] = dialog.findAll('button')
    await confirm?.trigger('click')
    await cancel?.trigger('click')
    expect(dialog.emitted('confirm')).toHaveLength(1)
    expect(dialog.emitted('cancel')).toHaveLength(1)
  })

  it('takes Escape as no', async () => {
    const dialog = make()
    await dialog.get('dialog').trigger('cancel')
    expect(dialog.emitted('cancel')).toHaveLength(1)
    expect(dialog.emitted('confirm')).toBeUndefined()
  })

  it('cannot be answered with yes while something is missing', async () => {
    const dialog = make({ disabled: true })
    await dialog.findAll('button')[1]?.trigger('click')
    expect(dialog.emitted('confirm')).toBeUndefined()
  })
})
