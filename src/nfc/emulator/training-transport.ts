/** The reader of the training mode: a software card lies on it, or does not. */
import { TransportError, type Transport, type TransportEvents } from '../transport'
import type { SoftwareCard } from './software-card'
import { CardGoneError } from './tear'

/** All that a reader needs of a card. */
export type TrainingCard = Pick<SoftwareCard, 'atr' | 'respond' | 'reset'>

export interface TrainingTransport extends Transport {
  readonly kind: 'training'
  /** Lays a card on the reader: another one, or the one that was taken off. */
  insert(card?: TrainingCard): void
  /** Takes it off; a command under way is lost. */
  remove(): void
}

export interface TrainingTransportOptions {
  /** Awaited before every command and power-on, so that a training feels like a reader. */
  delay?: () => Promise<void>
}

type Listeners = { [K in keyof TransportEvents]: Set<(value: TransportEvents[K]) => void> }

/** Starts with `card` on the reader; null for an empty one. */
export function createTrainingTransport(
  card: TrainingCard | null,
  { delay }: TrainingTransportOptions = {},
): TrainingTransport {
  const listeners: Listeners = { card: new Set(), link: new Set() }
  let known = card
  let present = card
  let connected = false
  /** Changes whenever contact ends or power is switched; a command begun under another value is lost. */
  let contact = {}
  let powered = false

  function emit<K extends keyof TransportEvents>(event: K, value: TransportEvents[K]): void {
    for (const listener of [...listeners[event]]) listener(value)
  }

  function endContact(): void {
    contact = {}
    powered = false
  }

  function takeOff(): void {
    if (!present) return
    present = null
    endContact()
    emit('card', false)
  }

  function lost(): TransportError {
    return new TransportError(connected ? 'TZ-R08' : 'TZ-R04')
  }

  async function underContact<T>(work: (lying: TrainingCard) => T | Promise<T>): Promise<T> {
    if (!connected) throw lost()
    const begun = contact
    await delay?.()
    if (!present || begun !== contact) throw lost()
    const result = await work(present)
    if (begun !== contact) throw lost()
    return result
  }

  return {
    kind: 'training',
    name: '訓練用リーダー',
    connect() {
      if (!connected) {
        connected = true
        emit('link', 'connected')
      }
      return Promise.resolve()
    },
    async powerOn() {
      endContact()
      const atr = await underContact((lying) => {
        lying.reset()
        return lying.atr
      })
      powered = true
      return atr
    },
    async transmit(command) {
      if (connected && !powered) throw new TransportError('TZ-R08')
      try {
        return await underContact((lying) => lying.respond(command))
      } catch (cause) {
        if (!(cause instanceof CardGoneError)) throw cause
        takeOff()
        throw new TransportError('TZ-R08', { cause })
      }
    },
    powerOff() {
      endContact()
      return Promise.resolve()
    },
    close() {
      endContact()
      connected = false
      return Promise.resolve()
    },
    on(event, listener) {
      listeners[event].add(listener)
      return () => listeners[event].delete(listener)
    },
    insert(other = known ?? undefined) {
      takeOff()
      if (!other) return
      known = other
      present = other
      emit('card', true)
    },
    remove: takeOff,
  }
}
