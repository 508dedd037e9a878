/**
 * BIZ UDPGothic, a face made to be told apart by older eyes, in slices by character. Its style sheet is large, so it
 * comes after the first paint; until then the device's own Japanese font stands in (font-display: swap).
 */
export async function loadFonts(): Promise<void> {
  await import('@fontsource/biz-udpgothic/400.css')
}

export interface PaintLink {
  requestIdleCallback?: (action: () => void, options: { timeout: number }) => unknown
  setTimeout: (action: () => void, ms: number) => unknown
}

/** Runs `action` when the browser has painted and is idle; Safari has no idle callback. */
export function afterFirstPaint(action: () => void, view: PaintLink = window): void {
  if (view.requestIdleCallback) view.requestIdleCallback(action, { timeout: 3_000 })
  else view.setTimeout(action, 300)
}
