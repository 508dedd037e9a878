import { beforeEach, describe, expect, it, vi } from 'vitest'
import { afterFirstPaint } from '../../src/ui/after-first-paint'

describe('what waits for the first paint', () => {
  const action = vi.fn()
  const idle = vi.fn<(run: () => void, options: { timeout: number }) => void>()
  const later = vi.fn<(run: () => void, ms: number) => void>()
  beforeEach(() => void vi.clearAllMocks())

  it('waits for an idle moment', () => {
    afterFirstPaint(action, { requestIdleCallback: idle, setTimeout: later })
    expect(action).not.toHaveBeenCalled()
    expect(later).not.toHaveBeenCalled()
    expect(idle.mock.calls[0]?.[1]).toEqual({ timeout: 3_000 })
    idle.mock.calls[0]?.[0]()
    expect(action).toHaveBeenCalledTimes(1)
  })

  it('waits a little while where the browser tells of no idle moment', () => {
    afterFirstPaint(action, { setTimeout: later })
    expect(action).not.toHaveBeenCalled()
    expect(later.mock.calls[0]?.[1]).toBe(300)
    later.mock.calls[0]?.[0]()
    expect(action).toHaveBeenCalledTimes(1)
  })

  it('is not done any more when the screen that wanted it has gone', () => {
    const callOff = afterFirstPaint(action, { setTimeout: later })
    callOff()
    later.mock.calls[0]?.[0]()
    expect(action).not.toHaveBeenCalled()
  })
})
