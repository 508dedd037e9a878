/** Long lists: what fills a screen at once, the rest when that has been painted. */
import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'

/** More rows than the largest tablet shows without scrolling. */
const FIRST_ROWS = 12

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

/** The rows to draw now; all of `items` from the second frame on. */
export function drawFromTop<T>(
  items: () => readonly T[],
  paint: AfterPaint = afterPaint,
): ComputedRef<readonly T[]> {
  const limit = ref(FIRST_ROWS)
  let cancel: (() => void) | null = null
  watch(
    () => items().length > FIRST_ROWS,
    (isLong) => {
      if (!isLong) return
      cancel ??= paint(() => {
        limit.value = Infinity
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => cancel?.())
  return computed(() => items().slice(0, limit.value))
}
