/** The claim sheets' own records, in the vault. */
import type { ClaimWork } from '../../domain/claim/work'
import { failed, ok, type Result } from '../../domain/outcome'
import { StoreFault } from '../sync/store-fault'
import {
  CLAIM_SETTINGS_KEY,
  claimKey,
  type ClaimSettings,
  type ClaimsPort,
  USUAL_SETTINGS,
} from './claims-port'
import type { OpenVault } from './open-vault'

/** @param saved tells the lists, here and in other tabs */
export function createRealClaims(open: OpenVault, saved: () => void): ClaimsPort {
  async function read<T>(keys: readonly string[]): Promise<(T | undefined)[]> {
    try {
      return (await open.current()?.getMany<T>(keys)) ?? []
    } catch (cause) {
      // Locked in the middle.
      if (cause instanceof StoreFault && cause.code === 'TZ-D15') return []
      throw cause
    }
  }

  async function put(key: string, value: ClaimWork | ClaimSettings): Promise<Result<null>> {
    const vault = open.current()
    if (vault === null) return failed('TZ-D15')
    try {
      await vault.put(key, value)
    } catch (cause) {
      if (cause instanceof StoreFault) return failed(cause.code)
      throw cause
    }
    saved()
    return ok(null)
  }

  return {
    async works(checkIds) {
      const found = await read<ClaimWork>(checkIds.map(claimKey))
      return new Map(
        checkIds.flatMap((id, at) => {
          const work = found[at]
          return work === undefined ? [] : [[id, work] as const]
        }),
      )
    },
    putWork: (checkId, work) => put(claimKey(checkId), work),
    async settings() {
      const [settings] = await read<ClaimSettings>([CLAIM_SETTINGS_KEY])
      return settings ?? USUAL_SETTINGS
    },
    putSettings: (settings) => put(CLAIM_SETTINGS_KEY, settings),
  }
}
