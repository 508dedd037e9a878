/** The system did not do it: no file, no port; nothing that is wrong in this program. */
export function isRefusedBySystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
