/** The OQS simulator as a process, and what it says it did. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { AuthorityReply } from '../../../server/authority/authority'

export interface SimReceived {
  event: 'received'
  n: number
  file: string
  kind: string
  identifier: string
}

export interface SimTruth {
  event: 'truth'
  n: number
  identifier: string
  stale?: true
  said:
    | { outcome: 'answered'; reply: AuthorityReply }
    | { outcome: 'failed'; code: string; message: string }
    | { outcome: 'listed'; people: { id: string | null; reply: AuthorityReply }[] }
    | { outcome: 'received' | 'processing' | 'told' | 'silence' | 'foreign' | 'malformed' }
}

export interface SimStranger {
  event: 'stranger'
  /** Under the root. */
  file: string
  length: number
}

export type SimLine = SimReceived | SimTruth | SimStranger

export interface Simulator {
  root: string
  lines: SimLine[]
  /** What it wrote to its error output: nothing, if all is well. */
  complaints: string[]
  /** The last word on a request. */
  truthOf(identifier: string): SimTruth['said'] | undefined
  stop(): Promise<void>
}

/** @param flags as of `npm run oqs-sim`, without `--root` and `--tell` */
export async function startSimulator(flags: readonly string[]): Promise<Simulator> {
  const root = await mkdtemp(join(tmpdir(), 'oqs-sim-'))
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tools/oqs-sim/main.ts', '--root', root, '--tell', ...flags],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const lines: SimLine[] = []
  const truths = new Map<string, SimTruth>()
  const complaints: string[] = []
  child.stderr.on('data', (data: Buffer) => complaints.push(data.toString()))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the simulator ended: ${complaints.join('')}`)))
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as SimLine | { event: 'ready' }
      if (line.event === 'ready') {
        resolve()
        return
      }
      lines.push(line)
      if (line.event === 'truth') truths.set(line.identifier, line)
    })
  })
  await ready
  return {
    root,
    lines,
    complaints,
    truthOf: (identifier) => truths.get(identifier)?.said,
    async stop() {
      child.kill('SIGTERM')
      await gone
      await rm(root, { recursive: true, force: true })
    },
  }
}
