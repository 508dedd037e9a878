/** npm run bench -- gateways [--checks N] [--batch N]: 1, 2 and 4 gateways on one PostgreSQL, then 4 with one killed. */
import { parseArgs } from 'node:util'
import { availableParallelism } from 'node:os'
import { playGateways } from '../test/support/kill/play-gateways'

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '2000' },
    batch: { type: 'string', default: '25' },
  },
})
const checks = Number(values.checks)
const batch = Number(values.batch)
console.log(
  `${checks} checks, ${batch} a request, ${availableParallelism()} cores for all processes`,
)

let alone: number | null = null
for (const [gateways, kill] of [
  [1, false],
  [2, false],
  [4, false],
  [4, true],
] as const) {
  const report = await playGateways({ gateways, checks, batch, kill })
  alone ??= report.acceptedPerSecond
  const ratio = (report.acceptedPerSecond / alone).toFixed(2)
  console.log(
    `  ${gateways} gateways${kill ? ', one killed' : ''}: accepted ${report.acceptedPerSecond.toFixed(0)}/s ` +
      `(${ratio} of one), answered ${report.answeredPerSecond.toFixed(0)}/s, ` +
      `${report.answered} of ${report.accepted} answered, ${report.twice} twice`,
  )
  if (report.answered !== checks || report.twice > 0) process.exitCode = 1
}
