/** Everything a tablet leaves where others could read it: storage as a page of the origin sees it, and files on the disk. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Place } from './byte-search'

/** All values of all databases, walked to their leaves; keys of things and of records too. */
export async function readDatabases(page: Page): Promise<Place[]> {
  // No named function inside: a loader's helper for names is not in the page.
  const leaves = await page.evaluate(async () => {
    const found: { at: string; text: string; isHex: boolean }[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error ?? new Error(name))
      })
      for (const store of db.objectStoreNames) {
        const source = db.transaction(store).objectStore(store)
        const requests: IDBRequest[] = [source.getAllKeys(), source.getAll()]
        const [keys, values] = await Promise.all(
          requests.map(
            (request) =>
              new Promise<unknown>((resolve, reject) => {
                request.onsuccess = () => resolve(request.result)
                request.onerror = () => reject(request.error ?? new Error(store))
              }),
          ),
        )
        const open: [string, unknown][] = [[`${name}/${store}`, [keys, values]]]
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
          const [at, value] = next
          if (value instanceof Blob) open.push([at, await value.arrayBuffer()])
          else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
            const bytes = ArrayBuffer.isView(value)
              ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
              : new Uint8Array(value)
            const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
            found.push({ at, text, isHex: true })
          } else if (value instanceof CryptoKey) {
            if (!value.extractable || value.type === 'public') continue
            open.push([at, `extractable ${value.type} key`])
          } else if (typeof value === 'object' && value !== null) {
            for (const [key, inner] of Object.entries(value)) {
              open.push([`${at}/${key}`, inner], [at, key])
            }
          } else found.push({ at, text: String(value), isHex: false })
        }
      }
      db.close()
    }
    return found
  })
  return leaves.map(({ at, text, isHex }) => ({
    name: `IndexedDB ${at}`,
    bytes: Buffer.from(text, isHex ? 'hex' : 'utf8'),
  }))
}

/** Cache Storage: addresses, headers and bodies. */
export async function readCaches(page: Page): Promise<Place[]> {
  const entries = await page.evaluate(async () => {
    const found: { url: string; head: string; body: string }[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const response = await cache.match(request)
        const bytes = new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0))
        const body = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
        const head = JSON.stringify([...request.headers, ...(response?.headers ?? [])])
        found.push({ url: request.url, head, body: btoa(body) })
      }
    }
    return found
  })
  return entries.map(({ url, head, body }) => ({
    name: `Cache Storage ${url}`,
    bytes: Buffer.concat([Buffer.from(`${url}\n${head}\n`), Buffer.from(body, 'base64')]),
  }))
}

/** Web storage, cookies, the address and its history, and all that stands on the screen. */
export async function readPage(page: Page): Promise<Place[]> {
  const texts = await page.evaluate(() => ({
    localStorage: JSON.stringify(Object.entries(localStorage)),
    sessionStorage: JSON.stringify(Object.entries(sessionStorage)),
    history: `${location.href} ${JSON.stringify(history.state)} ${document.title} ${window.name}`,
    screen: document.documentElement.outerHTML,
  }))
  const cookies = JSON.stringify(await page.context().cookies())
  return Object.entries({ ...texts, cookies }).map(([name, text]) => ({
    name,
    bytes: Buffer.from(text),
  }))
}

/** Every file below a folder. */
export function readFiles(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return { name: path.slice(folder.length + 1), bytes: readFileSync(path) }
    })
}
