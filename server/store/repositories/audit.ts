import * as v from 'valibot'
import { isAct } from '../../../api/admin/acts'
import { CHAIN_START, chainHash } from '../../audit/chain'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { Actor, AuditNote, AuditRow, AuditStore, AuditVerdict } from '../audit-store'
import { integer, text, type Database, type Row, type Sql, type Transaction } from '../sql'

const Who = v.variant('kind', [
  v.object({ kind: v.picklist(['person', 'device', 'receiver']), id: v.string() }),
  v.object({ kind: v.picklist(['commandLine', 'unknown']) }),
])
const About = v.record(v.string(), v.string())
const PAGE = 500

/**
 * Adds a row to the facility's chain inside the transaction of what it tells of. One after another: the lock ends with
 * the transaction.
 */
export async function appendAudit(
  sql: Transaction,
  columns: ColumnSealer,
  facilityId: string,
  { at, who, act, about = {} }: AuditNote,
): Promise<void> {
  await sql.lock(`audit ${facilityId}`)
  const head = await readHead(sql, facilityId)
  const row = { seq: (head?.seq ?? 0) + 1, at, who, act, about }
  const hash = chainHash(head?.hash ?? CHAIN_START, facilityId, row)
  await sql.run(
    `INSERT INTO audit (facility_id, seq, at, who, act, about, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [facilityId, row.seq, at, JSON.stringify(who), act, JSON.stringify(about), hash],
  )
  await sql.run(
    `INSERT INTO audit_heads (facility_id, seq, hash, seal) VALUES (?, ?, ?, ?)
     ON CONFLICT (facility_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
       seal = excluded.seal`,
    [facilityId, row.seq, hash, sealEnd(columns, facilityId, row.seq, hash)],
  )
}

export function createAuditStore(database: Database, columns: ColumnSealer): AuditStore {
  async function read(facilityId: string, seq: number, upTo: number, limit: number) {
    return database.all(
      'SELECT * FROM audit WHERE facility_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
      [facilityId, seq, upTo, limit],
    )
  }

  return {
    append: (facilityId, note) =>
      database.transaction((sql) => appendAudit(sql, columns, facilityId, note)),
    async list(facilityId, before, limit) {
      const rows = await database.all(
        'SELECT * FROM audit WHERE facility_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
        [facilityId, before ?? Number.MAX_SAFE_INTEGER, limit],
      )
      return rows.map(toRow)
    },
    async after(facilityId, seq, limit) {
      return (await read(facilityId, seq, Number.MAX_SAFE_INTEGER, limit)).map(toRow)
    },
    async verify(facilityId): Promise<AuditVerdict> {
      let previous = CHAIN_START
      let seq = 0
      // Again where rows were added meanwhile: their transaction moved the end with them.
      for (;;) {
        const head = await readHead(database, facilityId)
        const end = head?.seq ?? 0
        while (seq < end) {
          const page = await read(facilityId, seq, end, PAGE)
          if (page.length === 0) return { kind: 'broken', seq: seq + 1 }
          for (const each of page) {
            const row = readable(each)
            if (row?.seq !== seq + 1 || row.hash !== chainHash(previous, facilityId, row)) {
              return { kind: 'broken', seq: seq + 1 }
            }
            previous = row.hash
            seq = row.seq
          }
        }
        if (head && sealEnd(columns, facilityId, end, previous) !== head.seal) {
          return { kind: 'broken', seq: end }
        }
        const beyond = await read(facilityId, end, Number.MAX_SAFE_INTEGER, 1)
        if (beyond.length === 0) return { kind: 'whole', rows: end }
        const moved = await readHead(database, facilityId)
        if ((moved?.seq ?? 0) <= end) return { kind: 'broken', seq: end + 1 }
      }
    },
    async facilities() {
      const rows = await database.all('SELECT id FROM facilities ORDER BY id')
      return rows.map(({ id }) => text(id))
    },
  }
}

async function readHead(sql: Sql, facilityId: string) {
  const row = await sql.get('SELECT * FROM audit_heads WHERE facility_id = ?', [facilityId])
  return row && { seq: integer(row.seq), hash: text(row.hash), seal: text(row.seal) }
}

function sealEnd(columns: ColumnSealer, facilityId: string, seq: number, hash: string): string {
  return columns.reference({ table: 'audit_heads', facilityId, row: '' }, `${seq} ${hash}`)
}

/** What somebody changed by hand may be no row at all. */
function readable(row: Row): AuditRow | null {
  try {
    return toRow(row)
  } catch {
    // Then it is not what was written, and that is what the caller wants to know.
    return null
  }
}

function toRow(row: Row): AuditRow {
  const act = text(row.act)
  if (!isAct(act)) throw new TypeError('column is not an act')
  const who: Actor = v.parse(Who, JSON.parse(text(row.who)))
  return {
    seq: integer(row.seq),
    at: integer(row.at),
    who,
    act,
    about: v.parse(About, JSON.parse(text(row.about))),
    hash: text(row.hash),
  }
}
