export interface PaintLink {
  requestIdleCallback?: (action: () => void, options: { timeout: number }) => unknown
  setTimeout: (action: () => void, ms: number) => unknown
}

/**
 * Runs `action` when the browser has painted and is idle; Safari has no idle callback.
 * @returns the function that calls it off
 */
export function afterFirstPaint(action: () => void, view: PaintLink = window): () => void {
  let isWanted = true
  const runIfWanted = (): void => {
    if (isWanted) action()
  }
  if (view.requestIdleCallback) view.requestIdleCallback(runIfWanted, { timeout: 3_000 })
  else view.setTimeout(runIfWanted, 300)
  return () => {
    isWanted = false
  }
}
