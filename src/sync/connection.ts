/**
 * What the line is, learned from our own traffic and from /health. `navigator.onLine` alone decides nothing:
 * it says true behind a captive portal and in a lift.
 */
import type { ErrorCode } from '../../domain/errors'
import type { Traffic } from './gateway-client'
import { platformTimers, type Timers } from './timers'

/** 接続中 / 回線なし / サーバーに届きません / 別のサーバーが答えた / 認証切れ / 端末の登録が無効 */
export type LineState =
  'online' | 'noLine' | 'unreachable' | 'portal' | 'accessEnded' | 'unregistered'

export interface Line {
  state: LineState
  /** Last time the gateway itself answered (Unix ms, device clock); null if never. */
  lastSyncAt: number | null
}

export interface Connection {
  line(): Line
  /** Fed by every exchange. */
  note(traffic: Traffic): void
  /** Returns the function that ends the listening. */
  subscribe(listener: (line: Line) => void): () => void
  /**
   * Probes until the gateway answers, as long as someone looks; `onReachable` is told when it does. While it answers,
   * the word is proven again from time to time. `events` fires `online` and `offline`: the window in a page.
   */
  start(events?: EventTarget): void
  stop(): void
}

export interface ConnectionOptions {
  /** Asks /health; its outcome comes back through `note`. */
  probe: () => Promise<unknown>
  onReachable: () => void
  isVisible?: () => boolean
  isOnline?: () => boolean
  lastSyncAt?: number | null
  now?: () => number
  timers?: Timers
  /** A probe ended by something that is not an answer of the network. */
  onFault?: (cause: unknown) => void
}

/** Answers are promised within five seconds of the line, so the line must be noticed well before. */
const PROBE_MS = 2_500

/** 接続中 must not stand for long over a line that has silently gone. */
const PROVE_AGAIN_MS = 30_000

export function createConnection(options: ConnectionOptions): Connection {
  const now = options.now ?? Date.now
  const timers = options.timers ?? platformTimers
  const isOnline = options.isOnline ?? (() => navigator.onLine)
  const isVisible = options.isVisible ?? (() => true)
  const listeners = new Set<(line: Line) => void>()
  let line: Line = {
    state: isOnline() ? 'online' : 'noLine',
    lastSyncAt: options.lastSyncAt ?? null,
  }
  let started = false
  let cancelProbe: (() => void) | null = null
  let endListening = (): void => undefined

  function note(traffic: Traffic): void {
    const before = line.state
    line = next(line, traffic, now())
    for (const listener of listeners) listener(line)
    if (line.state === 'online') {
      // Traffic has just proven it: the next probe is a long way off.
      forgetProbe()
      if (before !== 'online' && !isShutOut(before)) options.onReachable()
    } else if (before === 'online') {
      forgetProbe()
    }
    scheduleProbe()
  }

  function forgetProbe(): void {
    cancelProbe?.()
    cancelProbe = null
  }

  function probe(): void {
    forgetProbe()
    options.probe().catch((cause: unknown) => options.onFault?.(cause))
  }

  function scheduleProbe(): void {
    // Access is not mended by being reachable: the courier's own tries find out.
    if (!started || cancelProbe !== null || isShutOut(line.state)) return
    cancelProbe = timers.after(line.state === 'online' ? PROVE_AGAIN_MS : PROBE_MS, () => {
      cancelProbe = null
      if (isVisible()) probe()
      else scheduleProbe()
    })
  }

  /** The browser's word is believed when it says no. */
  function hearOffline(): void {
    note({ code: 'TZ-D01', authorized: false })
  }

  return {
    line: () => line,
    note,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    start(events) {
      started = true
      events?.addEventListener('offline', hearOffline)
      events?.addEventListener('online', probe)
      endListening = () => {
        events?.removeEventListener('offline', hearOffline)
        events?.removeEventListener('online', probe)
      }
      probe()
    },
    stop() {
      started = false
      forgetProbe()
      endListening()
    },
  }
}

function next(line: Line, { code, authorized }: Traffic, now: number): Line {
  const state = stateOf(code)
  if (state !== 'online')
    return { ...line, state, ...(isFromGateway(code) ? { lastSyncAt: now } : {}) }
  const stillEnded = isShutOut(line.state) && !authorized
  return { state: stillEnded ? line.state : 'online', lastSyncAt: now }
}

/** The gateway is there and refuses this device. */
function isShutOut(state: LineState): boolean {
  return state === 'accessEnded' || state === 'unregistered'
}

/** Whatever the gateway itself refuses, it was reached. */
function isFromGateway(code: ErrorCode | null): boolean {
  return code === null || code.startsWith('TZ-G')
}

const TROUBLE: Partial<Record<ErrorCode, LineState>> = {
  'TZ-D01': 'noLine',
  'TZ-D02': 'unreachable',
  'TZ-D03': 'portal',
  'TZ-G03': 'accessEnded',
  'TZ-G04': 'unregistered',
  'TZ-D12': 'unregistered',
}

/** Any other refusal is the gateway's own word about one thing: the line stands. */
function stateOf(code: ErrorCode | null): LineState {
  return (code === null ? undefined : TROUBLE[code]) ?? 'online'
}
