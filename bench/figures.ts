/** Figures, their spread, and the plain table they are printed in. */
import { cpus, freemem, loadavg, release, totalmem, type as osType } from 'node:os'

export interface Spread {
  median: number
  min: number
  max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right)
  const [min] = sorted
  const max = sorted.at(-1)
  if (min === undefined || max === undefined) throw new RangeError('no figures')
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  const median = middle.reduce((sum, value) => sum + value, 0) / middle.length
  return { median, min, max }
}

/** What a figure is held against; a limit that is not a number is missed. */
export interface Limit {
  kind: 'atLeast' | 'atMost' | 'exactly'
  value: number
}

const SIGNS: Readonly<Record<Limit['kind'], string>> = { atLeast: '≥', atMost: '≤', exactly: '=' }

export interface Line {
  what: string
  /** `name` is the key in the JSON line. */
  name: string
  value: number
  unit: string
  digits: number
  spread?: Spread
  limit?: Limit
}

export function isMet({ value, limit }: Line): boolean {
  if (limit === undefined) return true
  switch (limit.kind) {
    case 'atLeast':
      return value >= limit.value
    case 'atMost':
      return value <= limit.value
    case 'exactly':
      return value === limit.value
  }
}

/** Prints the table and one line of JSON; the process ends with 1 where a limit is missed. */
export function report(title: string, lines: readonly Line[], conditions: Conditions): void {
  const rows = lines.map((line) => [line.what, figure(line), range(line), verdict(line)])
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  )
  console.log(`\n${title}`)
  console.log(describeConditions(conditions))
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
  const figures = Object.fromEntries(
    lines.map(({ name, value, unit, spread, limit }) => [name, { value, unit, spread, limit }]),
  )
  const missed = lines.filter((line) => !isMet(line)).map(({ name }) => name)
  console.log(JSON.stringify({ title, conditions, figures, missed }))
  if (missed.length > 0) process.exitCode = 1
}

export interface Conditions {
  machine: string
  memoryGb: { free: number; total: number }
  /** Load average of one minute. */
  loadBefore: number
  loadAfter: number
  node: string
  chromium: string
}

/** Call it before the first figure; the result is completed after the last. */
export function startConditions(): (chromium: string) => Conditions {
  const loadBefore = loadavg()[0] ?? 0
  const free = freemem()
  return (chromium) => ({
    machine: `${cpus().length} cores ${cpus()[0]?.model ?? ''}, ${osType()} ${release()}`,
    memoryGb: { free: gigabytes(free), total: gigabytes(totalmem()) },
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
    node: process.versions.node,
    chromium,
  })
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 1e8) / 10
}

function describeConditions(conditions: Conditions): string {
  const { machine, memoryGb, loadBefore, loadAfter, node, chromium } = conditions
  return [
    `${machine}; ${memoryGb.total} GB of memory; Node ${node}; Chromium ${chromium}`,
    `load average (1 min) ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after\n`,
  ].join('\n')
}

function figure({ value, unit, digits }: Line): string {
  const text = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${text} ${unit}`.trim()
}

function range({ spread, digits }: Line): string {
  return spread === undefined ? '' : `${spread.min.toFixed(digits)}–${spread.max.toFixed(digits)}`
}

function verdict(line: Line): string {
  const { limit } = line
  if (limit === undefined) return ''
  return `${SIGNS[limit.kind]} ${limit.value.toLocaleString('en')} ${isMet(line) ? 'met' : 'MISSED'}`
}

/** Japanese letters take two columns. */
function displayWidth(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (/[　-鿿＀-｠]/.test(letter) ? 2 : 1), 0)
}

/** Filled with spaces to a width in columns of a terminal. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}
