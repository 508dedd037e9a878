/** A request that somebody saw and sends once more, to another gateway on the same database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { PATHS } from '../../../api/wire'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

const CHECK = '01936b8e-0000-7000-8000-000000000000'
/** What a tablet sends where something is changed by words that it did not sign. */
const BODIES: Readonly<Record<string, object>> = {
  [PATHS.challenges]: { count: 1 },
  [PATHS.withdrawals]: { ids: [CHECK] },
  [PATHS.tags]: { tags: [] },
  [PATHS.medical]: { checkId: CHECK, staffId: 'staff-1' },
  [PATHS.identity]: { checkId: CHECK },
  [PATHS.identityEnd]: { checkId: CHECK },
}

const Document = v.object({
  paths: v.record(
    v.string(),
    v.record(v.string(), v.looseObject({ security: v.optional(v.array(v.unknown())) })),
  ),
})

let one: TestGateway
let other: TestGateway
let device: DeviceClient

beforeAll(async () => {
  one = await createTestGateway({ people: ONE_PERSON })
  other = await createTestGateway({ people: ONE_PERSON, store: one.store, keys: one.keys })
  device = await activateDevice(await one.newCode(), { fetch: one.fetch })
})
afterAll(async () => {
  await other.close()
  await other.sandbox.close()
  await one.end()
})

/** Every route that asks for a device’s proof, as the gateway’s own document has them. */
async function provenRoutes(): Promise<[method: 'GET' | 'POST', path: string][]> {
  const { paths } = v.parse(Document, await (await one.fetch('/openapi.json')).json())
  return Object.entries(paths).flatMap(([path, acts]) =>
    Object.entries(acts)
      .filter(([, { security }]) => JSON.stringify(security ?? []).includes('dpop'))
      .map(([method]): ['GET' | 'POST', string] => [method === 'get' ? 'GET' : 'POST', path]),
  )
}

async function sendTwice(method: 'GET' | 'POST', path: string, body?: object) {
  const address = method === 'GET' && path === PATHS.identity ? `${path}?check=${CHECK}` : path
  const headers = { ...(await device.authorize(method, path)), 'Content-Type': 'application/json' }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const first = await one.fetch(address, init)
  const second = await other.fetch(address, init)
  return { first, second, third: await one.fetch(address, init) }
}

describe('a request that is sent again with its proof', () => {
  it('changes nothing at another gateway, on any route', async () => {
    const routes = (await provenRoutes()).filter(([, path]) => path !== PATHS.checks)
    expect(routes.length).toBeGreaterThan(9)
    for (const [method, path] of routes) {
      const body = method === 'POST' ? BODIES[path] : undefined
      expect([path, method === 'GET' || body !== undefined]).toEqual([path, true])
      const { first, second, third } = await sendTwice(method, path, body)
      // What only reads is sealed to the device, whoever asks again.
      const again = method === 'GET' ? first.status : 401
      expect([path, method, first.status === 401]).toEqual([path, method, false])
      expect([path, method, second.status]).toEqual([path, method, again])
      expect([path, method, third.status]).toEqual([path, method, 401])
    }
  })

  it('is known for that after a restart, too', async () => {
    const headers = await device.authorize('POST', PATHS.withdrawals)
    const init = {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(BODIES[PATHS.withdrawals]),
    }
    expect((await one.fetch(PATHS.withdrawals, init)).status).toBe(200)
    const restarted = await createTestGateway({
      ...{ people: ONE_PERSON, store: one.store, keys: one.keys },
    })
    expect((await restarted.fetch(PATHS.withdrawals, init)).status).toBe(401)
    await restarted.close()
    await restarted.sandbox.close()
  })

  it('brings a check once, since the device has signed it', async () => {
    const check = await device.createCheck({ card: one.card('valid-30') })
    const { first, second } = await sendTwice('POST', PATHS.checks, { checks: [check] })
    expect(await first.json()).toMatchObject({ results: [{ outcome: 'accepted' }] })
    expect(await second.json()).toMatchObject({ results: [{ id: check.id, outcome: 'accepted' }] })
    const { waiting } = await one.store.operation.queue()
    expect(waiting).toBe(1)
  })
})
