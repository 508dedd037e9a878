import { OLDEST_APP_VERSION } from '../../api/wire'

/** `behind`: a newer one waits for it at the gateway. `unsupported`: it may be refused what it asks. */
export type AppAge = 'current' | 'behind' | 'unsupported'

/**
 * How old the app of a tablet is. null: it has never told its version, or none that can be read.
 * @param current the version that the gateway serves, which is that of this page
 */
export function ageOfApp(
  version: string | null,
  { current = __APP_VERSION__, oldest = OLDEST_APP_VERSION } = {},
): AppAge | null {
  const own = numbersOf(version ?? '')
  if (!own) return null
  if (isBefore(own, numbersOf(oldest))) return 'unsupported'
  return isBefore(own, numbersOf(current)) ? 'behind' : 'current'
}

/** What stands behind the three numbers (`-rc.1`) makes no version older here. */
function numbersOf(version: string): number[] | null {
  const found = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+].*)?$/.exec(version)
  return found ? found.slice(1).map(Number) : null
}

function isBefore(one: readonly number[], other: readonly number[] | null): boolean {
  const at = one.findIndex((number, index) => number !== other?.[index])
  return at >= 0 && (one[at] ?? 0) < (other?.[at] ?? 0)
}
