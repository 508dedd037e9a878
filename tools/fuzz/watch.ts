/** Runs a parser in a thread of its own, so that one that never ends can be named and stopped. */
import { Worker } from 'node:worker_threads'
import { fileURLToPath } from 'node:url'
import type { FuzzReport } from './run-target'

/** Without a step this long the input under way is called a hang. */
export const HANG_MS = 10_000

export interface WatchedRun {
  name: string
  seed: number
  count: number
  from: number
}

/** Read by the thread. `steps[0]` is the number of the input under way. */
export interface ThreadData extends WatchedRun {
  steps: Int32Array
}

const HERE = fileURLToPath(new URL('./thread.mjs', import.meta.url))

export function runWatched(run: WatchedRun, hangMs = HANG_MS, file = HERE): Promise<FuzzReport> {
  const steps = new Int32Array(new SharedArrayBuffer(4))
  steps[0] = -1
  const thread = new Worker(file, { workerData: { ...run, steps } satisfies ThreadData })
  const begun = performance.now()
  return new Promise<FuzzReport>((resolve, reject) => {
    let last = -1
    const watch = setInterval(() => {
      const now = Atomics.load(steps, 0)
      if (now >= 0 && now === last) {
        settle()
        void thread.terminate().then(() => {
          resolve(hangReport(run, now, (performance.now() - begun) / 1_000))
        }, reject)
      }
      last = now
    }, hangMs)
    const settle = (): void => {
      clearInterval(watch)
      thread.removeAllListeners()
    }
    thread.once('message', (report: FuzzReport) => {
      settle()
      resolve(report)
    })
    thread.once('error', (error) => {
      settle()
      reject(error)
    })
    thread.once('exit', (code) => {
      settle()
      if (code !== 0) reject(new Error(`the thread of ${run.name} ended with ${code}`))
    })
  })
}

function hangReport(run: WatchedRun, index: number, seconds: number): FuzzReport {
  const finding = { index, what: 'never ends', input: '(make it again with --from and --count 1)' }
  const inputs = index - run.from
  return { name: run.name, inputs, taken: 0, refused: 0, slowestMs: Infinity, seconds, finding }
}
