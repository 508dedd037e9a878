/** What stands on the tablet, read from its IndexedDB as a thief would: without the app. */
import type { Page } from 'playwright-core'

export interface TabletRecords {
  outbox: string[]
  sent: string[]
  answers: string[]
  refused: string[]
  challenges: string[]
}

const STORES = ['outbox', 'sent', 'answers', 'refused', 'challenges'] as const

/** The ids in each place a check can stand. No named function inside: a loader's helper for names is not in the page. */
export async function readTablet(page: Page): Promise<TabletRecords> {
  const keys = await page.evaluate(async (names) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('tazune')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('no database'))
    })
    try {
      return await Promise.all(
        names.map(
          (name) =>
            new Promise<string[]>((resolve, reject) => {
              const request = db.transaction(name).objectStore(name).getAllKeys()
              request.onsuccess = () => resolve(request.result.map(String))
              request.onerror = () => reject(request.error ?? new Error(name))
            }),
        ),
      )
    } finally {
      db.close()
    }
  }, STORES)
  const [outbox = [], sent = [], answers = [], refused = [], challenges = []] = keys
  return { outbox, sent, answers, refused, challenges }
}

/** Waits until `isDone`; throws with what stood there when it does not come in time. */
export async function waitForTablet(
  page: Page,
  isDone: (records: TabletRecords) => boolean,
  timeoutMs: number,
): Promise<number> {
  const from = Date.now()
  for (;;) {
    const records = await readTablet(page)
    if (isDone(records)) return Date.now() - from
    if (Date.now() - from > timeoutMs) {
      throw new Error(`the tablet still holds ${JSON.stringify(records)} after ${timeoutMs} ms`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
