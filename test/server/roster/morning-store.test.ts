import { openSqlite } from '../../../server/store/sqlite/connection'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { COLUMNS } from '../../support/columns'
import { describeMorningStore } from './morning-contract'

describeMorningStore('SQLite', () =>
  Promise.resolve(openSqlite(':memory:', sqliteMigrations(COLUMNS))),
)
