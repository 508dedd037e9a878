import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAnnouncer, type Announcer } from '../../src/sync/broadcast'
import { createDeviceServices, type DeviceServices } from '../../src/sync/device-services'
import { BASE_URL, createMockGateway, type MockGateway } from '../support/mock-gateway'
import { makeDeviceKeys, openRegistered, type DeviceKeyring } from '../support/sync-device'
import { createFakeTime } from '../support/sync-time'

describe('access that is renewed', () => {
  let keys: DeviceKeyring
  let gateway: MockGateway
  let services: DeviceServices
  let otherTab: Announcer
  let heard: string[]
  let told: string[]

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    const time = createFakeTime()
    const indexedDB = new IDBFactory()
    const registered = await openRegistered(keys, time.now(), indexedDB)
    registered.close()
    gateway = createMockGateway(time, keys.gatewayKey)
    told = []
    heard = []
    services = await createDeviceServices({
      ...{ indexedDB, baseUrl: BASE_URL, fetch: gateway.fetch, timers: time, now: time.now },
      ...{ locks: null, isOnline: () => true, appVersion: '0.1.0' },
      onChange: () => told.push('changed'),
      onErased: () => told.push('erased'),
    })
    otherTab = createAnnouncer()
    otherTab.subscribe((kind) => heard.push(kind))
  })

  afterEach(() => {
    services.close()
    otherTab.close()
  })

  it('is told to this screen and to the other tabs, for what came with it', async () => {
    expect(await services.client.checkIn()).toEqual({ ok: true, value: null })
    expect(told).toEqual(['changed'])
    await vi.waitFor(() => expect(heard).toEqual(['changed']))
  })

  it('goes with how many checks the device still holds', async () => {
    const unsent = (): unknown => (gateway.asked.at(-1)?.body as { unsent?: unknown }).unsent
    await services.client.checkIn()
    expect(unsent()).toBe(0)
    await services.db.write(['outbox'], async (tx) => {
      await tx.objectStore('outbox').put({ id: 'a' } as never)
      await tx.objectStore('outbox').put({ id: 'b' } as never)
    })
    await services.client.checkIn()
    expect(unsent()).toBe(2)
  })

  it('goes with the version of this app', async () => {
    await services.client.checkIn()
    expect(gateway.asked.at(-1)?.body).toMatchObject({ appVersion: '0.1.0' })
  })

  it('is told as a lock where it brought the order to erase', async () => {
    gateway.orders = ['eraseVault']
    await services.client.checkIn()
    expect(told).toEqual(['erased'])
    await vi.waitFor(() => expect(heard).toEqual(['locked']))
  })
})
