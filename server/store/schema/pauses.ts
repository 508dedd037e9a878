import type { Types } from './version-12'

/** Facilities whose authority cannot be reached, and until when it is left alone; shared by all gateways. */
export function pausesTable({ integer, sorted }: Types): string {
  return `
    CREATE TABLE authority_pauses (
      facility_id ${sorted} PRIMARY KEY REFERENCES facilities (id),
      faults ${integer} NOT NULL,
      faulted_at ${integer} NOT NULL,
      paused_until ${integer} NOT NULL
    );
  `
}
