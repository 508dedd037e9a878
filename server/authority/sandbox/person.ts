/**
 * The sandbox's fictitious people. Everything that depends on a day (ages, certificates, spans) is written relative to
 * today, so that a person means the same next year.
 */
import type {
  CertificateState,
  LimitCategory,
  SpecificDisease,
  Validity,
} from '../../../domain/answer'
import type { Setting } from '../../../domain/check'
import type { InsurerKey, PayerKey } from './insurers'

export interface SandboxCoverage {
  insurer: InsurerKey
  /** 記号 / 番号 / 枝番; 後期 has no 記号 and no 枝番. */
  symbol: string | null
  number: string
  branch: string | null
  relation: 'self' | 'family' | null
  /** 後期 or 高齢受給者証: percent. Below 70 the authority gives none (R47). */
  burdenPercent?: 10 | 20 | 30
  /** 高齢受給者証 of a person of 70–74. */
  elderlyRecipientPercent?: 20 | 30
  preschool?: boolean
  limit?: { classification: '01' | '02' | '03'; category: LimitCategory }
  specificDisease?: Pick<SpecificDisease, 'category' | 'selfPayLimit'>
  /** Qualified so many months ago. */
  qualifiedMonthsAgo: number
  /** Lost so many months ago, with the reason. */
  lost?: { monthsAgo: number; reason: '01' | '02' | '03' | '99' }
}

export interface SandboxPublicExpense {
  payer: PayerKey
  recipientNumber: string
  use: 'alone' | 'combined'
  selfPayAmount: number | null
}

/** How the person appears on today's list of visits. */
export interface SandboxVisit {
  /** `HH:MM` in Japan. */
  time: string
  setting: Setting
  need: 'card' | 'reinquiry' | 'previousInvalid' | 'certificateEnds' | 'document'
  /** Where the facility's past with the person is not what the need says by itself; see `historyOf`. */
  before?: Partial<PastVisits>
}

/** What was before today's visit, in days. */
export interface PastVisits {
  /** Since the last check by card here; null: there was none. */
  cardDaysAgo: number | null
  /** null: this is the first visit. */
  visitDaysAgo: number | null
  numbersOnFile: boolean
  consentWithdrawn: boolean
}

/** What the person does when handed over to the official page. */
export interface SandboxOfficialWeb {
  /** Accepts so long after first being looked for; null: never. */
  afterSeconds: number | null
  /** Agrees to nothing; else to every item. */
  refuses?: boolean
  prescription?: 'electronic' | 'paper'
}

export interface SandboxPerson {
  /** Also the card's `personaId`. */
  id: string
  /** What staff in training read on the card. */
  label: string
  /** As on the card; the authority may write it otherwise. */
  name: string
  kana: string
  sex: 'male' | 'female'
  age: number
  /** `MM-DD` */
  birthday: string
  address: string
  /** 5 digits. */
  municipality: string
  /** null: 顔認証マイナンバーカード (R11). */
  pin: string | null
  triesLeft: number
  /** What is wrong with the card's face, if anything: none was taken (R12), or it is not what its issuer signed. */
  face?: 'noPhoto' | 'altered'
  certificate: CertificateState
  /** What the authority has on record. */
  record: {
    validity: Validity
    /** Where the authority's spelling differs from the card's (R45). */
    name?: string
    kana?: string
    /** null: not registered or withheld; never explained (R46). */
    address?: string | null
    coverages: SandboxCoverage[]
    publicExpenses?: SandboxPublicExpense[]
    message?: string
  }
  visit?: SandboxVisit
  officialWeb?: SandboxOfficialWeb
}
