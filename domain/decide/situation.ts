/** What is known when somebody asks what to do. Absent means unknown. Its JSON is described in docs/decide.md. */
import type { ConsentItem } from '../check'
import type { Day } from '../days'

export const FACILITY_KINDS = [
  'hospital',
  'clinic',
  'dental',
  'pharmacy',
  'homeNursing',
  'judo',
  'acupuncture',
  'checkup',
  'midwife',
  'paperClaim',
] as const
export type FacilityKind = (typeof FACILITY_KINDS)[number]

/** The numbers of the 経過措置 that the rules know: (2) (3) (4) (6). */
export const TRANSITIONAL_MEASURES = [2, 3, 4, 6] as const
export type MeasureNumber = (typeof TRANSITIONAL_MEASURES)[number]

export const CARE_SETTINGS = [
  'counter',
  'homeVisit',
  'houseCall',
  'homeNursing',
  'homePharmacy',
  'online',
  'feverRoute',
  'driveThrough',
  'emergencyAdmission',
  'readerFailure',
  'treatment',
  'checkup',
] as const
export type CareSetting = (typeof CARE_SETTINGS)[number]

/** `certificate` is the 資格確認書, `notice` the 資格情報のお知らせ. */
export const PRESENTED = [
  'card',
  'smartphone',
  'certificate',
  'notice',
  'portalLive',
  'portalPdf',
  'expiredInsuranceCard',
] as const
export type Presented = (typeof PRESENTED)[number]

export const SITUATION_VALIDITIES = [
  'valid',
  'invalid',
  'invalidNewExists',
  'none',
  'multiple',
] as const
export const SHARES = [10, 20, 30] as const
export const NUMBERS_KNOWN = ['current', 'former', 'none'] as const

/** ISO 8601 with an offset. */
type InstantText = string

export interface Facility {
  kind: FacilityKind
  transitional?: MeasureNumber
  /** This app is bound to a device of the facility: no open web page (R2). */
  boundDevice: boolean
  /** The facility's 目視 passcode has been issued (R12). */
  visualPasscode: boolean
}

export interface CardFacts {
  readable: boolean
  /** The card's own last day. */
  expires?: Day
  /** The last day of the 利用者証明用電子証明書. */
  certificateExpires?: Day
  /** 0 is a locked PIN (R10). */
  pinTriesLeft?: number
  /** 顔認証マイナンバーカード (R11). */
  pinless?: boolean
  photo?: boolean
}

export interface Relation {
  /** 継続的な関係 */
  continuing: boolean
  /** The last check by card at this very facility. */
  lastCardCheckAt?: InstantText
  lastVisitOn?: Day
}

export interface ConsentFacts {
  /** When it was registered. */
  at: InstantText
  items: Record<ConsentItem, boolean>
  withdrawnAt?: InstantText
}

export interface AnswerFacts {
  validity: (typeof SITUATION_VALIDITIES)[number]
  /** Percent. */
  share?: (typeof SHARES)[number]
}

export interface PatientFacts {
  birthDate?: Day
  /** The person says that they have a valid insurance now. */
  saysInsured?: boolean
  /** 初診 */
  firstVisit?: boolean
  /** 実日数, counted with today. */
  careDaysThisMonth?: number
  newborn?: boolean
  /** The newborn's card is registered for use as マイナ保険証. */
  newbornRegistered?: boolean
  /** The insurance numbers that the facility knows by whatever way. */
  numbers: (typeof NUMBERS_KNOWN)[number]
}

/** On a tablet nobody may know yet whether the facility has the numbers; as JSON it has to be said. */
export interface PatientWithNumbersUnknown extends Omit<PatientFacts, 'numbers'> {
  numbers?: never
}

export interface Situation {
  /** Judged by the rules of this instant's day in Japan. */
  at: InstantText
  facility: Facility
  setting: CareSetting
  presented: readonly Presented[]
  card?: CardFacts
  relation?: Relation
  consent?: ConsentFacts
  answer?: AnswerFacts
  patient?: PatientFacts | PatientWithNumbersUnknown
}
