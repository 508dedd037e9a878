import { describe, expect, it } from 'vitest'
import {
  addExports,
  createExportQueue,
  createLockNoteStore,
} from '../../../server/store/repositories/exports'
import { exportTables } from '../../../server/store/schema/exports'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { COLUMNS } from '../../support/columns'
import { createLockNotes } from './lock-notes'
import { createMemoryQueue } from './memory-queue'
import { describeLockNotes, describeQueue, TABLES_BEFORE } from './queue-contract'

const SQL = TABLES_BEFORE + exportTables({ integer: 'INTEGER', text: 'TEXT', sorted: 'TEXT' })

function openDatabase() {
  return openSqlite(':memory:', [{ version: 1, sql: SQL }])
}

describeQueue('memory', () => Promise.resolve(createMemoryQueue()))
describeQueue('SQLite', () => Promise.resolve(createExportQueue(openDatabase(), COLUMNS)))
describeLockNotes('memory', () => Promise.resolve(createLockNotes()))
describeLockNotes('SQLite', () => Promise.resolve(createLockNoteStore(openDatabase(), COLUMNS)))

describe('exports in the database', () => {
  it('name no person: what the other side said, and numbers of patients, are sealed', async () => {
    const database = openDatabase()
    const queue = createExportQueue(database, COLUMNS)
    await queue.add([{ facilityId: 'facility-1', checkId: 'check-1', destination: 'orca' }], 0)
    const [row] = await queue.lease({ now: 0, leaseMs: 1, limit: 1, token: 't' })
    if (!row) throw new Error('not leased')
    const said = { code: 'E50', message: '見本　一郎の保険' }
    await queue.end(row, 'stopped', 1, { code: 'TZ-E15', said })
    const notes = createLockNoteStore(database, COLUMNS)
    await notes.put({
      facilityId: 'facility-1',
      karteUid: 'k1',
      orcaUid: null,
      patientNumber: '00209',
      notedAt: 5,
    })
    const rows = [
      ...(await database.all('SELECT * FROM exports')),
      ...(await database.all('SELECT * FROM export_locks')),
    ]
    expect(JSON.stringify(rows)).not.toMatch(/見本|00209/)
    expect(await queue.list('facility-1', 'stopped', 1)).toMatchObject([{ said }])
  })

  it('come with the answer’s own transaction, or not at all', async () => {
    const database = openDatabase()
    const queue = createExportQueue(database, COLUMNS)
    const added = { facilityId: 'facility-1', checkId: 'check-1', destination: 'csv' }
    await expect(
      database.transaction(async (sql) => {
        await addExports(sql, [added], 5)
        throw new Error('the answer was not stored')
      }),
    ).rejects.toThrow()
    expect(await queue.nextDueAt()).toBeNull()
    await database.transaction((sql) => addExports(sql, [added], 5))
    expect(await queue.nextDueAt()).toBe(5)
  })

  it('go with their check', async () => {
    const database = openDatabase()
    const queue = createExportQueue(database, COLUMNS)
    await queue.add([{ facilityId: 'facility-1', checkId: 'check-1', destination: 'csv' }], 0)
    await database.run("DELETE FROM checks WHERE facility_id = 'facility-1' AND id = 'check-1'")
    expect(await queue.nextDueAt()).toBeNull()
  })
})
