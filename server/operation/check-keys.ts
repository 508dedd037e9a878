/** A gateway with other keys than the database's would open nothing, and seal what its fellows cannot open. */
import { StartError } from '../start-error'
import type { GatewayKeys } from '../keys/gateway-keys'
import type { Store } from '../store/store'

/**
 * Notes the keys of the first gateway of a database, and holds every later one to them.
 * @throws StartError when a key that the database was written with is missing from `keys.json`
 */
export async function checkKeys(
  { operation, work }: Pick<Store, 'operation' | 'work'>,
  { fingerprints }: Pick<GatewayKeys, 'fingerprints'>,
  now: number = Date.now(),
): Promise<void> {
  // Nothing in the database rests on the token key: a gateway that is alone may be given a new one, which ends all tokens.
  // Where several serve, one's tokens must be good at the others.
  const held = fingerprints.filter(({ use }) => use !== 'token' || work.isShared)
  const missing = await operation.matchKeys(held, now)
  if (missing.length === 0) return
  const uses = [...new Set(missing.map(({ use }) => use))].join(', ')
  throw new StartError(
    `keys.json is not the one that this database was written with (${uses}); copy it from the gateway or the backup that has it.`,
  )
}
