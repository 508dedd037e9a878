/** The words of a check (資格確認): what is captured, in which setting, with which consent and evidence. */
import type { Attestation } from './attestation'
import type { Day } from './days'
import type { Declaration } from './declaration/declaration'
import type { EntryContext, InsuranceDocument, InsuredNumbers } from './documents/document'

/** Where the patient is met; decides the channel (R1–R6) and the life of a consent (R32). */
export type Setting =
  | 'counter' // 窓口
  | 'homeMedicalCare' // 訪問診療
  | 'homeNursing' // 訪問看護
  | 'homePharmacy' // 訪問服薬指導
  | 'houseCall' // 往診
  | 'onlineCare' // オンライン診療
  | 'fever' // 発熱外来などの別動線
  | 'driveThrough' // ドライブスルー
  | 'emergencyAdmission' // 緊急入院
  | 'readerFailure' // 機器故障・操作困難
  | 'treatmentRoom' // 柔整・あはき施術所
  | 'healthCheckup' // 健診実施機関
  | 'midwifery' // 助産所
  | 'paperClaim' // 紙レセプト(義務化対象外)

/** ① 通常 / ② 居宅同意取得型 / ③ 資格確認限定型 */
export type Channel = 'counter' | 'homeConsent' | 'eligibilityOnly'

/** 診療情報 / 薬剤情報 / 特定健診等情報 / 手術情報 (R30) */
export type ConsentItem = 'diagnosis' | 'medication' | 'checkup' | 'surgery'

export const CONSENT_ITEMS: readonly ConsentItem[] = [
  'diagnosis',
  'medication',
  'checkup',
  'surgery',
]

/** What the patient, or a proxy named as such, decided (R30, R31). */
export interface Consent {
  items: Record<ConsentItem, boolean>
  /** 処方箋の発行形態; null where the patient was not asked. */
  prescription: 'electronic' | 'paper' | null
  decidedBy: { kind: 'patient' } | { kind: 'proxy'; relation: string }
  /** ISO 8601, UTC. */
  decidedAt: string
  /** Version and language of the words that were read, see domain/consent-wording; absent from an older app. */
  wording?: string
}

/**
 * What the device says of one check. Its JSON text is hashed into the bytes the card signs,
 * so consent, id and day cannot be exchanged afterwards (design, decision 4).
 */
export interface CheckStatement {
  v: 1
  /** UUIDv7, see {@link createCheckId}. */
  id: string
  facilityId: string
  deviceId: string
  staffId: string
  visitId: string | null
  /** The facility's own opaque number of the patient, never a name; null for a walk-in. */
  patientId: string | null
  setting: Setting
  channel: Channel
  /** null exactly where the channel asks none (③), where the official page asks for it, and with {@link CardlessEvidence}. */
  consent: Consent | null
  /** ISO 8601, UTC, by the device's clock corrected with the last known offset. */
  capturedAt: string
}

/**
 * Certificate and signature of a card opened with its PIN.
 * The card signs {@link cardSigningInput}; `challengeId` null means no gateway challenge was left,
 * `challenge` was then made on the device and the check has lower assurance.
 */
export interface CardSignatureEvidence {
  kind: 'cardSignature'
  /** 利用者証明用電子証明書, DER, base64url. */
  certificate: string
  /** RSASSA-PKCS1-v1_5 with SHA-256, base64url. */
  signature: string
  challengeId: string | null
  /** 32 bytes, base64url. */
  challenge: string
  /** The card's own last day `YYYY-MM-DD`, read without a PIN; null if it was not readable. */
  cardExpiry: string | null
}

/**
 * The patient was handed over to the facility's own マイナ在宅受付Web: who they are and what they agree to is for the
 * authority to say (docs/adr/0018). There is nothing else to show for it.
 */
export interface OfficialAppEvidence {
  kind: 'officialApp'
}

/**
 * 目視: the card proved its own face, and a member of staff attested that it is the patient's (R12). It holds no photo,
 * name or address; all bytes are base64url.
 */
export interface CardFaceEvidence {
  kind: 'cardFace'
  /** EF 0004, whole: the card-verifiable certificate of the issuer's key. */
  certificate: string
  /** DF22‖DF23‖DF24: birth date, sex and the card's own key. */
  keyGroup: string
  /** SHA-256 of DF25‖DF26, and of DF27. */
  textDigest: string
  photoDigest: string
  /** DF28, over the digests of the three groups. */
  faceSignature: string
  /** By the key of DF24, RSASSA-PKCS1-v1_5 with SHA-256, over {@link cardSigningInput}. */
  signature: string
  challengeId: string | null
  /** 32 bytes. */
  challenge: string
  /** DF29 or the common application's last day `YYYY-MM-DD`: unsigned, so only ever used against the check. */
  cardExpiry: string | null
  /** 目視パスコード of the facility as typed, four digits: under the seal and nowhere else. */
  passcode: { id: string; digits: string }
  attestation: Attestation
}

/**
 * The patient proves who they are by デジタル認証アプリ on their own phone, in a session that the gateway keeps for this
 * check's id (docs/adr/0019). Until then it waits; there is nothing else to show for it.
 */
export interface DigitalIdentityEvidence {
  kind: 'digitalIdentity'
}

/** A document that was typed, or taken from a saved PDF, and confirmed by a person (R50–R53). Its numbers are asked with. */
export interface DocumentEvidence {
  kind: 'document'
  document: InsuranceDocument
  /** What the patient showed with it: the マイナンバーカード itself, a smartphone マイナ保険証 only, or neither. */
  shownWith: EntryContext['shownWith']
  /** Of a 資格確認書 on a screen: its clock was seen to run. null for one on paper, and for any other document. */
  screenClock: 'runs' | null
}

/** 口頭確認: the patient, known from before (再診), says that nothing has changed. The numbers on file are asked with. */
export interface OralEvidence {
  kind: 'oral'
  numbers: InsuredNumbers
  birthdate: Day
}

/** 被保険者資格申立書. Nobody is asked with it: it waits until numbers are known, or for a claim with 不詳. */
export interface DeclarationEvidence {
  kind: 'declaration'
  declaration: Declaration
}

/** 再照会: the patient's number at this facility is asked with, without the card (R33); nothing else is shown for it. */
export interface ReinquiryEvidence {
  kind: 'reinquiry'
}

/** Ways for which no card is read and no consent is asked: `statement.consent` is null with them. */
export type CardlessEvidence =
  DocumentEvidence | OralEvidence | DeclarationEvidence | ReinquiryEvidence

export type Evidence =
  | CardSignatureEvidence
  | OfficialAppEvidence
  | CardFaceEvidence
  | DigitalIdentityEvidence
  | CardlessEvidence

/** What is sealed to the gateway. `statement` is the exact JSON text that was signed. */
export interface CheckPayload {
  v: 1
  statement: string
  evidence: Evidence
}

/** `draft` lives in the vault; the rest is derived from where the record stands (docs/architecture.md). */
export type CheckState =
  | 'draft'
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'answered'
  | 'settled'
  | 'rejected'
  | 'quarantined'
  | 'withdrawn'
  | 'unanswered'

const SIGNING_LABEL = 'tazune-card-signature-v1'

/**
 * The bytes whose SHA-256 the card signs: label ‖ 0x00 ‖ challenge (32) ‖ SHA-256 of the statement's UTF-8 (32).
 * Both sides build it here so that they cannot differ.
 */
export function cardSigningInput(
  challenge: Uint8Array,
  statementDigest: Uint8Array,
): Uint8Array<ArrayBuffer> {
  if (challenge.length !== 32 || statementDigest.length !== 32) {
    throw new RangeError('challenge and statement digest are 32 bytes each')
  }
  const label = Uint8Array.from(SIGNING_LABEL, (letter) => letter.charCodeAt(0))
  const input = new Uint8Array(label.length + 1 + 64)
  input.set(label)
  input.set(challenge, label.length + 1)
  input.set(statementDigest, label.length + 33)
  return input
}
