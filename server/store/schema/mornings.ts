import type { Types } from './version-12'

/** What came of the day's question before the rounds, in numbers; and which gateway is at it. */
export function morningTable({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  return `
    CREATE TABLE roster_mornings (
      facility_id ${key} REFERENCES facilities (id),
      day ${key},
      begun_at ${integer} NOT NULL,
      changed_at ${integer} NOT NULL,
      next_at ${integer},
      lease_until ${integer} NOT NULL,
      lease_token ${text},
      result ${text},
      PRIMARY KEY (facility_id, day)
    );
    CREATE INDEX roster_mornings_due ON roster_mornings (next_at) WHERE next_at IS NOT NULL;
  `
}
