/**
 * Time that cannot be set back: what ends at an instant (R32) must not last longer because the device's clock was
 * turned. The latest time seen is kept on the disk; a clock that is behind it is not believed until the gateway has
 * corrected it.
 */
import type { DeviceClock } from './clock'
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'

/** A clock may drift and be nudged; more than this was somebody's doing. */
export const SET_BACK_MS = 120_000
/** How far the mark may lag behind: it is not worth a write at every look. */
const LAG_MS = 30_000

/**
 * @returns gateway time as far as known, ms; null when the clock was set back, so that nobody knows what time it is
 */
export function trustedNow(
  db: TazuneDb,
  clock: Pick<DeviceClock, 'now' | 'offsetMs'>,
): Promise<number | null> {
  return db.write(
    ['device'],
    async (tx) => {
      const store = tx.objectStore('device')
      const mark = await rowOf(store, 'timeMark')
      const now = clock.now()
      const offsetMs = clock.offsetMs()
      // Another correction is the gateway's word: what was seen under the old one says nothing against it.
      const standing = mark?.offsetMs === offsetMs ? mark : null
      if (standing !== null && now < standing.at - SET_BACK_MS) return null
      if (standing === null || now > standing.at + LAG_MS) {
        await store.put({ at: now, offsetMs }, 'timeMark')
      }
      return now
    },
    'relaxed',
  )
}
