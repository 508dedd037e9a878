/** The wire contract of the administrator's page: schemas → types → validation → OpenAPI. */
import * as v from 'valibot'
import { base64Url, Mode, shortText } from '../wire'
import { ACTS, type Act } from './acts'

export const ADMIN_API = '/admin/api'

export const ROLES = ['administrator', 'staff', 'readOnly'] as const
export const Role = v.picklist(ROLES)
export type Role = v.InferOutput<typeof Role>

/** ms since the epoch. */
const time = v.pipe(v.number(), v.integer())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const id = shortText
const personName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))

export const PasskeyFacts = v.object({ id, createdAt: time, usedAt: v.nullable(time) })
export const Me = v.object({
  person: v.object({ id, name: v.string(), role: Role, signIn: v.string() }),
  facility: v.object({ id, name: v.string() }),
  mode: Mode,
  hasPasscode: v.boolean(),
  passkeys: v.array(PasskeyFacts),
})
export type Me = v.InferOutput<typeof Me>
export const Done = v.object({ done: v.literal(true) })

/** The code of an invitation, as it stands in its link: 20 characters of Crockford's base 32. */
const inviteCode = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{20}$/))
/** Ten characters or more, of any kind (NIST SP 800-63B §5.1.1.2: length counts, composition does not). */
export const PASSCODE_LENGTH = { min: 10, max: 128 } as const
const passcode = v.pipe(
  v.string(),
  v.minLength(PASSCODE_LENGTH.min),
  v.maxLength(PASSCODE_LENGTH.max),
)

export const PasscodeSignIn = v.object({
  signIn: v.pipe(v.string(), v.maxLength(20)),
  passcode: v.pipe(v.string(), v.maxLength(PASSCODE_LENGTH.max)),
})
export const InvitationRequest = v.object({ code: inviteCode })
export const InvitationFacts = v.object({
  name: v.string(),
  facility: v.string(),
  role: Role,
  signIn: v.string(),
})
export type InvitationFacts = v.InferOutput<typeof InvitationFacts>

const bytes = base64Url(20_000)
const transports = v.array(
  v.picklist(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']),
)

/** RegistrationResponseJSON of WebAuthn level 3 §5.1.8; what is not looked at is dropped. */
export const NewCredential = v.object({
  id: bytes,
  rawId: bytes,
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: v.exactOptional(transports),
  }),
  clientExtensionResults: v.object({}),
})
/** AuthenticationResponseJSON of the same. */
export const UsedCredential = v.object({
  id: bytes,
  rawId: bytes,
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: v.exactOptional(bytes),
  }),
  clientExtensionResults: v.object({}),
})
/** What the browser is asked with, as the library makes it. */
export const CeremonyOptions = v.objectWithRest({ challenge: v.string() }, v.unknown())

export const TakeUpByPasskey = v.object({ code: inviteCode, credential: NewCredential })
export const TakeUpByPasscode = v.object({ code: inviteCode, passcode })
export const NewPasscode = v.object({ passcode })

export const PersonFacts = v.object({
  id,
  name: v.string(),
  role: Role,
  signIn: v.string(),
  hasPasscode: v.boolean(),
  passkeys: count,
  createdAt: time,
  endedAt: v.nullable(time),
})
export type PersonFacts = v.InferOutput<typeof PersonFacts>
export const People = v.object({ people: v.array(PersonFacts) })
export const Invite = v.object({ name: personName, role: Role })
/** Shown once: only its hash is kept. */
export const InviteLink = v.object({
  personId: id,
  signIn: v.string(),
  link: v.string(),
  expiresAt: time,
})
export type InviteLink = v.InferOutput<typeof InviteLink>
export const PersonChanges = v.pipe(
  v.object({ name: v.exactOptional(personName), role: v.exactOptional(Role) }),
  v.check(({ name, role }) => name !== undefined || role !== undefined),
)
export const ById = v.object({ id })

export const DeviceFacts = v.object({
  id,
  name: v.string(),
  /** `away`: registered, and not heard of for longer than its vault lives without contact. */
  state: v.picklist(['active', 'away', 'revoked']),
  activatedAt: time,
  revokedAt: v.nullable(time),
  eraseOrderedAt: v.nullable(time),
  /** Last contact; null: never since it was registered (or since an older gateway). */
  seenAt: v.nullable(time),
  /** Checks it had not been able to send, as it last said; null: it does not tell. */
  unsent: v.nullable(count),
  appVersion: v.nullable(v.string()),
})
export type DeviceFacts = v.InferOutput<typeof DeviceFacts>
export const Devices = v.object({ devices: v.array(DeviceFacts), awayAfterHours: v.number() })
export const DeviceName = v.object({ name: personName })
/** `link` holds the code in its fragment; shown once. */
export const NewCode = v.object({ code: v.string(), link: v.string(), expiresAt: time })
export type NewCode = v.InferOutput<typeof NewCode>

export const FacePasscodeState = v.object({
  current: v.nullable(v.object({ id, issuedAt: time })),
})
export const NewFacePasscode = v.object({ digits: v.string() })

const dayText = v.pipe(v.string(), v.isoDate())
export const FiguresQuery = v.object({ from: dayText, to: dayText })
/** Counts of one day in Japan by the time of receipt; nobody is named. */
export const DayFigures = v.object({
  day: dayText,
  received: count,
  rejected: count,
  answered: count,
  /** No answer will come. */
  unanswered: count,
  withdrawn: count,
  devices: count,
})
export type DayFigures = v.InferOutput<typeof DayFigures>
export const Figures = v.object({ days: v.array(DayFigures) })

const actor = v.variant('kind', [
  v.object({ kind: v.picklist(['person', 'device', 'receiver']), id }),
  v.object({ kind: v.picklist(['commandLine', 'unknown']) }),
])
export const AuditFacts = v.object({
  seq: count,
  at: time,
  who: actor,
  act: v.picklist(Object.keys(ACTS) as [Act, ...Act[]]),
  about: v.record(v.string(), v.string()),
  hash: v.string(),
})
/** A line of the export: what its hash is made of stands in it. */
export const AuditLine = v.object({ facility: id, ...AuditFacts.entries })
export type AuditFacts = v.InferOutput<typeof AuditFacts>
export const AuditQuery = v.object({
  before: v.exactOptional(
    v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number), v.number()),
  ),
})
export const AuditList = v.object({ rows: v.array(AuditFacts) })
