/** The identity port over the gateway. */
import { failed, ok, type Result } from '../../domain/outcome'
import { knownCode, type Classified } from '../sync/classify'
import type { DeviceServices } from '../sync/device-services'
import type { IdentityPort, IdentityStanding } from './identity-port'

/** As long as the gateway holds a request open. */
const HELD_SECONDS = 25

export function createRealIdentity({ client }: Pick<DeviceServices, 'client'>): IdentityPort {
  return {
    async start(checkId) {
      const started = await client.startIdentity(checkId)
      if (!started.ok) return failed(started.failure.code)
      const session = started.value
      return session.state === 'ended'
        ? ok({ state: 'ended', code: knownCode(session.code) })
        : ok(session)
    },
    async standing(checkId, wait, signal) {
      const seconds = wait === 'held' ? HELD_SECONDS : 0
      return toStanding(await client.fetchIdentity(checkId, seconds, signal))
    },
    async end(checkId) {
      return toStanding(await client.endIdentity(checkId))
    },
  }
}

function toStanding(
  answer: Classified<{ state: 'none' | 'open' | 'proven' } | { state: 'ended'; code: string }>,
): Result<IdentityStanding> {
  if (!answer.ok) return failed(answer.failure.code)
  const session = answer.value
  return session.state === 'ended'
    ? ok({ state: 'ended', code: knownCode(session.code) })
    : ok({ state: session.state })
}
