/** The card's reading of a short command APDU (ISO/IEC 7816-4 §5.1, cases 1 to 4). */

export interface CommandApdu {
  cla: number
  ins: number
  p1: number
  p2: number
  data: Uint8Array
  /** 1 to 256; null where no `Le` was sent. */
  le: number | null
}

/** null for bytes that are no short command: the card answers 6700. */
export function parseCommand(bytes: Uint8Array): CommandApdu | null {
  const [cla, ins, p1, p2, p3] = bytes
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null
  const head = { cla, ins, p1, p2 }
  const none = new Uint8Array()
  if (p3 === undefined) return { ...head, data: none, le: null }
  if (bytes.length === 5) return { ...head, data: none, le: p3 || 256 }
  const data = bytes.slice(5, 5 + p3)
  // Lc 00 before more bytes is the extended form, which not every generation of the card understands.
  if (p3 === 0 || data.length !== p3) return null
  const rest = bytes.subarray(5 + p3)
  if (rest.length > 1) return null
  return { ...head, data, le: rest[0] === undefined ? null : rest[0] || 256 }
}

/** CLA INS P1 P2 as upper-case hex, e.g. `00A4040C`: all of a command that may be kept. */
export function commandHeader(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}
