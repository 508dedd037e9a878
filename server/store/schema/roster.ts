import type { Types } from './version-12'

/**
 * The facility's patients and the visits of its days (docs/adr/0030-roster.md); for a migration of either database. Of a
 * person nothing stands in the clear: `patient_ref` and `birth_ref` are keyed references, all else is sealed.
 */
export function rosterTables({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  return `
    CREATE TABLE roster_patients (
      facility_id ${key} REFERENCES facilities (id),
      patient_ref ${key},
      birth_ref ${key},
      sealed ${text} NOT NULL,
      changed_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, patient_ref)
    );
    CREATE INDEX roster_patients_by_birth ON roster_patients (facility_id, birth_ref);
    CREATE TABLE roster_visits (
      facility_id ${key} REFERENCES facilities (id),
      day ${key},
      id ${key},
      patient_ref ${key},
      sealed ${text} NOT NULL,
      PRIMARY KEY (facility_id, day, id),
      FOREIGN KEY (facility_id, patient_ref)
        REFERENCES roster_patients (facility_id, patient_ref) ON DELETE CASCADE
    );
    CREATE INDEX roster_visits_of_patient ON roster_visits (facility_id, patient_ref, day);
  `
}
