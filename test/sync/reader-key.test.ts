import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import { eraseVault } from '../../src/sync/erase-vault'
import { forgetReaderKey, readReaderKey, saveReaderKey } from '../../src/sync/reader-key'

const BYTES = () => Uint8Array.from({ length: 16 }, (_, index) => index + 1)

describe('the key of the facility’s readers', () => {
  let db: TazuneDb

  beforeEach(async () => {
    db = await openTazuneDb({ indexedDB: new IDBFactory() })
  })

  it('is none until one is given', async () => {
    expect(await readReaderKey(db)).toBeNull()
  })

  it('can be used, and not be read', async () => {
    await saveReaderKey(db, BYTES())
    const key = await readReaderKey(db)
    if (!key) throw new Error('not kept')
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
    const iv = new Uint8Array(16)
    const own = await crypto.subtle.importKey('raw', BYTES(), 'AES-CBC', false, ['encrypt'])
    const [kept, expected] = await Promise.all(
      [key, own].map((each) => crypto.subtle.encrypt({ name: 'AES-CBC', iv }, each, BYTES())),
    )
    expect(new Uint8Array(kept ?? new ArrayBuffer())).toEqual(
      new Uint8Array(expected ?? new ArrayBuffer()),
    )
  })

  it('leaves no bytes behind, kept or refused', async () => {
    const good = BYTES()
    await saveReaderKey(db, good)
    const short = Uint8Array.of(1, 2, 3)
    await expect(saveReaderKey(db, short)).rejects.toThrow(RangeError)
    expect([...good, ...short].every((byte) => byte === 0)).toBe(true)
  })

  it('is forgotten for the factory’s', async () => {
    await saveReaderKey(db, BYTES())
    await forgetReaderKey(db)
    expect(await readReaderKey(db)).toBeNull()
  })

  it('goes with the vault: a device that is erased opens no reader of the facility', async () => {
    await saveReaderKey(db, BYTES())
    await eraseVault(db, 'TZ-D08')
    expect(await readReaderKey(db)).toBeNull()
  })
})
