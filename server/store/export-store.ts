/** What is to be sent to the facility's own software, and what that needs (docs/adr/0029). */
import type { AnsweredCheck } from '../export/load-record'
import type { LockNotes } from '../export/orca/locks'
import type { ExportQueue } from '../export/queue/queue'

export interface ExportStore extends ExportQueue {
  /** undefined: it has no answer, or what was sealed was erased. */
  answered(facilityId: string, checkId: string): Promise<AnsweredCheck | undefined>
  locks: LockNotes
}
