/** Several gateways on one PostgreSQL behind one address, one of them killed at work. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Envelope } from '../../../api/wire'
import type { CardImage } from '../../../domain/card-image'
import { openSandboxFile } from '../../../server/authority/sandbox/sandbox-file'
import { activateDevice, type DeviceClient } from '../device-client'
import { startGateway, type GatewayProcess } from '../gateway-process'
import { freePort } from '../free-port'
import { startPostgres } from '../postgres/server'

export interface GatewaysPlan {
  gateways: number
  checks: number
  /** How many at once in a request. */
  batch: number
  /** Kill the first when half of the checks were accepted. */
  kill: boolean
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
const IN_FLIGHT = 4
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
    const device = await activateDevice(first.code, {
      origin: ORIGIN,
      fetch: throughProxy(living),
    })
    const checks = await createChecks(device, data, plan.checks)
    const startedAt = performance.now()
    const accepted = await sendAll(device, checks, plan.batch, async (count) => {
      if (!plan.kill || living.length < all.length || count < plan.checks / 2) return
      living.splice(0, 1)
      await first.end('SIGKILL')
    })
    const acceptedAt = performance.now()
    const answers = await collectAll(device, accepted.size)
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

async function createChecks(
  device: DeviceClient,
  data: string,
  count: number,
): Promise<Envelope[]> {
  const path = join(data, 'training-cards.json')
  const cards = JSON.parse(readFileSync(path, 'utf8')) as CardImage[]
  const card = cards.find(({ personaId }) => personaId === 'valid-30')
  if (!card) throw new Error('no card')
  const checks: Envelope[] = []
  for (let at = 0; at < count; at++) {
    checks.push(await device.createCheck({ card, challenge: null }))
  }
  return checks
}

async function sendAll(
  device: DeviceClient,
  checks: readonly Envelope[],
  size: number,
  onAccepted: (count: number) => Promise<void>,
): Promise<Set<string>> {
  const accepted = new Set<string>()
  const waiting = [...checks]
  const lane = async () => {
    for (let batch = waiting.splice(0, size); batch.length > 0; batch = waiting.splice(0, size)) {
      for (const { id, outcome } of await device.sendChecks(batch)) {
        if (outcome === 'accepted') accepted.add(id)
      }
      await onAccepted(accepted.size)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
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
