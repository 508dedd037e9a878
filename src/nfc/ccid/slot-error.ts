import type { ErrorCode } from '../../../domain/errors'
import type { Answer } from './message'

/** The code for a command that the reader could not carry out (CCID 1.1, table 6.2-2). */
export function slotErrorCode({ card, error }: Pick<Answer, 'card' | 'error'>): ErrorCode {
  if (card === 'absent') return 'TZ-R08'
  switch (error) {
    case 0xfe: // ICC_MUTE
    case 0xfd: // XFR_PARITY_ERROR
    case 0xfc: // XFR_OVERRUN
    case 0xf8: // BAD_ATR_TS
    case 0xf7: // BAD_ATR_TCK
    case 0xf6: // ICC_PROTOCOL_NOT_SUPPORTED
      return 'TZ-R10'
    default:
      return 'TZ-R09'
  }
}
