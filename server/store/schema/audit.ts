import type { Types } from './version-12'

/** Who saw or changed what, one chain for each facility, and where each chain ends (docs/adr/0031); for either database. */
export function auditTables({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  return `
    CREATE TABLE audit (
      facility_id ${key} REFERENCES facilities (id),
      seq ${integer} NOT NULL,
      at ${integer} NOT NULL,
      who ${text} NOT NULL,
      act ${text} NOT NULL,
      about ${text} NOT NULL,
      hash ${text} NOT NULL,
      PRIMARY KEY (facility_id, seq)
    );
    CREATE TABLE audit_heads (
      facility_id ${key} REFERENCES facilities (id),
      seq ${integer} NOT NULL,
      hash ${text} NOT NULL,
      seal ${text} NOT NULL,
      PRIMARY KEY (facility_id)
    );
  `
}
