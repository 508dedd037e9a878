/** npm run bench -- oqs: a day at the OQS folder with every fault of the simulator; every answer is compared. No browser is needed. */
import { parseArgs } from 'node:util'
import { playDay } from '../test/support/oqs/play-day'
import { report, startConditions, type Line } from './figures'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    encoding: { type: 'string', default: 'cp932' },
  },
})
const [count, seed] = [Number(values.count), Number(values.seed)]
const encoding = values.encoding === 'utf-8' ? 'utf-8' : 'cp932'
if (![count, seed].every(Number.isSafeInteger)) {
  console.error('npm run bench -- oqs [--count N] [--seed N] [--encoding cp932|utf-8]')
  process.exit(1)
}

const conditions = startConditions()
const day = await playDay({ count, seed, encoding })
const { wrong, askedTwice, missed, touched, faults } = day
for (const sentence of [...wrong, ...askedTwice, ...missed, ...touched, ...faults].slice(0, 20)) {
  console.log(sentence.slice(0, 500))
}
report(
  `a day at the OQS folder (${count.toLocaleString('en')} requests, two gateways, ${encoding}, seed ${seed})`,
  [
    figure('answered, as the simulator answered', 'answered', day.answered),
    figure('errors of the authority, told as such', 'failed', day.failed),
    figure('unreadable results, told as such', 'unreadable', day.unreadable),
    figure('unanswered, shown as that', 'unanswered', day.unanswered),
    none('wrong', 'wrong', wrong.length),
    none('asked more or less than once', 'askedTwice', askedTwice.length),
    none('answers that were missed', 'missed', missed.length),
    figure('other systems’ files in the folder', 'strangers', day.strangers),
    none('of these touched', 'touched', touched.length),
    none('faults of the file system that came through', 'faults', faults.length),
    figure('requests a second', 'perSecond', day.asked / day.seconds),
  ],
  conditions('not used'),
)

function figure(what: string, name: string, value: number): Line {
  return { what, name, value, unit: '', digits: 0 }
}

function none(what: string, name: string, value: number): Line {
  return { ...figure(what, name, value), limit: { kind: 'exactly', value: 0 } }
}
