import type { Types } from './version-12'

/**
 * For gateways that share the work: facilities whose authority cannot be reached and until when it is left alone, and who holds
 * leases.
 */
export function queueTables({ integer, sorted }: Types): string {
  return `
    CREATE TABLE authority_pauses (
      facility_id ${sorted} PRIMARY KEY REFERENCES facilities (id),
      faults ${integer} NOT NULL,
      faulted_at ${integer} NOT NULL,
      paused_until ${integer} NOT NULL
    );
    CREATE INDEX checks_leased ON checks (lease_token) WHERE lease_token IS NOT NULL;
  `
}
