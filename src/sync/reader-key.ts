/** The Customer Master Key of the facility's readers: kept so that it can be used and never read. */
import type { TazuneDb } from './db'
import { readRow } from './device-rows'

const KEY_BYTES = 16

/** Null: the readers have the factory's key. */
export async function readReaderKey(db: TazuneDb): Promise<CryptoKey | null> {
  return (await readRow(db, 'readerKey')) ?? null
}

/** @param bytes AES-128; zeroed when this settles. @throws RangeError for any other length */
export async function saveReaderKey(
  db: TazuneDb,
  bytes: Uint8Array<ArrayBuffer>,
  subtle: SubtleCrypto = crypto.subtle,
): Promise<void> {
  try {
    if (bytes.length !== KEY_BYTES) throw new RangeError('an AES-128 key is 16 bytes')
    const key = await subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt', 'decrypt'])
    await db.write(['device'], (tx) => tx.objectStore('device').put(key, 'readerKey'))
  } finally {
    bytes.fill(0)
  }
}

export function forgetReaderKey(db: TazuneDb): Promise<void> {
  return db.write(['device'], (tx) => tx.objectStore('device').delete('readerKey'))
}
