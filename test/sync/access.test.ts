import { expect, it } from 'vitest'
import { createAccess } from '../../src/sync/access'
import { createClock } from '../../src/sync/clock'
import { BASE_URL, createMockGateway } from '../support/mock-gateway'
import { DEVICE_ID, makeDeviceKeys } from '../support/sync-device'
import { createFakeTime } from '../support/sync-time'

it('signs for the token it began with, though another request has its refusal meanwhile', async () => {
  const keys = await makeDeviceKeys()
  const time = createFakeTime()
  const access = createAccess({
    baseUrl: BASE_URL,
    fetch: createMockGateway(time, keys.gatewayKey).fetch,
    timers: time,
    isOnline: () => true,
    clock: createClock({ now: time.now }),
    identity: { deviceId: DEVICE_ID, signing: keys.signing },
  })
  const first = await access.headersFor('GET', `${BASE_URL}/v1/answers`)
  if (!first.ok) throw new Error('no access')
  const under = access.headersFor('GET', `${BASE_URL}/v1/visits`)
  access.forget(first.value)
  expect(await under).toMatchObject({
    ok: true,
    value: { authorization: first.value.authorization },
  })
})
