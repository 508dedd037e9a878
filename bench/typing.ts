/** npm run bench -- typing [--count N] [--seed N]: faults of typing, and how many are caught before they are queued. */
import { parseArgs } from 'node:util'
import { type Line, pad, report, startConditions } from './figures'
import { KNOWLEDGE, type Knowledge } from './typing-documents'
import { FAULT_KINDS } from './typing-faults'
import {
  caughtPercent,
  faultKinds,
  type JudgedFault,
  judgeFaults,
  judgeRight,
} from './typing-measure'

const KNOWN: Readonly<Record<Knowledge, string>> = {
  nothing: 'walk-in',
  again: 'typed twice',
  patient: 'on the list',
  numbers: 'numbers known',
}

const { values: flags } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
const [count, seed] = [Number(flags.count), Number(flags.seed)]
const conditions = startConditions()
const faults = judgeFaults(seed, count)
const right = judgeRight(seed, count)

console.log(
  row('caught, %: refused + asked', ['faults', ...KNOWLEDGE.map((known) => KNOWN[known])]),
)
for (const kind of faultKinds()) {
  const all = faults.filter((fault) => fault.kind === kind)
  printRow(FAULT_KINDS[kind], all)
  const parts = kind === 'symbolAndNumber' ? 'insurance' : 'field'
  for (const part of new Set(all.map((fault) => fault[parts]))) {
    printRow(
      `  ${part}`,
      all.filter((fault) => fault[parts] === part),
    )
  }
}

const insurer = faults.filter(
  (fault) => fault.kind === 'oneDigit' && fault.field === 'insurerNumber',
)
const stopped = right.filter((verdicts) => KNOWLEDGE.some((known) => verdicts[known] !== 'missed'))
const lines: Line[] = [
  ...faultKinds().flatMap((kind) =>
    KNOWLEDGE.map((known) =>
      percentLine(
        `${FAULT_KINDS[kind]}, ${KNOWN[known]}`,
        `${kind}_${known}`,
        faults.filter((fault) => fault.kind === kind),
        known,
      ),
    ),
  ),
  {
    ...percentLine('one digit of the 保険者番号, walk-in', 'insurerOneDigit', insurer, 'nothing'),
    limit: { kind: 'exactly', value: 100 },
  },
  {
    what: 'right documents that are refused or asked about',
    name: 'rightStopped',
    value: stopped.length,
    unit: `of ${count}`,
    digits: 0,
    limit: { kind: 'exactly', value: 0 },
  },
]
report(`typing, ${count} faults, seed ${seed}`, lines, conditions('not used'))

function percentLine(
  what: string,
  name: string,
  all: readonly JudgedFault[],
  known: Knowledge,
): Line {
  return { what, name, value: caughtPercent(all, known), unit: '%', digits: 1 }
}

function printRow(what: string, all: readonly JudgedFault[]): void {
  const cells = KNOWLEDGE.map(
    (known) => `${caughtPercent(all, known).toFixed(1)} (${split(all, known)})`,
  )
  console.log(row(what, [all.length, ...cells]))
}

function split(all: readonly JudgedFault[], known: Knowledge): string {
  const share = (verdict: string): string =>
    ((all.filter(({ verdicts }) => verdicts[known] === verdict).length / all.length) * 100).toFixed(
      0,
    )
  return `${share('refused')} + ${share('asked')}`
}

function row(first: string, cells: readonly (string | number)[]): string {
  return pad(first, 34) + cells.map((cell) => String(cell).padStart(18)).join('')
}
