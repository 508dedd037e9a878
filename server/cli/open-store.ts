/** The database of a data folder, or the one of DATABASE_URL, with the keys it was written with. */
import { join } from 'node:path'
import type { GatewayKeys } from '../keys/gateway-keys'
import { checkKeys } from '../operation/check-keys'
import { StartError } from '../start-error'
import { openPostgresStore, openSqliteStore } from '../store/open'
import type { Store } from '../store/store'
import type { CliOptions } from './options'

export function storePath(data: string): string {
  return join(data, 'gateway.sqlite')
}

/**
 * Opens the store and closes it again when its keys are not these.
 * @throws StartError with one sentence, in which the address never stands
 */
export async function openStore(
  { data, databaseUrl }: Pick<CliOptions, 'data' | 'databaseUrl'>,
  keys: GatewayKeys,
): Promise<Store> {
  const store =
    databaseUrl === null
      ? openSqliteStore(storePath(data), keys.columns)
      : await openRemote(databaseUrl, keys)
  try {
    await checkKeys(store, keys)
    return store
  } catch (cause) {
    await store.close()
    throw cause
  }
}

async function openRemote(url: string, keys: GatewayKeys): Promise<Store> {
  try {
    return await openPostgresStore(url, keys.columns)
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    throw new StartError(`PostgreSQL at DATABASE_URL cannot be used${codeOf(cause)}.`, { cause })
  }
}

/** A message may repeat the address with its password; the code of Node or PostgreSQL does not. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error) || !('code' in cause)) return ''
  return typeof cause.code === 'string' ? ` (${cause.code})` : ''
}
