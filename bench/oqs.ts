/** npm run bench -- oqs [--count N] [--seed N]: a day at the OQS folder with every fault of the simulator. */
import { parseArgs } from 'node:util'
import { playDay, type DayReport } from '../test/support/oqs/play-day'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    encoding: { type: 'string', default: 'cp932' },
  },
})
const encoding = values.encoding === 'utf-8' ? 'utf-8' : 'cp932'
const plan = { count: Number(values.count), seed: Number(values.seed), encoding } as const

console.log(`${plan.count} requests, two gateways on one folder, seed ${plan.seed}, ${encoding}\n`)
const report = await playDay(plan)
print(report)
const { wrong, askedTwice, missed, touched, faults } = report
for (const sentence of [...wrong, ...askedTwice, ...missed, ...touched, ...faults].slice(0, 20)) {
  console.log(`  ${sentence.slice(0, 500)}`)
}
if ([wrong, askedTwice, missed, touched].some((list) => list.length > 0)) process.exitCode = 1

function print(each: DayReport): void {
  const rows: readonly (readonly [string, number | string])[] = [
    ['answered, as the simulator answered', each.answered],
    ['errors of the authority, told as such', each.failed],
    ['unreadable results, told as such', each.unreadable],
    ['unanswered, shown as that', each.unanswered],
    ['wrong', each.wrong.length],
    ['asked more than once', each.askedTwice.length],
    ['answers that were missed', each.missed.length],
    ['other systems’ files', each.strangers],
    ['of these touched', each.touched.length],
    ['faults of the file system that came through', each.faults.length],
    ['seconds', each.seconds.toFixed(1)],
    ['requests a second', (each.asked / each.seconds).toFixed(0)],
  ]
  for (const [what, figure] of rows) console.log(what.padEnd(48) + String(figure).padStart(10))
}
