import type { ErrorCode } from '../../../domain/errors'

/** What the reader was doing when it reported the error. */
export type Activity = 'authentication' | 'reader' | 'card'

/**
 * The code for the parameter of a `51` block (Reference Manual 5.6.6 and 5.7.6).
 * 04 (unauthorized) after the authentication means that the reader has lost the session: it has
 * restarted, which is a lost link and not a wrong key.
 */
export function hardwareErrorCode(param: number, activity: Activity): ErrorCode {
  switch (param) {
    case 0x01: // checksum error
    case 0x06: // received data error
      return 'TZ-R06'
    case 0x02: // timeout
      return activity === 'card' ? 'TZ-R10' : 'TZ-R07'
    case 0x04: // unauthorized
    case 0x07: // too many authentications
      return activity === 'authentication' ? 'TZ-R05' : 'TZ-R04'
    default:
      return activity === 'authentication' ? 'TZ-R05' : 'TZ-R09'
  }
}
