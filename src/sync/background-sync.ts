/** Background Sync: an extra where the browser has it (Chromium), never the only way out. */

export const SYNC_TAG = 'tazune-outbox'

interface SyncRegistration {
  sync: { register(tag: string): Promise<void> }
}

/**
 * Asks the browser to wake the service worker when the line is back, even with the app closed.
 * @returns false where there is no such thing or it is not allowed
 */
export async function requestBackgroundSync(
  registration: object | null | undefined,
): Promise<boolean> {
  if (!hasSync(registration)) return false
  try {
    await registration.sync.register(SYNC_TAG)
    return true
  } catch (cause) {
    // Refused by the browser (permission, private window): the app's own triggers do the work.
    if (cause instanceof DOMException) return false
    throw cause
  }
}

function hasSync(registration: object | null | undefined): registration is SyncRegistration {
  return registration !== null && registration !== undefined && 'sync' in registration
}
