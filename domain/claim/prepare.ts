/** A visit → what goes on its claim and what is still missing, by `decide` and R60's order (R60–R62). */
import type { Coverage } from '../answer'
import { type Day, dayInJapan } from '../days'
import { decide } from '../decide/decide'
import type { ClaimBlock } from '../decide/decision'
import type { Declaration } from '../declaration/declaration'
import type { InsuredNumbers } from '../documents/document'
import { isLatterStage } from '../numbers'
import type { Repertoire } from '../repertoire'
import { isTreatmentRoom } from '../settings'
import {
  claimSituation,
  type ClaimFacts,
  isCardShown,
  isDeclared,
  isNewborn,
} from './claim-situation'
import {
  blockedGap,
  type ClaimGap,
  CURRENT_NUMBERS_GAP,
  FORMER_CHOICE_GAP,
  FORMER_NUMBERS_GAP,
  NOT_CHECKED_GAP,
} from './gap'
import { answeredInvalid, type ClaimCheck, findNumbers, type NumbersFound } from './numbers-found'
import {
  type ClaimBasis,
  type ClaimPerson,
  claimSheet,
  type ClaimSheet,
  type ExpenseNumbers,
} from './sheet'
import { type ClaimDecision, type ClaimWork, onlyNumbers } from './work'

export interface ClaimMaterial {
  /** Of one visit, the latest first. */
  checks: readonly [ClaimCheck, ...ClaimCheck[]]
  /** As the day's list has the patient; what is not known is null. */
  person: { name: string | null; nameKana: string | null; birthdate: Day | null }
  /** Numbers that the facility has from earlier visits. */
  onFile: InsuredNumbers | null
  work: ClaimWork
  /** The facility's claim software checks the check digit. */
  checksDigit: boolean
  today: Day
}

export interface PreparedClaim {
  visitOn: Day
  basis: ClaimBasis['kind'] | 'undecided'
  /** null while nothing is settled. */
  sheet: ClaimSheet | null
  /** Empty: the claim can be written. */
  gaps: readonly ClaimGap[]
  /** Several insurances to choose from (R44). */
  choices: readonly Coverage[]
  /** What people may say here, in the order to ask; whatever was said may be said anew. */
  asks: readonly ClaimDecision[]
  declaration: Declaration | null
  /** A result is still awaited: the sheet may change. */
  awaited: boolean
}

export function prepareClaim(material: ClaimMaterial, repertoire: Repertoire): PreparedClaim {
  const visitOn = dayInJapan(material.checks[0].capturedAt)
  const [first, ...others] = material.checks.filter(({ state }) => state !== 'refused')
  if (first === undefined) return notChecked(visitOn)
  const checks: ClaimFacts['checks'] = [first, ...others]
  const found = findNumbers({ checks, onFile: material.onFile, work: material.work })
  const declaration = declarationIn(checks)
  const birthdate = declaration?.birthdate ?? material.person.birthdate
  const facts: ClaimFacts = { checks, visitOn, birthdate, found, work: material.work }
  const { basis, gaps } = settle(facts, material.checksDigit)
  const { today } = material
  const person = personOf(material.person, found, declaration)
  const sheet = basis === null ? null : claimSheet({ visitOn, today, person, basis }, repertoire)
  return {
    visitOn,
    basis: basis?.kind ?? 'undecided',
    sheet,
    gaps: sheet?.gaps ?? gaps,
    choices: choicesIn(material, checks),
    asks: asksOf(facts, basis),
    declaration,
    awaited: checks.some(({ state }) => state === 'waits'),
  }
}

function notChecked(visitOn: Day): PreparedClaim {
  return {
    visitOn,
    basis: 'undecided',
    sheet: null,
    gaps: [NOT_CHECKED_GAP],
    choices: [],
    asks: [],
    declaration: null,
    awaited: false,
  }
}

interface Settled {
  basis: ClaimBasis | null
  gaps: ClaimGap[]
}

/** The rule's word, filled with the numbers that are known; where it names none, what is missing. */
function settle(facts: ClaimFacts, checksDigit: boolean): Settled {
  const { claim } = decide(claimSituation(facts))
  const { found } = facts
  switch (claim.basis) {
    case 'current':
      return found.kind === 'none' || found.kind === 'choose'
        ? open(CURRENT_NUMBERS_GAP)
        : { basis: basisOf(found, facts.work), gaps: [] }
    case 'former':
      if (found.kind === 'none') return open(FORMER_NUMBERS_GAP)
      return found.kind === 'choose'
        ? open(FORMER_CHOICE_GAP)
        : { basis: basisOf(found, facts.work), gaps: [] }
    case 'unknown':
      return { basis: unknownBasis(facts, checksDigit), gaps: [] }
    case 'undecided':
      return { basis: null, gaps: numbersFirst(claim.blockedBy).map(blockedGap) }
  }
}

function open(gap: ClaimGap): Settled {
  return { basis: null, gaps: [gap] }
}

/** With the numbers, nothing else that stands against 不詳 matters any more. */
function numbersFirst(blocks: readonly ClaimBlock[]): ClaimBlock[] {
  return [...blocks].sort((one, other) => rank(one) - rank(other))
}

function rank(block: ClaimBlock): number {
  return block === 'numbersUnknown' ? 0 : 1
}

type Named = Exclude<NumbersFound, { kind: 'none' | 'choose' }>

function basisOf(found: Named, work: ClaimWork): ClaimBasis {
  if (found.kind === 'publicExpense') {
    return { kind: 'publicExpense', expenses: found.expenses.map(expenseNumbers) }
  }
  const asked = work.insuredAs?.value ?? null
  if ('coverage' in found) {
    const { coverage, expenses, kind } = found
    const numbers = onlyNumbers(coverage)
    const insuredAs = coverage.relation ?? asked
    return { kind, numbers, insuredAs, expenses: expenses.map(expenseNumbers) }
  }
  return { kind: found.kind, numbers: onlyNumbers(found.numbers), insuredAs: asked }
}

function expenseNumbers({ payerNumber, recipientNumber }: ExpenseNumbers): ExpenseNumbers {
  return { payerNumber, recipientNumber }
}

function unknownBasis(facts: ClaimFacts, checksDigit: boolean): ClaimBasis {
  const { checks, work } = facts
  return {
    kind: 'unknown',
    situation: {
      treatmentRoom: isTreatmentRoom(checks[0].setting),
      answeredInvalid: answeredInvalid(checks),
      saysInsured: isDeclared(checks),
      physicalCardShown: isCardShown(facts),
      firstVisit: work.firstVisit?.value ?? false,
      careDays: work.careDays?.value ?? 0,
      numbersFound: facts.found.kind !== 'none',
      newbornUnregistered: isNewborn(facts) && work.newbornRegistered?.value !== true,
    },
    declaration: declarationIn(checks),
    contactedOn: work.contactedOn?.value ?? null,
    checksDigit,
  }
}

function declarationIn(checks: readonly ClaimCheck[]): Declaration | null {
  for (const { kept } of checks) if (kept?.kind === 'declaration') return kept.declaration
  return null
}

/** As the source of the numbers names them; ● stays (R45). What it leaves out is the day's list's. */
function personOf(
  { name, nameKana, birthdate }: ClaimMaterial['person'],
  found: NumbersFound,
  declaration: Declaration | null,
): ClaimPerson {
  const listed: ClaimPerson = { name: name ?? '', nameKana, birthdate, sex: 'unset' }
  if ('coverage' in found) return personIn(found.coverage)
  const source = 'source' in found ? found.source : null
  if (source?.kind === 'document') {
    const { document } = source
    const kana = document.nameKana ?? nameKana
    return {
      ...listed,
      name: document.name ?? listed.name,
      nameKana: kana,
      birthdate: document.birthdate,
    }
  }
  if (source?.kind === 'oral') return { ...listed, birthdate: source.birthdate }
  return declaration === null ? listed : personIn(declaration)
}

function personIn({ name, nameKana, birthdate, sex }: ClaimPerson): ClaimPerson {
  return { name, nameKana, birthdate, sex }
}

/** Also after the choice: it may be made anew. */
function choicesIn(material: ClaimMaterial, checks: ClaimFacts['checks']): readonly Coverage[] {
  const found = findNumbers({ checks, onFile: material.onFile, work: {} })
  return found.kind === 'choose' ? found.choices : []
}

function asksOf(facts: ClaimFacts, basis: ClaimBasis | null): ClaimDecision[] {
  const { found, work, checks } = facts
  const asks: ClaimDecision[] = []
  const insured = basis?.kind === 'current' || basis?.kind === 'former'
  if (insured && !('coverage' in found && found.coverage.relation !== null)) {
    if (!isLatterStage(basis.numbers.insurerNumber)) asks.push('insuredAs')
  }
  if (found.kind === 'none' && isDeclared(checks)) {
    if (!checks.some(({ cardShown }) => cardShown)) asks.push('cardShown')
    asks.push('firstVisit', 'careDays')
    if (isNewborn(facts)) asks.push('newbornRegistered')
    asks.push('contactedOn')
  }
  const settled = 'coverage' in found && found.kind === 'current'
  if (!settled || work.found !== undefined) asks.push('found')
  return asks
}
