import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openGatewayKeys } from '../../../server/keys/gateway-keys'
import { openSqliteStore } from '../../../server/store/open'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { openDatabase } from '../../../server/store/sqlite/database'
import { hashInvitation } from '../../../server/admin/codes'
import { runGateway } from '../../support/gateway-process'

const data = mkdtempSync(join(tmpdir(), 'tazune-admin-'))
afterAll(() => rmSync(data, { recursive: true }))
const run = (...flags: string[]) => runGateway(['--data', data, ...flags])

describe('the command line', () => {
  it('makes the first administrator, and verifies what it wrote of it', async () => {
    const { code, output } = await run('--new-administrator')
    expect(code).toBe(0)
    const invitation = /\/admin#invite=([0-9A-Z]{20})$/m.exec(output)?.[1] ?? ''
    expect(output).toMatch(/^sign-in number {2}[0-9A-Z]{4}-[0-9A-Z]{4}$/m)
    const { columns } = await openGatewayKeys(data)
    const store = openSqliteStore(join(data, 'gateway.sqlite'), columns)
    const person = await store.people.invited(hashInvitation(invitation), Date.now())
    expect(person).toMatchObject({ role: 'administrator', facilityId: 'training-facility' })
    await store.close()
    const whole = await run('--verify-audit')
    expect([whole.code, whole.output.trim()]).toEqual([0, 'training-facility  whole, 1 rows'])
  })

  it('says where the audit is not what was written, with exit code 1', async () => {
    await run('--new-code')
    const { columns } = await openGatewayKeys(data)
    const database = openDatabase(join(data, 'gateway.sqlite'), sqliteMigrations(columns))
    database.run('UPDATE audit SET at = at + 1 WHERE seq = 2')
    database.close()
    const broken = await run('--verify-audit')
    expect([broken.code, broken.output.trim()]).toEqual([1, 'training-facility  broken at row 2'])
  })
})
