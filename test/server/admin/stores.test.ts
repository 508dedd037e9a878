import { openSqliteStore } from '../../../server/store/open'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { COLUMNS } from '../../support/columns'
import { describeAudit } from './audit-contract'
import { describePeople } from './people-contract'

describePeople('SQLite', () => openSqliteStore(':memory:', COLUMNS))
describeAudit('SQLite', () => Promise.resolve(openSqlite(':memory:', sqliteMigrations(COLUMNS))))
