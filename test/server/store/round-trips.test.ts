/** On PostgreSQL each statement is a way there and back, and a tablet's next batch waits for the last of them. */
import { describe, expect, it } from 'vitest'
import { createCheckStore } from '../../../server/store/repositories/checks'
import { createChallengeStore } from '../../../server/store/repositories/challenges'
import { openSqliteStore } from '../../../server/store/open'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { COLUMNS } from '../../support/columns'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDevice } from './contract'
import { counting } from './counting'
import { checkOf } from './contract-patients'

describe('a batch of twenty checks of twenty patients', () => {
  it('is recorded by as many statements as one check', async () => {
    expect(await statementsFor(20)).toBe(await statementsFor(1))
  })
})

/** With everything that a check by card brings: a challenge and a patient. */
async function statementsFor(count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tazune-statements-'))
  const path = join(folder, 'gateway.sqlite')
  const store = openSqliteStore(path, COLUMNS)
  await addDevice(store, 'd1')
  await store.close()
  const { database, asked } = counting(openSqlite(path, sqliteMigrations(COLUMNS)))
  const ids = Array.from({ length: count }, (_, at) => `c${at}`)
  const times = { issuedAt: 1, expiresAt: 100, usedBy: null }
  const challenges = createChallengeStore(database)
  await challenges.add(
    'f1',
    ids.map((id) => ({ id: `of ${id}`, deviceId: 'd1', challenge: 'c', ...times })),
  )
  const records = ids.map((id) => {
    const check = checkOf(id, 5, { lastDay: '2034-03-03', certificateLastDay: null }, `of ${id}`)
    return { ...check, facts: { ...check.facts, challengeId: `of ${id}` } }
  })
  const checks = createCheckStore(database)
  await challenges.getMany(
    'f1',
    ids.map((id) => `of ${id}`),
  )
  await checks.verdicts('f1', ids)
  const verdicts = await checks.record('f1', records)
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(ids.map(() => 'accepted'))
  await database.close()
  rmSync(folder, { recursive: true })
  return asked()
}
