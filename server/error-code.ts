/** The code of an error of the system or of the network (`ENOENT`, `ENOSPC`, `ECONNREFUSED` …), or of a database; null for any other. */
export function errorCodeOf(fault: unknown): string | null {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string'
    ? fault.code
    : null
}
