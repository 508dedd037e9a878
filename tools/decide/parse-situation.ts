/** The JSON of a situation: strict, and a fault is told by its path and by what is expected, never by the value. */
import * as v from 'valibot'
import { isDay } from '../../domain/days'
import {
  CARE_SETTINGS,
  FACILITY_KINDS,
  NUMBERS_KNOWN,
  PRESENTED,
  SHARES,
  type Situation,
  SITUATION_VALIDITIES,
  TRANSITIONAL_MEASURES,
} from '../../domain/decide/situation'

/** What is wrong, where: `patient.birthDate`, `presented[1]`; `$` is the whole. */
export interface Fault {
  path: string
  expected: string
}

export type ParsedSituation = { ok: true; situation: Situation } | { ok: false; faults: Fault[] }

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
/** Three wrong ones in a row lock it (R10). */
const MOST_TRIES = 3
const MOST_CARE_DAYS = 31

const day = v.pipe(v.string(aDay()), v.check(isDay, aDay()))
const instant = v.pipe(v.string(anInstant()), v.check(isInstant, anInstant()))
const flag = v.boolean('true or false')

const situation = v.strictObject({
  at: instant,
  facility: v.strictObject({
    kind: oneOf(FACILITY_KINDS),
    transitional: v.exactOptional(oneOf(TRANSITIONAL_MEASURES)),
    boundDevice: flag,
    visualPasscode: flag,
  }),
  setting: oneOf(CARE_SETTINGS),
  presented: v.array(oneOf(PRESENTED), 'a list'),
  card: v.exactOptional(
    v.strictObject({
      readable: flag,
      expires: v.exactOptional(day),
      certificateExpires: v.exactOptional(day),
      pinTriesLeft: v.exactOptional(wholeNumber(0, MOST_TRIES)),
      pinless: v.exactOptional(flag),
      photo: v.exactOptional(flag),
    }),
  ),
  relation: v.exactOptional(
    v.strictObject({
      continuing: flag,
      lastCardCheckAt: v.exactOptional(instant),
      lastVisitOn: v.exactOptional(day),
    }),
  ),
  consent: v.exactOptional(
    v.strictObject({
      at: instant,
      items: v.strictObject({ diagnosis: flag, medication: flag, checkup: flag, surgery: flag }),
      withdrawnAt: v.exactOptional(instant),
    }),
  ),
  answer: v.exactOptional(
    v.strictObject({
      validity: oneOf(SITUATION_VALIDITIES),
      share: v.exactOptional(oneOf(SHARES)),
    }),
  ),
  patient: v.exactOptional(
    v.strictObject({
      birthDate: v.exactOptional(day),
      saysInsured: v.exactOptional(flag),
      firstVisit: v.exactOptional(flag),
      careDaysThisMonth: v.exactOptional(wholeNumber(1, MOST_CARE_DAYS)),
      newborn: v.exactOptional(flag),
      newbornRegistered: v.exactOptional(flag),
      numbers: oneOf(NUMBERS_KNOWN),
    }),
  ),
})

/** @param json UTF-8 text of one JSON object */
export function parseSituation(json: string): ParsedSituation {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    // The parser's own message quotes the text.
    if (!(cause instanceof SyntaxError)) throw cause
    return { ok: false, faults: [{ path: '$', expected: 'one JSON object' }] }
  }
  if (Array.isArray(value))
    return { ok: false, faults: [{ path: '$', expected: 'one JSON object' }] }
  const result = v.safeParse(situation, value)
  return result.success
    ? { ok: true, situation: result.output }
    : { ok: false, faults: result.issues.map(faultOf) }
}

function faultOf(issue: v.BaseIssue<unknown>): Fault {
  return { path: pathOf(issue), expected: expectation(issue) }
}

/** Written out, because the library's own messages echo what was received. */
function expectation(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message
  if (issue.expected === 'never') return 'no such field'
  return issue.expected === 'Object' ? 'an object' : 'a value, but it is missing'
}

function pathOf({ path }: v.BaseIssue<unknown>): string {
  const steps = (path ?? []).map(({ key }) =>
    typeof key === 'number' ? `[${key}]` : `.${String(key)}`,
  )
  return steps.length === 0 ? '$' : steps.join('').replace(/^\./, '')
}

function oneOf<const T extends readonly (string | number)[]>(options: T) {
  return v.picklist(options, `one of ${options.join(', ')}`)
}

function wholeNumber(least: number, most: number) {
  const message = `a whole number from ${least} to ${most}`
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

function isInstant(text: string): boolean {
  const date = INSTANT.exec(text)?.[1]
  return date !== undefined && isDay(date)
}

function aDay(): string {
  return 'a day of the calendar, YYYY-MM-DD'
}

function anInstant(): string {
  return 'an instant with an offset, YYYY-MM-DDThh:mm:ss+09:00'
}
