/** The wire contract between device and gateway: schemas → types → validation → OpenAPI. */
import * as v from 'valibot'
import { isDay, isInstant } from '../domain/days'
import { FACE_PASSCODE } from '../domain/face-passcode'
import { isOfficialAddress } from '../domain/handoff'
import { isCheckId } from '../domain/ids'
import { isTagId, TAG_KINDS } from '../domain/tags'

/** The protocol version this build speaks; the gateway keeps accepting N-2 (docs/adr). */
export const WIRE_VERSION = 1

/** The oldest app that is still served in full: what is older may be refused what it asks (TZ-G23). Raised with N-2. */
export const OLDEST_APP_VERSION = '0.1.0'

export const base64Url = (max: number) =>
  v.pipe(v.string(), v.maxLength(max), v.regex(/^[A-Za-z0-9_-]*$/))
/** Without U+0000, which a text of PostgreSQL cannot hold. */
export const shortText = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.check((text) => !text.includes('\u0000')),
)
export const instant = v.pipe(v.string(), v.isoTimestamp(), v.check(isInstant))
export const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.check(isDay))
export const CheckId = v.pipe(
  v.string(),
  v.check(isCheckId),
  v.metadata({ format: 'uuid', description: 'UUIDv7' }),
)
export const Mode = v.picklist(['training', 'production'])
export type Mode = v.InferOutput<typeof Mode>

/** An EC P-256 public key (RFC 7517). */
export const PublicJwk = v.object({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: base64Url(64),
  y: base64Url(64),
})
export type PublicJwk = v.InferOutput<typeof PublicJwk>

/** HPKE (RFC 9180) DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode. */
export const Sealed = v.object({
  /** The encapsulated key. */
  enc: base64Url(200),
  ciphertext: base64Url(2_000_000),
})
export type Sealed = v.InferOutput<typeof Sealed>

export const GatewayKey = v.object({ id: shortText, publicKey: PublicJwk })
export type GatewayKey = v.InferOutput<typeof GatewayKey>

/** What stands in the clear on an envelope; signed, and bound to the seal as its AAD. */
export const EnvelopeHeader = v.object({
  v: v.literal(1),
  id: CheckId,
  deviceId: shortText,
  /** Which gateway key sealed it. */
  keyId: shortText,
  /** What is under the seal where it is no check: a {@link ConsentWithdrawalPayload}. */
  kind: v.exactOptional(v.literal('consentWithdrawal')),
})
export type EnvelopeHeader = v.InferOutput<typeof EnvelopeHeader>

/**
 * A sealed and signed check. `header` is the base64url of the header's JSON text, and is the AAD of the seal;
 * `signature` is ES256 (raw r‖s) over the ASCII of `header.enc.ciphertext`.
 */
export const Envelope = v.object({
  id: CheckId,
  header: base64Url(1_000),
  enc: base64Url(200),
  ciphertext: base64Url(200_000),
  signature: base64Url(100),
})
export type Envelope = v.InferOutput<typeof Envelope>

export const Problem = v.object({
  type: v.literal('about:blank'),
  status: v.number(),
  /** A permanent code of the catalogue. */
  code: v.string(),
  /** The catalogue's Japanese sentence; never a submitted value. */
  title: v.string(),
  /** Where in the body, by field names only. */
  fields: v.optional(v.array(v.string())),
})
export type Problem = v.InferOutput<typeof Problem>

export const Health = v.object({
  service: v.literal('tazune'),
  wire: v.number(),
  mode: Mode,
  time: instant,
})
export type Health = v.InferOutput<typeof Health>

export const StaffMember = v.object({ id: shortText, name: shortText })
export type StaffMember = v.InferOutput<typeof StaffMember>

/** The facility's マイナ在宅受付Web, the same for every patient; null when none is set, absent from an older gateway. */
const OfficialAddress = v.optional(
  v.nullable(v.pipe(v.string(), v.check(isOfficialAddress), v.metadata({ format: 'uri' }))),
)

/** Whether patients may prove who they are by デジタル認証アプリ; absent from an older gateway. */
const DigitalIdentity = v.optional(v.boolean())

export const Policy = v.object({
  /** The vault is erased after this many hours without contact. */
  eraseAfterHours: v.number(),
  /** The vault locks itself after this many idle minutes. */
  lockAfterMinutes: v.number(),
  /** How many challenges the device keeps in advance. */
  challengePool: v.number(),
  /** R33: days since the last visit after which re-inquiry is warned of. */
  longGapDays: v.number(),
})
export type Policy = v.InferOutput<typeof Policy>

export const ActivationRequest = v.object({
  /** The one-time code, canonical form: upper case without dashes. */
  code: v.pipe(v.string(), v.minLength(8), v.maxLength(40), v.regex(/^[0-9A-Z]+$/)),
  deviceName: shortText,
  /** ES256 verification key of the device. */
  signingKey: PublicJwk,
  /** HPKE public key that answers are sealed to. */
  answerKey: PublicJwk,
})
export type ActivationRequest = v.InferOutput<typeof ActivationRequest>

export const ActivationResponse = v.object({
  deviceId: shortText,
  facility: v.object({ id: shortText, name: shortText }),
  mode: Mode,
  gatewayKey: GatewayKey,
  policy: Policy,
  staff: v.array(StaffMember),
  officialWeb: OfficialAddress,
  digitalIdentity: DigitalIdentity,
})
export type ActivationResponse = v.InferOutput<typeof ActivationResponse>

/** A JWT (ES256, `iss`=`sub`=deviceId, `aud`=`tazune-gateway`, `iat`, `exp` ≤ 120 s, `jti` used once): RFC 7523 §3. */
export const AccessRequest = v.object({
  assertion: v.pipe(v.string(), v.maxLength(2_000)),
  /** Checks the device holds that have not gone out; an older device does not tell. */
  unsent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
  /** The app's own version, for whoever looks after the devices. */
  appVersion: v.optional(v.pipe(v.string(), v.maxLength(40), v.regex(/^[\w.+-]+$/))),
})
export type AccessRequest = v.InferOutput<typeof AccessRequest>

/** The token is bound to the device key (RFC 9449: `Authorization: DPoP …` with a `DPoP` proof each time); kept in memory only. */
export const AccessResponse = v.object({
  accessToken: v.string(),
  expiresInSeconds: v.number(),
  gatewayKey: GatewayKey,
  policy: Policy,
  /** Orders of the facility; `eraseVault` is obeyed at once (design, decision 3). */
  orders: v.array(v.picklist(['eraseVault'])),
  officialWeb: OfficialAddress,
  digitalIdentity: DigitalIdentity,
  /**
   * Opens to a {@link FacePasscodeCheck}; its AAD is the UTF-8 of `face-passcode`. null: the facility has issued no
   * 目視パスコード, or has put it out of use; absent from an older gateway.
   */
  facePasscode: v.optional(v.nullable(Sealed)),
  /**
   * Who may use the facility's tablets, as they are listed today; absent from an older gateway, and for a device that was
   * ordered to erase what it holds.
   */
  staff: v.optional(v.array(StaffMember)),
})
export type AccessResponse = v.InferOutput<typeof AccessResponse>

/** What a tablet checks a typed 目視パスコード against without a line. What protects four digits is the seal and the vault. */
export const FacePasscodeCheck = v.object({
  v: v.literal(1),
  id: shortText,
  /** 16 bytes. */
  salt: base64Url(22),
  /** Of PBKDF2-HMAC-SHA256. */
  iterations: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  /** 32 bytes. */
  digest: base64Url(43),
  /** Training only: the digits themselves, so that the screen can show them. */
  hint: v.exactOptional(v.pipe(v.string(), v.regex(FACE_PASSCODE))),
})
export type FacePasscodeCheck = v.InferOutput<typeof FacePasscodeCheck>

export const ChallengeRequest = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
})
export const Challenge = v.object({
  id: shortText,
  /** 32 random bytes. */
  challenge: base64Url(43),
  expiresAt: instant,
})
export type Challenge = v.InferOutput<typeof Challenge>
export const ChallengeResponse = v.object({ challenges: v.array(Challenge) })

export const MAX_BATCH = 100
export const MAX_BODY_BYTES = 1_000_000

export const BatchRequest = v.object({
  checks: v.pipe(v.array(Envelope), v.minLength(1), v.maxLength(MAX_BATCH)),
})
export const ItemResult = v.variant('outcome', [
  v.object({ id: v.string(), outcome: v.literal('accepted') }),
  v.object({ id: v.string(), outcome: v.literal('rejected'), code: v.string() }),
  v.object({
    id: v.string(),
    outcome: v.literal('retry'),
    code: v.string(),
    afterMs: v.optional(v.number()),
  }),
])
export type ItemResult = v.InferOutput<typeof ItemResult>
/** One result for each check of the batch, in its order. */
export const BatchResponse = v.object({ results: v.array(ItemResult) })
export type BatchResponse = v.InferOutput<typeof BatchResponse>

/** Checks that nobody waits for any more: by their ids alone, the reasons stay on the device. */
export const WithdrawalsRequest = v.object({
  ids: v.pipe(v.array(CheckId), v.minLength(1), v.maxLength(MAX_BATCH)),
})
/**
 * One result for each id, in its order. `withdrawn`: nothing is looked for or asked, now and ever after. `asked`: the
 * authority has been asked already, and its answer comes as any other. `unknown`: no accepted check of this device; one
 * that comes later is accepted, and withdrawn as it comes.
 */
export const WithdrawalsResponse = v.object({
  results: v.array(
    v.object({ id: v.string(), outcome: v.picklist(['withdrawn', 'asked', 'unknown']) }),
  ),
})
export type WithdrawalsResponse = v.InferOutput<typeof WithdrawalsResponse>
export type WithdrawalOutcome = WithdrawalsResponse['results'][number]['outcome']

/** `sealed` opens to an EligibilityAnswer; its AAD is the UTF-8 of `answer:<id>`. */
export const SealedAnswer = v.object({ seq: v.number(), id: CheckId, sealed: Sealed })
export type SealedAnswer = v.InferOutput<typeof SealedAnswer>
/** No answer will come. `sealed` opens to a NoAnswerNotice; its AAD is the UTF-8 of `no-answer:<id>`. */
export const SealedNoAnswer = v.object({
  seq: v.number(),
  /** Of a check, or of a withdrawal of a consent that the authority could not be told. */
  id: CheckId,
  /** A permanent code of the catalogue. */
  code: v.string(),
  sealed: Sealed,
})
export type SealedNoAnswer = v.InferOutput<typeof SealedNoAnswer>
/** Answers after the cursor, oldest first; `next` is the cursor to ask with. */
export const AnswersResponse = v.object({
  answers: v.array(SealedAnswer),
  next: v.number(),
  /** Only for a device that asks with a cursor of their own (`unanswered`); absent from an older gateway. */
  unanswered: v.exactOptional(v.object({ entries: v.array(SealedNoAnswer), next: v.number() })),
})
export type AnswersResponse = v.InferOutput<typeof AnswersResponse>

/** `sealed` opens to Visit[]; its AAD is the UTF-8 of `visits:<day>`. */
export const VisitsResponse = v.object({ day, sealed: Sealed })
export type VisitsResponse = v.InferOutput<typeof VisitsResponse>

export const MAX_TAG_BATCH = 100

/** A visit tag or 診察券, whose it is, and whether it is still in use (docs/adr/0016). */
export const TagRow = v.object({
  id: v.pipe(v.string(), v.check(isTagId), v.metadata({ description: '22 random characters' })),
  kind: v.picklist(TAG_KINDS),
  patientId: shortText,
  writtenAt: instant,
  retiredAt: v.nullable(instant),
})
export type TagRow = v.InferOutput<typeof TagRow>
export const TagsRequest = v.object({
  tags: v.pipe(v.array(TagRow), v.minLength(1), v.maxLength(MAX_TAG_BATCH)),
})
export type TagsRequest = v.InferOutput<typeof TagsRequest>
/** One result for each tag, in its order. `taken`: the id is another patient's or another facility's. */
export const TagsResponse = v.object({
  results: v.array(v.object({ id: v.string(), outcome: v.picklist(['kept', 'taken']) })),
})
export type TagsResponse = v.InferOutput<typeof TagsResponse>

export const IdentityRequest = v.object({ checkId: CheckId })
export type IdentityRequest = v.InferOutput<typeof IdentityRequest>

const identityProven = v.object({ state: v.literal('proven') })
const identityEnded = v.object({ state: v.literal('ended'), code: v.string() })

/** A session of デジタル認証アプリ as it was opened (docs/adr/0019). */
export const IdentityStarted = v.object({
  checkId: CheckId,
  session: v.variant('state', [
    v.object({
      state: v.literal('open'),
      expiresAt: instant,
      /** For the patient's phone, good once. Nothing of the patient is in it. */
      address: v.pipe(v.string(), v.url(), v.maxLength(400)),
    }),
    identityProven,
    identityEnded,
  ]),
})
export type IdentityStarted = v.InferOutput<typeof IdentityStarted>
/** How the session of a check stands. `none`: none was opened. */
export const IdentityState = v.object({
  checkId: CheckId,
  session: v.variant('state', [
    v.object({ state: v.literal('none') }),
    v.object({ state: v.literal('open'), expiresAt: instant }),
    identityProven,
    identityEnded,
  ]),
})
export type IdentityState = v.InferOutput<typeof IdentityState>

/** Training mode only. `sealed` opens to CardImage[]; its AAD is the UTF-8 of `cards`. */
export const TrainingCardsResponse = v.object({ sealed: Sealed })
export type TrainingCardsResponse = v.InferOutput<typeof TrainingCardsResponse>

const DecidedBy = v.variant('kind', [
  v.object({ kind: v.literal('patient') }),
  v.object({
    kind: v.literal('proxy'),
    relation: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  }),
])

const Consent = v.object({
  items: v.object({
    diagnosis: v.boolean(),
    medication: v.boolean(),
    checkup: v.boolean(),
    surgery: v.boolean(),
  }),
  prescription: v.nullable(v.picklist(['electronic', 'paper'])),
  decidedBy: DecidedBy,
  decidedAt: instant,
  wording: v.exactOptional(shortText),
})

/** The sealed statement; see `CheckStatement` in domain/check. */
export const Statement = v.object({
  v: v.literal(1),
  id: CheckId,
  facilityId: shortText,
  deviceId: shortText,
  staffId: shortText,
  visitId: v.nullable(shortText),
  patientId: v.nullable(shortText),
  setting: v.picklist([
    'counter',
    'homeMedicalCare',
    'homeNursing',
    'homePharmacy',
    'houseCall',
    'onlineCare',
    'fever',
    'driveThrough',
    'emergencyAdmission',
    'readerFailure',
    'treatmentRoom',
    'healthCheckup',
    'midwifery',
    'paperClaim',
  ]),
  channel: v.picklist(['counter', 'homeConsent', 'eligibilityOnly']),
  consent: v.nullable(Consent),
  capturedAt: instant,
})

const ConsentItems = v.pipe(
  v.array(v.picklist(['diagnosis', 'medication', 'checkup', 'surgery'])),
  v.minLength(1),
  v.maxLength(4),
)

/** The sealed statement of a withdrawal; see `ConsentWithdrawal` in domain/consent-withdrawal. */
export const ConsentWithdrawalPayload = v.object({
  v: v.literal(1),
  id: CheckId,
  facilityId: shortText,
  deviceId: shortText,
  staffId: shortText,
  checkId: CheckId,
  patientId: v.nullable(shortText),
  items: ConsentItems,
  decidedBy: DecidedBy,
  decidedAt: instant,
  wording: shortText,
})

/** `sealed` opens to ConsentEntry[]; its AAD is the UTF-8 of `consents:<day>`. */
export const ConsentsResponse = v.object({ day, sealed: Sealed })
export type ConsentsResponse = v.InferOutput<typeof ConsentsResponse>

/** Medical information under the consent of one check, asked for by a member of staff. */
export const MedicalRequest = v.object({ checkId: CheckId, staffId: shortText })
export type MedicalRequest = v.InferOutput<typeof MedicalRequest>
/** It is among the copies now. */
export const MedicalReady = v.object({ checkId: CheckId, state: v.literal('ready') })
export type MedicalReady = v.InferOutput<typeof MedicalReady>

/**
 * How a copy on the device stands. `open`: `sealed` opens to a MedicalCopy; its AAD is the UTF-8 of `medical:<checkId>`.
 * `closed`: only `left` may still be shown of a copy that is on the device; with none left it is erased.
 */
export const MedicalEntry = v.variant('state', [
  v.object({ seq: v.number(), checkId: CheckId, state: v.literal('open'), sealed: Sealed }),
  v.object({
    seq: v.number(),
    checkId: CheckId,
    state: v.literal('closed'),
    code: v.string(),
    left: v.array(v.picklist(['diagnosis', 'medication', 'checkup', 'surgery'])),
  }),
])
export type MedicalEntry = v.InferOutput<typeof MedicalEntry>
/** Entries after the cursor, oldest first; `next` is the cursor to ask with. */
export const MedicalResponse = v.object({ entries: v.array(MedicalEntry), next: v.number() })
export type MedicalResponse = v.InferOutput<typeof MedicalResponse>

/** Paths, in one place for both sides. */
export const PATHS = {
  health: '/health',
  activate: '/v1/devices',
  access: '/v1/access',
  challenges: '/v1/challenges',
  checks: '/v1/checks',
  withdrawals: '/v1/withdrawals',
  answers: '/v1/answers',
  visits: '/v1/visits',
  consents: '/v1/consents',
  medical: '/v1/medical',
  tags: '/v1/tags',
  identity: '/v1/identity',
  identityEnd: '/v1/identity/end',
  trainingCards: '/v1/training/cards',
  openapi: '/openapi.json',
} as const

/** Sent with every request; the gateway answers TZ-G23 when it is too old. */
export const WIRE_HEADER = 'tazune-wire'
