/** The database of a data folder, or the one of DATABASE_URL, with the keys it was written with. */
import { join } from 'node:path'
import { errorCodeOf } from '../error-code'
import type { GatewayKeys } from '../keys/gateway-keys'
import { checkKeys } from '../operation/check-keys'
import { StartError } from '../start-error'
import { openPostgresStore, openSqliteStore, type StoreOptions } from '../store/open'
import type { PostgresOptions } from '../store/postgres/connection'
import type { Store } from '../store/store'
import type { CliOptions } from './options'

type Place = Pick<CliOptions, 'data' | 'databaseUrl'> &
  Partial<Pick<CliOptions, 'databaseConnections'>> & {
    /** Of SQLite, in place of the one in the data folder. */
    path?: string
  }

export function storePath(data: string): string {
  return join(data, 'gateway.sqlite')
}

/**
 * Opens the store and closes it again when its keys are not these.
 * @throws StartError with one sentence, in which the address never stands
 */
export async function openStore(
  { data, databaseUrl, databaseConnections, path = storePath(data) }: Place,
  keys: GatewayKeys,
  given: StoreOptions = {},
): Promise<Store> {
  const remote = {
    ...given,
    ...(databaseConnections !== undefined && { connections: databaseConnections }),
  }
  const store =
    databaseUrl === null
      ? openSqliteStore(path, keys.columns, given)
      : await openRemote(databaseUrl, keys, remote)
  try {
    await checkKeys(store, keys)
    return store
  } catch (cause) {
    await store.close()
    throw cause
  }
}

async function openRemote(
  url: string,
  keys: GatewayKeys,
  options: StoreOptions & PostgresOptions,
): Promise<Store> {
  try {
    return await openPostgresStore(url, keys.columns, options)
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    // A message may repeat the address with its password; the code of Node or PostgreSQL does not.
    const code = errorCodeOf(cause)
    const why = code === null ? '' : ` (${code})`
    throw new StartError(`PostgreSQL at DATABASE_URL cannot be used${why}.`, { cause })
  }
}
