import { describe, expect, it } from 'vitest'
import { createExchangeJournal } from '../../../../server/store/repositories/exchanges'
import { exchangeTable } from '../../../../server/store/schema/exchanges'
import { openSqlite } from '../../../../server/store/sqlite/connection'
import { COLUMNS } from '../../../support/columns'
import { createMemoryJournal } from '../../../support/oqs/memory-journal'
import { describeJournal, exchange, FACILITIES } from './journal-contract'

const SQL = `CREATE TABLE facilities (id TEXT PRIMARY KEY);
  ${FACILITIES.map((id) => `INSERT INTO facilities (id) VALUES ('${id}');`).join('\n')}
  ${exchangeTable({ integer: 'INTEGER', text: 'TEXT', sorted: 'TEXT' })}`

function openDatabase() {
  return openSqlite(':memory:', [{ version: 1, sql: SQL }])
}

describeJournal('memory', () => Promise.resolve(createMemoryJournal()))
describeJournal('SQLite', () => Promise.resolve(createExchangeJournal(openDatabase(), COLUMNS)))

describe('a result in the database', () => {
  it('is read by nobody who has the database alone', async () => {
    const database = openDatabase()
    const journal = createExchangeJournal(database, COLUMNS)
    await journal.open(exchange({ state: 'done', result: '<Name>見本　一郎</Name>' }))
    const rows = await database.all('SELECT * FROM oqs_exchanges')
    expect(JSON.stringify(rows)).not.toContain('見本')
    expect(await journal.get('facility-1', 'check-1')).toMatchObject({
      result: '<Name>見本　一郎</Name>',
    })
  })
})
