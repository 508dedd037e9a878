/**
 * One tab at a time. Tabs of one browser share the link, and a second authentication would change
 * the session key under a PIN that the first tab is having checked.
 */

/** @returns the function that gives the reader back, or null while another tab holds it */
export async function acquireReaderLock(
  locks: LockManager | null,
  deviceId: string,
): Promise<(() => void) | null> {
  if (!locks) return () => undefined
  return new Promise((resolve, reject) => {
    locks
      .request(`tazune-reader:${deviceId}`, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null)
          return undefined
        }
        return new Promise<void>((release) => resolve(release))
      })
      .catch(reject)
  })
}
