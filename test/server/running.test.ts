import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { activateDevice } from '../support/device-client'
import { runGateway, startGateway, type GatewayProcess } from '../support/gateway-process'
import { startPostgres, type PostgresServer } from '../support/postgres/server'

const folder = mkdtempSync(join(tmpdir(), 'tazune-running-'))
const running: GatewayProcess[] = []
afterEach(() => Promise.all(running.splice(0).map((each) => each.end('SIGKILL'))))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

async function start(data: string, args: string[] = []): Promise<GatewayProcess> {
  const gateway = await startGateway(data, args)
  running.push(gateway)
  return gateway
}

function newFolder(name: string, config: object): string {
  const data = join(folder, name)
  mkdirSync(data)
  writeFileSync(join(data, 'config.json'), JSON.stringify(config))
  return data
}

describe('a gateway behind a proxy', () => {
  it('counts guesses by whom the proxy saw, and without one by who connects', async () => {
    const data = newFolder('behind', { listen: { proxies: '127.0.0.1,::1' } })
    const [behind, open] = await Promise.all([start(data), start(join(folder, 'open'))])
    const guess = async (gateway: GatewayProcess, caller: string) => {
      const headers = { Authorization: 'Bearer a-guess', 'X-Forwarded-For': caller }
      return (await fetch(`${gateway.url}/receiver/v1/checks/1`, { headers })).status
    }
    for (const gateway of [behind, open]) {
      for (let at = 0; at < 20; at += 1) expect(await guess(gateway, '203.0.113.7')).toBe(401)
      expect(await guess(gateway, '203.0.113.7')).toBe(429)
    }
    expect(await guess(behind, '203.0.113.8')).toBe(401)
    expect(await guess(open, '203.0.113.8')).toBe(429)
  })
})

describe('a gateway that is told to stop', () => {
  it('lets held-open requests and what is under way end, and goes with exit code 0', async () => {
    const data = join(folder, 'stopping')
    const gateway = await start(data, ['--metrics-port', '0'])
    let isAsking = () => {}
    const asking = new Promise<void>((resolve) => {
      isAsking = resolve
    })
    const device = await activateDevice(gateway.code, {
      origin: gateway.url,
      fetch(input, init) {
        if (new Request(input).url.includes('/v1/answers')) isAsking()
        return fetch(input, init)
      },
    })
    const metrics = /^metrics\s+(\S+)$/m.exec(gateway.output())?.[1] ?? ''
    expect(await (await fetch(metrics)).text()).toContain('tazune_queue_checks{state="waiting"} 0')
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200)
    const held = device.fetchAnswers(0, 25)
    // Its proof takes a while to make; only then does it leave.
    await asking
    await untilLogged(data, () => fetch(`${gateway.url}/health`), '/health')
    const askedAt = Date.now()
    const ended = gateway.end('SIGTERM')
    expect(await held).toMatchObject({ answers: [] })
    expect(await ended).toBe(0)
    expect(Date.now() - askedAt).toBeLessThan(20_000)
    expect(existsSync(join(data, 'gateway.json'))).toBe(false)
    const lines = readFileSync(join(data, 'gateway.log'), 'utf8').trim().split('\n')
    const levels = lines.map((line) => (JSON.parse(line) as { level: string }).level)
    expect(new Set(levels)).toEqual(new Set(['info']))
  })
})

/** The held-open request came before this one, so it has been taken when this stands in the log. */
async function untilLogged(data: string, ask: () => Promise<unknown>, route: string) {
  await ask()
  const log = () => readFileSync(join(data, 'gateway.log'), 'utf8')
  while (!log().includes(`"route":"${route}"`)) await new Promise((go) => setTimeout(go, 20))
}

describe('gateways on one PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  it('share keys.json and devices; each can stop while the other serves', async () => {
    const database = { url: await server.newDatabase(), connections: 3 }
    const first = newFolder('one', { database })
    const one = await start(first)
    const device = await activateDevice(one.code, { origin: one.url, fetch })
    const second = join(folder, 'two')
    // With keys.json, and with the sandbox's cards, whose keys take long to make.
    cpSync(first, second, { recursive: true })
    const two = await start(second)
    expect(await one.end('SIGTERM')).toBe(0)
    expect((await fetch(`${two.url}/health/ready`)).status).toBe(200)
    const listed = await runGateway(['--data', second, '--devices'])
    expect(listed.output).toContain(device.deviceId)
    expect(existsSync(join(first, 'gateway.sqlite'))).toBe(false)
  })

  it('do not start with keys that the database was not written with', async () => {
    const database = { url: await server.newDatabase() }
    for (const name of ['mine', 'another']) newFolder(name, { database })
    expect((await runGateway(['--data', join(folder, 'mine'), '--devices'])).code).toBe(0)
    const refused = await runGateway(['--data', join(folder, 'another'), '--port', '0'])
    expect(refused.code).toBe(1)
    expect(refused.output).toMatch(/^keys\.json is not the one .*\n$/)
  })
})
