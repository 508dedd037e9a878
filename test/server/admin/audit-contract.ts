import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuditStore } from '../../../server/store/repositories/audit'
import type { AuditNote, AuditStore } from '../../../server/store/audit-store'
import type { Database } from '../../../server/store/sql'
import { createColumnSealer } from '../../../server/keys/column-sealer'
import { exportAudit } from '../../../server/audit/export'
import { COLUMNS } from '../../support/columns'

export const note = (at: number): AuditNote => ({
  at,
  who: { kind: 'person', id: `p${at}` },
  act: 'deviceRevoked',
  about: { device: 'd1', b: 'x', a: 'y' },
})

export function describeAudit(name: string, open: () => Promise<Database>): void {
  describe(`the audit (${name})`, () => {
    let database: Database
    let audit: AuditStore
    beforeEach(async () => {
      database = await open()
      for (const id of ['f1', 'f2']) {
        await database.run('INSERT INTO facilities (id, name, staff) VALUES (?, ?, ?)', [
          id,
          id,
          '',
        ])
      }
      audit = createAuditStore(database, COLUMNS)
      for (let at = 1; at <= 5; at++) await audit.append('f1', note(at))
      await audit.append('f2', note(9))
    })
    afterEach(() => database.close())

    it('gives back what was written, newest first, of one facility', async () => {
      const rows = await audit.list('f1', null, 2)
      expect(rows.map(({ seq, at, who, about }) => [seq, at, who, about])).toEqual([
        [5, 5, { kind: 'person', id: 'p5' }, { device: 'd1', b: 'x', a: 'y' }],
        [4, 4, { kind: 'person', id: 'p4' }, { device: 'd1', b: 'x', a: 'y' }],
      ])
      expect((await audit.list('f1', 4, 9)).map(({ seq }) => seq)).toEqual([3, 2, 1])
      expect((await audit.list('f2', null, 9)).map(({ seq }) => seq)).toEqual([1])
    })

    it('is whole as it was written, and where nothing was', async () => {
      expect(await audit.verify('f1')).toEqual({ kind: 'whole', rows: 5 })
      expect(await audit.verify('nobody')).toEqual({ kind: 'whole', rows: 0 })
      expect(await audit.facilities()).toEqual(['f1', 'f2'])
    })

    it('goes on as one chain when many write at once', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, at) => audit.append('f1', note(100 + at))))
      expect(await audit.verify('f1')).toEqual({ kind: 'whole', rows: 25 })
    })

    it.each([
      ['a changed time', 3, `UPDATE audit SET at = 99 WHERE facility_id = 'f1' AND seq = 3`],
      [
        'a changed actor',
        2,
        `UPDATE audit SET who = '{"kind":"unknown"}' WHERE facility_id = 'f1' AND seq = 2`,
      ],
      [
        'a changed act',
        5,
        `UPDATE audit SET act = 'signedIn' WHERE facility_id = 'f1' AND seq = 5`,
      ],
      [
        'what is no act',
        4,
        `UPDATE audit SET act = 'nonsense' WHERE facility_id = 'f1' AND seq = 4`,
      ],
      ['a changed hash', 1, `UPDATE audit SET hash = 'AAAA' WHERE facility_id = 'f1' AND seq = 1`],
      ['a removed row', 3, `DELETE FROM audit WHERE facility_id = 'f1' AND seq = 3`],
      ['a removed first row', 1, `DELETE FROM audit WHERE facility_id = 'f1' AND seq = 1`],
      ['a removed last row', 5, `DELETE FROM audit WHERE facility_id = 'f1' AND seq = 5`],
      [
        'two rows that changed places',
        2,
        `UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE facility_id = 'f1' AND seq IN (2, 3);
         UPDATE audit SET seq = -seq WHERE facility_id = 'f1' AND seq < 0`,
      ],
      ['a removed end', 1, `DELETE FROM audit_heads WHERE facility_id = 'f1'`],
      [
        'an end cut short with its row',
        4,
        `DELETE FROM audit WHERE facility_id = 'f1' AND seq = 5;
         UPDATE audit_heads SET seq = 4, hash = (SELECT hash FROM audit WHERE facility_id = 'f1' AND seq = 4)
           WHERE facility_id = 'f1'`,
      ],
      [
        'a row put in from elsewhere',
        6,
        `INSERT INTO audit SELECT 'f1', 6, at, who, act, about, hash FROM audit WHERE facility_id = 'f2'`,
      ],
    ])('finds %s', async (_what, seq, sql) => {
      for (const each of sql.split(';')) await database.run(each)
      expect(await audit.verify('f1')).toEqual({ kind: 'broken', seq })
      expect(await audit.verify('f2')).toEqual({ kind: 'whole', rows: 1 })
    })

    it('finds a chain written anew by one who has the database and not the key', async () => {
      for (const table of ['audit', 'audit_heads']) {
        await database.run(`DELETE FROM ${table} WHERE facility_id = 'f1'`)
      }
      const forger = createAuditStore(database, createColumnSealer(new Uint8Array(32)))
      await forger.append('f1', note(1))
      expect(await audit.verify('f1')).toEqual({ kind: 'broken', seq: 1 })
    })

    it('is exported whole, oldest first, with what each hash is made of', async () => {
      for (let at = 6; at <= 1_003; at++) await audit.append('f1', note(at))
      const text = await new Response(exportAudit(audit, 'f1')).text()
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { seq: number })
      expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_003 }, (_, at) => at + 1))
      expect(lines[0]).toMatchObject({ facility: 'f1', at: 1, act: 'deviceRevoked' })
    })
  })
}
