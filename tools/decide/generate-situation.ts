/** Situations without end, valid and as often as not impossible; days crowd around each other's boundaries. */
import {
  CARE_SETTINGS,
  type CardFacts,
  type ConsentFacts,
  FACILITY_KINDS,
  NUMBERS_KNOWN,
  type PatientFacts,
  PRESENTED,
  type Relation,
  SHARES,
  type Situation,
  SITUATION_VALIDITIES,
  TRANSITIONAL_MEASURES,
} from '../../domain/decide/situation'
import { createRandom, type Random } from '../fuzz/random'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FIRST_MS = Date.UTC(2020, 0, 1)
const SPAN_DAYS = 3_653
/** Days from now: the ends of certificates, graces and gaps lie around these. */
const NEAR = [
  -1830, -400, -123, -93, -92, -91, -90, -89, -60, -31, -1, 0, 1, 60, 89, 92, 400,
] as const
const HOURS = [-2160, -48, -25, -24, -23, -1, 0, 1, 24] as const
type Offset = readonly [text: string, hours: number]
const OFFSETS: readonly [Offset, ...Offset[]] = [
  ['+09:00', 9],
  ['Z', 0],
  ['-10:00', -10],
]
const AGES = [0, 1, 5, 6, 7, 18, 40, 69, 70, 71, 74, 75, 84, 85, 100] as const

/** The situation of that seed and number, always the same. */
export function generateSituation(seed: number, index: number): Situation {
  const random = createRandom(seed, 'situation', index)
  const now = FIRST_MS + random.below(SPAN_DAYS) * DAY_MS + random.below(24) * HOUR_MS
  const presented = PRESENTED.filter(() => random.below(4) === 0)
  return {
    at: instantAt(now, random),
    facility: {
      kind: random.pick(FACILITY_KINDS),
      ...maybe('transitional', random, () => random.pick(TRANSITIONAL_MEASURES)),
      boundDevice: flag(random),
      visualPasscode: flag(random),
    },
    setting: random.pick(CARE_SETTINGS),
    presented: flag(random) && !presented.includes('card') ? [...presented, 'card'] : presented,
    ...maybe('card', random, () => cardOf(random, now)),
    ...maybe('relation', random, () => relationOf(random, now)),
    ...maybe('consent', random, () => consentOf(random, now)),
    ...maybe('answer', random, () => ({
      validity: random.pick(SITUATION_VALIDITIES),
      ...maybe('share', random, () => random.pick(SHARES)),
    })),
    ...maybe('patient', random, () => patientOf(random, now)),
  }
}

function cardOf(random: Random, now: number): CardFacts {
  return {
    readable: flag(random),
    ...maybe('expires', random, () => dayNear(random, now)),
    ...maybe('certificateExpires', random, () => dayNear(random, now)),
    ...maybe('pinTriesLeft', random, () => random.below(4)),
    ...maybe('pinless', random, () => flag(random)),
    ...maybe('photo', random, () => flag(random)),
  }
}

function relationOf(random: Random, now: number): Relation {
  return {
    continuing: flag(random),
    ...maybe('lastCardCheckAt', random, () => instantNear(random, now)),
    ...maybe('lastVisitOn', random, () => dayNear(random, now)),
  }
}

function consentOf(random: Random, now: number): ConsentFacts {
  return {
    at: instantNear(random, now),
    items: {
      diagnosis: flag(random),
      medication: flag(random),
      checkup: flag(random),
      surgery: flag(random),
    },
    ...maybe('withdrawnAt', random, () => instantNear(random, now)),
  }
}

function patientOf(random: Random, now: number): PatientFacts {
  const years = random.pick(AGES)
  return {
    ...maybe('birthDate', random, () => dayNear(random, now - years * 365.2425 * DAY_MS)),
    ...maybe('saysInsured', random, () => flag(random)),
    ...maybe('firstVisit', random, () => flag(random)),
    ...maybe('careDaysThisMonth', random, () => 1 + random.below(4)),
    ...maybe('newborn', random, () => flag(random)),
    ...maybe('newbornRegistered', random, () => flag(random)),
    numbers: random.pick(NUMBERS_KNOWN),
  }
}

/** Absent a third of the time: unknown is a situation of its own. */
function maybe<Key extends string, Value>(
  key: Key,
  random: Random,
  make: () => Value,
): Partial<Record<Key, Value>> {
  if (random.below(3) === 0) return {}
  const part: Partial<Record<Key, Value>> = {}
  part[key] = make()
  return part
}

function flag(random: Random): boolean {
  return random.below(2) === 0
}

/** A day in Japan. */
function dayNear(random: Random, now: number): string {
  return dayText(now + 9 * HOUR_MS + random.pick(NEAR) * DAY_MS)
}

function instantNear(random: Random, now: number): string {
  return instantAt(now + random.pick(HOURS) * HOUR_MS, random)
}

/** The same instant in the clocks of Tokyo, UTC or Honolulu. */
function instantAt(ms: number, random: Random): string {
  const [offset, hours] = random.pick(OFFSETS)
  const local = ms + hours * HOUR_MS
  const hour = Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / HOUR_MS)
  return `${dayText(local)}T${hour < 10 ? '0' : ''}${hour}:00:00${offset}`
}

const dayTexts = new Map<number, string>()

/** Remembered: writing days is most of the work of a generator that is asked a million times. */
function dayText(ms: number): string {
  const number = Math.floor(ms / DAY_MS)
  const known = dayTexts.get(number)
  if (known !== undefined) return known
  const day = new Date(number * DAY_MS).toISOString().slice(0, 10)
  dayTexts.set(number, day)
  return day
}
