/** The value of a file that may be cut short; undefined where it is no JSON, for a schema to refuse. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut short or not JSON: the caller's schema refuses it.
    return undefined
  }
}
