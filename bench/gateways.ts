/**
 * npm run bench -- gateways [--checks N] [--batch N] [--tablets N] [--share PERCENT]: 1, 2 and 4 gateways on one PostgreSQL, then
 * 4 with one killed. With `--share` each gateway has so much of a processor, as if on a small machine of its own.
 */
import { parseArgs } from 'node:util'
import { availableParallelism } from 'node:os'
import { playGateways } from '../test/support/kill/play-gateways'
import { openShares } from './processor-share'

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '2000' },
    batch: { type: 'string', default: '25' },
    tablets: { type: 'string', default: '4' },
    share: { type: 'string' },
  },
})
const checks = Number(values.checks)
const batch = Number(values.batch)
const tablets = Number(values.tablets)
const shares = values.share === undefined ? null : openShares(Number(values.share))
const each = values.share === undefined ? '' : `, ${values.share} % of one for each gateway`
console.log(
  `${checks} checks of ${tablets} tablets, ${batch} a request, ${availableParallelism()} cores for all processes${each}`,
)

let alone: number | null = null
for (const [gateways, kill] of [
  [1, false],
  [2, false],
  [4, false],
  [4, true],
] as const) {
  const report = await playGateways({
    ...{ gateways, tablets, checks, batch, kill },
    onStarted: (pid) => shares?.give(pid),
  })
  shares?.close()
  alone ??= report.answeredPerSecond
  const ratio = (report.answeredPerSecond / alone).toFixed(2)
  console.log(
    `  ${gateways} gateways${kill ? ', one killed' : ''}: answered ${report.answeredPerSecond.toFixed(0)}/s ` +
      `(${ratio} of one), accepted ${report.acceptedPerSecond.toFixed(0)}/s, ` +
      `${report.answered} of ${report.accepted} answered, ${report.twice} twice`,
  )
  if (report.answered !== checks || report.twice > 0) process.exitCode = 1
}
