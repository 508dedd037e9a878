/** npm run bench -- kill [--kills N] [--tablets N] [--database sqlite|postgres]: SIGKILL under load, on each database. */
import { parseArgs } from 'node:util'
import { playKills, type KillReport } from '../test/support/kill/play-kills'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    tablets: { type: 'string', default: '3' },
    database: { type: 'string', default: 'both' },
  },
})
const databases = (['sqlite', 'postgres'] as const).filter(
  (name) => values.database === 'both' || values.database === name,
)

for (const database of databases) {
  const kills = Number(values.kills)
  console.log(`${database}: ${kills} kills, ${values.tablets} tablets that never stop`)
  const report = await playKills({
    kills,
    database,
    tablets: Number(values.tablets),
    random: Math.random,
  })
  print(report)
  const { lost, twice, askedTwice, neverAsked, broken, wrong } = report
  const faults = lost + twice + askedTwice + neverAsked + broken.length + wrong.length
  if (faults > 0) process.exitCode = 1
}

function print(report: KillReport): void {
  const rows: readonly (readonly [string, number | string])[] = [
    ['checks acknowledged', report.acknowledged],
    ['of these lost', report.lost],
    ['answered twice, or unasked for', report.twice],
    ['asked about more than once', report.askedTwice],
    ['never asked about', report.neverAsked],
    ['faults that integrity_check found', report.broken.length],
    ['wrong replies', report.wrong.length],
    ['seconds', report.seconds.toFixed(0)],
  ]
  for (const [what, figure] of rows)
    console.log(`  ${what.padEnd(36)}${String(figure).padStart(8)}`)
  for (const sentence of [...report.broken, ...report.wrong].slice(0, 10))
    console.log(`  ${sentence}`)
}
