import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { importSealKey, seal } from '../../api/seal'
import { exportPublic } from '../../src/sync/access'
import type { TazuneDb } from '../../src/sync/db'
import { readProfile, readRow } from '../../src/sync/device-rows'
import { checkVaultPolicy, eraseVault } from '../../src/sync/erase-vault'
import { countOutbox } from '../../src/sync/listing'
import { KEY_PATHS, type StoreName } from '../../src/sync/schema'
import { ARGON2_COST, isLongEnough, MIN_PASSCODE } from '../../src/sync/unlock-key'
import { applyStaff, mayUnlock } from '../../src/sync/staff'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import {
  addStaff,
  createVault,
  listStaff,
  MAX_WRONG_TRIES,
  triesLeft,
  unlock,
  type NewSecret,
} from '../../src/sync/vault'
import { saveCheck } from '../../src/sync/outbox'
import {
  DEVICE_ID,
  makeDeviceKeys,
  makeEnvelope,
  nextId,
  openRegistered,
  PAYLOAD,
  saveMany,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20)
/** As cheap as argon2id allows: how slow it is in the field is not what these tests are about. */
const cost = { memoryKiB: 8, iterations: 1, parallelism: 1 }
const HANAKO = { id: 's1', name: '看護 花子' }
const JIRO = { id: 's2', name: '管理 次郎' }
const passcode = (text: string): NewSecret & { kind: 'passcode' } => ({
  kind: 'passcode',
  passcode: text,
  cost,
})
const RIGHT = passcode('さくら咲く2026')
const WRONG = passcode('さくら散る2026')

describe('the vault', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
  })

  async function made(secret: NewSecret = RIGHT): Promise<UnlockedVault> {
    const vault = await createVault(db, HANAKO, secret)
    if (!vault.ok) throw new Error(vault.code)
    return vault.value
  }

  async function opened(staffId: string, secret: NewSecret): Promise<UnlockedVault> {
    const vault = await unlock(db, staffId, secret)
    if (!vault.ok) throw new Error(vault.code)
    return vault.value
  }

  describe('whom the facility lists', () => {
    const list = (...listed: { id: string; name: string }[]) => applyStaff(db, DEVICE_ID, listed)
    const letJiroIn = () => addStaff(db, { staffId: 's1', secret: RIGHT }, JIRO, RIGHT)

    it('can be let in from then on, under the name of the list', async () => {
      await made()
      await list(HANAKO, { id: 's2', name: '管理 二郎' })
      const names = (await readProfile(db))?.staffDirectory.map(({ name }) => name)
      expect(names).toEqual(['看護 花子', '管理 二郎'])
    })

    it('has another name here too, and goes on with the same passcode', async () => {
      await made()
      await list({ id: 's1', name: '見本 花子' })
      expect((await listStaff(db)).map(({ name }) => name)).toEqual(['見本 花子'])
      expect(await unlock(db, 's1', RIGHT)).toMatchObject({ ok: true })
    })

    it('and who is not listed any more loses the way in, for good, while a colleague is left', async () => {
      const vault = await made()
      await vault.put('visits', ['kept'])
      await letJiroIn()
      await list(JIRO)
      expect((await listStaff(db)).map(({ id }) => id)).toEqual(['s2'])
      expect(await unlock(db, 's1', RIGHT)).toMatchObject({ ok: false })
      expect(await mayUnlock(db, 's1')).toBe(false)
      await list(HANAKO, JIRO)
      expect(await unlock(db, 's1', RIGHT)).toMatchObject({ ok: false })
      expect(await (await opened('s2', RIGHT)).get('visits')).toEqual(['kept'])
    })

    it('leaves the vault closed and whole where nobody listed can open it, until one is listed again', async () => {
      const vault = await made()
      await vault.put('visits', ['kept'])
      await list(JIRO)
      expect(await unlock(db, 's1', RIGHT)).toEqual({ ok: false, code: 'TZ-D24' })
      expect(await unlock(db, 's1', WRONG)).toEqual({ ok: false, code: 'TZ-D24' })
      expect(await triesLeft(db)).toBe(MAX_WRONG_TRIES)
      expect(await letJiroIn()).toEqual({ ok: false, code: 'TZ-D24' })
      expect(await mayUnlock(db, 's1')).toBe(false)
      await list(HANAKO, JIRO)
      expect(await (await opened('s1', RIGHT)).get('visits')).toEqual(['kept'])
      expect(await letJiroIn()).toMatchObject({ ok: true })
    })

    it('is not taken from an earlier registration', async () => {
      await made()
      await applyStaff(db, 'device-0', [JIRO])
      expect(await mayUnlock(db, 's1')).toBe(true)
      expect((await readProfile(db))?.staffDirectory).toEqual([HANAKO])
    })
  })

  describe('opening', () => {
    it('gives back what was put, to the one who knows the passcode', async () => {
      await (await made()).put('visits', [{ name: '訓練 一郎' }])
      const vault = await opened('s1', RIGHT)
      expect(await vault.get('visits')).toEqual([{ name: '訓練 一郎' }])
      expect(vault.staffId).toBe('s1')
    })

    it('takes a passcode typed in full width for the same', async () => {
      await made(passcode('nurse-2026'))
      expect(await unlock(db, 's1', passcode('ｎｕｒｓｅ－２０２６'))).toMatchObject({ ok: true })
    })

    it.each([['1234567'], ['１２３４５６７'], ['👨‍👩‍👧'], ['']])(
      'refuses the short passcode %o',
      async (text) => {
        expect(await createVault(db, HANAKO, passcode(text))).toEqual({ ok: false, code: 'TZ-D09' })
        expect(await listStaff(db)).toEqual([])
      },
    )

    it(`counts ${MIN_PASSCODE} characters as people do`, () => {
      expect(['𠮷𠮷𠮷𠮷𠮷𠮷𠮷', '𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷'].map(isLongEnough)).toEqual([false, true])
    })

    it('uses a slow hash that costs memory, and stores what it cost', async () => {
      expect(ARGON2_COST).toEqual({ memoryKiB: 65_536, iterations: 3, parallelism: 1 })
      const vault = await createVault(db, HANAKO, { kind: 'passcode', passcode: 'さくら咲く2026' })
      expect(vault.ok).toBe(true)
      const [staff] = await listStaff(db)
      expect(staff?.method).toMatchObject({ kind: 'passcode', cost: ARGON2_COST })
      expect(await unlock(db, 's1', RIGHT)).toMatchObject({ ok: true })
    })

    it('opens by the secret of a passkey', async () => {
      const prf = crypto.getRandomValues(new Uint8Array(32))
      const secret: NewSecret = {
        kind: 'passkey',
        prf,
        credentialId: new Uint8Array([1]),
        prfSalt: new Uint8Array(32),
      }
      await (await made(secret)).put('visits', 1)
      expect(await (await opened('s1', secret)).get('visits')).toBe(1)
    })

    it('does not open by another passkey, and holds that against nobody', async () => {
      const secret: NewSecret = {
        kind: 'passkey',
        prf: new Uint8Array(32).fill(1),
        credentialId: new Uint8Array([1]),
        prfSalt: new Uint8Array(32),
      }
      await made(secret)
      for (let n = 0; n < MAX_WRONG_TRIES + 2; n++) {
        const other = { ...secret, prf: new Uint8Array(32).fill(2) }
        expect(await unlock(db, 's1', other)).toEqual({ ok: false, code: 'TZ-D05' })
      }
      expect(await unlock(db, 's1', secret)).toMatchObject({ ok: true })
    })

    it('does not take a passcode where a passkey was set', async () => {
      await made({
        kind: 'passkey',
        prf: new Uint8Array(32),
        credentialId: new Uint8Array([1]),
        prfSalt: new Uint8Array(32),
      })
      expect(await unlock(db, 's1', RIGHT)).toEqual({ ok: false, code: 'TZ-D05' })
    })

    it('knows nobody it was not told of', async () => {
      await made()
      expect(await unlock(db, 's9', RIGHT)).toEqual({ ok: false, code: 'TZ-D12' })
      expect(await triesLeft(db)).toBe(MAX_WRONG_TRIES)
    })

    it('is not made on a device that was not activated', async () => {
      await db.write(['device'], (tx) => tx.objectStore('device').delete('pending'))
      expect(await createVault(db, HANAKO, RIGHT)).toEqual({ ok: false, code: 'TZ-D12' })
    })
  })

  describe('another member of staff', () => {
    it('is let in by one who can open it, and then opens it alone', async () => {
      await (await made()).put('visits', 'list')
      expect(await addStaff(db, { staffId: 's1', secret: RIGHT }, JIRO, WRONG)).toMatchObject({
        ok: true,
      })
      expect(await (await opened('s2', WRONG)).get('visits')).toBe('list')
      expect(await (await opened('s1', RIGHT)).get('visits')).toBe('list')
      expect((await listStaff(db)).map(({ id }) => id)).toEqual(['s1', 's2'])
    })

    it('is not let in by one who cannot, and that try counts', async () => {
      await made()
      const refused = await addStaff(db, { staffId: 's1', secret: WRONG }, JIRO, WRONG)
      expect(refused).toEqual({ ok: false, code: 'TZ-D05' })
      expect(await triesLeft(db)).toBe(MAX_WRONG_TRIES - 1)
      expect(await listStaff(db)).toHaveLength(1)
    })

    it('cannot open with the other’s wrapped key put in the place of theirs', async () => {
      await made()
      await addStaff(db, { staffId: 's1', secret: RIGHT }, JIRO, WRONG)
      await db.write(['staff'], async (tx) => {
        const store = tx.objectStore('staff')
        const jiro = await store.get('s2')
        if (jiro !== undefined) await store.put({ ...jiro, id: 's1' })
      })
      expect(await unlock(db, 's1', WRONG)).toEqual({ ok: false, code: 'TZ-D05' })
    })

    it('can change the passcode: the old one opens no more', async () => {
      await made()
      await addStaff(db, { staffId: 's1', secret: RIGHT }, HANAKO, WRONG)
      expect(await unlock(db, 's1', RIGHT)).toMatchObject({ ok: false })
      expect(await unlock(db, 's1', WRONG)).toMatchObject({ ok: true })
    })

    it('needs a passcode as long as anyone', async () => {
      await made()
      const short = await addStaff(db, { staffId: 's1', secret: RIGHT }, JIRO, passcode('1234'))
      expect(short).toEqual({ ok: false, code: 'TZ-D09' })
    })
  })

  describe('wrong tries', () => {
    it('are counted down and forgotten after a right one', async () => {
      await made()
      await unlock(db, 's1', WRONG)
      await unlock(db, 's1', WRONG)
      expect(await triesLeft(db)).toBe(8)
      await unlock(db, 's1', RIGHT)
      expect(await triesLeft(db)).toBe(MAX_WRONG_TRIES)
    })

    it('are counted before the passcode is hashed, so that killing the app gives no free try', async () => {
      await made()
      const derive = vi.spyOn(crypto.subtle, 'importKey').mockImplementation(() => {
        throw new Error('killed here')
      })
      await expect(unlock(db, 's1', WRONG)).rejects.toThrow('killed here')
      derive.mockRestore()
      expect(await triesLeft(db)).toBe(9)
    })

    it('erase the vault at the tenth, and the right passcode comes too late', async () => {
      await made()
      for (let n = 1; n < MAX_WRONG_TRIES; n++) {
        expect(await unlock(db, 's1', WRONG)).toEqual({ ok: false, code: 'TZ-D05' })
      }
      expect(await unlock(db, 's1', WRONG)).toEqual({ ok: false, code: 'TZ-D06' })
      expect(await unlock(db, 's1', RIGHT)).toEqual({ ok: false, code: 'TZ-D06' })
      expect(await listStaff(db)).toEqual([])
      expect((await readProfile(db))?.vaultErased).toBe('TZ-D06')
    })

    it('erase the vault too when the app was killed during the tenth', async () => {
      await made()
      await db.write(['device'], (tx) =>
        tx.objectStore('device').put({ wrongTries: MAX_WRONG_TRIES }, 'unlock'),
      )
      expect(await unlock(db, 's1', RIGHT)).toEqual({ ok: false, code: 'TZ-D06' })
    })

    it('of several at once are each counted', async () => {
      await made()
      await Promise.all([1, 2, 3].map(() => unlock(db, 's1', WRONG)))
      expect(await triesLeft(db)).toBe(7)
    })

    it('still let the tenth be the right one', async () => {
      await made()
      for (let n = 1; n < MAX_WRONG_TRIES; n++) await unlock(db, 's1', WRONG)
      expect(await unlock(db, 's1', RIGHT)).toMatchObject({ ok: true })
      expect(await triesLeft(db)).toBe(MAX_WRONG_TRIES)
    })
  })

  describe('erasing', () => {
    const hours = (n: number): number => n * 3_600_000

    it('leaves every check of the outbox, whatever the reason', async () => {
      for (const code of ['TZ-D06', 'TZ-D07', 'TZ-D08'] as const) {
        await made().catch(() => undefined)
        await saveMany(db, keys, 2, NOW)
        await eraseVault(db, code)
        expect((await readProfile(db))?.vaultErased).toBe(code)
      }
      expect((await countOutbox(db)).waiting).toBe(6)
    })

    it('leaves nothing of the vault and nobody who could open it', async () => {
      await (await made()).put('visits', 'x')
      await eraseVault(db, 'TZ-D07')
      const left = await db.read(['vault', 'staff'], (tx) =>
        Promise.all([tx.objectStore('vault').count(), tx.objectStore('staff').count()]),
      )
      expect(left).toEqual([0, 0])
      expect(await unlock(db, 's1', RIGHT)).toEqual({ ok: false, code: 'TZ-D07' })
    })

    it('follows after more hours without contact than the facility allows, and not before', async () => {
      await made()
      expect(await checkVaultPolicy(db, NOW + hours(72))).toBeNull()
      expect(await checkVaultPolicy(db, NOW + hours(72) + 1)).toBe('TZ-D08')
      expect(await checkVaultPolicy(db, NOW)).toBe('TZ-D08')
      expect(await listStaff(db)).toEqual([])
    })

    it('does not happen to a clock that was set back', async () => {
      await made()
      expect(await checkVaultPolicy(db, NOW - hours(1_000))).toBeNull()
    })

    it('asks nothing of a device that is not activated', async () => {
      await db.write(['device'], (tx) => tx.objectStore('device').clear())
      expect(await checkVaultPolicy(db, NOW)).toBeNull()
    })

    it('makes what an open page still writes unreadable to the next vault', async () => {
      const old = await made()
      await eraseVault(db, 'TZ-D07')
      await old.put('visits', 'of the erased vault')
      await db.write(['device'], (tx) =>
        tx.objectStore('device').put({ signing: keys.signing, answer: keys.answer }, 'pending'),
      )
      const next = await made(WRONG)
      expect(await next.get('visits')).toBeUndefined()
      await old.put('visits', 'once more')
      expect(await next.get('visits')).toBeUndefined()
    })

    it('lets nobody be added to a vault that is gone', async () => {
      await made()
      await eraseVault(db, 'TZ-D07')
      const added = await addStaff(db, { staffId: 's1', secret: RIGHT }, JIRO, WRONG)
      expect(added).toEqual({ ok: false, code: 'TZ-D07' })
    })
  })

  describe('the open vault', () => {
    it('binds a record to its key: exchanged records do not open', async () => {
      const vault = await made()
      await vault.put('check:a', 'A')
      await db.write(['vault'], async (tx) => {
        const store = tx.objectStore('vault')
        const note = await store.get('check:a')
        if (note !== undefined) await store.put({ ...note, key: 'check:b' })
      })
      await expect(vault.get('check:b')).rejects.toMatchObject({ code: 'TZ-D10' })
    })

    it('shows the others when one of several notes is damaged', async () => {
      const vault = await made()
      await vault.put('check:a', 'A')
      await vault.put('check:b', 'B')
      await db.write(['vault'], async (tx) => {
        const store = tx.objectStore('vault')
        const note = await store.get('check:a')
        if (note !== undefined) await store.put({ ...note, iv: new Uint8Array(12) })
      })
      const values = await vault.getMany(['check:a', 'check:b', 'check:c'])
      expect(values).toEqual([undefined, 'B', undefined])
    })

    it('never uses an initialisation vector twice', async () => {
      const vault = await made()
      const notes = await Promise.all(Array.from({ length: 50 }, () => vault.seal('k', 1)))
      expect(new Set(notes.map(({ iv }) => Buffer.from(iv).toString('hex'))).size).toBe(50)
    })

    it('forgets', async () => {
      const vault = await made()
      await vault.put('draft:v1', 1)
      await vault.delete('draft:v1')
      expect(await vault.get('draft:v1')).toBeUndefined()
    })

    it('is of no use after it was locked', async () => {
      const vault = await made()
      vault.lock()
      expect(vault.isLocked).toBe(true)
      await expect(vault.get('visits')).rejects.toMatchObject({ code: 'TZ-D15' })
      await expect(vault.put('visits', 1)).rejects.toMatchObject({ code: 'TZ-D15' })
      await expect(vault.seal('visits', 1)).rejects.toMatchObject({ code: 'TZ-D15' })
      await expect(vault.getMany(['visits'])).rejects.toMatchObject({ code: 'TZ-D15' })
      await expect(vault.delete('visits')).rejects.toMatchObject({ code: 'TZ-D15' })
      await expect(
        vault.openAnswer({ enc: 'AA', ciphertext: 'AA' }, utf8('x')),
      ).rejects.toMatchObject({ code: 'TZ-D15' })
    })

    it('opens an answer that was sealed to this device, and no other', async () => {
      await made()
      const vault = await opened('s1', RIGHT)
      const id = nextId()
      const recipient = await importSealKey(await exportPublic(keys.answer.publicKey))
      const sealed = await seal(recipient, utf8('{"validity":"valid"}'), answerAad(id))
      expect(await vault.openAnswer(sealed, answerAad(id))).toEqual({ validity: 'valid' })
      await expect(vault.openAnswer(sealed, answerAad(nextId()))).rejects.toMatchObject({
        code: 'TZ-D10',
      })
    })

    it('keeps the key for answers nowhere but inside', async () => {
      await made()
      expect(await readRow(db, 'pending')).toBeUndefined()
    })
  })

  it('leaves nothing in clear: a canary is in no store, byte by byte', async () => {
    const canary = 'CANARY-髙﨑一二三-0123'
    const vault = await made()
    await vault.put('visits', [{ name: canary }])
    const payload = { ...PAYLOAD, statement: JSON.stringify({ name: canary }) }
    const envelope = await makeEnvelope(keys, nextId(), DEVICE_ID, payload)
    const note = await vault.seal(`check:${envelope.id}`, { name: canary })
    await saveCheck(db, { envelope, deviceId: DEVICE_ID, notes: [note], challengeId: null }, NOW)

    const bytes = await allBytes(db)
    const forms = [canary, RIGHT.passcode].flatMap((text) => [
      Buffer.from(text, 'utf8'),
      Buffer.from(text, 'utf16le'),
      Buffer.from(Buffer.from(text, 'utf8').toString('base64url').slice(2, -2)),
    ])
    expect(forms.filter((form) => bytes.includes(form))).toEqual([])
    expect(bytes.includes(Buffer.from(envelope.id))).toBe(true)
  })
})

/** Every key and value of every store, strings in UTF-8 and UTF-16 and bytes as they are. */
async function allBytes(db: TazuneDb): Promise<Buffer> {
  const stores = Object.keys(KEY_PATHS) as StoreName[]
  const found: Buffer[] = []
  function collect(value: unknown): void {
    if (typeof value === 'string') found.push(Buffer.from(value), Buffer.from(value, 'utf16le'))
    else if (value instanceof Uint8Array) found.push(Buffer.from(value))
    else if (value instanceof CryptoKey)
      expect(value.type === 'private' && value.extractable).toBe(false)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  for (const name of stores) {
    collect(await db.read([name], (tx) => tx.objectStore(name).getAllKeys()))
    collect(await db.read([name], (tx) => tx.objectStore(name).getAll()))
  }
  return Buffer.concat(found)
}
