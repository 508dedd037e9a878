import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import PinPad from '../../../src/ui/patient/pin-pad.vue'

let pad: VueWrapper<InstanceType<typeof PinPad>>

function key(label: string): ReturnType<VueWrapper['get']> {
  const found = pad.findAll('button').find((button) => button.text() === label)
  if (!found) throw new Error(`no key ${label}`)
  return found
}

async function tap(...labels: string[]): Promise<void> {
  for (const label of labels) await key(label).trigger('click')
}

async function type(
  name: string,
  init: KeyboardEventInit = {},
  target: EventTarget = document.body,
): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', {
    key: name,
    bubbles: true,
    cancelable: true,
    ...init,
  })
  target.dispatchEvent(event)
  await pad.vm.$nextTick()
  return event
}

async function paste(text: string, target: EventTarget = document.body): Promise<void> {
  const data = new DataTransfer()
  data.setData('text', text)
  target.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
  )
  await pad.vm.$nextTick()
}

const status = (): string => pad.get('[role=status]').text()
const filled = (): number => pad.findAll('.filled').length
const submitted = (): number[][] =>
  (pad.emitted<[Uint8Array]>('submit') ?? []).map(([pin]) => [...pin])
const ascii = (text: string): number[] => Array.from(text, (digit) => digit.charCodeAt(0))

beforeEach(() => {
  vi.useFakeTimers()
  pad = mount(PinPad, { attachTo: document.body })
})

afterEach(() => {
  pad.unmount()
  vi.useRealTimers()
})

describe('typing on the keys', () => {
  it('offers real buttons in the order of a telephone, never shuffled', () => {
    const keys = pad.get('[role=group]').findAll('button')
    expect(keys.map((button) => button.text())).toEqual([
      ...['1', '2', '3', '4', '5', '6', '7', '8', '9'],
      ...['やり直す', '0', '一文字消す'],
    ])
    expect(keys.every((button) => button.attributes('type') === 'button')).toBe(true)
  })

  it('fills one dot a digit and says how many stand', async () => {
    await tap('7', '9')
    expect(filled()).toBe(2)
    expect(status()).toBe('2桁入力済み')
  })

  it('waits for 確認 after the fourth digit', async () => {
    await tap('0', '0', '7', '9')
    expect(submitted()).toEqual([])
    await tap('確認')
    expect(submitted()).toEqual([ascii('0079')])
  })

  it('keeps no digit after 確認', async () => {
    await tap('1', '2', '3', '4', '確認')
    expect(filled()).toBe(0)
    await tap('確認')
    expect(submitted()).toHaveLength(1)
  })

  it('lets nothing be confirmed before the fourth digit, and stays reachable', async () => {
    await tap('1', '2', '3')
    expect(key('確認').attributes('aria-disabled')).toBe('true')
    expect(key('確認').attributes('disabled')).toBeUndefined()
    await tap('確認')
    expect(submitted()).toEqual([])
  })

  it('takes one digit back', async () => {
    await tap('1', '2', '一文字消す', '5', '6', '7', '確認')
    expect(submitted()).toEqual([ascii('1567')])
  })

  it('starts over', async () => {
    await tap('1', '2', 'やり直す')
    expect(filled()).toBe(0)
    expect(status()).toBe('入力を消しました')
  })

  it('takes no fifth digit and says why', async () => {
    await tap('1', '2', '3', '4', '5')
    expect(status()).toContain('確認を押してください')
    await tap('確認')
    expect(submitted()).toEqual([ascii('1234')])
  })

  it('takes nothing while the card works', async () => {
    await pad.setProps({ busy: true })
    await tap('1')
    await type('2')
    await paste('1234')
    expect(filled()).toBe(0)
  })
})

describe('a hardware keyboard', () => {
  it('types digits of either width, wherever the focus is', async () => {
    for (const name of ['4', '９', '5', '7']) await type(name)
    await type('Enter')
    expect(submitted()).toEqual([ascii('4957')])
  })

  it('takes back with Backspace and starts over with Escape', async () => {
    await type('4')
    await type('9')
    await type('Backspace')
    expect(filled()).toBe(1)
    await type('Escape')
    expect(filled()).toBe(0)
  })

  it('counts a key that is held down once', async () => {
    await type('4')
    await type('4', { repeat: true })
    expect(filled()).toBe(1)
  })

  it('leaves shortcuts and other letters to the browser', async () => {
    expect((await type('1', { ctrlKey: true })).defaultPrevented).toBe(false)
    expect((await type('a')).defaultPrevented).toBe(false)
    expect((await type('Tab')).defaultPrevented).toBe(false)
    expect(filled()).toBe(0)
  })

  it('leaves Enter on a key to that key', async () => {
    for (const name of ['1', '2', '3', '4']) await type(name)
    const event = await type('Enter', {}, key('5').element)
    expect(event.defaultPrevented).toBe(false)
    expect(submitted()).toEqual([])
  })

  it('takes nothing that is typed into another field', async () => {
    const field = document.createElement('input')
    document.body.append(field)
    await type('4', {}, field)
    await paste('1234', field)
    expect(filled()).toBe(0)
    field.remove()
  })
})

describe('pasting', () => {
  it('takes four digits and waits for 確認', async () => {
    await paste(' 49-57 ')
    expect(filled()).toBe(4)
    expect(submitted()).toEqual([])
    await tap('確認')
    expect(submitted()).toEqual([ascii('4957')])
  })

  it('replaces what stood', async () => {
    await tap('1')
    await paste('4957')
    await tap('確認')
    expect(submitted()).toEqual([ascii('4957')])
  })

  it('refuses anything else, keeps what stood, and repeats none of it', async () => {
    await tap('1')
    await paste('123456789018')
    expect(filled()).toBe(1)
    expect(status()).toBe('貼り付けた内容は数字4桁ではありません')
  })
})

describe('secrecy', () => {
  /** The page without the keys' own labels. */
  function everythingElse(): string {
    const copy = pad.element.cloneNode(true) as Element
    copy.querySelector('[role=group]')?.remove()
    return copy.outerHTML
      .replace(/ data-v-[0-9a-f]+=""/g, '')
      .replace(/viewBox="[^"]*"|d="[^"]*"/g, '')
  }

  it('never shows a typed digit in text or attribute, with the fourth as with the first', async () => {
    const before = everythingElse()
    expect(before).not.toMatch(/[5-9]/)
    for (const digit of ['9', '8', '7', '6']) {
      await tap(digit)
      expect(everythingElse()).not.toMatch(/[5-9]/)
    }
  })

  it('has no field that a browser or a keyboard could remember', () => {
    expect(pad.find('input').exists()).toBe(false)
  })

  it('hides the dots from a screen reader, which hears the count', () => {
    expect(pad.get('.dots').attributes('aria-hidden')).toBe('true')
    expect(status()).toBe('')
  })

  it('marks nothing of the pad to be read aloud', () => {
    expect(pad.find('[data-read-aloud]').exists()).toBe(false)
  })

  it('wipes when the window loses the focus', async () => {
    await tap('1', '2')
    window.dispatchEvent(new Event('blur'))
    await pad.vm.$nextTick()
    expect(filled()).toBe(0)
    expect(status()).toContain('画面を離れた')
  })

  it('wipes when the page is hidden', async () => {
    await tap('1', '2')
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    document.dispatchEvent(new Event('visibilitychange'))
    await pad.vm.$nextTick()
    expect(filled()).toBe(0)
    hidden.mockRestore()
  })

  it('wipes after a minute without a key, and each key begins the minute anew', async () => {
    await tap('1')
    vi.advanceTimersByTime(59_000)
    await tap('2')
    vi.advanceTimersByTime(59_000)
    await pad.vm.$nextTick()
    expect(filled()).toBe(2)
    vi.advanceTimersByTime(1_000)
    await pad.vm.$nextTick()
    expect(filled()).toBe(0)
    expect(status()).toContain('しばらく操作がなかった')
  })

  it('listens to no key after it is gone', async () => {
    await tap('1')
    const removed = mount(PinPad, { attachTo: document.body })
    removed.unmount()
    for (const name of ['2', '3', '4']) await type(name)
    await type('Enter')
    expect(removed.emitted('submit')).toBeUndefined()
    expect(submitted()).toEqual([ascii('1234')])
  })
})
