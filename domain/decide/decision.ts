/** What to do, as codes. Each has its sentences, what to do and its rule in `decision-texts`; docs/decide.md lists all. */
import type { CertificateState } from '../answer'
import type { Channel } from '../check'
import type { Day } from '../days'
import type { ReinquiryRefusal } from '../reinquiry'
import type { RuleId } from '../rules'

export type ChannelCode = Channel | 'notAllowed'

export type IdentityCode = 'pin' | 'visual'

export type ReinquiryWhy = ReinquiryRefusal | 'dead'

export type ReinquiryWarning = 'longGap'

export type MedicalWhy =
  | 'notAllowed'
  | 'channel'
  | 'dead'
  | 'grace'
  | 'withdrawn'
  | 'noConsent'
  | 'refused'
  | 'relationEnded'
  | 'consentEnded'

export type LadderCode =
  | 'portal' // ① マイナポータル
  | 'notice' // ② 資格情報のお知らせ
  | 'oral' // ③ 口頭確認
  | 'declaration' // ④ 被保険者資格申立書
  | 'certificate' // 資格確認書
  | 'physicalCard'
  | 'insurerTelephone'

export type ClaimBasis = 'current' | 'former' | 'unknown' | 'undecided'

export type ClaimBlock =
  | 'answerAwaited'
  | 'coverageNotChosen'
  | 'notMedicalFacility'
  | 'notSaidInsured'
  | 'saysInsuredUnknown'
  | 'noPhysicalCard'
  | 'notFirstVisit'
  | 'firstVisitUnknown'
  | 'severalCareDays'
  | 'careDaysUnknown'
  | 'numbersUnknown'
  | 'newbornUnregistered'

export type ShareSource = 'answer' | 'age' | 'ask'

export type NextCode =
  | 'changeSetting'
  | 'useCounterReader'
  | 'mayUseEligibilityOnly'
  | 'checkNow'
  | 'askByNumbers'
  | 'reinquire'
  | 'askBeforeLastTry'
  | 'tellLocked'
  | 'checkByVisual'
  | 'issueVisualPasscode'
  | 'renewCertificate'
  | 'eligibilityOnlyInGrace'
  | 'renewAndRegister'
  | 'expectCertificate'
  | 'tellCoverRemains'
  | 'askNothing'
  | 'askChange'
  | 'useNew'
  | 'doNotGuess'
  | 'chooseCoverage'
  | 'tryLadder'
  | 'showCardWithNotice'
  | 'certificateAtHome'
  | 'certificateMaybeAtHome'
  | 'acceptNoticeAlone'
  | 'askConsent'
  | 'hideInformation'
  | 'claimFormer'
  | 'claimUnknown'
  | 'findNumbers'
  | 'recheckLater'
  | 'askShare'
  | 'tellSettledLater'

export interface NextStep {
  code: NextCode
  rule: RuleId
}

export interface Decision {
  channel: ChannelCode
  /** In order of preference. */
  identity: IdentityCode[]
  reinquiry: { allowed: boolean; why?: ReinquiryWhy; warnings: ReinquiryWarning[] }
  /** Absent where the last day is not known. `usableUntil`: the last day on which it confirms eligibility (R22). */
  certificate?: { state: CertificateState; usableUntil: Day }
  /**
   * `until`: ISO 8601 UTC, itself excluded, never past the certificate's last day (R22); absent: until the consent is taken
   * back or the relation ends (R32).
   */
  medicalInformation: { allowed: boolean; until?: string; why?: MedicalWhy }
  /** Only what is still to be tried, in order. */
  ladder: LadderCode[]
  /** `blockedBy`: what keeps the claim from being settled, and from being 不詳. */
  claim: { basis: ClaimBasis; blockedBy: ClaimBlock[] }
  /** `percent` is null where only a question can tell it. Never 100 (R47). */
  share: { percent: 10 | 20 | 30 | null; source: ShareSource }
  /** In the order to do them; never empty. */
  next: NextStep[]
}
