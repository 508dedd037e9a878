import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TazuneDb } from '../../src/sync/db'
import { SET_BACK_MS, trustedNow } from '../../src/sync/time-mark'
import { type DeviceKeyring, makeDeviceKeys, openRegistered } from '../support/sync-device'

const START = Date.UTC(2026, 10, 22, 1)
const HOUR = 3_600_000

describe('time that cannot be set back (R32)', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let device: number
  let offsetMs: number
  const clock = { now: () => device + offsetMs, offsetMs: () => offsetMs }
  const look = () => trustedNow(db, clock)

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    db = await openRegistered(keys, START)
    device = START
    offsetMs = 0
  })

  it('is the corrected clock’s while that goes forward', async () => {
    expect(await look()).toBe(START)
    device += HOUR
    expect(await look()).toBe(START + HOUR)
  })

  it('is nobody’s to say when the clock was set back, however often it is asked', async () => {
    device += HOUR
    await look()
    device -= SET_BACK_MS + 1
    expect(await look()).toBeNull()
    expect(await look()).toBeNull()
  })

  it('forgives a nudge, and nudges do not add up', async () => {
    await look()
    device -= SET_BACK_MS
    expect(await look()).toBe(START - SET_BACK_MS)
    device -= 1
    expect(await look()).toBeNull()
  })

  it('is told again when the clock has caught up', async () => {
    device += HOUR
    await look()
    device -= HOUR / 2
    expect(await look()).toBeNull()
    device += HOUR / 2
    expect(await look()).toBe(START + HOUR)
  })

  it('is the gateway’s word again once it has corrected the clock', async () => {
    device += HOUR
    await look()
    device -= 10 * HOUR
    expect(await look()).toBeNull()
    offsetMs = 10 * HOUR
    expect(await look()).toBe(START + HOUR)
  })

  it('believes the gateway also where the device’s clock had run ahead', async () => {
    device += 24 * HOUR
    await look()
    offsetMs = -24 * HOUR
    expect(await look()).toBe(START)
  })
})
