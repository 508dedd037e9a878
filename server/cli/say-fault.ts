/** Why the command cannot go on, for the person who runs it, and for a journal that many may read. */
import { errorCodeOf } from '../error-code'
import { describeFault } from '../http/log'
import { StartError } from '../start-error'

/**
 * One sentence for what was expected and for what the system refused; for a bug the places in the code as well. A library's
 * message is never told: it may quote a key, an address with its password or a patient.
 */
export function sayFault(fault: unknown): string {
  if (fault instanceof StartError) return fault.message
  // The operating system speaks of paths only.
  if (isOfSystem(fault)) return `The gateway cannot go on: ${fault.message}.`
  const { names, frames } = describeFault(fault)
  const code = errorCodeOf(fault)
  if (code !== null) return `The gateway cannot go on (${names.join(', ')}: ${code}).`
  return [`The gateway cannot go on (${names.join(', ')}).`, ...frames].join('\n')
}

function isOfSystem(fault: unknown): fault is NodeJS.ErrnoException {
  return fault instanceof Error && 'syscall' in fault && 'path' in fault && 'errno' in fault
}
