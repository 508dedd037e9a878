/** What an answer of the authority changes in the roster (R40–R46). Pure; the facility's own words are never touched. */
import type { Coverage, PublicExpense, Validity } from '../../../domain/answer'
import { type Day, toMs } from '../../../domain/days'
import { isWelfarePayer } from '../../../domain/insurers'
import { nameToKeep, type NamedPerson } from '../../../domain/names'
import type { KnownNumbers, RosterPatient, Undecided } from '../../store/roster-store'
import { canonicalNumbers } from '../../visits/canonical-numbers'
import { isAbout } from './match-person'
import { becomeCurrent, becomeFormer, type NumbersHistory } from './numbers-history'
import { isSameNumbers } from '../../visits/same-numbers'

export interface News {
  /** 資格確認日 */
  asOf: Day
  /** ISO 8601, UTC. */
  answeredAt: string
  validity: Validity
  coverages: readonly Coverage[]
  publicExpenses: readonly PublicExpense[]
  /** Of whom it is, where no coverage says so; null or absent where nobody is named. */
  named?: NamedPerson | null
  source: 'answer' | 'bulk'
}

/** One person of the list of 医療扶助, which says nothing of insurances. */
export type WelfareNews = Pick<News, 'asOf' | 'answeredAt' | 'publicExpenses' | 'named'>

/**
 * An older answer never replaces a newer one, by the day it is about and then by when it came; of it only numbers are learnt
 * that nobody knew, as former ones. 該当なし says nothing of the numbers (R43), and of several insurances none is picked (R44).
 * @returns the very same patient where nothing changes
 */
export function renewPatient(before: RosterPatient, news: News): RosterPatient {
  const named = news.named ? [news.named] : []
  const isOthers = [...news.coverages, ...named].some((person) => !isAbout(before, person))
  const isNewest = isLater(news, before.lastAnswer)
  if (isOthers) return isNewest ? ofSomebodyElse(before, news) : before
  const patient = withWelfare(before, news)
  if (!isNewest) {
    // What came later may have said nothing of numbers, and then these are still the last that are known.
    const isLast = patient.lastAnswer !== null && !SPEAKS_OF_NUMBERS[patient.lastAnswer.validity]
    const after = isLast ? numbersAfter(patient, news).history : learnFormer(patient, news)
    return keepChanges(before, { ...patient, ...after })
  }
  const { history, open } = numbersAfter(patient, news)
  return keepChanges(before, {
    ...patient,
    ...history,
    authorityName: authorityNameAfter(patient, news),
    lastAnswer: { validity: news.validity, on: news.asOf, at: news.answeredAt },
    undecided: open ? { why: open, on: news.asOf } : null,
  })
}

/** Of the list of 医療扶助. @returns the very same patient where nothing changes */
export function renewWelfare(patient: RosterPatient, news: WelfareNews): RosterPatient {
  if (!news.named || isAbout(patient, news.named)) return withWelfare(patient, news)
  return isLater(news, patient.welfare ?? null) ? ofSomebodyElse(patient, news) : patient
}

/**
 * The later word stands. One that tells of none takes nothing away: an answer about an insurance need not have it, and a list
 * names only whom the office has told of.
 */
function withWelfare(
  patient: RosterPatient,
  { asOf, answeredAt, publicExpenses }: WelfareNews,
): RosterPatient {
  const { welfare = null } = patient
  const told = publicExpenses.filter(({ payerNumber }) => isWelfarePayer(payerNumber))
  // A list may tell of each ticket of a person apart.
  const before = welfare?.on === asOf && welfare.at === answeredAt ? welfare.expenses : null
  const more = told.filter((each) => !before?.some((known) => isSameExpense(known, each)))
  if (more.length === 0 || (before === null && !isLater({ asOf, answeredAt }, welfare))) {
    return patient
  }
  const expenses = [...(before ?? []), ...more]
  return { ...patient, welfare: { expenses, on: asOf, at: answeredAt } }
}

function isSameExpense(one: PublicExpense, other: PublicExpense): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The last kept answer is met at every look at the list: what a person has settled since stays settled. */
function ofSomebodyElse(
  patient: RosterPatient,
  { asOf, answeredAt }: Pick<News, 'asOf' | 'answeredAt'>,
): RosterPatient {
  if (patient.othersAnswerAt === answeredAt) return patient
  return { ...undecided(patient, 'otherPerson', asOf), othersAnswerAt: answeredAt }
}

/** What several patients might be meant by is noted on each of them, and changes nothing else. */
export function undecided(patient: RosterPatient, why: Undecided, on: Day): RosterPatient {
  return { ...patient, undecided: { why, on } }
}

function isLater(
  { asOf, answeredAt }: Pick<News, 'asOf' | 'answeredAt'>,
  last: { on: Day; at: string } | null,
): boolean {
  if (last === null) return true
  return asOf === last.on ? toMs(answeredAt) > toMs(last.at) : asOf > last.on
}

function numbersAfter(
  patient: RosterPatient,
  news: News,
): { history: NumbersHistory; open: Undecided | null } {
  const { validity, asOf } = news
  const { current } = patient
  const known = toKnown(news)
  const inForce = known.filter(({ lostOn }) => lostOn === null || asOf < lostOn)
  const kept: NumbersHistory = { current, former: patient.former }
  // Numbers that were learnt on a later day, from the card shown at the counter, are not older than they were.
  const isOlder = (numbers: KnownNumbers) => current !== null && numbers.asOf < current.asOf
  switch (validity) {
    case 'none':
      return { history: kept, open: null }
    case 'multiple':
      return { history: kept, open: 'severalInsurances' }
    case 'invalid':
      return { history: lose(kept, known), open: null }
    case 'valid':
    case 'validUnregistered':
    case 'invalidNewExists': {
      // 新しい資格あり: what was asked about is the old one, whether or not it says when it ended.
      const candidates =
        validity === 'invalidNewExists'
          ? inForce.filter(({ numbers }) => !current || !isSameNumbers(numbers, current))
          : inForce
      const [one, ...more] = candidates
      if (one && more.some(({ numbers }) => !isSameNumbers(numbers, one.numbers))) {
        return { history: kept, open: 'severalInsurances' }
      }
      const lost = known.filter((each) => !candidates.includes(each))
      const after = lose(kept, lost)
      if (!one) return { history: after, open: null }
      return {
        history: isOlder(one.numbers)
          ? learn(after, one.numbers)
          : becomeCurrent(after, one.numbers),
        open: null,
      }
    }
  }
}

const SPEAKS_OF_NUMBERS: Readonly<Record<Validity, boolean>> = {
  valid: true,
  validUnregistered: true,
  invalid: true,
  invalidNewExists: true,
  none: false,
  multiple: false,
}

interface Told {
  numbers: KnownNumbers
  lostOn: Day | null
}

function toKnown({ coverages, asOf, source }: News): Told[] {
  return coverages.flatMap((coverage) => {
    const numbers = canonicalNumbers(coverage)
    return numbers === null
      ? []
      : [{ numbers: { ...numbers, asOf, source }, lostOn: coverage.disqualifiedOn }]
  })
}

/** What is known to be right on a later day is not lost by an earlier word. */
function lose(history: NumbersHistory, lost: readonly Told[]): NumbersHistory {
  return lost.reduce((after, { numbers }) => {
    const { current } = after
    const isStale =
      current !== null && current.asOf > numbers.asOf && isSameNumbers(current, numbers)
    return isStale ? after : becomeFormer(after, numbers)
  }, history)
}

function learnFormer(patient: RosterPatient, news: News): NumbersHistory {
  if (!SPEAKS_OF_NUMBERS[news.validity]) return patient
  return toKnown(news).reduce<NumbersHistory>((after, { numbers }) => learn(after, numbers), {
    current: patient.current,
    former: patient.former,
  })
}

/** As former ones, unless they are known already. */
function learn(history: NumbersHistory, numbers: KnownNumbers): NumbersHistory {
  const { current } = history
  return current && isSameNumbers(current, numbers) ? history : becomeFormer(history, numbers)
}

/** The authority's own earlier word stays where its new one has ● in it (R45). */
function authorityNameAfter(
  { authorityName }: RosterPatient,
  { coverages, asOf }: News,
): RosterPatient['authorityName'] {
  const [told] = coverages
  if (!told) return authorityName
  const name = nameToKeep(authorityName?.name ?? null, told.name)
  const nameKana =
    told.nameKana === null
      ? (authorityName?.nameKana ?? null)
      : nameToKeep(authorityName?.nameKana ?? null, told.nameKana)
  return { name, nameKana, asOf }
}

function keepChanges(before: RosterPatient, after: RosterPatient): RosterPatient {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after
}
