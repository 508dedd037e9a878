import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Stroke } from '../../../domain/declaration/signature'
import { movePen, toBox, toCanvas } from '../../../src/ui/declaration/patient/ink'
import SignaturePad from '../../../src/ui/declaration/patient/signature-pad.vue'
import { createFakePad, type FakePad } from './fake-pad'

enableAutoUnmount(afterEach)
afterEach(() => vi.restoreAllMocks())

const NAME: Stroke[] = [
  [
    [100, 100],
    [400, 200],
  ],
]

function mountPad(pad: FakePad, strokes: readonly Stroke[] = [], ratio = () => 1) {
  const page = mount(SignaturePad, {
    props: {
      modelValue: strokes,
      'onUpdate:modelValue': (modelValue: readonly Stroke[]) => page.setProps({ modelValue }),
      createPad: pad.create,
      ratio,
    },
    attachTo: document.body,
  })
  const strokesNow = () => page.props('modelValue')
  async function keys(...names: string[]): Promise<void> {
    for (const key of names) await page.get('canvas').trigger('keydown', { key })
  }
  return { page, strokesNow, keys }
}

describe('a signature by hand', () => {
  it('is kept in the box of the form, whatever the size of the canvas', async () => {
    const pad = createFakePad(() => 500)
    const { page, strokesNow } = mountPad(pad)
    pad.draw([50, 50], [200, 100])
    await page.vm.$nextTick()
    expect(strokesNow()).toEqual(NAME)
  })

  it('is drawn again at another size after the device is turned, and at its pixel ratio', () => {
    let width = 500
    let ratio = 2
    const pad = createFakePad(() => width)
    const { page } = mountPad(pad, NAME, () => ratio)
    const canvas = page.get('canvas').element
    expect([canvas.width, canvas.height]).toEqual([1000, 300])
    width = 1000
    ratio = 3
    window.dispatchEvent(new Event('resize'))
    expect([canvas.width, canvas.height]).toEqual([3000, 900])
    expect(pad.scales).toEqual([2, 3])
    expect(pad.shown()).toEqual([
      [
        { x: 100, y: 100 },
        { x: 400, y: 200 },
      ],
    ])
    page.unmount()
    expect(pad.isOff()).toBe(true)
  })

  it('shows what is left after one stroke is taken back', async () => {
    const pad = createFakePad()
    const { page } = mountPad(pad, [...NAME, ...NAME])
    expect(pad.shown()).toHaveLength(2)
    await page.setProps({ modelValue: NAME })
    expect(pad.shown()).toHaveLength(1)
    await page.setProps({ modelValue: [] })
    expect(pad.shown()).toEqual([])
  })
})

describe('a signature by keys', () => {
  it('lowers the pen, draws with the arrows and lifts it', async () => {
    const { keys, strokesNow, page } = mountPad(createFakePad())
    await keys(' ', 'ArrowRight', 'ArrowRight', 'ArrowDown')
    expect(page.get('[role=status]').text()).toBe('ペンを下ろしました')
    await keys(' ')
    expect(page.get('[role=status]').text()).toBe('ペンを上げました')
    expect(strokesNow()).toEqual([
      [
        [100, 150],
        [120, 150],
        [140, 150],
        [140, 170],
      ],
    ])
  })

  it('moves the pen without drawing while it is up, farther with shift', async () => {
    const { keys, strokesNow, page } = mountPad(createFakePad())
    await page.get('canvas').trigger('keydown', { key: 'ArrowRight', shiftKey: true })
    await keys(' ', 'ArrowUp', ' ')
    expect(strokesNow()).toEqual([
      [
        [160, 150],
        [160, 130],
      ],
    ])
  })

  it('keeps the stroke when the focus goes elsewhere', async () => {
    const { keys, strokesNow, page } = mountPad(createFakePad())
    await keys(' ', 'ArrowRight')
    await page.get('canvas').trigger('blur')
    expect(strokesNow()).toHaveLength(1)
  })

  it('leaves every other key, and those with ctrl, to the browser', async () => {
    const { page, strokesNow } = mountPad(createFakePad())
    for (const key of [{ key: 'Tab' }, { key: 'a' }, { key: ' ', ctrlKey: true }]) {
      const event = new KeyboardEvent('keydown', { ...key, cancelable: true, bubbles: true })
      page.get('canvas').element.dispatchEvent(event)
      expect(event.defaultPrevented).toBe(false)
    }
    await page.vm.$nextTick()
    expect(strokesNow()).toEqual([])
  })

  it('never leaves the box', () => {
    expect(movePen([0, 0], 'ArrowLeft', false)).toEqual([0, 0])
    expect(movePen([995, 295], 'ArrowRight', true)).toEqual([1000, 295])
    expect(movePen([0, 0], 'Enter', false)).toBeNull()
  })
})

describe('between box and canvas', () => {
  it('comes back as it was', () => {
    expect(toBox(toCanvas(NAME, 328), 328)).toEqual(NAME)
    expect(toBox([], 0)).toEqual([])
  })
})
