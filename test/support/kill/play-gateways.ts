/** Several gateways on one PostgreSQL behind one address, one of them killed at work. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Envelope } from '../../../api/wire'
import type { CardImage } from '../../../domain/card-image'
import { openSandboxFile } from '../../../server/authority/sandbox/sandbox-file'
import {
  CODE_LIFE_MS,
  createActivationCode,
  hashActivationCode,
} from '../../../server/activation/code'
import { openPostgresStore } from '../../../server/store/open'
import { COLUMNS } from '../columns'
import { activateDevice, type DeviceClient } from '../device-client'
import { randomBytes } from '../gateway'
import { startGateway, type GatewayProcess } from '../gateway-process'
import { freePort } from '../free-port'
import { startPostgres } from '../postgres/server'

export interface GatewaysPlan {
  gateways: number
  /** Of one facility. Each sends one request after another. */
  tablets: number
  checks: number
  /** How many at once in a request. */
  batch: number
  /** Kill the first when half of the checks were accepted. */
  kill: boolean
  /** Told of each gateway's process before the first check is sent. */
  onStarted?: (pid: number) => void
}

export interface GatewaysReport {
  accepted: number
  answered: number
  /** Checks with more than one answer, or about which the authority was asked more than once. */
  twice: number
  /** Accepted, durable, all signatures verified; a second. */
  acceptedPerSecond: number
  /** From the first one sent to the last answer stored, a second. */
  answeredPerSecond: number
}

/** As the tablets know the gateways: a proxy stands in front. */
const ORIGIN = 'http://gateways.example'
/** Whom the facility looks after. */
const PATIENTS = 200
const LONGEST_MS = 120_000

export async function playGateways(plan: GatewaysPlan): Promise<GatewaysReport> {
  const data = mkdtempSync(join(tmpdir(), 'tazune-gateways-'))
  const server = await startPostgres()
  const env = { DATABASE_URL: await server.newDatabase() }
  const all: GatewayProcess[] = []
  /** Where those that live are reached. */
  const living: string[] = []
  try {
    for (let at = 0; at < plan.gateways; at++) {
      const port = await freePort()
      const args = ['--origin', ORIGIN, '--sandbox-delay', '0', '--port', String(port)]
      all.push(await startGateway(data, args, env))
      living.push(`http://127.0.0.1:${port}`)
    }
    const [first] = all
    if (!first) throw new Error('no gateway')
    const through = { origin: ORIGIN, fetch: throughProxy(living) }
    const devices = [await activateDevice(first.code, through)]
    for (const code of await createCodes(env.DATABASE_URL, devices, plan.tablets - 1)) {
      devices.push(await activateDevice(code, through))
    }
    const tablets = await createChecks(devices, data, plan.checks)
    for (const { child } of all) if (child.pid !== undefined) plan.onStarted?.(child.pid)
    const startedAt = performance.now()
    const accepted = await sendAll(tablets, plan.batch, async (count) => {
      if (!plan.kill || living.length < all.length || count < plan.checks / 2) return
      living.splice(0, 1)
      await first.end('SIGKILL')
    })
    const acceptedAt = performance.now()
    const collected = tablets.map(({ device, checks }) => collectAll(device, checks.length))
    const answers = (await Promise.all(collected)).flat()
    const seconds = (until: number) => (until - startedAt) / 1000
    const asked = await askedCounts(data)
    const repeated = answers.length - new Set(answers).size
    return {
      accepted: accepted.size,
      answered: answers.filter((id) => accepted.has(id)).length,
      twice: repeated + [...asked.values()].filter((count) => count !== 1).length,
      acceptedPerSecond: accepted.size / seconds(acceptedAt),
      answeredPerSecond: answers.length / seconds(performance.now()),
    }
  } finally {
    for (const gateway of all) await gateway.end('SIGKILL')
    await server.stop()
    rmSync(data, { recursive: true })
  }
}

/** One gateway after another; what is refused by a dead one goes to the next. */
function throughProxy(living: readonly string[]): typeof fetch {
  let turn = 0
  return async (input, init) => {
    const path = new Request(input).url.slice(ORIGIN.length)
    for (let tries = 0; ; tries++) {
      const gateway = living[turn++ % living.length] ?? ORIGIN
      try {
        return await fetch(gateway + path, init)
      } catch (fault) {
        if (tries > 2 * living.length) throw fault
      }
    }
  }
}

/** More codes of the first one's facility. */
async function createCodes(
  url: string,
  [first]: readonly DeviceClient[],
  count: number,
): Promise<string[]> {
  const facilityId = first?.activation.facility.id ?? ''
  const store = await openPostgresStore(url, COLUMNS)
  const codes = Array.from({ length: count }, () => createActivationCode(randomBytes))
  for (const code of codes) {
    const hash = hashActivationCode(code)
    const expiresAt = Date.now() + CODE_LIFE_MS
    await store.devices.addCode({ hash, facilityId, createdAt: Date.now(), expiresAt })
  }
  await store.close()
  return codes
}

interface Tablet {
  device: DeviceClient
  checks: Envelope[]
}

async function createChecks(
  devices: readonly DeviceClient[],
  data: string,
  count: number,
): Promise<Tablet[]> {
  const path = join(data, 'training-cards.json')
  const cards = JSON.parse(readFileSync(path, 'utf8')) as CardImage[]
  const card = cards.find(({ personaId }) => personaId === 'valid-30')
  if (!card) throw new Error('no card')
  const tablets = devices.map((device): Tablet => ({ device, checks: [] }))
  for (let at = 0; at < count; at++) {
    const tablet = tablets[at % tablets.length]
    const statement = { patientId: `patient-${at % PATIENTS}` }
    tablet?.checks.push(await tablet.device.createCheck({ card, challenge: null, statement }))
  }
  return tablets
}

async function sendAll(
  tablets: readonly Tablet[],
  size: number,
  onAccepted: (count: number) => Promise<void>,
): Promise<Set<string>> {
  const accepted = new Set<string>()
  await Promise.all(
    tablets.map(async ({ device, checks }) => {
      for (let at = 0; at < checks.length; at += size) {
        for (const { id, outcome } of await device.sendChecks(checks.slice(at, at + size))) {
          if (outcome === 'accepted') accepted.add(id)
        }
        await onAccepted(accepted.size)
      }
    }),
  )
  return accepted
}

async function collectAll(device: DeviceClient, count: number): Promise<string[]> {
  const ids: string[] = []
  let after = 0
  const until = performance.now() + LONGEST_MS
  while (ids.length < count && performance.now() < until) {
    const page = await device.fetchAnswers(after, 1)
    ids.push(...page.answers.map(({ id }) => id))
    after = page.next
  }
  return ids
}

async function askedCounts(data: string): Promise<Map<string, number>> {
  const sandbox = openSandboxFile(join(data, 'sandbox.sqlite'))
  const counts = await sandbox.askedCounts()
  await sandbox.close()
  return counts
}
