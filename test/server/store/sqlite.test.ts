import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COLUMNS } from '../../support/columns'
import { openSqliteStore } from '../../../server/store/open'
import { openDatabase, type Migration } from '../../../server/store/sqlite/database'
import { acceptedOf, addDevice, describeStore } from './contract'
import { describeBatches } from './contract-batches'
import { declarationOf, describePatients } from './contract-patients'

const folder = mkdtempSync(join(tmpdir(), 'tazune-store-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describeStore('SQLite in memory', () => openSqliteStore(':memory:', COLUMNS))

describePatients('SQLite in memory', () => openSqliteStore(':memory:', COLUMNS))
describeBatches('SQLite in memory', () => openSqliteStore(':memory:', COLUMNS))

let files = 0
describeStore('SQLite in a file', () => openSqliteStore(join(folder, `${files++}.sqlite`), COLUMNS))

describe('the SQLite file', () => {
  it.each(['withdrawn', 'withdrawn before it came', 'left behind'])(
    'holds nothing of what was sealed in a 申立書 that was %s',
    async (when) => {
      const own = mkdtempSync(join(folder, 'destroyed-'))
      const path = join(own, 'gateway.sqlite')
      const store = openSqliteStore(path, COLUMNS)
      await addDevice(store, 'd1')
      const ciphertext = 'sealed-declaration-'.repeat(400)
      const record = () => store.checks.record('f1', [declarationOf('a', ciphertext)])
      const withdraw = () => store.withdrawals.withdraw('f1', 'd1', ['a'], 20)
      if (when === 'withdrawn') {
        await record()
        await withdraw()
      } else if (when === 'left behind') {
        await record()
        await store.withdrawals.destroyDeclarations(6, 20)
      } else {
        await withdraw()
        await record()
      }
      // Closing writes the log back into the file.
      await store.close()
      const written = readdirSync(own).map((name) => readFileSync(join(own, name), 'latin1'))
      expect(written.join('')).not.toContain('sealed-declaration-')
    },
  )

  it('is readable by its owner only, its side files too', async () => {
    const own = mkdtempSync(join(folder, 'rights-'))
    const store = openSqliteStore(join(own, 'gateway.sqlite'), COLUMNS)
    await addDevice(store, 'd1')
    const names = readdirSync(own)
    expect(names.length).toBeGreaterThan(1)
    for (const name of names) expect(statSync(join(own, name)).mode & 0o777).toBe(0o600)
    await store.close()
  })

  it('holds what was acknowledged when it is opened again', async () => {
    const path = join(folder, 'again.sqlite')
    const first = openSqliteStore(path, COLUMNS)
    await addDevice(first, 'd1')
    await first.checks.record('f1', [acceptedOf('a')])
    await first.close()
    const second = openSqliteStore(path, COLUMNS)
    expect((await second.checks.verdicts('f1', ['a'])).get('a')?.verdict).toBe('accepted')
    await second.close()
  })

  it('is shared by two processes’ connections without a lost row', async () => {
    const path = join(folder, 'two.sqlite')
    const one = openSqliteStore(path, COLUMNS)
    const two = openSqliteStore(path, COLUMNS)
    await addDevice(one, 'd1')
    await one.checks.record('f1', [acceptedOf('a')])
    await two.checks.record('f1', [acceptedOf('b')])
    const leased = await Promise.all([
      one.work.lease({ now: 1, leaseMs: 9, limit: 9, token: '1' }),
      two.work.lease({ now: 1, leaseMs: 9, limit: 9, token: '2' }),
    ])
    expect(leased.flat().map(({ id }) => id)).toEqual(['a', 'b'])
    await one.close()
    await two.close()
  })

  it('is written so that a commit is on the disk', () => {
    const database = openDatabase(join(folder, 'pragmas.sqlite'), [])
    expect(database.get('PRAGMA journal_mode')?.journal_mode).toBe('wal')
    expect(database.get('PRAGMA synchronous')?.synchronous).toBe(2)
    database.close()
  })
})

describe('migrations', () => {
  const first: Migration = { version: 1, sql: 'CREATE TABLE t (a TEXT); INSERT INTO t VALUES (1);' }
  const second: Migration = { version: 2, sql: 'ALTER TABLE t ADD COLUMN b TEXT;' }

  it('run once each, in order, and keep what was there', () => {
    const path = join(folder, 'migrate.sqlite')
    openDatabase(path, [first]).close()
    const later = openDatabase(path, [first, second])
    expect(later.all('SELECT a, b FROM t')).toMatchObject([{ a: '1', b: null }])
    expect(later.get('PRAGMA user_version')?.user_version).toBe(2)
    later.close()
  })

  it('are undone when one of them fails', () => {
    const path = join(folder, 'failing.sqlite')
    const broken: Migration = { version: 2, sql: 'CREATE TABLE u (a TEXT); nonsense;' }
    expect(() => openDatabase(path, [first, broken])).toThrow()
    const database = openDatabase(path, [])
    expect(database.all(`SELECT name FROM sqlite_master WHERE name IN ('t', 'u')`)).toEqual([])
    database.close()
  })

  it('refuse a file that a newer version wrote', () => {
    const path = join(folder, 'newer.sqlite')
    openDatabase(path, [first, second]).close()
    expect(() => openDatabase(path, [first])).toThrow(/newer version/)
  })
})

describe('a transaction', () => {
  it('that fails leaves nothing and the next one works', () => {
    const database = openDatabase(':memory:', [{ version: 1, sql: 'CREATE TABLE t (a TEXT)' }])
    expect(() =>
      database.transaction(() => {
        database.run('INSERT INTO t VALUES (?)', ['x'])
        throw new Error('stop')
      }),
    ).toThrow('stop')
    database.transaction(() => database.run('INSERT INTO t VALUES (?)', ['y']))
    expect(database.all('SELECT a FROM t')).toMatchObject([{ a: 'y' }])
    database.close()
  })
})
