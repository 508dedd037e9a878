import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { COLUMNS } from '../../support/columns'
import { openSqliteStore } from '../../../server/store/open'

const folder = mkdtempSync(join(tmpdir(), 'tazune-kill-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const writer = fileURLToPath(new URL('../../support/store-writer.ts', import.meta.url))

/** Runs the writer, kills it after so many acknowledgements and returns what it had acknowledged. */
async function writeAndKill(path: string, acknowledgements: number): Promise<number[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line))
    if (acknowledged.length === acknowledgements) child.kill('SIGKILL')
  }
  return acknowledged
}

describe('a writer killed in the middle of its work', () => {
  it.each([1, 40, 250])(
    'loses nothing that it had acknowledged (killed after %i)',
    async (count) => {
      const path = join(folder, `${count}.sqlite`)
      const acknowledged = await writeAndKill(path, count)
      expect(acknowledged.length).toBeGreaterThanOrEqual(count)
      const store = openSqliteStore(path, COLUMNS)
      const ids = acknowledged.flatMap((number) => [`${number}-a`, `${number}-b`, `${number}-c`])
      expect((await store.checks.verdicts('f1', ids)).size).toBe(ids.length)
      // Batches are whole: what was under way is there with all of its checks or not at all.
      expect((await store.checks.countWaiting()) % 3).toBe(0)
      await store.close()
    },
  )
})
