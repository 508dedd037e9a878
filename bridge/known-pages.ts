/** What the bridge keeps between its runs: its own key, and the public points of the pages paired with it. */
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createOwnKey, CURVE, keyIdOf, type OwnKey } from '../api/bridge/agreement'
import { POINT_LENGTH } from '../api/bridge/wire'
import { isRefusedBySystem } from './system-refusal'

export interface KnownPages {
  own: OwnKey
  readonly count: number
  /** The point of the page with that key; null unless it was paired from that origin. */
  find(keyId: Uint8Array, origin: string): Uint8Array<ArrayBuffer> | null
  /**
   * Kept before it resolves. The oldest page makes room when there are too many.
   * @returns false where the system did not write it: then nothing has changed
   */
  add(point: Uint8Array<ArrayBuffer>, origin: string): Promise<boolean>
  /** Forgets every page, and this bridge's own key with them. @returns as `add` */
  forget(): Promise<boolean>
}

/** One computer has a few browsers and profiles, not more. */
const MOST_PAGES = 16

interface Page {
  keyId: string
  origin: string
  point: string
}

interface Stored {
  v: 1
  privateKey: string
  point: string
  pages: Page[]
}

/** The file is not as this program wrote it; nothing is overwritten. */
export class UnreadableStateError extends Error {
  constructor(
    readonly path: string,
    options?: { cause?: unknown },
  ) {
    super('unreadable state', options)
    this.name = 'UnreadableStateError'
  }
}

/**
 * Opens the file, or makes it with a new key; only this user may read it.
 * @throws UnreadableStateError, or the system's error
 */
export async function openKnownPages(path: string): Promise<KnownPages> {
  const kept = await readStored(path)
  let stored = kept ?? (await createStored())
  let own = await importOwnKey(stored, path)
  let changes: Promise<unknown> = Promise.resolve()
  // What is kept stays untouched: another bridge may be using it.
  if (!kept) await save(path, stored)

  /** One after another; known only once it is kept, so that no page is paired until the next start alone. */
  function change(next: () => Promise<Stored>): Promise<boolean> {
    const changing = changes.then(async () => {
      const changed = await next()
      const isKept = await trySave(path, changed)
      if (isKept) stored = changed
      return isKept
    })
    changes = changing.catch(() => undefined)
    return changing
  }

  return {
    get own() {
      return own
    },
    get count() {
      return stored.pages.length
    },
    find(keyId, origin) {
      const wanted = toBase64(keyId)
      const page = stored.pages.find((each) => each.keyId === wanted && each.origin === origin)
      return page ? fromBase64(page.point) : null
    },
    add(point, origin) {
      return change(async () => {
        const keyId = toBase64(await keyIdOf(point))
        const others = stored.pages.filter((page) => page.keyId !== keyId)
        const page = { keyId, origin, point: toBase64(point) }
        return { ...stored, pages: [...others.slice(1 - MOST_PAGES), page] }
      })
    },
    async forget() {
      const isKept = await change(createStored)
      if (isKept) own = await importOwnKey(stored, path)
      return isKept
    },
  }
}

async function createStored(): Promise<Stored> {
  const { privateKey, point } = await createOwnKey(true)
  const exported = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
  return { v: 1, privateKey: toBase64(exported), point: toBase64(point), pages: [] }
}

async function importOwnKey(stored: Stored, path: string): Promise<OwnKey> {
  const bytes = fromBase64(stored.privateKey)
  try {
    const privateKey = await crypto.subtle.importKey('pkcs8', bytes, CURVE, false, ['deriveBits'])
    return { privateKey, point: fromBase64(stored.point) }
  } catch (cause) {
    throw new UnreadableStateError(path, { cause })
  } finally {
    bytes.fill(0)
  }
}

async function readStored(path: string): Promise<Stored | null> {
  let text
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message would quote the key.
    throw new UnreadableStateError(path)
  }
  if (!isStored(value)) throw new UnreadableStateError(path)
  return value
}

/** @returns false where the system refused it */
async function trySave(path: string, stored: Stored): Promise<boolean> {
  try {
    await save(path, stored)
    return true
  } catch (error) {
    if (isRefusedBySystem(error)) return false
    throw error
  }
}

/** Whole or not at all, and never readable by others, not even for a moment. */
async function save(path: string, stored: Stored): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = `${path}.${randomUUID()}`
  try {
    await writeFile(fresh, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    await chmod(fresh, 0o600)
    await rename(fresh, path)
  } catch (error) {
    // It holds the key and would lie there for good.
    await rm(fresh, { force: true })
    throw error
  }
}

function isStored(value: unknown): value is Stored {
  if (!isRecord(value) || value['v'] !== 1 || !Array.isArray(value['pages'])) return false
  return (
    typeof value['privateKey'] === 'string' &&
    isPoint(value['point']) &&
    value['pages'].every(
      (page: unknown) =>
        isRecord(page) &&
        typeof page['keyId'] === 'string' &&
        typeof page['origin'] === 'string' &&
        isPoint(page['point']),
    )
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isPoint(value: unknown): boolean {
  return typeof value === 'string' && fromBase64(value).length === POINT_LENGTH
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
