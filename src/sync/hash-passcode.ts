/**
 * Hashing a passcode without the screen standing still: a cheap tablet needs one to three seconds for it, and a button
 * that does not even show that it was pressed is pressed again.
 */
import type { HashRequest } from './argon2'

/** What is used of a `Worker`. */
export type HashWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>

/**
 * @param start null where there is no worker to be had; then, and when it fails, the hash is made here
 * @returns 32 bytes
 */
export async function hashPasscode(
  request: HashRequest,
  start: () => HashWorker | null = startWorker,
): Promise<Uint8Array<ArrayBuffer>> {
  const worker = start()
  const hash = worker === null ? null : await hashIn(worker, request)
  if (hash !== null) return hash
  // Loaded only when it is needed: the code is in the worker's file already.
  const { hashHere } = await import('./argon2')
  return hashHere(request)
}

async function hashIn(
  worker: HashWorker,
  request: HashRequest,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await new Promise((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        resolve(isHash(data) ? data : null)
      })
      worker.addEventListener('error', () => resolve(null))
      worker.addEventListener('messageerror', () => resolve(null))
      worker.postMessage(request)
    })
  } finally {
    // Its memory held what opens the vault; none of it is kept.
    worker.terminate()
  }
}

function isHash(data: unknown): data is Uint8Array<ArrayBuffer> {
  return data instanceof Uint8Array && data.length === 32
}

function startWorker(): HashWorker | null {
  if (typeof Worker === 'undefined') return null
  try {
    return new Worker(new URL('./argon2-worker.ts', import.meta.url), { type: 'module' })
  } catch {
    // An old browser without module workers, or a page put together without its files: the hash is made here.
    return null
  }
}
