/** Whose numbers the claim carries, and what stands against 不詳 (R60, R61). */
import { refuseUnknownClaim, type UnknownClaimRefusal } from '../claim'
import type { ClaimBlock, Decision } from './decision'
import type { Facts } from './facts'

type Claim = Decision['claim']

/** Current numbers, else former ones, else 不詳 where every condition holds, else nothing yet. */
export function claimOf(facts: Facts): Claim {
  const { answer, patient } = facts.situation
  switch (answer?.validity) {
    case 'valid':
    case 'invalidNewExists':
      return settled('current')
    case 'multiple':
      return undecided(['coverageNotChosen'])
    case 'invalid':
      // 無効 names the numbers that were lost, and the clearing house moves the claim: never 不詳.
      return settled(patient?.numbers === 'current' ? 'current' : 'former')
    case 'none':
    case undefined:
      return byNumbers(facts)
  }
}

function byNumbers(facts: Facts): Claim {
  const numbers = facts.situation.patient?.numbers
  if (numbers === 'current' || numbers === 'former') return settled(numbers)
  // 不詳 is for a check that failed, so not for one whose answer is still to come.
  const awaited = facts.situation.answer === undefined && facts.failure === null
  if (awaited && numbers === undefined) return undecided(['answerAwaited'])
  const blocks = blocksOf(facts)
  if (awaited) return undecided(['answerAwaited', ...blocks])
  return blocks.length === 0 ? settled('unknown') : undecided(blocks)
}

/** Each condition of R61 that fails or is not known. */
function blocksOf({ situation, shown, place }: Facts): ClaimBlock[] {
  const { patient } = situation
  const refusals = refuseUnknownClaim({
    treatmentRoom: !place.service.medical,
    answeredInvalid: false,
    saysInsured: patient?.saysInsured ?? false,
    physicalCardShown: shown.card,
    firstVisit: patient?.firstVisit ?? false,
    careDays: patient?.careDaysThisMonth ?? 0,
    numbersFound: patient?.numbers !== 'none',
    newbornUnregistered: isNewbornUnregistered(patient),
  })
  const blocks = refusals.map(({ condition }) => blockOf(condition, patient))
  // Where 不詳 is never open, its other conditions are nothing to ask about (R54).
  return place.service.medical ? blocks : ['notMedicalFacility']
}

type Patient = Facts['situation']['patient']

/** Not known to be registered is not registered; anybody else's card is. */
function isNewbornUnregistered(patient: Patient): boolean {
  const { newborn, newbornRegistered } = patient ?? {}
  return newborn === true
    ? newbornRegistered !== true
    : newbornRegistered === false && newborn === undefined
}

function blockOf(condition: UnknownClaimRefusal, patient: Patient): ClaimBlock {
  switch (condition) {
    case 'treatmentRoom':
      return 'notMedicalFacility'
    case 'saysInsured':
      return patient?.saysInsured === undefined ? 'saysInsuredUnknown' : 'notSaidInsured'
    case 'physicalCardShown':
      return 'noPhysicalCard'
    case 'firstVisit':
      return patient?.firstVisit === undefined ? 'firstVisitUnknown' : 'notFirstVisit'
    case 'careDays':
      return patient?.careDaysThisMonth === undefined ? 'careDaysUnknown' : 'severalCareDays'
    // Known numbers and 無効 are settled before; what is left is that nobody said.
    case 'answeredInvalid':
    case 'numbersFound':
      return 'numbersUnknown'
    case 'newbornUnregistered':
      return 'newbornUnregistered'
  }
}

function settled(basis: Exclude<Claim['basis'], 'undecided'>): Claim {
  return { basis, blockedBy: [] }
}

function undecided(blockedBy: ClaimBlock[]): Claim {
  return { basis: 'undecided', blockedBy }
}
