/** The peer of saving: IndexedDB and nothing else, on records of the same shape and the same number of bytes. */
import type { OutboxRecord, SealedNote } from '../src/sync/schema'

export interface RawPut {
  record: OutboxRecord
  note: SealedNote
}

export interface RawPeer {
  /** One strict transaction over the stores that saving a check locks; resolves after it committed. */
  put: (what: RawPut) => Promise<void>
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** As incompressible as what it stands for. */
function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => LETTERS[byte & 63] ?? '').join('')
}

let counter = 0

/** A record that differs from the real one only in its content. */
export function likenOf(record: OutboxRecord, note: SealedNote): RawPut {
  counter += 1
  const { header, enc, ciphertext, signature } = record.envelope
  const id = counter.toString(16).padStart(record.id.length, '0')
  return {
    record: {
      ...record,
      id,
      envelope: {
        id,
        header: randomText(header.length),
        enc: randomText(enc.length),
        ciphertext: randomText(ciphertext.length),
        signature: randomText(signature.length),
      },
    },
    note: {
      ...note,
      key: `check:${id}`,
      iv: crypto.getRandomValues(new Uint8Array(note.iv.length)),
      ciphertext: crypto.getRandomValues(new Uint8Array(note.ciphertext.length)),
    },
  }
}

export async function createRawPeer(): Promise<RawPeer> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('raw-peer', 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('outbox', { keyPath: 'id' })
      opening.result.createObjectStore('vault', { keyPath: 'key' })
      opening.result.createObjectStore('challenges', { keyPath: 'id' })
    }
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error ?? new Error('no database'))
  })
  return {
    put: ({ record, note }) =>
      new Promise((resolve, reject) => {
        const tx = db.transaction(['outbox', 'vault', 'challenges'], 'readwrite', {
          durability: 'strict',
        })
        tx.oncomplete = () => resolve()
        tx.onabort = () => reject(tx.error ?? new Error('aborted'))
        tx.objectStore('outbox').put(record)
        tx.objectStore('vault').put(note)
        tx.commit()
      }),
  }
}
