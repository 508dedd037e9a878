/** What can go wrong with one answer of the reader. */
export type ReaderFault =
  | { kind: 'silent' }
  | { kind: 'restart'; keepLink: boolean }
  /** A `51` in place of the answer. */
  | { kind: 'hardware error'; code: number }
  /** The answer is not encrypted. */
  | { kind: 'in the clear' }
  /** A `50` comes first. */
  | { kind: 'noticed' }
  | { kind: 'other type'; type: number }
  /** Changes the block before it is encrypted and framed. */
  | { kind: 'inner'; change: (block: Uint8Array) => Uint8Array }
  /** Changes the frame as it goes over the air. */
  | { kind: 'outer'; change: (frame: Uint8Array) => Uint8Array }

function at(bytes: Uint8Array, index: number, change: (byte: number) => number): Uint8Array {
  const place = index < 0 ? bytes.length + index : index
  return bytes.map((byte, position) => (position === place ? change(byte) : byte))
}

/** The frame stops in the middle. */
export const HALF_FRAME: ReaderFault = {
  kind: 'outer',
  change: (frame) => frame.slice(0, Math.ceil(frame.length / 2)),
}

export const WRONG_CHECKSUM: ReaderFault = {
  kind: 'outer',
  change: (frame) => at(frame, -2, (byte) => byte ^ 0x5a),
}

export const WRONG_STOP_BYTE: ReaderFault = {
  kind: 'outer',
  change: (frame) => at(frame, -1, () => 0x0b),
}

/** LEN announces one byte fewer than follow. */
export const LONGER_THAN_ANNOUNCED: ReaderFault = {
  kind: 'outer',
  change: (frame) => at(frame, 2, (byte) => byte - 1),
}

export const GARBAGE_FIRST: ReaderFault = {
  kind: 'outer',
  change: (frame) => Uint8Array.of(0x00, 0xff, ...frame),
}

export const GARBAGE_AFTER: ReaderFault = {
  kind: 'outer',
  change: (frame) => Uint8Array.of(...frame, 0x00),
}

/** LEN is larger than any frame of this reader. */
export const ENDLESS_FRAME: ReaderFault = {
  kind: 'outer',
  change: (frame) => at(frame, 1, () => 0xff),
}

/** The inner checksum by another rule, as in the manual's own examples. */
export const WRONG_INNER_CHECKSUM: ReaderFault = {
  kind: 'inner',
  change: (block) => at(block, 6, (byte) => byte ^ 0x88),
}
