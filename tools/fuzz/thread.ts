/** The thread that `runWatched` starts. */
import { parentPort, workerData } from 'node:worker_threads'
import { runTarget } from './run-target'
import { makeTargets } from './targets'
import type { ThreadData } from './watch'

const { name, seed, count, from, steps } = workerData as ThreadData
const target = (await makeTargets()).find((each) => each.name === name)
if (!target) throw new Error(`no parser ${name}`)
const onInput = (index: number): void => {
  Atomics.store(steps, 0, index)
}
parentPort?.postMessage(await runTarget(target, { seed, count, from, onInput }))
