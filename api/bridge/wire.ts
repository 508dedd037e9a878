/**
 * What the page and the PC/SC bridge (連携ソフト) say to each other: binary WebSocket messages of fixed layout, so that
 * nothing has to be parsed that could surprise. docs/adr/0014-pcsc-bridge.md.
 */

/** The gateway's content security policy lets the page speak to this port and no other. */
export const BRIDGE_PORT = 21745

/** WebSocket subprotocol; another version is refused at the handshake. */
export const BRIDGE_PROTOCOL = 'tazune-bridge.v1'

/** The longest message either side takes: a sealed short APDU with its answer needs less than 300 bytes. */
export const MAX_MESSAGE = 512

/** Uncompressed P-256 point. */
export const POINT_LENGTH = 65
export const MAC_LENGTH = 32
export const KEY_ID_LENGTH = 16

/** First byte of a message. Page to bridge: hello, prove, pair, pairProve. Bridge to page: the others. Both: sealed. */
export const FRAME = {
  /** ‖ key id (16; zeros where the page has none) ‖ ephemeral point (65) */
  hello: 0x01,
  /** ‖ ephemeral point (65) ‖ MAC (32) */
  offer: 0x02,
  /** ‖ MAC (32) */
  prove: 0x03,
  /** ‖ ephemeral point (65) */
  pair: 0x11,
  /** ‖ ephemeral point (65) ‖ the bridge's own point (65) ‖ MAC (32) */
  pairOffer: 0x12,
  /** ‖ the page's own point (65) ‖ MAC (32) */
  pairProve: 0x13,
  /** the bridge has kept the page's point */
  paired: 0x14,
  /** ‖ reason (1); the bridge closes after it, except after `unpaired` */
  refused: 0x1f,
  /** ‖ AES-GCM ciphertext and tag */
  sealed: 0x20,
} as const

/** Why the bridge refuses to go on. */
export const REFUSAL = {
  /** It does not know this page's key: pairing comes first. */
  unpaired: 1,
  /** No pairing code is valid at the moment. */
  pairingClosed: 2,
  /** A proof did not match. */
  wrongProof: 3,
  /** Another page has the bridge. */
  busy: 4,
  /** A message out of order or of the wrong size. */
  protocol: 5,
  /** The bridge could not write down the page's point: nothing is paired. */
  notKept: 6,
} as const
export type Refusal = keyof typeof REFUSAL

/** Sealed, page to bridge: operation (1) ‖ sequence (2) ‖ payload. */
export const OPERATION = {
  /** Is there a reader? Answered with its name (UTF-8). */
  open: 1,
  /** Answered with the ATR. */
  powerOn: 2,
  /** Payload: one short command APDU. Answered with data ‖ SW1 ‖ SW2. */
  transmit: 3,
  powerOff: 4,
} as const
export type Operation = keyof typeof OPERATION

/** Sealed, bridge to page: 1 ‖ sequence (2) ‖ result (1) ‖ payload, or 2 ‖ 00 00 ‖ event (1). */
export const REPLY = 1
export const EVENT = 2

export const RESULT = {
  ok: 0,
  /** The command is not on the bridge's list; the card has not seen it. */
  forbidden: 1,
  noCard: 2,
  noReader: 3,
  /** The system's smart card service is not running. */
  noService: 4,
  /** A card is there but does not answer. */
  unresponsive: 5,
  /** Another program holds reader or card. */
  shared: 6,
  /** Readers hold more than one マイナンバーカード. */
  manyCards: 7,
  /** A request came before the last one was answered. */
  busy: 8,
  fault: 9,
} as const
export type BridgeResult = keyof typeof RESULT

export const CARD_EVENT = { cardOn: 1, cardOff: 2 } as const
export type CardEvent = keyof typeof CARD_EVENT

/** The name that stands for `code` in one of the tables above; null for a code that is in none. */
export function nameOf<T extends string>(
  table: Readonly<Record<T, number>>,
  code: number | undefined,
): T | null {
  for (const name in table) if (table[name] === code) return name
  return null
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** First byte and parts → message. */
export function buildFrame(type: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinBytes(Uint8Array.of(type), ...parts)
}

/**
 * The parts of a message of that type, each as long as said; null if type or total length differ.
 * The parts are copies.
 */
export function splitFrame(
  message: Uint8Array,
  type: number,
  ...lengths: readonly number[]
): Uint8Array<ArrayBuffer>[] | null {
  const total = lengths.reduce((sum, length) => sum + length, 1)
  if (message[0] !== type || message.length !== total) return null
  let at = 1
  return lengths.map((length) => {
    const part = new Uint8Array(message.subarray(at, at + length))
    at += length
    return part
  })
}

export function buildRefused(reason: Refusal): Uint8Array<ArrayBuffer> {
  return buildFrame(FRAME.refused, Uint8Array.of(REFUSAL[reason]))
}

/** null for any other message; a reason of a later version is `protocol`. */
export function parseRefused(message: Uint8Array): Refusal | null {
  const [reason] = splitFrame(message, FRAME.refused, 1) ?? []
  return reason ? (nameOf(REFUSAL, reason[0]) ?? 'protocol') : null
}

export interface BridgeRequest {
  operation: Operation
  sequence: number
  payload: Uint8Array<ArrayBuffer>
}

/** `payload` is copied; whoever gave it wipes it. */
export function buildRequest({
  operation,
  sequence,
  payload,
}: Omit<BridgeRequest, 'payload'> & { payload: Uint8Array }): Uint8Array<ArrayBuffer> {
  return joinBytes(Uint8Array.of(OPERATION[operation], sequence >> 8, sequence & 0xff), payload)
}

/** null for bytes that are no request. */
export function parseRequest(bytes: Uint8Array): BridgeRequest | null {
  const [code, high, low] = bytes
  const operation = nameOf(OPERATION, code)
  if (operation === null || high === undefined || low === undefined) return null
  const payload = new Uint8Array(bytes.subarray(3))
  if (operation !== 'transmit' && payload.length > 0) return null
  return { operation, sequence: (high << 8) | low, payload }
}

export type BridgeAnswer =
  | { kind: 'reply'; sequence: number; result: BridgeResult; payload: Uint8Array<ArrayBuffer> }
  | { kind: 'event'; event: CardEvent }

export function buildAnswer(answer: BridgeAnswer): Uint8Array<ArrayBuffer> {
  if (answer.kind === 'event') return Uint8Array.of(EVENT, 0, 0, CARD_EVENT[answer.event])
  const { sequence, result, payload } = answer
  return joinBytes(Uint8Array.of(REPLY, sequence >> 8, sequence & 0xff, RESULT[result]), payload)
}

/** null for bytes that are no answer. */
export function parseAnswer(bytes: Uint8Array): BridgeAnswer | null {
  const [kind, high, low, code] = bytes
  if (high === undefined || low === undefined) return null
  if (kind === REPLY) {
    const result = nameOf(RESULT, code)
    if (result === null) return null
    return {
      kind: 'reply',
      sequence: (high << 8) | low,
      result,
      payload: new Uint8Array(bytes.subarray(4)),
    }
  }
  const event = nameOf(CARD_EVENT, code)
  return kind === EVENT && event !== null && bytes.length === 4 ? { kind: 'event', event } : null
}
