/** npm run bench -- decide: microseconds for one decision, beside the limit. No browser is needed. */
import { decide } from '../domain/decide/decide'
import { generateSituation } from '../tools/decide/generate-situation'
import { report, spreadOf, startConditions } from './figures'

const LIMIT_US = 50
const SITUATIONS = 20_000
const ROUNDS = 25
/** The first rounds are the compiler's. */
const WARM_UP = 5
const SEED = 7

const conditions = startConditions()
const situations = Array.from({ length: SITUATIONS }, (_, index) => generateSituation(SEED, index))
const means: number[] = []
const single: number[] = []
let steps = 0

for (let round = 0; round < ROUNDS; round += 1) {
  const started = performance.now()
  for (const situation of situations) steps += decide(situation).next.length
  if (round >= WARM_UP) means.push(((performance.now() - started) * 1000) / SITUATIONS)
}
for (const situation of situations) {
  const started = performance.now()
  steps += decide(situation).next.length
  single.push((performance.now() - started) * 1000)
}
// What was decided is used, so that nothing of it can be left out.
if (steps === 0) throw new Error('nothing was decided')

const spread = spreadOf(means)
const slowest = single.sort((left, right) => left - right)[Math.floor(single.length * 0.99)] ?? 0
report(
  `decide (${SITUATIONS.toLocaleString('en')} generated situations, ${means.length} rounds)`,
  [
    {
      what: 'one decision, mean of a round',
      name: 'decideUs',
      value: spread.median,
      unit: 'µs',
      digits: 1,
      spread,
      limit: { kind: 'atMost', value: LIMIT_US },
    },
    {
      what: 'one decision by itself, 99th of a hundred',
      name: 'decideP99Us',
      value: slowest,
      unit: 'µs',
      digits: 1,
      limit: { kind: 'atMost', value: LIMIT_US },
    },
  ],
  conditions('not used'),
)
