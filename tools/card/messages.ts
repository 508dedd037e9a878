/**
 * vpcd's messages (vsmartcard): two octets of length, big-endian, then the body. A body of one octet is an order to the
 * card; a longer one is a command APDU. What the card sends back has the same frame.
 */

export type Order = 'off' | 'on' | 'reset' | 'atr'

export type Message = { kind: 'order'; order: Order } | { kind: 'command'; bytes: Uint8Array }

/** What came cannot be vpcd's. Carries no octet of a body that could be a command. */
export class NonsenseError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NonsenseError'
  }
}

const HEAD = 2
/** What two octets can say; a frame that announces more does not exist. */
const MAX_BODY = 0xffff

const ORDERS: ReadonlyMap<number, Order> = new Map([
  [0, 'off'],
  [1, 'on'],
  [2, 'reset'],
  [4, 'atr'],
])

/** Cuts a stream of octets into messages, however the line split or joined them. Holds one message at most. */
export class MessageReader {
  readonly #buffer = new Uint8Array(HEAD + MAX_BODY)
  #filled = 0

  /** Whether the beginning of a message waits for its rest. */
  get midMessage(): boolean {
    return this.#filled > 0
  }

  /**
   * The messages that are whole with this chunk, one by one.
   * @throws NonsenseError for an empty body or an unknown order; the reader is of no use afterwards
   */
  *read(chunk: Uint8Array): Generator<Message, void, undefined> {
    let at = 0
    while (at < chunk.length) {
      const wanted = this.#wanted() - this.#filled
      const part = chunk.subarray(at, at + wanted)
      this.#buffer.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < HEAD || this.#filled < this.#wanted()) continue
      const body = this.#buffer.slice(HEAD, this.#filled)
      this.#buffer.fill(0, 0, this.#filled)
      this.#filled = 0
      yield toMessage(body)
    }
  }

  /** Octets of the message under way, its head included; of the head alone while that is not whole. */
  #wanted(): number {
    if (this.#filled < HEAD) return HEAD
    const length = ((this.#buffer[0] ?? 0) << 8) | (this.#buffer[1] ?? 0)
    if (length === 0) throw new NonsenseError('an empty message')
    return HEAD + length
  }
}

/** @throws RangeError for a body that no frame can carry */
export function frame(body: Uint8Array): Uint8Array {
  if (body.length > MAX_BODY) throw new RangeError('body too long')
  return Uint8Array.of(body.length >> 8, body.length & 0xff, ...body)
}

function toMessage(body: Uint8Array): Message {
  const [code] = body
  if (body.length > 1 || code === undefined) return { kind: 'command', bytes: body }
  const order = ORDERS.get(code)
  if (!order) throw new NonsenseError(`an unknown order (${code})`)
  return { kind: 'order', order }
}
