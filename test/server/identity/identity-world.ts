/** A gateway that knows a real provider, a device, and a patient's phone between the two. */
import { importJWK } from 'jose'
import * as v from 'valibot'
import { IdentityStarted, IdentityState, PATHS } from '../../../api/wire'
import type { CheckStatement } from '../../../domain/check'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  type TestClock,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway'
import { CLIENT_ID, playProvider, type PlayedProvider } from '../../support/identity-provider'
import { createPhone, type PatientPhone, type PhoneReply } from '../../support/patient-phone'

export const PUBLIC_BASE = 'https://phone.gateway.test'
export const PATIENT = { patientId: 'patient-valid-30' }

export type Wire = (
  url: URL,
  init: RequestInit,
  reach: () => Promise<Response>,
) => Promise<Response>

export interface IdentityWorld {
  gateway: TestGateway
  device: DeviceClient
  clock: TestClock
  provider: PlayedProvider
  phone: PatientPhone
  /** What stands between the gateway and the provider; a test puts its fault here. */
  wire: Wire
  /** Sends a check that waits for a proof; its id. */
  waitingCheck(statement?: Partial<CheckStatement>): Promise<string>
  start(checkId: string): Promise<IdentityStarted['session']>
  /** Starts and expects to be given an address. */
  address(checkId: string): Promise<string>
  state(checkId: string, wait?: number): Promise<IdentityState['session']>
  /** From the address through the provider's forms to the callback's page. */
  prove(address: string, login?: string): Promise<PhoneReply>
  /** As `prove`, but the callback is not opened: its address. */
  proveUntilCallback(address: string, login?: string): Promise<URL>
  end(): Promise<void>
}

/** Starts at the real time: the provider's tokens are dated by it. */
export async function createIdentityWorld(
  options: TestGatewayOptions & { off?: boolean } = {},
): Promise<IdentityWorld> {
  const { off = false, ...rest } = options
  const clock = createTestClock()
  const provider = await playProvider(`${PUBLIC_BASE}/identity/callback`)
  const key = await importJWK(provider.clientKey, 'ES256')
  if (key instanceof Uint8Array) throw new TypeError('not a key pair')
  const straight: Wire = (_url, _init, reach) => reach()
  const gateway = await createTestGateway({
    people: SANDBOX_PEOPLE.filter(({ id }) => id === 'valid-30'),
    now: clock.now,
    ...(!off && {
      digitalIdentity: {
        discovery: provider.discovery,
        clientId: CLIENT_ID,
        key: { key, kid: 'facility-1' },
        redirectBase: PUBLIC_BASE,
        fetch: (input, init) =>
          world.wire(new URL(input instanceof Request ? input.url : input), init ?? {}, () =>
            fetch(input, init),
          ),
      },
    }),
    ...rest,
  })
  const device = await activateDevice(await gateway.newCode(), {
    fetch: gateway.fetch,
    now: clock.now,
  })
  const person = SANDBOX_PEOPLE.find(({ id }) => id === 'valid-30')
  const [visit] = await gateway.sandbox.visitsOn(
    '',
    new Date(clock.now()).toISOString().slice(0, 10),
  )
  provider.people.set('patient', {
    name: person?.name ?? '',
    birthdate: visit?.birthdate ?? '',
  })
  let passing = true
  const phone = createPhone((url) => {
    if (url.origin !== PUBLIC_BASE) return fetch
    if (passing || !url.pathname.endsWith('/callback')) return gateway.fetch
    return () => Promise.resolve(new Response('held back'))
  })

  const world: IdentityWorld = {
    gateway,
    device,
    clock,
    provider,
    phone,
    wire: straight,
    async waitingCheck(statement = {}) {
      device.forgetToken()
      const check = await device.createIdentityCheck({ ...PATIENT, ...statement })
      const [result] = await device.sendChecks([check])
      if (result?.outcome !== 'accepted') throw new Error('the check was not accepted')
      await gateway.worker.runDue()
      return check.id
    },
    async start(checkId) {
      device.forgetToken()
      const reply = await device.request('POST', PATHS.identity, { checkId })
      return v.parse(IdentityStarted, await reply.json()).session
    },
    async address(checkId) {
      const started = await world.start(checkId)
      if (started.state !== 'open') throw new Error(`not opened: ${JSON.stringify(started)}`)
      return started.address
    },
    async state(checkId, wait = 0) {
      device.forgetToken()
      const reply = await device.request('GET', `${PATHS.identity}?check=${checkId}&wait=${wait}`)
      return v.parse(IdentityState, await reply.json()).session
    },
    async prove(address, login = 'patient') {
      const page = await phone.open(`${address}/go`)
      const asked = await phone.submit(page, { login, password: 'any' })
      // Who has agreed before is not asked again.
      return asked.text.includes('<form') ? phone.submit(asked, {}) : asked
    },
    async proveUntilCallback(address, login) {
      passing = false
      try {
        return (await world.prove(address, login)).url
      } finally {
        passing = true
      }
    },
    async end() {
      await gateway.end()
      await provider.stop()
    },
  }
  return world
}
