/** PC/SC's return codes (pcsclite.h, winerror.h), as what the bridge can say about them. */
import type { PcscFault } from './reader'

export const SCARD_SUCCESS = 0

const FAULTS: Readonly<Record<number, PcscFault>> = {
  0x80100003: 'noService', // E_INVALID_HANDLE: the service went and came back
  0x80100009: 'noReader', // E_UNKNOWN_READER
  0x8010000b: 'shared', // E_SHARING_VIOLATION
  0x8010000c: 'noCard', // E_NO_SMARTCARD
  0x8010000f: 'unresponsive', // E_PROTO_MISMATCH
  0x80100016: 'removed', // E_NOT_TRANSACTED
  0x80100017: 'noReader', // E_READER_UNAVAILABLE
  0x8010001d: 'noService', // E_NO_SERVICE
  0x8010001e: 'noService', // E_SERVICE_STOPPED
  0x8010002e: 'noReader', // E_NO_READERS_AVAILABLE
  0x8010002f: 'removed', // E_COMM_DATA_LOST
  0x80100066: 'unresponsive', // W_UNRESPONSIVE_CARD
  0x80100067: 'removed', // W_UNPOWERED_CARD
  0x80100068: 'removed', // W_RESET_CARD
  0x80100069: 'removed', // W_REMOVED_CARD
}

export const E_TIMEOUT = 0x8010000a
export const E_NO_READERS = 0x8010002e
export const W_RESET_CARD = 0x80100068

/** `code` signed or unsigned, as the platform's call returned it. */
export function faultOf(code: number): PcscFault {
  return FAULTS[code >>> 0] ?? 'fault'
}
