/** A line for each exchange, for `--log`: training cards only, and even there no octet of a PIN. */

/** VERIFY, VERIFY BER-TLV, CHANGE and RESET RETRY COUNTER carry secrets (ISO/IEC 7816-4 §11.5). */
const SECRET_INSTRUCTIONS: ReadonlySet<number> = new Set([0x20, 0x21, 0x24, 0x25, 0x2c, 0x2d])
const HEADER = 4

/** Hex of a command; of one that may carry a secret only header, Lc and a star for each octet behind them. */
export function describeCommand(command: Uint8Array): string {
  const secret = command[1] !== undefined && SECRET_INSTRUCTIONS.has(command[1])
  if (!secret || command.length <= HEADER + 1) return hex(command)
  return `${hex(command.subarray(0, HEADER + 1))} ${'*'.repeat(command.length - HEADER - 1)}`
}

/** Hex of data and status word, e.g. `0C0FFEE1 9000`. */
export function describeResponse(response: Uint8Array): string {
  return [response.subarray(0, -2), response.subarray(-2)].map(hex).filter(Boolean).join(' ')
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}
