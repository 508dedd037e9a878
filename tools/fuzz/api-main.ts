/** npm run fuzz:api: the gateway asked by its own OpenAPI document, in order, nearly in order and in bad faith. */
import { parseArgs } from 'node:util'
import { openPostgresStore } from '../../server/store/open'
import { COLUMNS } from '../../test/support/columns'
import { startPostgres } from '../../test/support/postgres/server'
import { runApiFuzz, type ApiPlan, type ApiReport } from './api/run'

const USAGE = 'npm run fuzz:api -- [--seed N] [--count N] [--database sqlite|postgres]'
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '10000' },
    database: { type: 'string', default: 'sqlite' },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const count = Number(values.count)
if (![seed, count].every(Number.isSafeInteger) || !/^(?:sqlite|postgres)$/.test(values.database)) {
  console.error(USAGE)
  process.exit(1)
}
const plan: ApiPlan = {
  seed,
  count,
  onProgress: (done) => {
    if (done % 1_000 === 0) console.log(`${done.toLocaleString('en')} asked`)
  },
}
console.log(`seed ${seed}, ${count.toLocaleString('en')} requests, ${values.database}`)
const report = values.database === 'postgres' ? await onPostgres(plan) : await runApiFuzz(plan)
print(report)
if (report.findings.length > 0) process.exitCode = 1

async function onPostgres(given: ApiPlan): Promise<ApiReport> {
  const server = await startPostgres()
  try {
    const store = await openPostgresStore(await server.newDatabase(), COLUMNS)
    return await runApiFuzz({ ...given, store })
  } finally {
    await server.stop()
  }
}

function print({ requests, seconds, operations, moods, statuses, ...rest }: ApiReport): void {
  console.log(
    `\n${requests.toLocaleString('en')} requests to ${operations} operations in ${seconds.toFixed(0)} s`,
  )
  for (const [mood, { taken, refused }] of Object.entries(moods)) {
    console.log(
      `${mood.padEnd(10)}${`${taken} taken`.padStart(14)}${`${refused} refused`.padStart(16)}`,
    )
  }
  const sorted = [...statuses].sort(([one], [other]) => one - other)
  console.log(sorted.map(([status, times]) => `${status || 'none'}: ${times}`).join('   '))
  if (rest.neverTaken.length > 0) console.log(`never taken: ${rest.neverTaken.join(', ')}`)
  for (const { index, what, request } of rest.findings) {
    console.log(`\nrequest ${index}: ${what}\n    ${request}`)
  }
  console.log(`${rest.findings.length} findings`)
}
