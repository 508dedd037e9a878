/** What a fault on the way to the other side means for the delivery; nothing of the fault itself is passed on. */
import { CutOff, NotEncrypted, TooLarge } from './http/send'
import { RefusedAddress } from './http/addresses'
import { OrcaStatus } from './orca/api'
import { NotXml2 } from './orca/xml2'
import type { Delivery } from './outcome'

/** @throws the fault itself where it is none of the line or of the other side: a bug is not to be retried in silence */
export function faultDelivery(fault: unknown): Delivery {
  if (fault instanceof RefusedAddress || fault instanceof NotEncrypted) {
    return { kind: 'stopped', code: 'TZ-E04' }
  }
  if (fault instanceof OrcaStatus) return statusDelivery(fault.status)
  if (fault instanceof NotXml2 || fault instanceof TooLarge)
    return { kind: 'retry', code: 'TZ-E03' }
  if (isOfTheLine(fault)) return { kind: 'retry', code: 'TZ-E01' }
  throw fault
}

/** Errors of the system bear a code (`ECONNREFUSED`, a TLS fault); a time-out is an abort. */
function isOfTheLine(fault: unknown): boolean {
  if (fault instanceof CutOff) return true
  if (!(fault instanceof Error)) return false
  return fault.name === 'AbortError' || fault.name === 'TimeoutError' || 'code' in fault
}

/** A wrong password is tried again too: it is corrected one day, and ten minutes are not long. */
export function statusDelivery(status: number): Delivery {
  if (status === 401 || status === 403) return { kind: 'retry', code: 'TZ-E05' }
  return { kind: 'retry', code: 'TZ-E02' }
}
