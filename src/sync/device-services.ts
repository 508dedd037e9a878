/** Puts the pieces together as pages and the service worker both use them. */
import { createAnnouncer, type Announcer } from './broadcast'
import { createClock, idTime, type DeviceClock } from './clock'
import { createConnection, type Connection } from './connection'
import { createCounter, type Counter } from './counter'
import { createCourier, type Courier } from './courier'
import { openTazuneDb, type DbOptions, type TazuneDb } from './db'
import { readProfile, updateProfile } from './device-rows'
import { applyAccess, readIdentity } from './device-state'
import type { Exchange } from './exchange'
import { createGatewayClient, type GatewayClient } from './gateway-client'
import { newestId } from './listing'
import { createRegistration, type Registration } from './registration'
import { platformTimers } from './timers'

export interface DeviceServices {
  db: TazuneDb
  clock: DeviceClock
  client: GatewayClient
  courier: Courier
  connection: Connection
  registration: Registration
  counter: Counter
  announcer: Announcer
  close(): void
}

export interface DeviceServicesOptions extends DbOptions, Partial<Exchange> {
  now?: () => number
  random?: () => number
  locks?: LockManager | null
  /** Where the gateway is; the app's own origin where it is left out. */
  baseUrl?: string
  /** Of this app, for whoever looks after the devices. */
  appVersion?: string
  isVisible?: () => boolean
  /** A check has moved or access was renewed, here or in another tab or the worker. */
  onChange?: () => void
  /** The vault was erased by order: open vaults must be locked. Also told to the other tabs. */
  onErased?: () => void
  onFault?: (cause: unknown) => void
}

/** @throws StoreFault when the database cannot be opened */
export async function createDeviceServices(
  options: DeviceServicesOptions = {},
): Promise<DeviceServices> {
  const db = await openTazuneDb(options)
  const [profile, newest] = await Promise.all([readProfile(db), newestId(db)])
  const announcer = createAnnouncer(
    typeof BroadcastChannel === 'undefined' ? null : (name) => new BroadcastChannel(name),
  )
  const fault = (cause: unknown): void => options.onFault?.(cause)
  const registration = createRegistration(db)
  const counter = createCounter(db, typeof BroadcastChannel !== 'undefined')
  const timers = options.timers ?? platformTimers
  const now = options.now ?? Date.now
  const clock = createClock({
    now,
    offsetMs: profile?.clockOffsetMs ?? 0,
    lastIdMs: newest === null ? 0 : idTime(newest),
    onOffset: (clockOffsetMs) => void updateProfile(db, () => ({ clockOffsetMs })).catch(fault),
  })
  const client = createGatewayClient({
    ...options,
    timers,
    clock,
    baseUrl: options.baseUrl ?? profile?.gatewayUrl ?? '',
    identity: () => readIdentity(db),
    onTraffic: (traffic) => connection.note(traffic),
    tellSelf: async () => ({
      unsent: await db.read(['outbox'], (tx) => tx.objectStore('outbox').count()),
      ...(options.appVersion !== undefined && { appVersion: options.appVersion }),
    }),
    async onAccess(response, deviceId) {
      const isErased = await applyAccess(db, deviceId, response, clock)
      registration.forget()
      announcer.announce(isErased ? 'locked' : 'changed')
      if (isErased) options.onErased?.()
      else options.onChange?.()
    },
  })
  const courier = createCourier({
    ...options,
    db,
    client,
    counter,
    now,
    timers,
    onChange() {
      counter.forget()
      announcer.announce('changed')
      options.onChange?.()
    },
  })
  const connection = createConnection({
    probe: () => client.health(),
    onReachable: () => void courier.run('reachable').catch(fault),
    lastSyncAt: profile?.lastContactAt ?? null,
    now,
    timers,
    onFault: fault,
    ...(options.isVisible === undefined ? {} : { isVisible: options.isVisible }),
    ...(options.isOnline === undefined ? {} : { isOnline: options.isOnline }),
  })
  const unsubscribe = announcer.subscribe((kind) => {
    registration.forget()
    counter.forget()
    if (kind === 'changed') options.onChange?.()
    else options.onErased?.()
  })
  return {
    db,
    clock,
    client,
    courier,
    connection,
    registration,
    counter,
    announcer,
    close() {
      courier.stop()
      connection.stop()
      unsubscribe()
      announcer.close()
      db.close()
    },
  }
}
