import { openSqlite } from '../../../server/store/sqlite/connection'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { COLUMNS } from '../../support/columns'
import { describeRosterStore } from './store-contract'

describeRosterStore('SQLite', () => openSqlite(':memory:', sqliteMigrations(COLUMNS)))
