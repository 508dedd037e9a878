/**
 * The chain of audit rows: each hash covers the row before it, so that nothing can be changed, taken out or moved
 * without every later hash being wrong. The end is sealed under a key outside the database: nothing can be cut off,
 * added or written anew from the beginning by one who has the database alone.
 */
import { createHash } from 'node:crypto'
import type { AuditRow } from '../store/audit-store'

/** What stands before the first row. */
export const CHAIN_START = createHash('sha256').update('tazune-audit').digest('base64url')

/** The row as it is hashed: fields in one order, keys of `about` sorted (RFC 8785 for what occurs here). */
export function canonicalRow(facilityId: string, row: Omit<AuditRow, 'hash'>): string {
  const who = 'id' in row.who ? row.who.id : null
  const about = Object.entries(row.about).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([facilityId, row.seq, row.at, row.who.kind, who, row.act, about])
}

/** base64url of SHA-256(previous hash ‖ canonical row), the hash as its 32 bytes. */
export function chainHash(
  previous: string,
  facilityId: string,
  row: Omit<AuditRow, 'hash'>,
): string {
  return createHash('sha256')
    .update(Buffer.from(previous, 'base64url'))
    .update(canonicalRow(facilityId, row))
    .digest('base64url')
}
