/**
 * The device's clock, corrected by the gateway's. Time is data only: order and identity of checks
 * do not depend on the wall clock going forward.
 */
import { createCheckId, type RandomBytes } from '../../domain/ids'

export interface DeviceClock {
  /** Unix ms as the gateway would read it, by the last known offset. */
  now(): number
  /** Gateway time minus device time, ms. */
  offsetMs(): number
  /** Takes a reply's `Date` header; true when the offset was changed by it. */
  learn(date: string | null, sentAt: number, receivedAt: number): boolean
  /** The device's own time, uncorrected: for leases and back-off, which only this device reads. */
  device(): number
  /** A check's id whose time never goes back, even where the clock does. */
  createId(): string
}

export interface ClockOptions {
  now?: () => number
  offsetMs?: number
  /** Time inside the newest id on this device, see {@link idTime}. */
  lastIdMs?: number
  randomBytes?: RandomBytes
  onOffset?: (offsetMs: number) => void
}

/** Further off than this, staff are told to set the clock. */
export const FAR_OFF_MS = 600_000

/** `Date` counts whole seconds; nearer than this an offset is left alone. */
const RESOLUTION_MS = 2_000

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length))
}

export function createClock(options: ClockOptions = {}): DeviceClock {
  const device = options.now ?? Date.now
  const random = options.randomBytes ?? randomBytes
  let offset = options.offsetMs ?? 0
  let lastId = options.lastIdMs ?? 0
  return {
    now: () => device() + offset,
    offsetMs: () => offset,
    device,
    learn(date, sentAt, receivedAt) {
      const server = date === null ? Number.NaN : Date.parse(date)
      // A reply that took long says little about the time; one that came back before it left says nothing.
      if (Number.isNaN(server) || receivedAt < sentAt) return false
      const measured = server + 500 - (sentAt + receivedAt) / 2
      const doubt = RESOLUTION_MS + (receivedAt - sentAt) / 2
      if (Math.abs(measured - offset) <= doubt) return false
      offset = Math.round(measured)
      options.onOffset?.(offset)
      return true
    },
    createId() {
      lastId = Math.max(lastId + 1, device() + offset)
      return createCheckId(lastId, random)
    },
  }
}

/** The Unix ms inside a UUIDv7 (RFC 9562 §5.7). */
export function idTime(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}
