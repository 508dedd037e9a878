/** The audit as JSON lines, oldest first: each line carries what its hash is made of (docs/administration.md). */
import { utf8 } from '../../api/bytes'
import type { AuditStore } from '../store/audit-store'

const PAGE = 500

/** Read page by page, as fast as it is taken. */
export function exportAudit(
  audit: Pick<AuditStore, 'after'>,
  facilityId: string,
): ReadableStream<Uint8Array> {
  let seq = 0
  return new ReadableStream({
    async pull(controller) {
      const rows = await audit.after(facilityId, seq, PAGE)
      const lines = rows.map((row) => `${JSON.stringify({ facility: facilityId, ...row })}\n`)
      if (lines.length > 0) controller.enqueue(utf8(lines.join('')))
      seq = rows.at(-1)?.seq ?? seq
      if (rows.length < PAGE) controller.close()
    },
  })
}
