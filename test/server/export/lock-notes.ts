/** Lock notes in memory, for tests; what a durable store has to do is in server/export/orca/locks.ts. */
import type { LockNote, LockNotes } from '../../../server/export/orca/locks'

export interface MemoryLockNotes extends LockNotes {
  readonly held: Map<string, LockNote>
}

export function createLockNotes(): MemoryLockNotes {
  const held = new Map<string, LockNote>()
  const keyOf = (facilityId: string, karteUid: string) => `${facilityId}/${karteUid}`
  return {
    held,
    put: (note) =>
      Promise.resolve(void held.set(keyOf(note.facilityId, note.karteUid), { ...note })),
    remove: (facilityId, karteUid) =>
      Promise.resolve(void held.delete(keyOf(facilityId, karteUid))),
    ofFacility: (facilityId) =>
      Promise.resolve([...held.values()].filter((note) => note.facilityId === facilityId)),
    leftUntil(until) {
      const left = [...held.values()].filter(({ notedAt }) => notedAt <= until)
      return Promise.resolve([...new Set(left.map(({ facilityId }) => facilityId))].sort())
    },
  }
}
