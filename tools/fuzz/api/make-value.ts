/** Good values out of their schemas, and spoiled ones out of good values. */
import type { Random } from '../random'
import { isObject, type JsonSchema } from './json-schema'

/** Values that mean something to the gateway, by the name of the property or parameter that takes them. */
export type Hints = Readonly<Record<string, readonly unknown[]>>

export interface Making {
  random: Random
  hints: Hints
  /** Stands in every text that may be anything, so that an echo is found. */
  canary: string
}

/** A value that the schema accepts; a `pattern` beyond a sequence of classes gives a text that may not match. */
export function makeValue(schema: JsonSchema, making: Making, name = ''): unknown {
  const { random } = making
  const known = making.hints[name]
  if (known && known.length > 0 && random.below(5) > 0) return pickFrom(random, known)
  if ('const' in schema) return schema.const
  if (schema.enum) return pickFrom(random, schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return makeValue(pickFrom(random, choices), making, name)
  switch (schema.type ?? 'string') {
    case 'object':
      return makeObject(schema, making)
    case 'array':
      return makeList(schema, making, name)
    case 'number':
    case 'integer':
      return makeNumber(schema, random)
    case 'boolean':
      return random.below(2) === 0
    case 'null':
      return null
    case 'string':
      return makeText(schema, making)
  }
}

function makeObject(
  { properties = {}, required = [] }: JsonSchema,
  making: Making,
): Record<string, unknown> {
  const chosen = Object.entries(properties).filter(
    ([name]) => required.includes(name) || making.random.below(3) > 0,
  )
  return Object.fromEntries(
    chosen.map(([name, inner]) => [name, makeValue(inner, making, name)] as const),
  )
}

function makeList(schema: JsonSchema, making: Making, name: string): unknown[] {
  const { items = {}, minItems = 0, maxItems = 3 } = schema
  const length = minItems + making.random.below(Math.min(maxItems - minItems, 3) + 1)
  // `ids` holds what `id` would.
  const singular = name.replace(/s$/, '')
  return Array.from({ length }, () => makeValue(items, making, singular))
}

function makeNumber({ minimum = 0, maximum = 1_000 }: JsonSchema, random: Random): number {
  return random.pick([minimum, maximum, minimum + random.below(maximum - minimum + 1)])
}

function makeText(schema: JsonSchema, making: Making): string {
  const { random, canary } = making
  const { minLength = 0, maxLength = 60, pattern, format } = schema
  if (pattern !== undefined) return makeMatch(pattern, { minLength, maxLength }, random)
  switch (format ?? '') {
    case 'date':
      return `2026-${twoDigits(1 + random.below(12))}-${twoDigits(1 + random.below(28))}`
    case 'date-time':
      return `2026-11-${twoDigits(1 + random.below(28))}T01:02:03.004Z`
    case 'uuid':
      return `019aa111-2222-7${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`
    case 'uri':
      return 'https://example.test/'
    default:
      return `${canary}${random.pick(['', ' 花子', '　〇●', '🩺', '\u{20BB7}'])}`
        .padEnd(minLength, 'x')
        .slice(0, maxLength)
  }
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.below(16).toString(16)).join('')

const ATOM = /(\\.|\[[^\]]*\]|[^^$])(?:\{(\d+)(?:,(\d*))?\}|([*+?]))?/gu
const LETTERS = Array.from('abcxyzABCXYZ0189_-+.:/=# ')

/** A text for a pattern that is a sequence of characters and classes, each with its count. */
function makeMatch(
  pattern: string,
  { minLength, maxLength }: { minLength: number; maxLength: number },
  random: Random,
): string {
  const made = [...pattern.matchAll(ATOM)].map(([, atom = '', least, most, sign]) => {
    const one = new RegExp(`^${atom}$`, 'u')
    const fitting = [...LETTERS, ...Array.from(atom)].filter((letter) => one.test(letter))
    const from = least === undefined ? (sign === '*' || sign === '?' ? 0 : 1) : Number(least)
    const room = Math.max(from, Math.min(maxLength, most ? Number(most) : from + 20))
    const to = sign === '?' ? 1 : sign || most !== undefined ? room : from
    const length = Math.max(from, Math.min(to, minLength + random.below(to - from + 1)))
    return Array.from({ length }, () => fitting[random.below(fitting.length)] ?? '').join('')
  })
  return made.join('')
}

/** Values that no schema of ours wants, of every type, and texts that hurt careless programs. */
export function hostileValue({ random, canary }: Making): unknown {
  return random.pick<() => unknown>([
    () => null,
    () => random.pick([true, false]),
    () => random.pick([-1, -0, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 31, -(2 ** 63)]),
    () => [],
    () => ({}),
    () => [[[[[[canary]]]]]],
    () => ({ [canary]: canary }),
    () => ({ __proto__: null, constructor: { prototype: { [canary]: canary } } }),
    () => JSON.parse(`{"__proto__":{"${canary}":1}}`) as unknown,
    () => hostileText(random, canary),
    () => hostileText(random, canary),
    () => hostileText(random, canary),
  ])()
}

export function hostileText(random: Random, canary: string): string {
  return random.pick([
    '',
    ' ',
    canary,
    `${canary}\u0000`,
    `\u0000${canary}`,
    `${canary}\ud800`,
    `\udfff${canary}`,
    `${canary}\u202e\u2066`,
    `${canary}\r\nX-${canary}: 1`,
    `'; DROP TABLE devices; --${canary}`,
    `" OR 1=1 --${canary}`,
    `\${${canary}}{{${canary}}}%s%n`,
    `<script>${canary}</script>`,
    `../../../../etc/passwd${canary}`,
    `${canary}${'が'.normalize('NFD')}👩🏽‍⚕️`,
    `${canary}${'ﷺ'.repeat(200)}`,
    canary.repeat(300),
    canary.repeat(3_000),
    `${'9'.repeat(400)}${canary}`,
    '2026-02-31',
    '0000-00-00',
    '2026-05-31T25:61:61Z',
    '-1',
    '9'.repeat(15),
    '9'.repeat(40),
    'NaN',
    '[object Object]',
    'undefined',
  ])
}

/** The same value with one place changed, left out or added to. */
export function spoilValue(value: unknown, making: Making): unknown {
  const { random } = making
  const places = placesIn(value)
  const place = pickFrom(random, places)
  if (place.length === 0) return hostileValue(making)
  const copy: unknown = structuredClone(value)
  let parent = copy
  for (const key of place.slice(0, -1)) parent = (parent as Record<string, unknown>)[key]
  const last = place.at(-1) ?? ''
  const target = parent as Record<string, unknown>
  switch (random.below(6)) {
    case 0:
      if (Array.isArray(target)) target.splice(Number(last), 1)
      else Reflect.deleteProperty(target, last)
      break
    case 1:
      Object.defineProperty(target, random.pick(['__proto__', making.canary, 'id', 'facilityId']), {
        value: hostileValue(making),
        enumerable: true,
        configurable: true,
        writable: true,
      })
      break
    case 2:
      if (typeof target[last] === 'string') {
        const text = target[last]
        target[last] = random.pick([
          text.slice(1),
          `${text}${making.canary}`,
          text + text,
          ` ${text}`,
        ])
        break
      }
      target[last] = hostileValue(making)
      break
    default:
      target[last] = hostileValue(making)
  }
  return copy
}

function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (at.length > 6) return [at]
  if (Array.isArray(value)) {
    return [at, ...value.slice(0, 4).flatMap((item, index) => placesIn(item, [...at, `${index}`]))]
  }
  if (!isObject(value)) return [at]
  return [at, ...Object.entries(value).flatMap(([name, item]) => placesIn(item, [...at, name]))]
}

export function pickFrom<T>(random: Random, choices: readonly T[]): T {
  const picked = choices[random.below(choices.length)]
  if (picked === undefined && !choices.includes(picked as T)) throw new RangeError('no choice')
  return picked as T
}
