import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { WIRE_HEADER, WIRE_VERSION } from '../../../api/wire'
import { toProblemResponse } from '../../../server/http/problem'
import type { GatewayEnv } from '../../../server/http/context'
import { checkWireVersion } from '../../../server/http/wire-version'

function statusAt(current: number) {
  const app = new Hono<GatewayEnv>()
  app.onError(toProblemResponse)
  app.use(checkWireVersion(current))
  app.get('/', (c) => c.text('served'))
  return async (stated: number) =>
    (await app.request('/', { headers: { [WIRE_HEADER]: String(stated) } })).status
}

describe('the wire version', () => {
  it.each([3, 4, 9])(
    'of the two releases before %i is still served, the one before is not',
    async (current) => {
      const status = statusAt(current)
      const answers = await Promise.all(
        [current, current - 1, current - 2, current - 3].map((stated) => status(stated)),
      )
      expect(answers).toEqual([200, 200, 200, 426])
    },
  )

  it('of every release so far is served by this one', async () => {
    const status = statusAt(WIRE_VERSION)
    const released = Array.from({ length: WIRE_VERSION }, (_, at) => at + 1).slice(-3)
    for (const version of released) expect(await status(version)).toBe(200)
  })

  it('of an app that is newer than the gateway is served: updating the app would not help', async () => {
    expect(await statusAt(2)(3)).toBe(200)
  })
})
