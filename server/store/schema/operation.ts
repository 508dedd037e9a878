import type { Types } from './version-12'

/**
 * By which keys the database was written (docs/adr/0032-operation.md); for a migration of either database. It belongs to no
 * facility: it is what a gateway must have before it may read any.
 */
export function operationTables({ integer, text, sorted }: Types): string {
  return `
    CREATE TABLE gateway_keys (
      use ${sorted} NOT NULL,
      id ${sorted} NOT NULL,
      fingerprint ${text} NOT NULL,
      noted_at ${integer} NOT NULL,
      PRIMARY KEY (use, id)
    );
  `
}
