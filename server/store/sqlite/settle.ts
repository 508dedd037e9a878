/** Runs synchronous work so that a fault becomes a rejection, as it would with a remote database. */
export function settle<T>(work: () => T): Promise<T> {
  return Promise.resolve().then(work)
}
