/** What the stores ask of the place where the key of the facility's readers is kept. Never gives a key's bytes back. */
export interface ReaderKeys {
  /** Not extractable; null: the readers have the factory's key. */
  read: () => Promise<CryptoKey | null>
  /** Keeps 16 bytes for the next connection; they are zeroed, whatever happens. */
  save: (key: Uint8Array<ArrayBuffer>) => Promise<void>
  /** Back to the factory's key. */
  forget: () => Promise<void>
}

/** Where nothing is kept. */
export const NO_READER_KEYS: ReaderKeys = {
  read: () => Promise.resolve(null),
  save(key) {
    key.fill(0)
    return Promise.resolve()
  },
  forget: () => Promise.resolve(),
}
