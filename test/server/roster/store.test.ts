import { rosterTables } from '../../../server/store/schema/roster'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { describeRosterStore, TABLES_BEFORE } from './store-contract'

const SQL = TABLES_BEFORE + rosterTables({ integer: 'INTEGER', text: 'TEXT', sorted: 'TEXT' })

describeRosterStore('SQLite', () => openSqlite(':memory:', [{ version: 1, sql: SQL }]))
