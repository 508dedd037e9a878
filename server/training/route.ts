import { Hono, type MiddlewareHandler } from 'hono'
import { trainingCardsAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { seal } from '../../api/seal'
import { PATHS, TrainingCardsResponse, type TrainingCardsResponse as Cards } from '../../api/wire'
import type { CardImage } from '../../domain/card-image'
import type { FindDeviceKeys } from '../access/device-keys'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'

/** `GET /v1/training/cards`: the fictitious cards. Mounted in training mode only; production has no such address. */
export function trainingRoutes(
  trainingCards: () => Promise<CardImage[]>,
  deviceKeys: FindDeviceKeys,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.get(
    PATHS.trainingCards,
    describe('fetchTrainingCards', 'Training cards, sealed to the device.', TrainingCardsResponse, {
      secured: true,
      refusals: [401, 403, 404, 426, 500],
    }),
    authenticated,
    async (c) => {
      const { answering } = await deviceKeys(c.get('device'))
      const cards = utf8(JSON.stringify(await trainingCards()))
      return c.json({ sealed: await seal(answering, cards, trainingCardsAad()) } satisfies Cards)
    },
  )
  return routes
}
