/**
 * Who this device is and whom it seals to, kept in memory between two saves: then a save reads nothing and costs one
 * disk flush. Whoever may have changed it calls `forget`. Should a change be missed all the same, nothing is lost: the
 * check bears the registration it was made under and is set aside where that is no longer the device's own (TZ-D19).
 */
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'
import type { EnvelopeParties } from './envelope'

export interface Registration {
  /** null before activation. @throws StoreFault */
  current(): Promise<EnvelopeParties | null>
  /** The next use reads it anew. */
  forget(): void
}

export function createRegistration(db: Pick<TazuneDb, 'read'>): Registration {
  let kept: Promise<EnvelopeParties | null> | null = null

  function forgetIf(reading: Promise<EnvelopeParties | null>): void {
    if (kept === reading) kept = null
  }

  return {
    async current() {
      const reading = (kept ??= readParties(db))
      try {
        const parties = await reading
        if (parties === null) forgetIf(reading)
        return parties
      } catch (cause) {
        forgetIf(reading)
        throw cause
      }
    },
    forget() {
      kept = null
    },
  }
}

function readParties(db: Pick<TazuneDb, 'read'>): Promise<EnvelopeParties | null> {
  return db.read(['device'], async (tx) => {
    const device = tx.objectStore('device')
    const [profile, keys] = await Promise.all([rowOf(device, 'profile'), rowOf(device, 'keys')])
    if (profile === undefined || keys === undefined) return null
    const { deviceId, gatewayKey } = profile
    return { deviceId, gatewayKey, signingKey: keys.signing.privateKey }
  })
}
