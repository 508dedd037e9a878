import type { Types } from './version-12'

/** The journal of exchanges with an OQS folder (docs/adr/0028-oqs-folder.md); for a migration of either database. */
export function exchangeTable({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  return `
    CREATE TABLE oqs_exchanges (
      facility_id ${key} REFERENCES facilities (id),
      request_id ${key},
      kind ${text} NOT NULL,
      step ${text} NOT NULL CHECK (step IN ('single', 'upload', 'download')),
      attempt ${integer} NOT NULL,
      file_name ${key},
      work_file ${text} NOT NULL,
      institution_code ${text} NOT NULL,
      file_identifier ${text} NOT NULL,
      opened_at ${integer} NOT NULL,
      submitted_at ${integer},
      reception_number ${text},
      state ${text} NOT NULL CHECK (state IN ('intent', 'submitted', 'processing', 'done')),
      next_at ${integer},
      result ${text},
      PRIMARY KEY (facility_id, request_id)
    );
    CREATE UNIQUE INDEX oqs_exchanges_by_file ON oqs_exchanges (facility_id, file_name);
    CREATE INDEX oqs_exchanges_open ON oqs_exchanges (facility_id, opened_at)
      WHERE state <> 'done';
    CREATE INDEX oqs_exchanges_kept ON oqs_exchanges (facility_id, opened_at)
      WHERE result IS NOT NULL;
  `
}
