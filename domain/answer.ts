/** The authority's answer to a check, as Tazune keeps and shows it. Code numbers: OQSCD tables (facts/oqs.md §1.6). */
import type { Channel, Consent, ConsentItem } from './check'
import type { AuthorityErrorCode } from './errors'

/** 資格有効性 (OQSCD006): 1 有効, 2 無効, 3 無効（新しい資格あり）, 4 該当資格なし, 5 複数該当, 6 有効（未登録）. */
export type Validity =
  'valid' | 'invalid' | 'invalidNewExists' | 'none' | 'multiple' | 'validUnregistered'

/** 適用区分 (OQSCD012). */
export type LimitCategory =
  | 'A01'
  | 'A02'
  | 'A03'
  | 'A04'
  | 'A05'
  | 'A06'
  | 'B01'
  | 'B02'
  | 'B03'
  | 'B04'
  | 'B05'
  | 'B06'
  | 'B07'
  | 'B08'
  | 'B09'
  | 'B10'

/** A span of days in Japan, `YYYY-MM-DD`, both ends included; an open end is null. */
export interface DaySpan {
  from: string | null
  until: string | null
}

/** 限度額適用認定証等 */
export interface LimitCertificate extends DaySpan {
  /** 限度額適用認定証区分 (OQSCD011). */
  classification: '01' | '02' | '03'
  category: LimitCategory
}

/** 特定疾病療養受療証 (OQSCD013: 1 透析, 2 血液凝固, 3 HIV). */
export interface SpecificDisease extends DaySpan {
  category: '1' | '2' | '3'
  /** 自己負担限度額, yen a month. */
  selfPayLimit: number | null
}

/** One insurance (医療保険の資格). A number is shown exactly as the authority wrote it. */
export interface Coverage {
  /** 保険者番号: 8 digits, or 6 for 国保. */
  insurerNumber: string
  insurerName: string
  /** 記号; null where there is none (後期). */
  symbol: string | null
  /** 番号 */
  number: string
  /** 枝番, two digits; null when not given, never 00 by default (R70). */
  branch: string | null
  /** 被保険者証区分 (OQSCD010). */
  cardClassification: string
  /** 本人・家族 */
  relation: 'self' | 'family' | null
  name: string
  nameKana: string | null
  sex: 'male' | 'female' | 'unset'
  /** `YYYY-MM-DD`, Western. */
  birthdate: string
  /** null: the authority gave none; never explained, never filled from elsewhere (R46). */
  address: string | null
  /** 資格取得日 / 資格喪失日 */
  qualifiedOn: string | null
  disqualifiedOn: string | null
  /** 一部負担金の割合 in percent (10, 20, 30), null if the authority gave none (R47). */
  burdenPercent: 10 | 20 | 30 | null
  /** 高齢受給者証 */
  elderlyRecipient: (DaySpan & { burdenPercent: 10 | 20 | 30 }) | null
  /** 未就学 */
  preschool: boolean
  limit: LimitCertificate | null
  specificDiseases: SpecificDisease[]
  /** 資格喪失事由 (OQSCD008). */
  lossReason: '01' | '02' | '03' | '99' | null
}

/** 医療扶助 (生活保護の医療券等) */
export interface PublicExpense extends DaySpan {
  /** 公費負担者番号, 8 digits. */
  payerNumber: string
  payerName: string
  /** 受給者番号, 7 digits. */
  recipientNumber: string
  /** 単独・併用別 (OQSCD020). */
  use: 'alone' | 'combined'
  /** 本人支払額, yen; null if none. */
  selfPayAmount: number | null
  /** false: 医療扶助 is granted, and no ticket for this facility is told of (有効（未登録）). */
  hasTicket?: false
}

/** R21–R23: `alert` three months before the last day, `grace` after it, `dead` after that. */
export type CertificateState = 'valid' | 'alert' | 'grace' | 'dead'

export interface CertificateNotice {
  state: CertificateState
  /** The certificate's last day, `YYYY-MM-DD` in Japan. */
  lastDay: string
  /** The last day on which eligibility can be confirmed with it (R22). */
  usableUntil: string
}

/** 公式アプリの受付: what the patient registered on the facility's official page. */
export interface Acceptance {
  /** ISO 8601, UTC. */
  registeredAt: string
  consent: Consent
}

/** What is known of a check to which no answer will come. It says nothing of the patient's cover. */
export interface NoAnswerNotice {
  v: 1
  checkId: string
  code: AuthorityErrorCode
  /** The authority's own code and words, shown as they are; null where it said none, or was not asked. */
  authorityCode: string | null
  message: string | null
  /** ISO 8601, UTC */
  endedAt: string
}

export interface EligibilityAnswer {
  v: 1
  checkId: string
  /** ISO 8601, UTC: when the authority answered. */
  answeredAt: string
  /** 資格確認日 `YYYY-MM-DD`: the day the answer is about (the day of capture in Japan). */
  asOf: string
  channel: Channel
  validity: Validity
  coverages: Coverage[]
  publicExpenses: PublicExpense[]
  /** null: no certificate was seen here (公式アプリ, 目視). */
  certificate: CertificateNotice | null
  /**
   * `challenge`: signed over the gateway's own challenge. `lower`: none was left at capture (decision 4).
   * `official`: identity and consent are the official page's, by the authority's word (docs/adr/0018).
   * `faceUnproven`: the card's face is consistent in itself and nobody vouches for its issuer (docs/adr/0015).
   * `digitalIdentity`: the person by デジタル認証アプリ, the consent as it was taken here (docs/adr/0019).
   * `numbers`: asked with numbers that people typed or had on file. `earlierCard`: 再照会, the card was checked on an earlier
   * visit (docs/adr/0024).
   */
  assurance:
    | 'challenge'
    | 'lower'
    | 'official'
    | 'faceUnproven'
    | 'digitalIdentity'
    | 'numbers'
    | 'earlierCard'
  /** How the person was known to be the one asked about; absent from an older gateway. */
  identity?: 'pin' | 'visual' | 'official' | 'digitalIdentity' | 'document' | 'oral' | 'earlierCard'
  /** What the patient did on the official page; absent for a check of another kind. */
  acceptance?: Acceptance
  /** An ordinary server cannot learn revocation (facts/card.md A6): shown as 失効は未確認. */
  revocationChecked: false
  /** What the facility may now look up; empty in ③, by refusal, and in grace (R22). */
  consentedItems: ConsentItem[]
  /** 再照会: the earlier check under whose consent that is; absent with any other, and where none is in force. */
  consentOf?: string
  /** ISO 8601 end of the consent; null = until revoked (R32). */
  consentUntil: string | null
  /** The authority's own sentence, shown as it is. */
  message: string | null
}
