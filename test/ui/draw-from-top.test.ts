import { effectScope, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { drawFromTop, type AfterPaint } from '../../src/ui/draw-from-top'

/** A screen whose next frame comes when the test says so. */
function screen(): { paint: AfterPaint; frame: () => void; waiting: () => number } {
  const actions = new Set<() => void>()
  return {
    paint(action) {
      actions.add(action)
      return () => actions.delete(action)
    },
    frame() {
      const due = [...actions]
      actions.clear()
      for (const action of due) action()
    },
    waiting: () => actions.size,
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

describe('drawing a long list from its top', () => {
  it('draws six rows first and six more with each frame', () => {
    const { paint, frame, waiting } = screen()
    effectScope().run(() => {
      const drawn = drawFromTop(() => numbers(20), paint)
      for (const count of [6, 12, 18, 20]) {
        expect(drawn.value).toEqual(numbers(count))
        frame()
      }
      expect(waiting()).toBe(0)
    })
  })

  it('draws a short list at once and plans nothing', () => {
    const { paint, waiting } = screen()
    effectScope().run(() => {
      expect(drawFromTop(() => numbers(6), paint).value).toHaveLength(6)
      expect(waiting()).toBe(0)
    })
  })

  it('does the same for a list that comes later, and holds nothing back after that', async () => {
    const { paint, frame } = screen()
    const scope = effectScope()
    await scope.run(async () => {
      const items = ref<number[]>([])
      const drawn = drawFromTop(() => items.value, paint)
      items.value = numbers(10)
      await Promise.resolve()
      expect(drawn.value).toHaveLength(6)
      frame()
      expect(drawn.value).toHaveLength(10)
      items.value = numbers(50)
      expect(drawn.value).toHaveLength(50)
    })
  })

  it('plans nothing more for a screen that is gone', () => {
    const { paint, waiting } = screen()
    const scope = effectScope()
    scope.run(() => drawFromTop(() => numbers(50), paint))
    expect(waiting()).toBe(1)
    scope.stop()
    expect(waiting()).toBe(0)
  })
})
