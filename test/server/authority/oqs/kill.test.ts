/** Killed at any moment, the adapter neither loses a request nor sends it twice. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { dayInJapan } from '../../../../domain/days'
import { createOqsAuthority } from '../../../../server/authority/oqs/oqs'
import { createRandom } from '../../../../tools/fuzz/random'
import { lookUpOn } from '../../../support/oqs/people'
import { startSimulator, type Simulator } from '../../../support/oqs/simulator'
import { openSqliteJournal } from '../../../support/oqs/sqlite-journal'

const KILLS = Number(process.env.TAZUNE_KILLS ?? 4)
const TODAY = dayInJapan(Date.now())

let simulator: Simulator | undefined
let data: string | undefined

afterEach(async () => {
  await simulator?.stop()
  if (data !== undefined) await rm(data, { recursive: true })
})

/** Lets a process ask for some moments, kills it, and gives the numbers that it said it had asked. */
async function askAndKill(
  root: string,
  path: string,
  first: number,
  ms: number,
): Promise<number[]> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/oqs/asking-process.ts', root, path, TODAY, String(first)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  let complaint = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()))
  const gone = once(child, 'exit')
  while (!output.includes('\n') && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  if (child.exitCode !== null) throw new Error(complaint)
  await new Promise((resolve) => setTimeout(resolve, ms))
  child.kill('SIGKILL')
  await gone
  // The last line may be half of one.
  return output.split('\n').slice(0, -1).map(Number)
}

describe('an adapter that is killed while it asks', () => {
  it(
    `has, after ${KILLS} kills, sent every request once and has the answer to each`,
    { timeout: 30_000 + KILLS * 5_000 },
    async () => {
      simulator = await startSimulator(['--delay', '20'])
      data = await mkdtemp(join(tmpdir(), 'oqs-kill-'))
      const path = join(data, 'journal.sqlite')
      const random = createRandom(1, 'kill', 0)
      const asked: number[] = []
      for (let kill = 0; kill < KILLS; kill += 1) {
        // Some numbers again: a queue asks anew for what it does not know to have been asked.
        const first = Math.max(0, Math.max(-1, ...asked) - 5)
        asked.push(...(await askAndKill(simulator.root, path, first, 20 + random.below(200))))
      }
      const { database, journal } = openSqliteJournal(path)
      const authority = createOqsAuthority({
        facilityId: 'facility-1',
        institutionCode: '1319999999',
        root: simulator.root,
        journal,
        roster: lookUpOn(TODAY),
        rescanMs: 50,
      })
      authority.start()
      const requests = await database.all('SELECT request_id, file_identifier FROM oqs_exchanges')
      expect(requests.length).toBeGreaterThanOrEqual(new Set(asked).size)
      for (const { request_id: id } of requests) {
        await expect
          .poll(async () => (await authority.find(String(id))).kind, { timeout: 10_000 })
          .toBe('answered')
      }
      await authority.stop()
      await database.close()
      const received = simulator.lines.flatMap((line) =>
        line.event === 'received' ? [line.identifier] : [],
      )
      expect(new Set(received).size).toBe(received.length)
      expect(received.sort()).toEqual(requests.map((row) => String(row.file_identifier)).sort())
    },
  )
})
