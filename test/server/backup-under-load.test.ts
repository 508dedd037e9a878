/** A backup that is made by a command while two tablets send without a pause, and the disk is lost after it. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SealedAnswer } from '../../api/wire'
import type { DeviceClient } from '../support/device-client'
import { runGateway, startGateway, startServing } from '../support/gateway-process'
import { activateTablets, checkIntegrity } from '../support/kill/play-kills'
import { startTablet } from '../support/kill/tablet'
import { startPostgres, type PostgresServer } from '../support/postgres/server'
import { onStore } from '../support/production'

const folder = mkdtempSync(join(tmpdir(), 'tazune-backup-load-'))
const FACILITY = 'training-facility'
const LONGEST_MS = 180_000
const WAIT = { timeout: LONGEST_MS, interval: 20 }
const SOON = ['--sandbox-delay', '40']

let server: PostgresServer
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(async () => {
  await Promise.all(ends.map((end) => end()))
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** All after a number, however many pages they are. */
async function answersOf(device: DeviceClient, after: number): Promise<SealedAnswer[]> {
  const { answers, next } = await device.fetchAnswers(after)
  return answers.length === 0 ? [] : [...answers, ...(await answersOf(device, next))]
}

function missing(ids: readonly string[], answers: readonly SealedAnswer[]): string[] {
  const here = new Set(answers.map(({ id }) => id))
  return ids.filter((id) => !here.has(id))
}

describe.each(['SQLite', 'PostgreSQL'])('a backup under load on %s', (kind) => {
  const newPlace = async () => {
    const url = kind === 'PostgreSQL' ? await server.newDatabase() : undefined
    const env: Record<string, string> = url === undefined ? {} : { DATABASE_URL: url }
    return { data: mkdtempSync(join(folder, 'data-')), url, env }
  }

  it(
    'holds all that was acknowledged before it, whole, and the tablets go on with it',
    async () => {
      const lost = await newPlace()
      const gateway = await startGateway(lost.data, SOON, lost.env)
      ends.push(() => gateway.end('SIGKILL'))
      const made = await runGateway(['--data', lost.data, '--new-administrator'], lost.env)
      expect(made.code).toBe(0)
      const { devices, card } = await activateTablets(gateway, lost.data, lost.env, 2)
      const tablets = devices.map((device) => startTablet(device, card))
      const acknowledged = () => tablets.flatMap((tablet) => tablet.acknowledged)
      const answered = () => tablets.flatMap((tablet) => [...tablet.answers.values()])
      await expect.poll(() => answered().length, WAIT).toBeGreaterThan(100)

      const [before, answeredBefore] = [acknowledged(), answered()]
      const backup = join(lost.data, 'backup')
      const copied = await runGateway(['--data', lost.data, '--backup', backup], lost.env)
      expect(copied).toMatchObject({ code: 0 })
      expect(acknowledged().length).toBeGreaterThan(before.length)
      await Promise.all(tablets.map((tablet) => tablet.finish()))
      expect(tablets.flatMap((tablet) => tablet.wrong)).toEqual([])
      await gateway.end('SIGKILL')

      const empty = await newPlace()
      // Keys are kept apart; what the authority was asked, it knows.
      for (const name of ['keys.json', 'sandbox.sqlite', 'sandbox.sqlite-wal']) {
        copyFileSync(join(lost.data, name), join(empty.data, name))
      }
      const restored = await runGateway(['--data', empty.data, '--restore', backup], empty.env)
      expect(restored).toMatchObject({ code: 0 })
      if (kind === 'SQLite') {
        expect(checkIntegrity(join(empty.data, 'gateway.sqlite'))).toEqual([])
      }
      const audit = await runGateway(['--data', empty.data, '--verify-audit'], empty.env)
      expect(audit).toMatchObject({ code: 0 })
      expect(audit.output).toMatch(/training-facility {2}whole, [1-9]\d* rows/)
      const verdicts = await onStore(
        empty.data,
        (store) => store.checks.verdicts(FACILITY, before),
        empty.url,
      )
      expect(before.filter((id) => verdicts.get(id)?.verdict !== 'accepted')).toEqual([])

      const port = ['--port', new URL(gateway.url).port]
      const again = await startServing(empty.data, [...SOON, ...port], empty.env)
      ends.push(() => again.end('SIGKILL'))
      for (const [at, device] of devices.entries()) {
        const seen = Math.max(...(tablets[at]?.answers.keys() ?? []))
        const check = await device.createCheck({ card, challenge: null })
        expect(await device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
        // Above all that it has seen, so that it asks for nothing again.
        await expect
          .poll(async () => (await answersOf(device, seen)).map(({ id }) => id), WAIT)
          .toContain(check.id)
        const mine = tablets[at]?.acknowledged.filter((id) => before.includes(id)) ?? []
        const kept = answeredBefore.filter(({ id }) => mine.includes(id))
        expect(kept.length).toBeGreaterThan(0)
        await expect.poll(async () => missing(mine, await answersOf(device, 0)), WAIT).toEqual([])
        const all = new Map((await answersOf(device, 0)).map((answer) => [answer.id, answer]))
        // What was answered before is the same answer, under the same number.
        expect(kept.map(({ id }) => all.get(id))).toEqual(kept)
      }
    },
    LONGEST_MS,
  )
})
