import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { facePasscodeAad } from '../../api/envelope'
import { FacePasscodeCheck, type Envelope, type SealedAnswer } from '../../api/wire'
import type { CardImage } from '../../domain/card-image'
import { openSandboxFile } from '../../server/authority/sandbox/sandbox-file'
import { activateDevice, type DeviceClient } from '../support/device-client'
import { createFaceCheck, withFace } from '../support/face-check'
import { runGateway, startGateway, type GatewayProcess } from '../support/gateway-process'

const folder = mkdtempSync(join(tmpdir(), 'tazune-process-'))
const data = join(folder, 'data')
let running: GatewayProcess | undefined
afterEach(() => running?.end('SIGKILL'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

async function start(args: string[] = [], where = data): Promise<GatewayProcess> {
  running = await startGateway(where, args)
  return running
}

function trainingCard(personaId: string): CardImage {
  const cards = JSON.parse(readFileSync(join(data, 'training-cards.json'), 'utf8')) as CardImage[]
  const card = cards.find((each) => each.personaId === personaId)
  if (!card) throw new Error('no such card')
  return card
}

async function newDevice(): Promise<DeviceClient> {
  if (!running) throw new Error('no gateway')
  return activateDevice(running.code, { origin: running.url, fetch })
}

/** Kills the gateway and starts it again at the same address. */
async function killAndRestart(args: string[] = []): Promise<void> {
  if (!running) throw new Error('no gateway')
  const { port } = new URL(running.url)
  await running.end('SIGKILL')
  await start([...args, '--port', port])
}

async function collectAnswers(device: DeviceClient, count: number): Promise<SealedAnswer[]> {
  const answers: SealedAnswer[] = []
  for (let round = 0; round < 60 && answers.length < count; round++) {
    const page = await device.fetchAnswers(answers.at(-1)?.seq ?? 0, 2)
    answers.push(...page.answers)
  }
  return answers
}

async function askedCounts(): Promise<Map<string, number>> {
  const file = openSandboxFile(join(data, 'sandbox.sqlite'))
  const counts = await file.askedCounts()
  await file.close()
  return counts
}

describe('the gateway as a process', () => {
  it('prints its address and an activation link, and tells tools where it is', async () => {
    const gateway = await start()
    expect(gateway.output()).toMatch(/\/activate#code=\w{4}-\w{4}-\w{4}\n/)
    const note = JSON.parse(readFileSync(join(data, 'gateway.json'), 'utf8')) as object
    expect(note).toEqual({
      pid: gateway.child.pid,
      port: Number(new URL(gateway.url).port),
      url: gateway.url,
    })
    for (const name of ['keys.json', 'gateway.sqlite', 'sandbox.sqlite', 'training-cards.json']) {
      expect(statSync(join(data, name)).mode & 0o777).toBe(0o600)
    }
    expect(await gateway.end('SIGTERM')).toBe(0)
    expect(existsSync(join(data, 'gateway.json'))).toBe(false)
  })

  it('killed in the middle of a batch loses nothing and asks each check once', async () => {
    await start(['--sandbox-delay', '150'])
    const device = await newDevice()
    const card = trainingCard('valid-30')
    const challenges = await device.fetchChallenges(60)
    const checks: Envelope[] = []
    for (const challenge of challenges) checks.push(await device.createCheck({ card, challenge }))

    // What the outbox does: nothing leaves it before its own acknowledgement.
    const outbox = new Map(checks.map((check) => [check.id, check]))
    const acknowledged: string[] = []
    const drain = async (size: number) => {
      while (outbox.size > 0) {
        const results = await device.sendChecks([...outbox.values()].slice(0, size))
        for (const { id, outcome } of results) {
          expect(outcome).toBe('accepted')
          outbox.delete(id)
          acknowledged.push(id)
        }
      }
    }
    for (const delayMs of [60, 140, 260]) {
      const draining = drain(4).catch(() => 'cut off')
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      await killAndRestart(['--sandbox-delay', '150'])
      await draining
    }
    await drain(60)

    expect(acknowledged).toHaveLength(60)
    const answers = await collectAnswers(device, 60)
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set(checks.map(({ id }) => id)))
    expect(answers).toHaveLength(60)
    const counts = await askedCounts()
    expect(checks.map(({ id }) => counts.get(id))).toEqual(checks.map(() => 1))
  })

  it('keeps its keys: what was sealed before it was killed still opens', async () => {
    await start()
    const device = await newDevice()
    const check = await device.createCheck({ card: trainingCard('valid-20') })
    await killAndRestart()
    expect((await device.sendChecks([check]))[0]?.outcome).toBe('accepted')
    const [answer] = await collectAnswers(device, 1)
    if (!answer) throw new Error('no answer')
    expect((await device.openAnswer(answer)).validity).toBe('valid')
  })

  it('is not started twice on one data folder', async () => {
    const { url } = await start()
    const second = await runGateway(['--data', data, '--port', '0'])
    expect(second.code).toBe(1)
    expect(second.output).toBe(`A gateway already serves this data folder at ${url}\n`)
  })

  it('makes codes, lists and revokes devices while it serves', async () => {
    const { url } = await start()
    const device = await newDevice()
    const made = await runGateway(['--data', data, '--new-code'])
    expect(made.output).toContain(`${url}/activate#code=`)
    expect((await runGateway(['--data', data, '--devices'])).output).toContain(device.deviceId)
    await runGateway(['--data', data, '--erase', device.deviceId])
    expect((await device.access()).orders).toEqual(['eraseVault'])
    expect((await runGateway(['--data', data, '--revoke', device.deviceId])).code).toBe(0)
    expect((await device.request('GET', '/v1/visits')).status).toBe(403)
    const again = await runGateway(['--data', data, '--revoke', device.deviceId])
    expect(again.code).toBe(1)
  })

  it('adds a key to seal to while it does not serve, and still opens what was sealed before', async () => {
    const { url } = await start()
    const device = await newDevice()
    const before = await device.createCheck({ card: trainingCard('valid-20') })
    const refused = await runGateway(['--data', data, '--new-seal-key'])
    expect(refused).toEqual({
      code: 1,
      output: `A gateway already serves this data folder at ${url}\n`,
    })
    await running?.end('SIGTERM')
    const made = await runGateway(['--data', data, '--new-seal-key'])
    const id = /^seal key {2}(\S+)$/m.exec(made.output)?.[1]
    const { port } = new URL(url)
    await start(['--port', port])
    const { gatewayKey } = await device.access()
    expect(gatewayKey.id).toBe(id)
    const after = await device.createCheck({ card: trainingCard('valid-20') })
    const outcomes = (await device.sendChecks([before, after])).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['accepted', 'accepted'])
  })

  it('prints training’s 目視パスコード, replaces it while it serves, and takes checks by either', async () => {
    const printed = () => /^passcode {2}(\d{4}) /m.exec(running?.output() ?? '')?.[1]
    await start()
    const first = printed()
    const device = await newDevice()
    const hintOf = async () => {
      const { facePasscode } = await device.access()
      if (!facePasscode) return null
      const check = await device.openSealed(facePasscode, facePasscodeAad())
      return v.parse(FacePasscodeCheck, check)
    }
    const before = await hintOf()
    expect(before?.hint).toBe(first)

    const made = await runGateway(['--data', data, '--new-face-passcode'])
    const second = /^face passcode {2}(\d{4})$/m.exec(made.output)?.[1]
    const after = await hintOf()
    expect(after?.hint).toBe(second)
    const card = withFace(trainingCard('valid-30'))
    for (const check of [before, after]) {
      const passcode = { id: check?.id ?? '', digits: check?.hint ?? '' }
      const envelope = await createFaceCheck(device, { card, passcode })
      expect(await device.sendChecks([envelope])).toMatchObject([{ outcome: 'accepted' }])
    }
    expect(await collectAnswers(device, 2)).toHaveLength(2)

    await killAndRestart()
    expect(printed()).toBe(second)
    expect((await runGateway(['--data', data, '--no-face-passcode'])).code).toBe(0)
    await killAndRestart()
    expect(printed()).toBeUndefined()
  })

  it('says in one sentence why it cannot start', async () => {
    const inTheWay: Server = createServer()
    await new Promise<void>((resolve) => inTheWay.listen(0, '127.0.0.1', resolve))
    const { port } = inTheWay.address() as AddressInfo
    const production = join(folder, 'production')
    const attempts: [string[], RegExp][] = [
      [['--data', data, '--mode', 'production'], /belongs to training mode/],
      [['--data', production, '--mode', 'production'], /facility\.json/],
      [['--data', data, '--port', String(port)], /taken/],
      [['--nonsense'], /--help/],
      [['--data', data, '--app', folder], /no built app/],
    ]
    for (const [args, sentence] of attempts) {
      const { code, output } = await runGateway(args)
      expect(code).toBe(1)
      expect(output).toMatch(sentence)
      expect(output.trim().split('\n')).toHaveLength(1)
    }
    await new Promise((resolve) => inTheWay.close(resolve))
  })
})
