/** Feeds one parser; the first input that it handles badly ends the run and is told in full. */
import { startMeter, type Meter } from './meter'
import { createInput } from './mutate'
import { createRandom } from './random'
import { defaultAllowance, type FuzzTarget } from './target'

/** Longer than this for one input, three times over, is a parser that does not scale. */
export const SLOWEST_MS = 100

export interface FuzzPlan {
  seed: number
  /** How many inputs, beginning with number `from`. */
  count: number
  from?: number
  /** Told before each input, so that a watcher can name the one that hangs. */
  onInput?: (index: number) => void
}

export interface FuzzReport {
  name: string
  inputs: number
  /** Taken as good, spoiled or not: with none the inner branches were never reached. */
  taken: number
  refused: number
  /** Of the slowest input. */
  slowestMs: number
  seconds: number
  finding: Finding | null
}

export interface Finding {
  index: number
  what: string
  /** Hex. */
  input: string
}

/** Inputs number `from` to `from + count - 1` of this seed. */
export async function runTarget(target: FuzzTarget, plan: FuzzPlan): Promise<FuzzReport> {
  const { seed, count, from = 0, onInput } = plan
  const meter = startMeter()
  const begun = performance.now()
  const report = { name: target.name, inputs: 0, taken: 0, refused: 0, slowestMs: 0 }
  const end = (finding: Finding | null): FuzzReport => ({
    ...report,
    seconds: (performance.now() - begun) / 1_000,
    finding,
  })
  try {
    for (let index = from; index < from + count; index += 1) {
      onInput?.(index)
      const input = inputOf(target, seed, index)
      const fed = await feed(target, input, meter)
      report.inputs += 1
      report.slowestMs = Math.max(report.slowestMs, fed.ms)
      if (fed.fault) {
        return end({ index, what: fed.fault, input: Buffer.from(input).toString('hex') })
      }
      if (fed.taken) report.taken += 1
      else report.refused += 1
    }
    return end(null)
  } finally {
    meter.stop()
  }
}

/** The first numbers are the corpus itself, unspoiled. */
export function inputOf(
  { name, corpus, tokens }: FuzzTarget,
  seed: number,
  index: number,
): Uint8Array {
  const good = corpus[index]
  return good ? new Uint8Array(good) : createInput(createRandom(seed, name, index), corpus, tokens)
}

interface Fed {
  taken: boolean
  ms: number
  fault: string | null
}

async function feed(target: FuzzTarget, input: Uint8Array, meter: Meter): Promise<Fed> {
  const first = await feedOnce(target, input, meter)
  if (first.fault || first.ms <= SLOWEST_MS) return first
  // The machine may have been busy with something else: only what the parser itself works counts, and only every time.
  let ms = first.ms
  for (let again = 0; again < 2; again += 1) {
    const before = process.cpuUsage()
    await feedOnce(target, input, meter)
    const { user, system } = process.cpuUsage(before)
    ms = Math.min(ms, (user + system) / 1_000)
  }
  return ms > SLOWEST_MS ? { ...first, ms, fault: `took ${ms.toFixed(0)} ms` } : { ...first, ms }
}

async function feedOnce(target: FuzzTarget, input: Uint8Array, meter: Meter): Promise<Fed> {
  const { eat, refusals = [], allowance = defaultAllowance } = target
  meter.clear()
  const begun = performance.now()
  let taken = false
  let fault: string | null = null
  try {
    const eaten = eat(input)
    taken = typeof eaten === 'boolean' ? eaten : await eaten
  } catch (error) {
    if (!refusals.some((type) => error instanceof type)) fault = describe(error)
  }
  const ms = performance.now() - begun
  const most = allowance(input.length)
  if (!fault && meter.bytes > most) {
    fault = `allocated ${meter.bytes} bytes for ${input.length}, allowed are ${most}`
  }
  return { taken, ms, fault }
}

function describe(error: unknown): string {
  return error instanceof Error ? `threw ${error.stack ?? error.message}` : 'threw no Error'
}
