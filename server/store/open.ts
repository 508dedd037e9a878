/** Opens the gateway's store on the database it was given. */
import type { ColumnSealer } from '../keys/column-sealer'
import { measureDatabase, type ObserveDatabase } from './measure'
import { createAnswerStore } from './repositories/answers'
import { createAuditStore } from './repositories/audit'
import { createChallengeStore } from './repositories/challenges'
import { createCheckStore } from './repositories/checks'
import { createConsentStore } from './repositories/consents'
import { createDeviceStore } from './repositories/devices'
import { createExchangeJournal } from './repositories/exchanges'
import { createExportStore } from './repositories/exports'
import { createFacePasscodeStore } from './repositories/face-passcodes'
import { createFacilityStore } from './repositories/facilities'
import { createFiguresStore } from './repositories/figures'
import { createIdentityStore } from './repositories/identity'
import { createMedicalStore } from './repositories/medical'
import { createMorningStore } from './repositories/mornings'
import { createOperationStore } from './repositories/operation'
import { createPatientStore } from './repositories/patients'
import { createPauseStore } from './repositories/pauses'
import { createPeopleStore } from './repositories/people'
import { createReplayStore } from './repositories/replays'
import { createRetentionStore } from './repositories/retention'
import { createRosterStore } from './repositories/roster'
import { createTagStore } from './repositories/tags'
import { createWithdrawalStore } from './repositories/withdrawals'
import { createWorkStore } from './repositories/work'
import { openPostgres, type PostgresOptions } from './postgres/connection'
import { POSTGRES_MIGRATIONS } from './schema/postgres'
import { sqliteMigrations } from './schema/sqlite'
import type { Database } from './sql'
import { openSqlite } from './sqlite/connection'
import type { Store } from './store'

export interface StoreOptions {
  /** Is told how long the database takes. */
  observe?: ObserveDatabase
}

/** @param path a file, or `:memory:` */
export function openSqliteStore(
  path: string,
  columns: ColumnSealer,
  { observe }: StoreOptions = {},
): Store {
  return storeOn(measured(openSqlite(path, sqliteMigrations(columns)), observe), columns)
}

/** @param url `postgres://user:password@host:port/name` */
export async function openPostgresStore(
  url: string,
  columns: ColumnSealer,
  { observe, ...options }: PostgresOptions & StoreOptions = {},
): Promise<Store> {
  const database = await openPostgres(url, POSTGRES_MIGRATIONS, options)
  return storeOn(measured(database, observe), columns)
}

function measured(database: Database, observe: ObserveDatabase | undefined): Database {
  return observe ? measureDatabase(database, observe) : database
}

function storeOn(database: Database, columns: ColumnSealer): Store {
  return {
    facilities: createFacilityStore(database, columns),
    devices: createDeviceStore(database, columns),
    facePasscodes: createFacePasscodeStore(database, columns),
    replays: createReplayStore(database),
    challenges: createChallengeStore(database),
    checks: createCheckStore(database),
    withdrawals: createWithdrawalStore(database),
    work: createWorkStore(database),
    pauses: createPauseStore(database),
    answers: createAnswerStore(database),
    consents: createConsentStore(database),
    patients: createPatientStore(database),
    medical: createMedicalStore(database),
    tags: createTagStore(database, columns),
    roster: createRosterStore(database, columns),
    mornings: createMorningStore(database),
    identity: createIdentityStore(database),
    operation: createOperationStore(database),
    retention: createRetentionStore(database),
    people: createPeopleStore(database, columns),
    audit: createAuditStore(database, columns),
    figures: createFiguresStore(database),
    exports: createExportStore(database, columns),
    exchanges: createExchangeJournal(database, columns),
    close: () => database.close(),
  }
}
