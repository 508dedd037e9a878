import { expect, it } from 'vitest'
import { playGateways } from '../support/kill/play-gateways'

/** `npm run bench -- gateways` prints how fast they are together. */
it('four gateways on one PostgreSQL finish what the killed one among them had begun, each check once', async () => {
  const report = await playGateways({ gateways: 4, tablets: 4, checks: 240, batch: 12, kill: true })
  expect(report).toMatchObject({ accepted: 240, answered: 240, twice: 0 })
}, 180_000)
