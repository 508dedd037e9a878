/** Tags of a facility's patients. */
import type { TagKind, VisitTag } from '../../domain/tags'

/** A tag of a facility's patient; see docs/adr/0016. */
export interface StoredTag {
  id: string
  kind: TagKind
  patientId: string
  writtenAt: number
  retiredAt: number | null
}

export interface TagStore {
  /**
   * Keeps each tag once: again is harmless, a first retirement stays, and nothing brings a retired tag back. False for
   * an id that is another patient's or another kind's. In the order of `tags`, one transaction.
   */
  keep(facilityId: string, tags: readonly StoredTag[]): Promise<boolean[]>
  /** Tags in use, by patient, in the order they were written. */
  inUse(facilityId: string): Promise<Map<string, VisitTag[]>>
}
