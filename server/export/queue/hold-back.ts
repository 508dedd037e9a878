/**
 * A destination that cannot be reached is asked with one answer at a time, later and later: a hundred that wait for one
 * switched-off machine must not keep the others' from going out.
 */
import type { ExportErrorCode } from '../../../domain/errors'
import type { Delivery } from '../outcome'
import { nextTryMs } from './pace'
import type { ExportQueue, LeasedExport } from './queue'

export interface HoldBack {
  /** What became of a try; null where it says nothing of the destination. */
  note(row: LeasedExport, delivery: Delivery | null): Promise<void>
}

interface HoldBackWorld {
  queue: Pick<ExportQueue, 'holdBack'>
  now: () => number
  random: () => number
}

/** No connection, a refused sign-in, a folder that is away: the next answer would fare no better. */
const OF_DESTINATION: ReadonlySet<ExportErrorCode> = new Set(['TZ-E01', 'TZ-E05', 'TZ-E21'])

export function createHoldBack({ queue, now, random }: HoldBackWorld): HoldBack {
  /** Failures in a row, as this gateway has seen them. */
  const failures = new Map<string, number>()
  return {
    async note({ facilityId, destination }, delivery) {
      if (delivery === null) return
      const key = JSON.stringify([facilityId, destination])
      if (delivery.kind !== 'retry' || !OF_DESTINATION.has(delivery.code)) {
        failures.delete(key)
        return
      }
      const inRow = (failures.get(key) ?? 0) + 1
      failures.set(key, inRow)
      await queue.holdBack(facilityId, destination, now() + nextTryMs(inRow, undefined, random))
    },
  }
}
