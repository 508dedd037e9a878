/** A short command APDU (ISO/IEC 7816-4 §5.1) taken apart strictly: what is ambiguous is no command. */

export interface ShortCommand {
  cla: number
  ins: number
  p1: number
  p2: number
  /** Empty where there is none. */
  data: Uint8Array
  /** 1 to 256; null where no answer data is wanted. */
  expected: number | null
}

const HEADER = 4
/** Header, Lc, 255 bytes, Le. */
export const MAX_COMMAND = 261

/** null for extended lengths, for a wrong Lc and for anything before or after. */
export function parseShortCommand(bytes: Uint8Array): ShortCommand | null {
  const [cla, ins, p1, p2, third] = bytes
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null
  if (bytes.length > MAX_COMMAND) return null
  const header = { cla, ins, p1, p2 }
  if (third === undefined) return { ...header, data: new Uint8Array(), expected: null }
  if (bytes.length === HEADER + 1) {
    return { ...header, data: new Uint8Array(), expected: third || 256 }
  }
  // Lc 00 begins an extended length.
  if (third === 0) return null
  const end = HEADER + 1 + third
  const data = bytes.subarray(HEADER + 1, end)
  if (bytes.length === end) return { ...header, data, expected: null }
  const last = bytes[end]
  if (bytes.length !== end + 1 || last === undefined) return null
  return { ...header, data, expected: last || 256 }
}
