import { describe, expect, it } from 'vitest'
import { createMemoryJournal } from '../../../support/oqs/memory-journal'
import { openSqliteJournal } from '../../../support/oqs/sqlite-journal'
import { describeJournal, exchange } from './journal-contract'

describeJournal('memory', () => Promise.resolve(createMemoryJournal()))
describeJournal('SQLite', () => Promise.resolve(openSqliteJournal(':memory:').journal))

describe('a result in the database', () => {
  it('is read by nobody who has the database alone', async () => {
    const { database, journal } = openSqliteJournal(':memory:')
    await journal.open(exchange({ state: 'done', result: '<Name>見本　一郎</Name>' }))
    const rows = await database.all('SELECT * FROM oqs_exchanges')
    expect(JSON.stringify(rows)).not.toContain('見本')
    expect(await journal.get('facility-1', 'check-1')).toMatchObject({
      result: '<Name>見本　一郎</Name>',
    })
  })
})
