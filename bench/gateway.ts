/**
 * npm run bench -- gateway [--checks N] [--database sqlite|postgres]: how many checks a gateway accepts a second, durably and
 * with every signature verified, beside the same cryptography and the same inserts alone; at 1, 100 and 10,000 facilities.
 */
import { parseArgs } from 'node:util'
import { startConditions, report, type Line } from './figures'
import { measureGateway, type Measured } from './gateway-measure'

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '1000' },
    database: { type: 'string', default: 'both' },
  },
})
const FACILITIES = [1, 100, 10_000]
/** Of what the same cryptography and inserts would allow: the rest is HTTP, JSON, judging by the rules, reading what stands. */
const LEAST = 0.4
const finish = startConditions()
const databases = (['sqlite', 'postgres'] as const).filter(
  (name) => values.database === 'both' || values.database === name,
)

const lines: Line[] = []
for (const database of databases) {
  for (const facilities of FACILITIES) {
    const measured = await measureGateway({ database, facilities, checks: Number(values.checks) })
    lines.push(...linesOf(`${database}, ${facilities.toLocaleString('en')} facilities`, measured))
  }
}
report('gateway: checks accepted', lines, finish('none'))

function linesOf(where: string, measured: Measured): Line[] {
  const name = where.replaceAll(/\W+/g, '-')
  const line = (what: string, value: number, unit: string, digits: number): Line => ({
    what: `${where}: ${what}`,
    name: `${name}-${what.replaceAll(/\W+/g, '-')}`,
    value,
    unit,
    digits,
  })
  return [
    line('accepted', measured.accepted.median, '/s', 0),
    line('limit of the same cryptography and inserts', measured.limit.median, '/s', 0),
    {
      ...line('of that limit', measured.ratio.median, '', 2),
      spread: measured.ratio,
      limit: { kind: 'atLeast', value: LEAST },
    },
    line('a request, p50', measured.p50, 'ms', 1),
    line('a request, p95', measured.p95, 'ms', 1),
    line('a request, p99', measured.p99, 'ms', 1),
    line('memory of the process (RSS)', measured.rssMb, 'MB', 0),
  ]
}
