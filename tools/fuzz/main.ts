/** npm run fuzz: every parser of outside bytes, a million inputs each. */
import { parseArgs } from 'node:util'
import type { FuzzReport } from './run-target'
import { shareOf } from './target'
import { makeTargets } from './targets'
import { runWatched } from './watch'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '1000000' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const count = Number(values.count)
const from = Number(values.from)
if (![seed, count, from].every(Number.isSafeInteger)) {
  console.error('npm run fuzz -- [--seed N] [--count N] [--from N] [--only PARSER]')
  process.exit(1)
}

const targets = await makeTargets()
const chosen = targets.filter(({ name }) => values.only === undefined || name === values.only)
if (chosen.length === 0) {
  console.error(`--only is one of: ${targets.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

console.log(`seed ${seed}, ${count.toLocaleString('en')} inputs for each parser\n`)
console.log(row(['parser', 'inputs', 'taken', 'refused', 'slowest', 'seconds']))
const reports: FuzzReport[] = []
for (const target of chosen) {
  const { name } = target
  // One parser by itself gets what was asked for.
  const given = values.only === undefined ? shareOf(target, count) : count
  const report = await runWatched({ name, seed, count: given, from })
  reports.push(report)
  console.log(describe(report))
}

const inputs = reports.reduce((sum, report) => sum + report.inputs, 0)
const seconds = reports.reduce((sum, report) => sum + report.seconds, 0)
const findings = reports.filter(({ finding }) => finding !== null).length
console.log(
  `\n${inputs.toLocaleString('en')} inputs in ${seconds.toFixed(0)} s, ${findings} findings`,
)
if (findings > 0) process.exitCode = 1

function describe(report: FuzzReport): string {
  const { name, taken, refused, slowestMs, finding } = report
  const line = row([
    name,
    ...[report.inputs, taken, refused].map((figure) => figure.toLocaleString('en')),
    `${slowestMs.toFixed(1)} ms`,
    report.seconds.toFixed(1),
  ])
  if (!finding) return line
  const again = `npm run fuzz -- --only ${name} --seed ${seed} --from ${finding.index} --count 1`
  return `${line}\n  input ${finding.index} ${finding.what}\n  ${finding.input}\n  ${again}`
}

function row([first = '', ...cells]: string[]): string {
  return first.padEnd(28) + cells.map((cell) => cell.padStart(12)).join('')
}
