/** 一部負担金の割合: the patient's share (R47). */
import type { Coverage, EligibilityAnswer, PublicExpense } from './answer'
import { chooseCoverage } from './coverage'
import {
  addDays,
  addMonths,
  birthdayIn,
  type Day,
  firstDayOfMonth,
  isDay,
  isWithin,
  splitDay,
} from './days'
import { type DatedRule, ruleInForce, SOURCES } from './rules'

/** Shares there are. There is no other: nobody insured is asked for the whole (R47). */
export type Percent = 10 | 20 | 30

export interface Share {
  /** null: ask which of `choices` it is, or the ticket of 医療扶助 says the amount. */
  percent: Percent | null
  /** More than one only where the answer and the age leave it open. */
  choices: readonly Percent[]
  source: 'answer' | 'rule' | 'publicExpense'
  /** 医療扶助: yen the patient pays; null if the ticket names none. */
  selfPayYen: number | null
  mayBeSettledLater: boolean
  /** 3割 / 1〜3割 / 医療扶助 */
  text: string
  /** A sentence to staff where the figure alone is not enough. */
  note: string | null
}

export interface BurdenRule extends DatedRule {
  preschool: Percent
  /** Until the first 31 March on or after the day before this birthday. */
  preschoolUntilAge: number
  /** From the month after the month in which this age is reached, by law on the day before the birthday. */
  elderlyFromAge: number
  elderly: readonly Percent[]
  other: Percent
}

export const BURDEN_RULES: readonly BurdenRule[] = [
  {
    id: 'R47',
    from: null,
    until: null,
    source: SOURCES.insuranceLaw,
    preschool: 20,
    preschoolUntilAge: 6,
    elderlyFromAge: 70,
    elderly: [10, 20, 30],
    other: 30,
  },
]

const ASK = '割合を尋ねてください。あとで精算になることがあります。'
const LATER = 'あとで精算になることがあります。'
const AGE_UNKNOWN = '未就学の方は2割、70歳以上の方は1〜3割です。あとで精算になることがあります。'
const CHOOSE_FIRST = '使う資格を選ぶと決まります。'
const NO_SELF_PAY = '券に本人支払額の記載はありません。'

/** The last day as 未就学: the first 31 March on or after the day before the 6th birthday. */
export function preschoolLastDay(birthdate: Day, rule: BurdenRule): Day {
  const { year } = splitDay(birthdate)
  const reached = addDays(birthdayIn(birthdate, year + rule.preschoolUntilAge), -1)
  const march = `${reached.slice(0, 4)}-03-31`
  return reached <= march ? march : addMonths(march, 12)
}

/** The first day of the share of 70 and over: the month after, or that very month if born on the 1st. */
export function elderlyFirstDay(birthdate: Day, rule: BurdenRule): Day {
  const { year } = splitDay(birthdate)
  const reached = addDays(birthdayIn(birthdate, year + rule.elderlyFromAge), -1)
  return firstDayOfMonth(addMonths(reached, 1))
}

/** The share by age alone, where no answer gives one. Without a usable birthdate it is that of an adult. */
export function ruleShare(birthdate: Day | null, day: Day): Share {
  const rule = ruleInForce(BURDEN_RULES, day)
  if (birthdate === null || !isUsable(birthdate, day, rule)) {
    return { ...settledLater(rule.other), note: AGE_UNKNOWN }
  }
  if (day <= preschoolLastDay(birthdate, rule)) return settledLater(rule.preschool)
  if (day < elderlyFirstDay(birthdate, rule)) return settledLater(rule.other)
  return {
    percent: null,
    choices: rule.elderly,
    source: 'rule',
    selfPayYen: null,
    mayBeSettledLater: true,
    text: '1〜3割',
    note: ASK,
  }
}

/** The share of one insurance on a day: 高齢受給者証 in force, then the insurance's own, then 未就学, then by age. */
export function shareOf(coverage: Coverage, day: Day): Share {
  const { elderlyRecipient } = coverage
  if (elderlyRecipient !== null && isWithin(day, elderlyRecipient)) {
    return fromAnswer(elderlyRecipient.burdenPercent)
  }
  if (coverage.burdenPercent !== null) return fromAnswer(coverage.burdenPercent)
  if (coverage.preschool) return fromAnswer(ruleInForce(BURDEN_RULES, day).preschool)
  return ruleShare(coverage.birthdate, day)
}

/**
 * The share to ask for by this answer. 医療扶助 has no share but an amount on its ticket. Where nothing is settled,
 * age decides: of the people in the answer, else of the patient as the facility knows them.
 */
export function burdenOf(
  answer: EligibilityAnswer,
  day: Day,
  knownBirthdate: Day | null = null,
): Share {
  const choice = chooseCoverage(answer)
  const ticket = answer.publicExpenses.find((expense) => isWithin(day, expense)) ?? null
  switch (choice.kind) {
    case 'one':
      return combined(shareOf(choice.coverage, day), ticket)
    case 'several':
      return agreedShare(choice.choices, day)
    case 'none':
      if (ticket !== null && isValid(answer)) return ticketOnly(ticket)
      return ruleShare(answer.coverages[0]?.birthdate ?? knownBirthdate, day)
  }
}

export function formatPercent(percent: Percent): string {
  return `${percent / 10}割`
}

/** Several to choose from: their share if they agree on one, else the shares among which the choice decides. */
function agreedShare(coverages: readonly Coverage[], day: Day): Share {
  const shares = coverages.map((coverage) => shareOf(coverage, day))
  const [first] = shares
  if (first === undefined) return ruleShare(null, day)
  if (shares.every((share) => share.text === first.text)) return first
  const choices = [...new Set(shares.flatMap((share) => share.choices))].sort((a, b) => a - b)
  return {
    ...fromAnswer(first.choices[0] ?? 30),
    percent: null,
    choices,
    text: choices.map(formatPercent).join('か'),
    note: CHOOSE_FIRST,
  }
}

function ticketOnly(ticket: PublicExpense): Share {
  return {
    percent: null,
    choices: [],
    source: 'publicExpense',
    selfPayYen: ticket.selfPayAmount,
    mayBeSettledLater: false,
    text: '医療扶助',
    note: ticket.selfPayAmount === null ? NO_SELF_PAY : null,
  }
}

/** 併用: the insurance pays its part first, and the ticket says what is left for the patient. */
function combined(share: Share, ticket: PublicExpense | null): Share {
  if (ticket === null) return share
  const { selfPayAmount } = ticket
  const ticketNote =
    selfPayAmount === null ? NO_SELF_PAY : '医療扶助との併用です。支払いは券の本人支払額です。'
  const note = [share.note, ticketNote].filter((sentence) => sentence !== null).join('')
  return { ...share, selfPayYen: selfPayAmount, note }
}

function fromAnswer(percent: Percent): Share {
  return {
    percent,
    choices: [percent],
    source: 'answer',
    selfPayYen: null,
    mayBeSettledLater: false,
    text: formatPercent(percent),
    note: null,
  }
}

function settledLater(percent: Percent): Share {
  return { ...fromAnswer(percent), source: 'rule', mayBeSettledLater: true, note: LATER }
}

function isValid(answer: EligibilityAnswer): boolean {
  return answer.validity === 'valid' || answer.validity === 'validUnregistered'
}

/** A day of the past, far enough from the calendar's end for every age of the rule. */
function isUsable(birthdate: Day, day: Day, rule: BurdenRule): boolean {
  return (
    isDay(birthdate) && birthdate <= day && splitDay(birthdate).year + rule.elderlyFromAge < 9999
  )
}
