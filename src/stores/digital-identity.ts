import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../domain/errors'
import { useLineStore } from './line'
import { useServices } from './services'

/**
 * デジタル認証アプリ for one saved check at a time: sent to the gateway first, then the patient's phone, then the result.
 *
 *   idle → sending → open → proven
 *             └────────┴──→ ended (why, as a code; a new session may be opened)
 */
export type IdentityPhase = 'idle' | 'sending' | 'open' | 'proven' | 'ended'

/** How often to look whether the gateway has the check, and how many times before staff are told. */
const LOOK_MS = 500
const LOOKS = 30
/** After a request that failed while the patient is at it: the code on the screen stays good. */
const AFTER_FAULT_MS = 3_000

export const useIdentityStore = defineStore('digitalIdentity', () => {
  const { identity, sync } = useServices()
  const line = useLineStore()

  const checkId = ref<string | null>(null)
  const phase = ref<IdentityPhase>('idle')
  /** For the patient's phone; null where it was opened before this screen. */
  const address = shallowRef<string | null>(null)
  /** Why it ended. */
  const error = ref<ErrorCode | null>(null)
  /** Why nothing is heard just now; the patient can go on. */
  const unheard = ref<ErrorCode | null>(null)
  let following: AbortController | null = null

  /** Stops listening; what the patient does goes on. */
  function leave(): void {
    following?.abort()
    following = null
  }

  function take(id: string): AbortSignal {
    leave()
    const controller = new AbortController()
    following = controller
    checkId.value = id
    phase.value = 'idle'
    address.value = null
    error.value = null
    unheard.value = null
    return controller.signal
  }

  function end(code: ErrorCode): void {
    phase.value = 'ended'
    error.value = code
    address.value = null
  }

  /** Opens a session for a saved check, in place of an earlier one, and follows it to its end. */
  async function start(id: string): Promise<void> {
    const signal = take(id)
    phase.value = 'sending'
    const undelivered = await deliver(id, signal)
    if (isOver(signal)) return
    if (undelivered) {
      end(undelivered)
      return
    }
    const started = await identity.start(id)
    if (isOver(signal)) return
    if (!started.ok) {
      end(started.code)
      return
    }
    if (started.value.state === 'open') address.value = started.value.address
    await follow(id, started.value, signal)
  }

  /** Takes up how a session stands that was opened before; what is known of it already stays. */
  async function resume(id: string): Promise<void> {
    if (checkId.value === id && phase.value !== 'idle') return
    const signal = take(id)
    const found = await identity.standing(id, 'atOnce', signal)
    if (isOver(signal)) return
    if (found.ok) await follow(id, found.value, signal)
    else unheard.value = found.code
  }

  async function follow(
    id: string,
    first: { state: 'none' | 'open' | 'proven' } | { state: 'ended'; code: ErrorCode },
    signal: AbortSignal,
  ): Promise<void> {
    let standing = first
    while (standing.state === 'open') {
      phase.value = 'open'
      const found = await identity.standing(id, 'held', signal)
      if (isOver(signal)) return
      unheard.value = found.ok ? null : found.code
      if (found.ok) standing = found.value
      else await pause(AFTER_FAULT_MS, signal)
      if (isOver(signal)) return
    }
    following = null
    if (standing.state === 'ended') end(standing.code)
    else phase.value = standing.state === 'proven' ? 'proven' : 'idle'
  }

  /** Staff end it: the patient's phone leads nowhere from then on. */
  async function stop(): Promise<void> {
    const id = checkId.value
    if (id === null || phase.value !== 'open') return
    leave()
    const ended = await identity.end(id)
    if (checkId.value !== id) return
    if (!ended.ok) end(ended.code)
    else if (ended.value.state === 'ended') end(ended.value.code)
    else phase.value = ended.value.state === 'proven' ? 'proven' : 'idle'
  }

  /** Null when the gateway has the check; else why not yet. */
  async function deliver(id: string, signal: AbortSignal): Promise<ErrorCode | null> {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const row = await sync.row(id)
      if (isOver(signal)) return null
      switch (row?.state) {
        case 'accepted':
        case 'answered':
        case 'settled':
          return null
        case 'rejected':
        case 'quarantined':
        case 'withdrawn':
        case 'unanswered':
          return row.code ?? 'TZ-I16'
        case 'queued':
        case 'sending':
        case 'draft':
        case undefined:
      }
      if (line.state !== 'online' && looks > 0) break
      await sync.sendNow()
      // Sent by this very call, as a rule; else another tab is at it.
      if (looks > 0) await pause(LOOK_MS, signal)
      if (isOver(signal)) return null
    }
    return line.state === 'noLine' ? 'TZ-D01' : 'TZ-D02'
  }

  return {
    checkId,
    phase,
    address,
    error,
    unheard,
    start,
    resume,
    stop,
  }
})

/** Asked anew after each wait. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
