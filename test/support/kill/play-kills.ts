/** Kills a gateway under load, again and again, and says what was lost or done twice. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import type { CardImage } from '../../../domain/card-image'
import { openSandboxFile } from '../../../server/authority/sandbox/sandbox-file'
import { activateDevice, type DeviceClient } from '../device-client'
import { runGateway, startGateway, type GatewayProcess } from '../gateway-process'
import { startPostgres } from '../postgres/server'
import { startTablet, type KillTablet } from './tablet'

export interface KillPlan {
  kills: number
  database: 'sqlite' | 'postgres'
  tablets: number
  /** Where in its work each kill falls: 0 ≤ x < 1. */
  random: () => number
}

export interface KillReport {
  kills: number
  acknowledged: number
  /** Acknowledged and never answered. */
  lost: number
  /** Answered twice, or without having been acknowledged. */
  twice: number
  /** Checks about which the authority was asked more than once, or never. */
  askedTwice: number
  neverAsked: number
  /** Checks of SQLite's own that found a fault. */
  broken: string[]
  wrong: string[]
  seconds: number
}

/** Long enough for a batch to be under way, short enough that most of the time is spent starting. */
const SHORTEST_MS = 60
const LONGEST_MS = 900
const SANDBOX_DELAY_MS = '40'

export async function playKills(plan: KillPlan): Promise<KillReport> {
  const { database } = plan
  const data = mkdtempSync(join(tmpdir(), 'tazune-kills-'))
  const server = database === 'postgres' ? await startPostgres() : null
  try {
    const env: Record<string, string> = server ? { DATABASE_URL: await server.newDatabase() } : {}
    return await killAndCompare(data, env, plan)
  } finally {
    await server?.stop()
    rmSync(data, { recursive: true })
  }
}

async function killAndCompare(
  data: string,
  env: Record<string, string>,
  { kills, database, tablets, random }: KillPlan,
): Promise<KillReport> {
  const startedAt = performance.now()
  let gateway = await startGateway(data, ['--sandbox-delay', SANDBOX_DELAY_MS], env)
  const { port } = new URL(gateway.url)
  const broken: string[] = []

  async function killOnce(): Promise<void> {
    await new Promise((resolve) =>
      setTimeout(resolve, SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS)),
    )
    await gateway.end('SIGKILL')
    if (database === 'sqlite') broken.push(...checkIntegrity(join(data, 'gateway.sqlite')))
    gateway = await startGateway(data, ['--sandbox-delay', SANDBOX_DELAY_MS, '--port', port], env)
  }

  try {
    const { devices, card } = await activateTablets(gateway, data, env, tablets)
    const working = devices.map((device) => startTablet(device, card))
    for (let kill = 0; kill < kills; kill++) await killOnce()
    await Promise.all(working.map((tablet) => tablet.finish()))
    await gateway.end('SIGTERM')
    return {
      ...(await compare(working, data)),
      kills,
      broken,
      seconds: (performance.now() - startedAt) / 1000,
    }
  } finally {
    await gateway.end('SIGKILL')
  }
}

/** Devices of the only facility, and the card that they read. */
export async function activateTablets(
  gateway: GatewayProcess,
  data: string,
  env: Record<string, string>,
  count: number,
): Promise<{ devices: DeviceClient[]; card: CardImage }> {
  const path = join(data, 'training-cards.json')
  const cards = JSON.parse(readFileSync(path, 'utf8')) as CardImage[]
  const card = cards.find(({ personaId }) => personaId === 'valid-30')
  if (!card) throw new Error('no card')
  const devices: DeviceClient[] = []
  for (let at = 0; at < count; at++) {
    const code = at === 0 ? gateway.code : await newCode(data, env)
    devices.push(await activateDevice(code, { origin: gateway.url, fetch }))
  }
  return { devices, card }
}

async function newCode(data: string, env: Record<string, string>): Promise<string> {
  const { output } = await runGateway(['--data', data, '--new-code'], env)
  const code = /^code\s+([0-9A-Z-]+)$/m.exec(output)?.[1]
  if (code === undefined) throw new Error(`no code: ${output}`)
  return code.replaceAll('-', '')
}

/** What SQLite's own look at a file finds; nothing where it is whole. */
export function checkIntegrity(path: string): string[] {
  const file = new Libsql(path)
  try {
    const rows = file.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]
    return rows.map((row) => row.integrity_check).filter((said) => said !== 'ok')
  } finally {
    file.close()
  }
}

async function compare(
  tablets: readonly KillTablet[],
  data: string,
): Promise<Omit<KillReport, 'kills' | 'broken' | 'seconds'>> {
  const acknowledged = tablets.flatMap((tablet) => tablet.acknowledged)
  const answered = tablets.flatMap((tablet) => [...tablet.answers.values()].map(({ id }) => id))
  const sandbox = openSandboxFile(join(data, 'sandbox.sqlite'))
  const asked = await sandbox.askedCounts()
  await sandbox.close()
  const answeredOnce = new Set(answered)
  const known = new Set(acknowledged)
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !answeredOnce.has(id)).length,
    twice: answered.length - answeredOnce.size + answered.filter((id) => !known.has(id)).length,
    askedTwice: [...asked.values()].filter((count) => count > 1).length,
    neverAsked: acknowledged.filter((id) => !asked.has(id)).length,
    wrong: tablets.flatMap((tablet) => tablet.wrong),
  }
}
