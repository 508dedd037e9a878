/** Everything a gateway is given; whatever touches the world is a parameter. */
import type { Context } from 'hono'
import type { Mode, Policy } from '../api/wire'
import type { CardImage } from '../domain/card-image'
import type { RandomBytes } from '../domain/ids'
import type { SurfaceAnchor } from '../domain/surface/issuer'
import type { Visit } from '../domain/visit'
import type { PasscodeHint } from './access/face-passcode'
import type { Authority } from './authority/authority'
import type { TrustAnchors } from './checks/anchors'
import type { ExportOptions } from './export/join'
import type { Readiness } from './health/readiness'
import type { Log, RequestFacts } from './http/log'
import type { DigitalIdentityOptions } from './identity/configuration'
import type { GatewayKeys } from './keys/gateway-keys'
import type { ImportWords } from './roster/import/words'
import type { BulkPort } from './roster/morning'
import type { Store } from './store/store'
import type { FindUnasked } from './visits/with-unasked'

/** Where a facility's visits come from: the sandbox in training, the facility's own system in production. */
export interface VisitSource {
  visitsOn(facilityId: string, day: string): Promise<Visit[]>
}

export interface Timers {
  setTimeout(callback: () => void, ms: number): NodeJS.Timeout
  clearTimeout(timer: NodeJS.Timeout): void
}

export interface GatewayOptions {
  mode: Mode
  store: Store
  authority: Authority
  keys: GatewayKeys
  anchors: TrustAnchors
  visits: VisitSource
  /** The training cards; present exactly in training mode. */
  trainingCards?: () => Promise<CardImage[]>
  /** Keys of the issuers of the cards' faces, of the mode's own hierarchy; production may have none. */
  surfaceAnchors?: readonly SurfaceAnchor[]
  /** The digits of training's 目視パスコード by its id, for the screen to show; never in production. */
  trainingPasscode?: PasscodeHint
  policy?: Partial<GatewayPolicy>
  /** デジタル認証アプリ; without it that way is off. */
  digitalIdentity?: DigitalIdentityOptions
  /** Facilities' own software, which is told of their answers; none without. */
  exports?: ExportOptions
  /** `https://host` as devices see it, when a proxy stands in front; else the request's own host counts. */
  publicOrigin?: string
  now?: () => number
  /** 0 ≤ x < 1, for the jitter of retries. */
  random?: () => number
  randomBytes?: RandomBytes
  timers?: Timers
  log?: Log
  /** Is told of each request, for the figures of whoever runs the gateway. */
  observeRequest?: (facts: RequestFacts) => void
  /** Whether it can do its work; without one it is as ready as its database. */
  readiness?: Readiness
  /** Names of columns in imported files; the built-in ones where none are given. */
  rosterWords?: ImportWords
  /** The authority's bulk interface of a facility; null, and by itself, where it has none. */
  bulkOf?: (facilityId: string) => BulkPort | null
  /** What the authority cannot be asked of a patient, to be said before the visit; without it all of it can be. */
  findUnasked?: FindUnasked
  /** Whether this gateway serves that facility; without it all are. */
  serves?: (facilityId: string) => boolean
  /** Tells callers apart for the rate limit of activation. */
  callerOf?: (c: Context) => string
}

export interface GatewayPolicy extends Policy {
  /** How long a challenge may wait on a tablet before it is used. */
  challengeDays: number
  /** Unused challenges a device may hold. */
  maxOpenChallenges: number
}

export const DEFAULT_POLICY: GatewayPolicy = {
  eraseAfterHours: 72,
  lockAfterMinutes: 5,
  // A week without a line at 14 visits a day.
  challengePool: 100,
  longGapDays: 90,
  challengeDays: 14,
  maxOpenChallenges: 1_000,
}

/** The part of the policy that devices obey. */
export function devicePolicy(policy: GatewayPolicy): Policy {
  const { eraseAfterHours, lockAfterMinutes, challengePool, longGapDays } = policy
  return { eraseAfterHours, lockAfterMinutes, challengePool, longGapDays }
}

/** Options with every default filled in; what the routes are given. */
export interface Gateway extends Required<
  Omit<
    GatewayOptions,
    'policy' | 'publicOrigin' | 'trainingCards' | 'trainingPasscode' | 'digitalIdentity'
  >
> {
  policy: GatewayPolicy
  publicOrigin: string | undefined
  digitalIdentity: DigitalIdentityOptions | undefined
  trainingCards: (() => Promise<CardImage[]>) | undefined
  trainingPasscode: PasscodeHint | undefined
}
