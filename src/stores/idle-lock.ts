/** 自動施錠: an unlocked tablet that nobody uses locks itself; what waits in the outbox is sent all the same. */
import { watch } from 'vue'
import { platformTimers, type Timers } from '../sync/timers'
import { useDeviceStore } from './device'
import { useTabletStore } from './tablet'

export interface IdlePlatform {
  /** Fires what people do: touches, keys, wheels. */
  input: EventTarget
  /** Fires `visibilitychange`. */
  screen: EventTarget
  isVisible: () => boolean
  /** ms; the device's own clock. */
  now: () => number
  timers: Timers
}

const ACTS = ['pointerdown', 'keydown', 'wheel'] as const
const MINUTE_MS = 60_000
/** Timers rest while the device sleeps, so a long wait is made of short ones. */
const LOOK_EVERY_MS = MINUTE_MS

const page = (): IdlePlatform => ({
  input: window,
  screen: document,
  isVisible: () => document.visibilityState === 'visible',
  now: Date.now,
  timers: platformTimers,
})

/**
 * Locks after `lockAfterMinutes` (policy of the facility, at least one) without a touch, a key or a wheel, seen or
 * hidden. The time while the patient has the tablet counts as use, as long as it is seen; a check that is being signed
 * or waits for room on the disk is never cut off, because it would be lost.
 * @returns the function that ends it
 */
export function startIdleLock(platform: IdlePlatform = page()): () => void {
  const { input, screen, now, timers } = platform
  const device = useDeviceStore()
  const tablet = useTabletStore()
  let usedAt = now()
  let cancelTimer: () => void = () => undefined

  const limitMs = (): number => Math.max(1, device.lockAfterMinutes) * MINUTE_MS

  function isInUse(): boolean {
    return tablet.step === 'hold' || (tablet.patientPath !== null && platform.isVisible())
  }

  function noteUse(): void {
    usedAt = now()
  }

  function look(): void {
    cancelTimer()
    if (device.phase !== 'unlocked') return
    // A clock that was set back says nothing of how long it was: the count begins anew.
    if (isInUse() || now() < usedAt) noteUse()
    const left = usedAt + limitMs() - now()
    if (left <= 0) device.lock()
    else cancelTimer = timers.after(Math.min(left, LOOK_EVERY_MS), look)
  }

  /** A touch that wakes a sleeping tablet comes before its timers: it must not count as use. */
  function act(): void {
    if (device.phase !== 'unlocked') return
    look()
    noteUse()
  }

  for (const name of ACTS) input.addEventListener(name, act, { capture: true, passive: true })
  screen.addEventListener('visibilitychange', look)
  const stopWatching = watch(
    () => device.phase,
    () => {
      noteUse()
      look()
    },
    { immediate: true, flush: 'sync' },
  )
  return () => {
    for (const name of ACTS) input.removeEventListener(name, act, { capture: true })
    screen.removeEventListener('visibilitychange', look)
    stopWatching()
    cancelTimer()
  }
}
