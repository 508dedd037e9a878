/** The gateway's tables on PostgreSQL, which begins with version 12. What was released is never edited. */
import type { PostgresMigration } from '../postgres/connection'
import { auditTables } from './audit'
import { exchangeTable } from './exchanges'
import { exportTables, STOPPED_EXPORTS } from './exports'
import { morningTable } from './mornings'
import { queueTables } from './queue'
import { peopleTables } from './people'
import { operationTables } from './operation'
import { rosterTables } from './roster'
import { unansweredTable } from './unanswered'
import { INDEXES_12, tables12 } from './version-12'

/** Ids and references are compared byte by byte, whatever language the server speaks. */
const TYPES = { integer: 'bigint', text: 'text', sorted: 'text COLLATE "C"' }

export const POSTGRES_MIGRATIONS: readonly PostgresMigration[] = [
  { version: 12, sql: tables12(TYPES) + INDEXES_12 },
  { version: 13, sql: exchangeTable(TYPES) },
  { version: 14, sql: rosterTables(TYPES) },
  { version: 15, sql: peopleTables(TYPES) },
  { version: 16, sql: auditTables(TYPES) },
  { version: 17, sql: exportTables(TYPES) },
  { version: 18, sql: operationTables(TYPES) },
  { version: 19, sql: queueTables(TYPES) },
  { version: 20, sql: morningTable(TYPES) },
  { version: 21, sql: STOPPED_EXPORTS },
  { version: 22, sql: unansweredTable(TYPES) },
]
