import { Hono, type MiddlewareHandler } from 'hono'
import { toBase64Url } from '../../api/bytes'
import { ChallengeRequest, ChallengeResponse, PATHS, type Challenge } from '../../api/wire'
import type { RandomBytes } from '../../domain/ids'
import type { GatewayPolicy } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { GatewayError } from '../http/gateway-error'
import { validate } from '../http/validate'
import type { ChallengeStore, StoredChallenge } from '../store/store'

const DAY_MS = 86_400_000

export interface ChallengeWorld {
  challenges: ChallengeStore
  policy: GatewayPolicy
  randomBytes: RandomBytes
  now: () => number
}

/** `POST /v1/challenges`: 32 random bytes each, for this device only, used once, with a last moment. */
export function challengeRoutes(
  world: ChallengeWorld,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.challenges,
    describe(
      'fetchChallenges',
      'Challenges to be signed by cards, fetched ahead.',
      ChallengeResponse,
      {
        secured: true,
        refusals: [400, 401, 403, 426, 429, 500],
      },
    ),
    authenticated,
    validate('json', ChallengeRequest),
    async (c) => {
      const { count } = c.req.valid('json')
      const now = world.now()
      const { facilityId, id: deviceId } = c.get('device')
      const open = await world.challenges.countOpen(facilityId, deviceId, now)
      if (open + count > world.policy.maxOpenChallenges) {
        throw new GatewayError('TZ-G26', { retryAfterSeconds: 3600 })
      }
      const issued = Array.from({ length: count }, () => createChallenge(deviceId, now, world))
      await world.challenges.add(facilityId, issued)
      return c.json({ challenges: issued.map(toWire) })
    },
  )
  return routes
}

function createChallenge(deviceId: string, now: number, world: ChallengeWorld): StoredChallenge {
  return {
    id: toBase64Url(world.randomBytes(16)),
    deviceId,
    challenge: toBase64Url(world.randomBytes(32)),
    issuedAt: now,
    expiresAt: now + world.policy.challengeDays * DAY_MS,
    usedBy: null,
  }
}

function toWire({ id, challenge, expiresAt }: StoredChallenge): Challenge {
  return { id, challenge, expiresAt: new Date(expiresAt).toISOString() }
}
