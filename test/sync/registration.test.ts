import { IDBFactory } from 'fake-indexeddb'
import { beforeAll, describe, expect, it } from 'vitest'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import { updateProfile } from '../../src/sync/device-rows'
import { createRegistration } from '../../src/sync/registration'
import { StoreFault } from '../../src/sync/store-fault'
import {
  DEVICE_ID,
  makeDeviceKeys,
  makeProfile,
  openRegistered,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20)
let keys: DeviceKeyring

beforeAll(async () => {
  keys = await makeDeviceKeys()
})

/** Counts what is read. */
function counting(db: TazuneDb): { db: Pick<TazuneDb, 'read'>; reads: () => number } {
  let reads = 0
  return {
    reads: () => reads,
    db: {
      read(stores, work) {
        reads += 1
        return db.read(stores, work)
      },
    },
  }
}

describe('the registration in memory', () => {
  it('says who the device is and whom it seals to', async () => {
    const registration = createRegistration(await openRegistered(keys, NOW))
    const parties = await registration.current()
    expect(parties).toMatchObject({ deviceId: DEVICE_ID, gatewayKey: keys.gatewayKey })
    expect(parties?.signingKey.usages).toEqual(['sign'])
  })

  it('is read once for many saves, those at the same time too', async () => {
    const counted = counting(await openRegistered(keys, NOW))
    const registration = createRegistration(counted.db)
    await Promise.all([registration.current(), registration.current()])
    await registration.current()
    expect(counted.reads()).toBe(1)
  })

  it('is read anew after a change was told of', async () => {
    const db = await openRegistered(keys, NOW)
    const registration = createRegistration(db)
    await registration.current()
    await updateProfile(db, () => ({ gatewayKey: { ...keys.gatewayKey, id: 'k2' } }))
    registration.forget()
    expect(await registration.current()).toMatchObject({ gatewayKey: { id: 'k2' } })
  })

  it('is nothing before activation, and is found as soon as there is one', async () => {
    const db = await openTazuneDb({ indexedDB: new IDBFactory() })
    const registration = createRegistration(db)
    expect(await registration.current()).toBeNull()
    await db.write(['device'], (tx) => {
      const device = tx.objectStore('device')
      return Promise.all([
        device.put(makeProfile(keys, NOW), 'profile'),
        device.put({ signing: keys.signing }, 'keys'),
      ])
    })
    expect(await registration.current()).toMatchObject({ deviceId: DEVICE_ID })
  })

  it('does not keep a reading that failed', async () => {
    const db = await openRegistered(keys, NOW)
    let broken = true
    const registration = createRegistration({
      read: (stores, work) =>
        broken ? Promise.reject(new StoreFault('TZ-D21')) : db.read(stores, work),
    })
    await expect(registration.current()).rejects.toMatchObject({ code: 'TZ-D21' })
    broken = false
    expect(await registration.current()).not.toBeNull()
  })

  it('forgets what was being read while a change came in', async () => {
    const db = await openRegistered(keys, NOW)
    const registration = createRegistration(db)
    const early = registration.current()
    registration.forget()
    await updateProfile(db, () => ({ gatewayKey: { ...keys.gatewayKey, id: 'k2' } }))
    await early
    expect(await registration.current()).toMatchObject({ gatewayKey: { id: 'k2' } })
  })
})
