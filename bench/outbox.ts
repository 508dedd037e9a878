/** `npm run bench -- outbox [--count N] [--repetitions N] [--part saving|cold]`: the outbox's own promises, measured. */
import { parseArgs } from 'node:util'
import { closeBrowser } from '../test/support/chromium'
import { openBenchPage } from './bench-page'
import { measureColdStart } from './cold-start'
import { measureDraining } from './drained'
import { report, startConditions, type Line } from './figures'
import { measureSaving, WARM_UP } from './saved'
import { prepareTablet } from './tablet'

const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    repetitions: { type: 'string', default: '9' },
    part: { type: 'string', default: 'all' },
  },
})
const count = wholeNumber(flags.count)
const repetitions = wholeNumber(flags.repetitions)

/** Enough that neither of the two waits for its own turn: the disk is busy all the time. */
const IN_FLIGHT = 16

const conditions = startConditions()
const tablet = await prepareTablet()
try {
  const lines: Line[] = []
  const working = await tablet.copyProfile()
  const chromium = await tablet.launch({ profileDir: working, bypassCSP: true })
  const version = chromium.browser.version()
  if (flags.part !== 'cold') {
    const bench = await openBenchPage(chromium, tablet)
    console.log(`saving ${count} …`)
    lines.push(...(await measureSaving(bench, { count, blocks: 10, inFlight: IN_FLIGHT })))
    console.log('draining …')
    lines.push(...(await measureDraining(bench.page, tablet.data, count + WARM_UP)))
  }
  await closeBrowser(chromium)
  if (flags.part !== 'saving') {
    console.log(`starting cold, ${repetitions} times each …`)
    lines.push(...(await measureColdStart(tablet, { count, repetitions })))
  }
  report(`outbox, ${count} checks`, lines, conditions(version))
} finally {
  await tablet.end()
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`not a whole number: ${text}`)
  return value
}
