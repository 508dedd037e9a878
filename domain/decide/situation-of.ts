/** The situation of one check, from what a tablet knows: the visit, the card as read, the answer, and what people said. */
import type { Consent, Setting } from '../check'
import { addDays, addMonths, type Day, dayInJapan, firstDayOfMonth } from '../days'
import type { VisitHistory } from '../visit'
import type {
  AnswerFacts,
  CardFacts,
  CareSetting,
  ConsentFacts,
  FacilityKind,
  PatientFacts,
  Presented,
  Relation,
  Situation,
} from './situation'
import type { Trouble } from './trouble'

/** As far as it was read in this check. */
export interface CardAsRead {
  certificateLastDay: Day | null
  cardExpiry: Day | null
  triesLeft: number | null
}

/** What people told staff; absent: nobody asked. */
export interface WhatWasSaid {
  /** The person says that they are insured now. */
  insured?: boolean
  /** 初診 */
  firstVisit?: boolean
  /** The only day of care in this month. */
  onlyCareDay?: boolean
}

/** What the facility knew of the patient before this check, this tablet's own checks included. */
export type KnownBefore = Pick<
  VisitHistory,
  'lastCardCheckAt' | 'lastVisitOn' | 'continuing' | 'cardLastDay' | 'consentWithdrawn'
> & { certificateLastDay: Day | null; hasNumbersOnFile: boolean }

export interface TabletKnows {
  /** ISO 8601 */
  at: string
  setting: Setting
  trouble: Trouble
  /** The facility has issued its 目視パスコード. */
  visualPasscode: boolean
  /** Of the patient as the facility knows them; null for a walk-in. */
  birthdate: Day | null
  /** False: the facility knows the card as 顔認証マイナンバーカード. */
  cardHasPin: boolean
  card: CardAsRead | null
  /** null: a walk-in, or an older gateway. */
  before: KnownBefore | null
  consent: Consent | null
  /** Of the check before this one, where that is why this one is made. */
  answer: AnswerFacts | null
  said: WhatWasSaid
}

interface Whereabouts {
  kind: FacilityKind
  setting: CareSetting
}

/** A kind of facility that meets patients there: the tablet knows the setting of a visit, and the rules ask for both. */
export const WHEREABOUTS: Readonly<Record<Setting, Whereabouts>> = {
  counter: { kind: 'clinic', setting: 'counter' },
  homeMedicalCare: { kind: 'clinic', setting: 'homeVisit' },
  homeNursing: { kind: 'homeNursing', setting: 'homeNursing' },
  homePharmacy: { kind: 'pharmacy', setting: 'homePharmacy' },
  houseCall: { kind: 'clinic', setting: 'houseCall' },
  onlineCare: { kind: 'clinic', setting: 'online' },
  fever: { kind: 'clinic', setting: 'feverRoute' },
  driveThrough: { kind: 'clinic', setting: 'driveThrough' },
  emergencyAdmission: { kind: 'hospital', setting: 'emergencyAdmission' },
  readerFailure: { kind: 'clinic', setting: 'readerFailure' },
  treatmentRoom: { kind: 'judo', setting: 'treatment' },
  healthCheckup: { kind: 'checkup', setting: 'checkup' },
  midwifery: { kind: 'midwife', setting: 'treatment' },
  paperClaim: { kind: 'paperClaim', setting: 'counter' },
}

export function situationOf(known: TabletKnows): Situation {
  const { at, setting, before, consent, answer } = known
  const whereabouts = WHEREABOUTS[setting]
  const card = cardOf(known)
  const consented = consentOf(consent, before, at)
  return {
    at,
    facility: { kind: whereabouts.kind, boundDevice: true, visualPasscode: known.visualPasscode },
    setting: whereabouts.setting,
    presented: presentedIn(known.trouble),
    ...(card && { card }),
    ...(before && { relation: relationOf(before) }),
    ...(consented && { consent: consented }),
    ...(answer && { answer }),
    patient: patientOf(known),
  }
}

/** The card of somebody else is none of the patient's. */
function presentedIn(trouble: Trouble): Presented[] {
  if (trouble === 'noCard' || trouble === 'otherPerson') return []
  return trouble === 'smartphoneOnly' ? ['smartphone'] : ['card']
}

function cardOf(known: TabletKnows): CardFacts | null {
  const { trouble, card, before, cardHasPin } = known
  if (presentedIn(trouble).includes('card')) {
    const certificateExpires = certificateOf(known)
    const expires = card?.cardExpiry ?? before?.cardLastDay ?? null
    const pinTriesLeft = trouble === 'locked' ? 0 : (card?.triesLeft ?? null)
    return {
      readable: trouble !== 'unreadable',
      ...(certificateExpires !== null && { certificateExpires }),
      ...(expires !== null && { expires }),
      ...(pinTriesLeft !== null && { pinTriesLeft }),
      ...((trouble === 'faceCard' || !cardHasPin) && { pinless: true }),
    }
  }
  return trouble === 'smartphoneOnly' ? { readable: false } : null
}

/** Where people say that its grace is over without a day that agrees, the certificate ended at the latest on this one. */
function certificateOf({ trouble, card, before, at }: TabletKnows): Day | null {
  const known = card?.certificateLastDay ?? before?.certificateLastDay ?? null
  if (trouble !== 'dead') return card?.certificateLastDay ?? null
  const latest = latestDead(dayInJapan(at))
  return known !== null && known <= latest ? known : latest
}

/** Grace lasts to the end of the third month after (R22): the last day of the fourth month before is over today. */
function latestDead(today: Day): Day {
  return addDays(addMonths(firstDayOfMonth(today), -3), -1)
}

function relationOf({ continuing, lastCardCheckAt, lastVisitOn }: KnownBefore): Relation {
  return {
    continuing,
    ...(lastCardCheckAt !== null && { lastCardCheckAt }),
    ...(lastVisitOn !== null && { lastVisitOn }),
  }
}

/** Of a consent that was taken back only that is known: neither its items nor since when. No answer of today undoes it. */
function consentOf(
  consent: Consent | null,
  before: KnownBefore | null,
  at: string,
): ConsentFacts | null {
  if (before?.consentWithdrawn === true) {
    const items = { diagnosis: false, medication: false, checkup: false, surgery: false }
    return { at: before.lastCardCheckAt ?? at, items, withdrawnAt: at }
  }
  return consent && { at: consent.decidedAt, items: consent.items }
}

/** Somebody who was visited before is no 初診, unless staff say that it is one again. */
function patientOf({ birthdate, before, said }: TabletKnows): NonNullable<Situation['patient']> {
  const seenBefore = before !== null && (before.lastVisitOn !== null || before.hasNumbersOnFile)
  const firstVisit = said.firstVisit ?? (seenBefore ? false : undefined)
  const patient = {
    ...(birthdate !== null && { birthDate: birthdate }),
    ...(said.insured !== undefined && { saysInsured: said.insured }),
    ...(firstVisit !== undefined && { firstVisit }),
    ...(said.onlyCareDay !== undefined && { careDaysThisMonth: said.onlyCareDay ? 1 : 2 }),
  }
  return before === null ? patient : { ...patient, numbers: numbersIn(before) }
}

/** Those on file are former ones until the patient says that nothing changed. */
function numbersIn({ hasNumbersOnFile }: KnownBefore): PatientFacts['numbers'] {
  return hasNumbersOnFile ? 'former' : 'none'
}
