/** The gateway's tables on PostgreSQL, which begins with version 11. What was released is never edited. */
import type { PostgresMigration } from '../postgres/connection'
import { INDEXES_11, tables11 } from './version-11'

/** Ids and references are compared byte by byte, whatever language the server speaks. */
const TYPES = { integer: 'bigint', text: 'text', sorted: 'text COLLATE "C"' }

export const POSTGRES_MIGRATIONS: readonly PostgresMigration[] = [
  { version: 11, sql: tables11(TYPES) + INDEXES_11 },
]
