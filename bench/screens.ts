/**
 * `npm run bench -- screens [--repetitions N]`: what the unlock, visits and PIN screens weigh and how soon they are there,
 * by Lighthouse. The unlock screen is a whole load; the others cannot be loaded without unlocking, so they are measured
 * from the tap that leads to them, under the same throttling, and scored by the same curves.
 */
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { attachBleReader } from '../test/support/ble-chromium'
import { closeBrowser } from '../test/support/chromium'
import { createReaderEmulator } from '../test/support/reader-emulator'
import { createNurse } from '../tools/player/nurse'
import { bundlePage } from './bundle-page'
import { report, spreadOf, startConditions, type Line } from './figures'
import { connectLighthouse, failuresOf, METRICS, scoreOf, type Metric } from './lighthouse'
import { measureLoad, type LoadedScreen } from './loaded-screen'
import { measurePin, measureVisits, PATIENTS, type ReachedScreen } from './reached-screen'
import { findFreePort, firstPage, prepareTablet } from './tablet'

const { values: flags } = parseArgs({
  options: { repetitions: { type: 'string', default: '3' } },
})
const patients = PATIENTS.slice(0, Number(flags.repetitions))
if (patients.length === 0) throw new RangeError(`--repetitions: 1 to ${PATIENTS.length}`)

const LEAST_PERFORMANCE = 95
const MOST_SCRIPT_KB = 120

const conditions = startConditions()
const tablet = await prepareTablet()
try {
  const port = await findFreePort()
  const chromium = await tablet.launch({
    profileDir: await tablet.copyProfile(),
    args: [`--remote-debugging-port=${port}`],
  })
  const page: Page = await firstPage(chromium)
  const reader = createReaderEmulator()
  const rig = await attachBleReader(chromium.browser, chromium.context, page, reader)
  await page.goto(`${tablet.origin}/unlock`)
  const lighthouse = await connectLighthouse(port, tablet.origin)
  const world = { tablet, chromium, page, nurse: createNurse(page), lighthouse, reader }
  const unlock: LoadedScreen[] = []
  const visits: ReachedScreen[] = []
  const pin: ReachedScreen[] = []
  const marks = await bundlePage('./screen-marks.ts')
  // Thrown away: it makes the gateway read its files and the browser its own.
  await measureLoad(world, '/unlock')
  for (const [round, patient] of patients.entries()) {
    console.log(`round ${round + 1} of ${patients.length} …`)
    unlock.push(await measureLoad(world, '/unlock'))
    visits.push(await measureVisits(world, marks))
    pin.push(await measurePin(world, marks, patient))
  }
  const version = chromium.browser.version()
  await lighthouse.end()
  await rig.detach()
  await closeBrowser(chromium)
  report(
    'unlock, visits and PIN screens (mobile throttling of Lighthouse: slow 4G, CPU 4×)',
    [
      ...linesOf('unlock', 'unlock (whole load, no worker, empty cache)', unlock),
      scriptLine(unlock),
      ...linesOf('visits', 'visits (from the tap on 解錠する)', visits),
      ...linesOf('pin', 'PIN (from the tap that ends the consent, past the card)', pin),
    ],
    conditions(version),
  )
} finally {
  await tablet.end()
}

function linesOf(name: string, label: string, screens: readonly ReachedScreen[]): Line[] {
  const failures = new Set(
    screens.flatMap(({ accessibility }) => failuresOf(accessibility, 'accessibility')),
  )
  for (const failure of failures) console.log(`${name}: not accessible: ${failure}`)
  const performance = spreadOf(screens.map((screen) => screen.performance))
  const accessible = screens.map((screen) => scoreOf(screen.accessibility, 'accessibility'))
  return [
    {
      what: `${label}: performance`,
      name: `${name}-performance`,
      value: performance.median,
      spread: performance,
      unit: '',
      digits: 0,
      limit: { kind: 'atLeast', value: LEAST_PERFORMANCE },
    },
    {
      what: `${name}: accessibility, worst`,
      name: `${name}-accessibility`,
      value: Math.min(...accessible),
      unit: '',
      digits: 0,
      limit: { kind: 'atLeast', value: 100 },
    },
    ...METRICS.map((metric) => metricLine(name, metric, screens)),
  ]
}

function metricLine(name: string, metric: Metric, screens: readonly ReachedScreen[]): Line {
  const spread = spreadOf(screens.map(({ values }) => values[metric]))
  const isShift = metric === 'cumulative-layout-shift'
  return {
    what: `${name}: ${metric.replaceAll('-', ' ')}`,
    name: `${name}-${metric}`,
    value: spread.median,
    spread,
    unit: isShift ? '' : 'ms',
    digits: isShift ? 3 : 0,
  }
}

function scriptLine(screens: readonly LoadedScreen[]): Line {
  return {
    what: 'unlock: JavaScript over the line before the screen is there (gzip, with headers)',
    name: 'unlock-script',
    value: Math.max(...screens.map(({ scriptBytes }) => scriptBytes)) / 1_000,
    unit: 'kB',
    digits: 1,
    limit: { kind: 'atMost', value: MOST_SCRIPT_KB },
  }
}
