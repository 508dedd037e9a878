/** Asks the browser to keep our data, and tells how much room is left. */

export interface StorageState {
  /** True: the browser does not clear it by itself. null: it does not say. */
  isPersistent: boolean | null
  usedBytes: number | null
  quotaBytes: number | null
}

/** Asked after the first save, when the browser can see that there is something to keep. */
export async function askToPersist(
  storage: Partial<StorageManager> = platformStorage(),
): Promise<boolean | null> {
  if (storage.persisted === undefined || storage.persist === undefined) return null
  return (await storage.persisted()) || (await storage.persist())
}

export async function readStorageState(
  storage: Partial<StorageManager> = platformStorage(),
): Promise<StorageState> {
  const isPersistent = (await storage.persisted?.()) ?? null
  const estimate: StorageEstimate = (await storage.estimate?.()) ?? {}
  return {
    isPersistent,
    usedBytes: estimate.usage ?? null,
    quotaBytes: estimate.quota ?? null,
  }
}

/** Older Safari has parts of it or none, whatever the types say. */
function platformStorage(): Partial<StorageManager> {
  return 'storage' in navigator ? navigator.storage : {}
}
