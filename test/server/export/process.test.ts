/** The gateway as a process of its own, beside a folder, an ORCA and a receiver: killed in the middle, and refused. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Destinations, StoppedExports } from '../../../api/admin/exports'
import type { CardImage } from '../../../domain/card-image'
import { answerOf } from '../../../server/export/record'
import { ADMIN_ORIGIN, codeOf, createAdminClient, PASSCODE } from '../../support/admin-client'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { ORCA_LOGIN, startFakeOrca, type FakeOrca } from '../../support/fake-orca'
import { runGateway, startGateway, type GatewayProcess } from '../../support/gateway-process'
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver'
import { sampleRecord } from './sample-records'

const folder = mkdtempSync(join(tmpdir(), 'tazune-export-process-'))
const data = join(folder, 'data')
const out = join(folder, 'out')
const TOKEN = 'the-token-of-this-receiver-is-long'
const PATIENT = 'patient-valid-30'
const CHECKS = 5
const WAIT = { timeout: 90_000, interval: 200 }

let orca: FakeOrca
/** How far ORCA's clock is ahead, in ms. */
let orcaAhead = 0
let receiver: WebhookReceiver
let gateway: GatewayProcess
let device: DeviceClient

/** Reaches the process at whatever port it has now, by the address that devices and browsers know. */
const toGateway: typeof fetch = (input, init) => {
  const { port } = JSON.parse(readFileSync(join(data, 'gateway.json'), 'utf8')) as { port: number }
  const url = input instanceof Request ? input.url : String(input)
  return fetch(url.replace(ADMIN_ORIGIN, `http://127.0.0.1:${port}`), init)
}

async function start(): Promise<void> {
  const env = { NODE_EXTRA_CA_CERTS: join(folder, 'receiver.pem') }
  gateway = await startGateway(data, ['--origin', ADMIN_ORIGIN], env)
}

beforeAll(async () => {
  mkdirSync(out)
  mkdirSync(join(data, 'secrets'), { recursive: true })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = 'hook-1'
  orca = await startFakeOrca(() => Date.now() + orcaAhead)
  receiver = await startWebhookReceiver({ ...publicKey.export({ format: 'jwk' }), kid })
  writeFileSync(join(folder, 'receiver.pem'), receiver.certificate)
  const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid })
  for (const [name, text] of [
    ['hook-key', jwk],
    ['hook-token', TOKEN],
    ['orca-password', ORCA_LOGIN.password],
  ] as const) {
    writeFileSync(join(data, 'secrets', name), `${text}\n`)
  }
  const here = { addresses: ['127.0.0.1'] }
  const facility = {
    ...{ id: 'facility-1', name: 'みほん', institutionCode: '1319999999' },
    staff: [{ id: 'staff-1', name: '看護　花子' }],
    destinations: [
      { id: 'rows', kind: 'csv', folder: out },
      { id: 'records', kind: 'fhir', folder: out },
      {
        ...{ id: 'orca', kind: 'orca', url: orca.url.href, ...here },
        ...{ user: ORCA_LOGIN.user, password: 'orca-password' },
      },
      {
        ...{ id: 'hook', kind: 'webhook', url: receiver.url, ...here },
        ...{ key: 'hook-key', token: 'hook-token' },
      },
    ],
  }
  writeFileSync(join(data, 'config.json'), JSON.stringify({ facilities: [facility] }))
  const record = sampleRecord('valid-30')
  const covered = answerOf(record)?.coverages[0]
  orca.patients.set(PATIENT, {
    WholeName: covered?.name ?? '',
    WholeName_inKana: covered?.nameKana ?? '',
    BirthDate: covered?.birthdate ?? '',
    Sex: '1',
    insurances: [],
    publicExpenses: [],
  })
  await start()
  device = await activateDevice(gateway.code, { fetch: toGateway, origin: ADMIN_ORIGIN })
}, 90_000)

afterAll(async () => {
  await gateway.end('SIGKILL')
  await orca.close()
  await receiver.close()
  rmSync(folder, { recursive: true })
})

async function sendChecks(count: number): Promise<string[]> {
  const cards = JSON.parse(readFileSync(join(data, 'training-cards.json'), 'utf8')) as CardImage[]
  const card = cards.find(({ personaId }) => personaId === 'valid-30')
  if (!card) throw new Error('no such card')
  const checks = []
  for (const challenge of await device.fetchChallenges(count)) {
    const statement = { patientId: PATIENT }
    checks.push(await device.createCheck({ card, challenge, statement }))
  }
  await device.sendChecks(checks)
  return checks.map(({ id }) => id)
}

const files = (ending: string) => readdirSync(out).filter((name) => name.endsWith(ending))

describe('the gateway beside a facility’s own software', () => {
  it('killed in the middle of sending, has sent everything in the end, and nothing twice that counts', async () => {
    // It dies with a message in the air that the receiver has taken, and is not told so.
    let kill: Promise<unknown> | undefined
    receiver.onMessage = async () => {
      kill ??= gateway.end('SIGKILL')
      await kill
      return 204
    }
    const ids = await sendChecks(CHECKS)
    await expect.poll(() => kill !== undefined, WAIT).toBe(true)
    await kill
    receiver.onMessage = () => 204
    // Where it died between asking ORCA for a lock and hearing of it, ORCA gives it back when it is a minute old.
    orcaAhead = 60_000
    await start()
    await expect.poll(() => [...receiver.received.values()].sort(), WAIT).toEqual([...ids].sort())
    await expect.poll(() => files('.csv').length + files('.json').length, WAIT).toBe(2 * CHECKS)
    await expect.poll(() => orca.writes, WAIT).toBe(1)
    await expect.poll(() => orca.locks.size, WAIT).toBe(0)

    // The message that was in the air came again, under the key by which its receiver knows it.
    expect(receiver.statuses.length).toBeGreaterThan(receiver.received.size)
    expect(receiver.refused).toEqual([])
    for (const id of ids) {
      const csv = readFileSync(join(out, `tazune-${id}.csv`), 'utf8')
        .trimEnd()
        .split('\r\n')
      expect(csv).toHaveLength(2)
      expect(csv[1]).toContain(`${id},1,1,1319999999,${PATIENT}`)
      const bundle = JSON.parse(readFileSync(join(out, `tazune-${id}.json`), 'utf8')) as object
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
    }
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(orca.patients.get(PATIENT)?.insurances).toHaveLength(1)
  }, 240_000)

  it('tries again what is refused, stops where it must, shows it, and sends it when a person says so', async () => {
    const { output } = await runGateway([
      '--data',
      data,
      '--new-administrator',
      '--origin',
      ADMIN_ORIGIN,
    ])
    const link = /(https:\S+#invite=\S+)/.exec(output)?.[1] ?? ''
    const administrator = createAdminClient({ fetch: toGateway })
    const joined = { code: codeOf(link), passcode: PASSCODE }
    expect((await administrator.post('/invitation/passcode', joined)).status).toBe(200)
    const stopped = async () =>
      v.parse(StoppedExports, await (await administrator.get('/exports/stopped')).json()).exports

    const before = receiver.statuses.length
    receiver.onMessage = () => (receiver.statuses.length - before < 2 ? 503 : 410)
    const [id = ''] = await sendChecks(1)
    await expect
      .poll(stopped, WAIT)
      .toMatchObject([{ destination: 'hook', code: 'TZ-E06', patient: { number: PATIENT } }])
    expect(receiver.statuses.slice(before)).toEqual([503, 503, 410])
    const shown = v.parse(Destinations, await (await administrator.get('/exports')).json())
    expect(shown.destinations.find((each) => each.id === 'hook')).toMatchObject({ stopped: 1 })

    receiver.onMessage = () => 204
    const path = `/exports/${encodeURIComponent(`${id}:hook`)}/again`
    expect((await administrator.post(path)).status).toBe(200)
    await expect.poll(() => [...receiver.received.values()].includes(id), WAIT).toBe(true)
    await expect.poll(stopped, WAIT).toEqual([])

    const fetched = await toGateway(`${ADMIN_ORIGIN}/receiver/v1/checks/${id}`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    })
    expect(await fetched.json()).toEqual(
      JSON.parse(readFileSync(join(out, `tazune-${id}.json`), 'utf8')),
    )
  }, 240_000)

  it('has told nobody a secret or a name on the way', () => {
    const log = readFileSync(join(data, 'gateway.log'), 'utf8')
    for (const text of [TOKEN, ORCA_LOGIN.password, PATIENT, '花子', '"d"']) {
      expect(log + gateway.output()).not.toContain(text)
    }
    expect(log).toContain('"step":"stopped"')
  })
})
