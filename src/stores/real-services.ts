/** The composition root of the page: the one place that knows both src/sync and src/nfc. */
import { startCheckIns } from '../sync/check-in'
import { readProfile } from '../sync/device-rows'
import { createDeviceServices } from '../sync/device-services'
import { forgetReaderKey, readReaderKey, saveReaderKey } from '../sync/reader-key'
import { platformTimers } from '../sync/timers'
import { createLazyConsents } from './lazy-consents'
import { lockEnded } from './lock-ended'
import { createOpenVault } from './open-vault'
import { createRealCard, fetchCardCode } from './real-card'
import { createRealClaims } from './real-claims'
import { createRealDevice } from './real-device'
import { createRealFacePasscode } from './real-face-passcode'
import { createRealIdentity } from './real-identity'
import { createRealRecords } from './real-records'
import { createRealSync } from './real-sync'
import { createRealTags } from './real-tags'
import type { Services } from './services'

/** A fault nobody waits for is shown to the console's reader by its code; it names no patient. */
function report(cause: unknown): void {
  reportError(cause)
}

export interface Composed {
  services: Services
  /** Begins to send and to look for the line; called when the first screen is there, which it would only hold up. */
  start: () => void
  /** Fetches the code of the next screens, so that no tap waits for it; called when the first screen is complete. */
  fetchAhead: () => void
}

export async function createServices(): Promise<Composed> {
  const open = createOpenVault()
  const listeners = new Set<() => void>()
  const changes = {
    listeners,
    tell: () => {
      for (const listener of listeners) listener()
    },
  }
  const sync = await createDeviceServices({
    appVersion: __APP_VERSION__,
    isVisible: () => document.visibilityState === 'visible',
    onChange() {
      changes.tell()
      lockEnded(sync.db, open).catch(report)
    },
    // Why it is gone stands with the device: by order, by wrong tries in another tab, or by staff.
    onErased: () => open.close(null),
    onFault: report,
  })
  const records = createRealRecords(sync, open)
  const services: Services = {
    device: createRealDevice(sync, open),
    records,
    facePasscode: createRealFacePasscode(sync, open),
    sync: createRealSync({ sync, open, changes, onFault: report }),
    tags: createRealTags(sync, open),
    consents: createLazyConsents({
      sync,
      open,
      records,
      saved() {
        sync.counter.forget()
        sync.announcer.announce('changed')
        changes.tell()
        sync.courier.run('save').catch(report)
      },
    }),
    claims: createRealClaims(open, () => {
      sync.announcer.announce('changed')
      changes.tell()
    }),
    identity: createRealIdentity(sync),
    card: await createRealCard({
      face: {
        anchors: async () => {
          const { readFaceAnchors } = await import('./real-card-face')
          const mode = (await readProfile(sync.db))?.mode ?? null
          return readFaceAnchors(mode, () => records.trainingCards())
        },
      },
      readerKeys: {
        read: () => readReaderKey(sync.db),
        save: (key) => saveReaderKey(sync.db, key),
        forget: () => forgetReaderKey(sync.db),
      },
    }),
    now: () => sync.clock.now(),
    createId: () => sync.clock.createId(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  }
  return {
    services,
    start() {
      sync.courier.start({
        line: window,
        screen: document,
        isVisible: () => document.visibilityState === 'visible',
      })
      sync.connection.start(window)
      startCheckIns({
        client: sync.client,
        line: window,
        screen: document,
        isVisible: () => document.visibilityState === 'visible',
        now: () => sync.clock.device(),
        timers: platformTimers,
        onFault: report,
      })
    },
    fetchAhead() {
      // Where it does not come now, the tap that needs it asks again.
      import('../sync/vault').catch(() => undefined)
      fetchCardCode().catch(() => undefined)
    },
  }
}
