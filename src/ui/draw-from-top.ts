/** Long lists: what a phone shows at once, then as much again with each frame, so that no tap waits for a long one. */
import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'

/** As many as a small tablet draws within one frame. */
const ROWS_AT_ONCE = 6

/** Runs `action` after the next frame is on the screen; returns how to prevent it. */
export type AfterPaint = (action: () => void) => () => void

export const afterPaint: AfterPaint = (action) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(action)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** The rows to draw now: some more with each frame, until all of `items` are there; nothing is held back after that. */
export function drawFromTop<T>(
  items: () => readonly T[],
  paint: AfterPaint = afterPaint,
): ComputedRef<readonly T[]> {
  const limit = ref(ROWS_AT_ONCE)
  let cancel: (() => void) | null = null

  function planMore(): void {
    cancel = paint(() => {
      const next = limit.value + ROWS_AT_ONCE
      limit.value = next < items().length ? next : Infinity
      if (limit.value < Infinity) planMore()
    })
  }

  watch(
    () => items().length > ROWS_AT_ONCE,
    (isLong) => {
      if (isLong && cancel === null) planMore()
    },
    { immediate: true },
  )
  onScopeDispose(() => cancel?.())
  return computed(() => items().slice(0, limit.value))
}
