/** The consents' port, its code fetched at its first use: the first screen has no need of it. */
import type { ConsentsPort } from './consents-port'
import type { RealConsentsOptions } from './real-consents'

export function createLazyConsents(options: RealConsentsOptions): ConsentsPort {
  let made: Promise<ConsentsPort> | null = null
  const port = (): Promise<ConsentsPort> => {
    made ??= import('./real-consents').then(
      ({ createRealConsents }) => createRealConsents(options),
      (cause: unknown) => {
        // Not kept: the next use asks again.
        made = null
        throw cause
      },
    )
    return made
  }
  return {
    list: async () => (await port()).list(),
    refresh: async () => (await port()).refresh(),
    withdraw: async (request) => (await port()).withdraw(request),
    request: async (checkId, staffId) => (await port()).request(checkId, staffId),
    copy: async (checkId) => (await port()).copy(checkId),
    sweep: async (now) => (await port()).sweep(now),
    trustedNow: async () => (await port()).trustedNow(),
  }
}
