/** What can go wrong with one answer of a CCID reader. */
export type CcidFault =
  | { kind: 'silent' }
  | { kind: 'restart' }
  /** The command failed, with this `bError`. */
  | { kind: 'failed'; error: number }
  /** The reader asks for more time that often; the answer comes only with `answers`. */
  | { kind: 'more time'; times: number; answers: boolean }
  /** A slot notice comes first, or after the first chunk of the answer. */
  | { kind: 'noticed'; inside: boolean }
  /** A hardware error (`51`) in place of the answer. */
  | { kind: 'hardware error'; code: number }
  /** Changes the message as it goes over the air. */
  | { kind: 'change'; change: (message: Uint8Array) => Uint8Array }

function put(index: number, byte: (before: number) => number): CcidFault {
  return {
    kind: 'change',
    change: (message) => message.map((value, at) => (at === index ? byte(value) : value)),
  }
}

export const OTHER_TYPE = put(0, (type) => (type === 0x80 ? 0x81 : 0x80))
export const UNKNOWN_TYPE = put(0, () => 0x99)
export const OTHER_SLOT = put(5, () => 1)
export const EARLIER_SEQUENCE = put(6, (sequence) => (sequence + 255) % 256)
export const RESERVED_CARD_STATE = put(7, () => 0x03)
export const RESERVED_OUTCOME = put(7, () => 0xc0)
/** 65,536 bytes more than there are. */
export const ENDLESS = put(3, () => 1)
/** One byte more than any answer has. */
export const TOO_LONG: CcidFault = {
  kind: 'change',
  change: (message) => Uint8Array.of(message[0] ?? 0, 6, 1, ...message.slice(3)),
}
export const GARBAGE_BEFORE: CcidFault = {
  kind: 'change',
  change: (message) => Uint8Array.of(0x00, ...message),
}
export const GARBAGE_BEHIND: CcidFault = {
  kind: 'change',
  change: (message) => Uint8Array.of(...message, 0x00),
}
export const HALF: CcidFault = {
  kind: 'change',
  change: (message) => message.slice(0, Math.ceil(message.length / 2)),
}
