/** PC/SC in memory: readers that hold software cards, every fault played by setting a field. */
import { PcscError, type PcscFault, type PcscReader } from '../../bridge/pcsc/reader'

export interface FakePcscCard {
  readonly atr: Uint8Array
  respond(command: Uint8Array): Promise<Uint8Array>
  reset(): void
}

export interface FakePcsc extends PcscReader {
  readers: Map<string, FakePcscCard | null>
  /** Thrown by the next call that is not `disconnect` or `close`. */
  failNext: PcscFault | null
  /** Awaited before the card answers. */
  pause: () => Promise<void>
  /** What was done, without any byte of a command: `connect`, `transmit`, `reset`, `close`. */
  readonly calls: readonly string[]
  /** The very buffers that were handed over, so that a test can see them wiped. */
  readonly buffers: readonly Uint8Array[]
}

export function createFakePcsc(readers: Iterable<[string, FakePcscCard | null]> = []): FakePcsc {
  const calls: string[] = []
  const buffers: Uint8Array[] = []
  let connected: FakePcscCard | null = null

  function throwIfAsked(): void {
    const fault = pcsc.failNext
    pcsc.failNext = null
    if (fault) throw new PcscError(fault)
  }

  const pcsc: FakePcsc = {
    readers: new Map(readers),
    failNext: null,
    pause: () => Promise.resolve(),
    calls,
    buffers,
    slots() {
      throwIfAsked()
      return Promise.resolve([...pcsc.readers].map(([name, card]) => ({ name, hasCard: !!card })))
    },
    connect(name) {
      throwIfAsked()
      const card = pcsc.readers.get(name)
      if (!card) return Promise.reject(new PcscError('noCard'))
      calls.push('connect')
      connected = card
      card.reset()
      return Promise.resolve(card.atr)
    },
    async transmit(command) {
      const card = connected
      if (!card) throw new PcscError('noCard')
      calls.push('transmit')
      buffers.push(command)
      await pcsc.pause()
      throwIfAsked()
      return card.respond(command)
    },
    disconnect() {
      if (connected) calls.push('reset')
      connected?.reset()
      connected = null
      return Promise.resolve()
    },
    close() {
      calls.push('close')
      return pcsc.disconnect()
    },
  }
  return pcsc
}
