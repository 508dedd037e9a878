import { describe, expect, it } from 'vitest'
import { isCheckId } from '../../domain/ids'
import { createClock, idTime } from '../../src/sync/clock'

const SERVER = Date.UTC(2026, 4, 20, 1, 0, 0)
const DATE = new Date(SERVER).toUTCString()

describe('the clock', () => {
  it.each([
    ['two hours slow', -7_200_000],
    ['a day fast', 86_400_000],
  ])('corrects a device that is %s by the gateway’s Date', (_, wrongBy) => {
    const device = SERVER + wrongBy
    const stored: number[] = []
    const clock = createClock({ now: () => device, onOffset: (ms) => stored.push(ms) })
    expect(clock.learn(DATE, device - 100, device)).toBe(true)
    expect(Math.abs(clock.now() - SERVER)).toBeLessThan(1_000)
    expect(clock.device()).toBe(device)
    expect(stored).toEqual([clock.offsetMs()])
  })

  it('leaves a clock alone that is right within the seconds of Date', () => {
    const clock = createClock({ now: () => SERVER + 1_200 })
    expect(clock.learn(DATE, SERVER + 1_000, SERVER + 1_200)).toBe(false)
    expect(clock.offsetMs()).toBe(0)
  })

  it('learns nothing from a slow reply that could have been dated at any moment of its way', () => {
    const clock = createClock({ now: () => SERVER })
    expect(clock.learn(DATE, SERVER - 15_000, SERVER + 15_000)).toBe(false)
  })

  it.each([null, 'yesterday', ''])('learns nothing from Date %o', (date) => {
    expect(createClock({ now: () => 0 }).learn(date, 0, 0)).toBe(false)
  })

  it('learns nothing when its own time ran backwards during the request', () => {
    expect(createClock({ now: () => 0 }).learn(DATE, 10_000, 5_000)).toBe(false)
  })

  it('makes ids whose order is that of the calls though the clock goes back', () => {
    let now = SERVER
    const clock = createClock({ now: () => now })
    const ids = [0, 5, -7_200_000, 0, 0, 86_400_000, -3].map((step) => {
      now += step
      return clock.createId()
    })
    expect([...ids].sort()).toEqual(ids)
    expect(ids.every(isCheckId)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('goes on after the newest id of the time before a restart', () => {
    const clock = createClock({ now: () => SERVER - 7_200_000, lastIdMs: SERVER })
    expect(idTime(clock.createId())).toBe(SERVER + 1)
  })
})
