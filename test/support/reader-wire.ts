/** The reader's end of the link: chunks in and out, whole frames up, and the byte it breaks at. */
import { cutIntoChunks, takeFrame } from './reader-codec'
import type { ReaderHost } from './reader-types'

export interface ReaderWire {
  readonly traffic: number
  readonly host: ReaderHost | null
  attach(host: ReaderHost): void
  /** The host is gone. */
  detach(): void
  /** The reader goes away. */
  drop(): void
  dropAfter(bytes: number): void
  send(bytes: Uint8Array): void
  write(chunk: Uint8Array): void
  /** Forgets a frame that has begun. */
  forget(): void
  /** Runs the step after those before it, if the same host is still there. */
  later(step: () => Promise<void>): void
}

/** Takes one frame off the front; `body` is null for a damaged one, the whole undefined for a part of one. */
export type TakeFrame = (
  bytes: Uint8Array,
) => { body: Uint8Array | null; rest: Uint8Array } | undefined

export function createReaderWire(
  events: {
    /** `body` is null for a damaged frame. */
    onFrame: (body: Uint8Array | null) => Promise<void>
    onGone: () => void
  },
  take: TakeFrame = takeFrame,
): ReaderWire {
  let host: ReaderHost | null = null
  let inbox: Uint8Array = new Uint8Array()
  let work: Promise<void> = Promise.resolve()
  let traffic = 0
  let dropAt = Infinity

  /** @returns how many of the bytes still get through */
  function countBytes(count: number): number {
    const passed = Math.min(count, Math.max(0, dropAt - traffic))
    traffic += passed
    return passed
  }

  function detach(): void {
    host = null
    inbox = new Uint8Array()
    events.onGone()
  }

  function drop(): void {
    const dropped = host
    dropAt = Infinity
    detach()
    dropped?.drop()
  }

  function later(step: () => Promise<void>): void {
    const linked = host
    work = work.then(async () => {
      if (linked !== null && host === linked) await step()
    })
  }

  return {
    get traffic() {
      return traffic
    },
    get host() {
      return host
    },
    attach(next) {
      host = next
    },
    detach,
    drop,
    dropAfter(bytes) {
      dropAt = traffic + bytes
    },
    send(bytes) {
      for (const chunk of cutIntoChunks(bytes)) {
        if (!host) return
        const passed = countBytes(chunk.length)
        if (passed > 0) host.notify(chunk.slice(0, passed))
        if (traffic >= dropAt) drop()
      }
    },
    write(chunk) {
      const passed = countBytes(chunk.length)
      inbox = Uint8Array.of(...inbox, ...chunk.slice(0, passed))
      if (traffic >= dropAt) {
        drop()
        return
      }
      for (let taken = take(inbox); taken; taken = take(inbox)) {
        const { body, rest } = taken
        inbox = rest
        later(() => events.onFrame(body))
      }
    },
    forget() {
      inbox = new Uint8Array()
    },
    later,
  }
}
