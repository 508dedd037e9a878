import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCheckIns } from '../../src/sync/check-in'
import type { Classified } from '../../src/sync/classify'
import { createFakeTime, settleWork, type FakeTime } from '../support/sync-time'

const MINUTE_MS = 60_000

describe('checking in', () => {
  let time: FakeTime
  let line: EventTarget
  let screen: EventTarget
  let visible: boolean
  let asked: number
  let answer: () => Promise<Classified<null>>
  let faults: unknown[]
  let stop: () => void = () => undefined

  beforeEach(() => {
    time = createFakeTime()
    line = new EventTarget()
    screen = new EventTarget()
    visible = true
    asked = 0
    answer = () => Promise.resolve({ ok: true, value: null })
    faults = []
  })

  afterEach(() => stop())

  async function start(): Promise<void> {
    const checkIn = (): Promise<Classified<null>> => {
      asked += 1
      return answer()
    }
    stop = startCheckIns({
      client: { checkIn },
      line,
      screen,
      isVisible: () => visible,
      now: time.now,
      timers: time,
      onFault: (cause) => faults.push(cause),
    })
    await time.advance(0)
  }

  async function fire(target: EventTarget, name: string): Promise<void> {
    target.dispatchEvent(new Event(name))
    await settleWork()
  }

  it('happens at once, and every five minutes while the app is open', async () => {
    await start()
    expect(asked).toBe(1)
    await time.advance(5 * MINUTE_MS)
    expect(asked).toBe(2)
    await time.advance(5 * MINUTE_MS)
    expect(asked).toBe(3)
  })

  it('does not happen again for a line or a screen that comes back soon', async () => {
    await start()
    await time.advance(MINUTE_MS)
    await fire(line, 'online')
    await fire(screen, 'visibilitychange')
    expect(asked).toBe(1)
  })

  it('happens when the screen is seen again after a sleep in which no timer ran', async () => {
    await start()
    time.jump(60 * MINUTE_MS)
    visible = false
    await fire(screen, 'visibilitychange')
    expect(asked).toBe(1)
    visible = true
    await fire(screen, 'visibilitychange')
    expect(asked).toBe(2)
  })

  it('is tried again when the line comes back, because a failure is no contact', async () => {
    answer = () => Promise.resolve({ ok: false, failure: { kind: 'stop', code: 'TZ-D01' } })
    await start()
    await fire(line, 'online')
    expect(asked).toBe(2)
  })

  it('is one at a time', async () => {
    answer = () => new Promise(() => undefined)
    await start()
    await fire(line, 'online')
    expect(asked).toBe(1)
  })

  it('goes on after the clock was set back', async () => {
    await start()
    time.jump(-60 * MINUTE_MS)
    await fire(line, 'online')
    expect(asked).toBe(2)
  })

  it('reports a fault of the device and goes on', async () => {
    const fault = new Error('no store')
    answer = () => Promise.reject(fault)
    await start()
    expect(faults).toEqual([fault])
    answer = () => Promise.resolve({ ok: true, value: null })
    await fire(line, 'online')
    expect(asked).toBe(2)
  })

  it('ends with the page', async () => {
    await start()
    stop()
    await fire(line, 'online')
    expect(time.pending()).toEqual([])
    expect(asked).toBe(1)
  })
})
