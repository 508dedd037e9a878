/** Places for the values of several rows in one statement. */

/** A connection keeps each statement that it has prepared, and so many rows at most make so many statements. */
const MOST_ROWS = 20

/** `(?, ?), (?, ?), (?, ?)` for three rows of two values. */
export function placesOf(rows: number, values: number): string {
  const row = `(${Array.from({ length: values }, () => '?').join(', ')})`
  return Array.from({ length: rows }, () => row).join(', ')
}

/** Rows in the parts that one statement takes, in order. */
export function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let at = 0; at < rows.length; at += MOST_ROWS) parts.push(rows.slice(at, at + MOST_ROWS))
  return parts
}
