/** Three gateways on one PostgreSQL, in production: two of them are killed at work, and the third finishes all of it. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayInJapan } from '../../domain/days'
import { activateDevice } from '../support/device-client'
import { runGateway, startServing, type GatewayProcess } from '../support/gateway-process'
import { startSimulator, type Simulator } from '../support/oqs/simulator'
import { startPostgres, type PostgresServer } from '../support/postgres/server'
import {
  fillRoster,
  onStore,
  patientsCsv,
  productionCard,
  writeProduction,
} from '../support/production'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver'

const folder = mkdtempSync(join(tmpdir(), 'tazune-shared-'))
const data = join(folder, 'data')
const out = join(folder, 'out')
const FACILITIES = [
  { id: 'north', institutionCode: '1319999999' },
  { id: 'east', institutionCode: '2719999999' },
  { id: 'south', institutionCode: '0119999999' },
] as const
const CHECKS = 12
const START_MS = 120_000
/** Should one be killed while it holds a morning, that is free again after five minutes. */
const LONGEST_MS = 400_000
const WAIT = { timeout: LONGEST_MS, interval: 200 }

type Gateway = Omit<GatewayProcess, 'code'>

let server: PostgresServer
let databaseUrl: string
let receiver: WebhookReceiver
const simulators: Simulator[] = []
const gateways: Gateway[] = []

beforeAll(async () => {
  mkdirSync(out)
  mkdirSync(join(data, 'secrets'), { recursive: true })
  server = await startPostgres()
  databaseUrl = await server.newDatabase()
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = 'hook-1'
  receiver = await startWebhookReceiver({ ...publicKey.export({ format: 'jwk' }), kid })
  writeFileSync(join(folder, 'receiver.pem'), receiver.certificate)
  const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid })
  writeFileSync(join(data, 'secrets', 'hook-key'), jwk)
  simulators.push(
    ...(await Promise.all(
      FACILITIES.map(({ institutionCode }) =>
        startSimulator(['--institution', institutionCode, '--delay', '1500']),
      ),
    )),
  )
  await writeProduction(
    data,
    FACILITIES.map((each, at) => ({ ...each, root: simulators[at]?.root ?? '' })),
  )
  for (const { id } of FACILITIES) {
    const path = join(data, 'facilities', `${id}.json`)
    const facility = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    const hook = { id: 'hook', kind: 'webhook', url: receiver.url, addresses: ['127.0.0.1'] }
    const destinations = [
      { id: 'rows', kind: 'csv', folder: out },
      { ...hook, key: 'hook-key' },
    ]
    // Whatever the hour is, it is time.
    const more = { morning: '00:00', ...(id === 'north' && { destinations }) }
    writeFileSync(path, JSON.stringify({ ...facility, ...more }))
  }
  await fillRoster(data, patientsCsv(), ['patient-valid-30', 'patient-valid-10'], databaseUrl)
}, START_MS)

afterAll(async () => {
  await Promise.all(gateways.map((each) => each.end('SIGKILL')))
  await Promise.all(simulators.map((each) => each.stop()))
  await receiver.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const env = () => ({
  DATABASE_URL: databaseUrl,
  NODE_EXTRA_CA_CERTS: join(folder, 'receiver.pem'),
})

/** Of one far side: how often each kind of question came. */
function askedOf({ lines }: Simulator, kind: string): number {
  return lines.filter((line) => line.event === 'received' && line.file.includes(kind)).length
}

describe('three gateways on one PostgreSQL', () => {
  it(
    'ask about each facility’s morning once, and take its answer though one of them is killed',
    async () => {
      const started = FACILITIES.map(() => startServing(data, [], env()))
      gateways.push(...(await Promise.all(started)))
      await expect
        .poll(() => simulators.map((each) => askedOf(each, 'muquc01')), WAIT)
        .toEqual([1, 1, 1])
      // All are asked, and none is answered yet.
      await gateways[0]?.end('SIGKILL')
      const today = dayInJapan(Date.now())
      const resultOf = (id: string) =>
        onStore(data, async (store) => (await store.mornings.list(id, 5))[0], databaseUrl)
      for (const { id } of FACILITIES) {
        await expect
          .poll(async () => (await resultOf(id))?.result, WAIT)
          .toMatchObject({ bulk: 'taken', consented: 'taken', asked: 2, faults: 0 })
        expect((await resultOf(id))?.day).toBe(today)
      }
      for (const simulator of simulators) {
        // One question and one fetching of its results; the list of those who consented at home likewise.
        expect(askedOf(simulator, 'muquc01')).toBe(1)
        expect(askedOf(simulator, 'muhvq01')).toBe(1)
        expect(simulator.complaints).toEqual([])
      }
    },
    LONGEST_MS,
  )

  it(
    'bring each answer to the facility’s software once, though the one that was sending is killed',
    async () => {
      const [, second, third] = gateways
      if (!second || !third) throw new Error('no gateway')
      // It dies with a message in the air that the receiver has taken, and is not told so.
      let kill: Promise<unknown> | undefined
      receiver.onMessage = async () => {
        kill ??= second.end('SIGKILL')
        await kill
        return 204
      }
      const { output } = await runGateway(
        ['--data', data, '--facility', 'north', '--new-code'],
        env(),
      )
      const code = (/#code=([0-9A-Z-]+)/.exec(output)?.[1] ?? '').replaceAll('-', '')
      // Its own work first: who accepts a check looks for work at once.
      const device = await activateDevice(code, { origin: second.url, fetch })
      const card = await productionCard()
      const statement = { patientId: 'patient-valid-30' }
      const checks = await Promise.all(
        (await device.fetchChallenges(CHECKS)).map((challenge) =>
          device.createCheck({ card, challenge, statement }),
        ),
      )
      const ids = checks.map(({ id }) => id).sort()
      const sent = await device.sendChecks(checks)
      expect(sent.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'accepted'))
      await expect.poll(() => kill !== undefined, WAIT).toBe(true)
      await kill
      await expect.poll(() => [...receiver.received.values()].sort(), WAIT).toEqual(ids)
      await expect
        .poll(() => readdirSync(out).sort(), WAIT)
        .toEqual(ids.map((id) => `tazune-${id}.csv`))
      // A key for each, under which a message that came again is known.
      expect(receiver.received.size).toBe(CHECKS)
      expect(receiver.refused).toEqual([])
      const [north] = simulators
      if (!north) throw new Error('no simulator')
      expect(askedOf(north, 'siquc01')).toBe(CHECKS)
      // The last one is noted as sent a moment after its receiver has it.
      const left = () => onStore(data, (store) => store.exports.depth(), databaseUrl)
      await expect.poll(left, WAIT).toMatchObject({ waiting: 0, stopped: 0 })
      expect(await third.end('SIGTERM')).toBe(0)
    },
    LONGEST_MS,
  )
})
