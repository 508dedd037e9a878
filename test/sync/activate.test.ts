import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ActivationRequest, ActivationResponse } from '../../api/wire'
import { activateDevice, canonicalCode } from '../../src/sync/activate'
import type { Classified } from '../../src/sync/classify'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import { readProfile, readRow, updateProfile } from '../../src/sync/device-rows'
import { applyAccess, readDeviceState, readIdentity } from '../../src/sync/device-state'
import { eraseVault } from '../../src/sync/erase-vault'
import { countOutbox } from '../../src/sync/listing'
import { readReaderKey, saveReaderKey } from '../../src/sync/reader-key'
import { createVault, listStaff } from '../../src/sync/vault'
import { makeDeviceKeys, saveOne, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20)
const INPUT = { code: 'ABCD-EFGH-JK12', deviceName: 'タブレット1' }
const SEALED = { enc: 'AAAA', ciphertext: 'AAAA' }
const WRONG_TRIES = { wrongInARow: 5, closedUntil: NOW + 300_000 }
const SECRET = {
  kind: 'passcode',
  passcode: 'さくら咲く2026',
  cost: { memoryKiB: 8, iterations: 1, parallelism: 1 },
} as const

describe('registering the device', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let requests: ActivationRequest[]
  let answers: Classified<ActivationResponse>[]
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    db = await openTazuneDb({ indexedDB: new IDBFactory() })
    requests = []
    answers = []
  })

  const policy = { eraseAfterHours: 72, lockAfterMinutes: 5, challengePool: 20, longGapDays: 90 }
  const good = (deviceId = 'device-1'): Classified<ActivationResponse> => ({
    ok: true,
    value: {
      deviceId,
      facility: { id: 'f1', name: '訓練' },
      mode: 'training',
      gatewayKey: keys.gatewayKey,
      policy,
      staff: [{ id: 's1', name: '看護 花子' }],
    },
  })
  const refusal = (code: 'TZ-G02' | 'TZ-D02'): Classified<ActivationResponse> => ({
    ok: false,
    failure: { kind: 'stop', code },
  })
  const client = {
    activate(request: ActivationRequest) {
      requests.push(request)
      return Promise.resolve(answers.shift() ?? good())
    },
  }
  const noteFacePasscode = async (): Promise<void> => {
    await updateProfile(db, () => ({ facePasscode: SEALED }))
    await db.write(['device'], (tx) => tx.objectStore('device').put(WRONG_TRIES, 'faceTries'))
  }
  const activate = (more: Partial<Parameters<typeof activateDevice>[2]> = {}) =>
    activateDevice(db, client, { ...INPUT, ...more }, NOW)

  it('goes from new over needing a vault to ready', async () => {
    expect(await readDeviceState(db)).toBe('new')
    expect(await activate()).toMatchObject({ ok: true, value: { deviceId: 'device-1' } })
    expect(await readDeviceState(db)).toBe('needsVault')
    await createVault(db, { id: 's1', name: '看護 花子' }, SECRET)
    expect(await readDeviceState(db)).toBe('ready')
    await eraseVault(db, 'TZ-D07')
    expect(await readDeviceState(db)).toBe('erased')
  })

  it('makes keys that cannot be taken out of the device', async () => {
    await activate()
    const { signing } = (await readRow(db, 'keys')) ?? {}
    expect(signing?.privateKey.extractable).toBe(false)
    await expect(
      crypto.subtle.exportKey('jwk', signing?.privateKey ?? keys.answer.publicKey),
    ).rejects.toThrow()
    expect(await readIdentity(db)).toMatchObject({ deviceId: 'device-1' })
  })

  it('sends the two public keys and the code in its canonical form, and nothing private', async () => {
    await activate()
    expect(requests[0]).toMatchObject({ code: 'ABCDEFGHJK12', deviceName: 'タブレット1' })
    expect(Object.keys(requests[0]?.signingKey ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y'])
    expect(Object.keys(requests[0]?.answerKey ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y'])
  })

  it.each([
    ['abcd-efgh-jk12', 'ABCDEFGHJK12'],
    ['ＡＢＣＤ－ＥＦＧＨ－ＪＫ１２', 'ABCDEFGHJK12'],
    [' ABCD EFGH　JK12 ', 'ABCDEFGHJK12'],
    ['ABCD–EFGH—JK12', 'ABCDEFGHJK12'],
    ['ABCDーEFGHーJK12', 'ABCDEFGHJK12'],
  ])('forgives how a code was typed: %o', (typed, canonical) => {
    expect(canonicalCode(typed)).toBe(canonical)
  })

  it.each(['', 'ABC', 'あいうえおかきくけこ', 'A'.repeat(41)])(
    'does not trouble the gateway with %o',
    async (code) => {
      expect(await activate({ code })).toEqual({ ok: false, code: 'TZ-G02' })
      expect(requests).toEqual([])
    },
  )

  it('stores nothing but its keys when the code is refused', async () => {
    answers = [refusal('TZ-G02')]
    expect(await activate()).toEqual({ ok: false, code: 'TZ-G02' })
    expect(await readDeviceState(db)).toBe('new')
    expect(await readProfile(db)).toBeUndefined()
  })

  it('asks with the same keys again when the reply was lost', async () => {
    answers = [refusal('TZ-D02'), good()]
    await activate()
    await activate()
    expect(requests[1]?.signingKey).toEqual(requests[0]?.signingKey)
    expect(requests[1]?.answerKey).toEqual(requests[0]?.answerKey)
  })

  it('makes new keys for a second registration', async () => {
    await activate()
    await activate()
    expect(requests[1]?.signingKey).not.toEqual(requests[0]?.signingKey)
  })

  it('can still be given its vault after the app was killed right after activation', async () => {
    await activate()
    const vault = await createVault(db, { id: 's1', name: '看護 花子' }, SECRET)
    expect(vault.ok).toBe(true)
    expect(await readRow(db, 'pending')).toBeUndefined()
  })

  it('does not leave unsent checks behind unless it is told to', async () => {
    await activate()
    await saveOne(db, keys, NOW)
    expect(await activate()).toEqual({ ok: false, code: 'TZ-D20' })
    expect(requests).toHaveLength(1)
    answers = [good('device-2')]
    expect(await activate({ abandonUnsent: true })).toMatchObject({ ok: true })
    expect((await countOutbox(db)).waiting).toBe(1)
  })

  it('opens no reader with the key of the facility before', async () => {
    await activate()
    await saveReaderKey(db, new Uint8Array(16).fill(7))
    answers = [good('device-2')]
    await activate()
    expect(await readReaderKey(db)).toBeNull()
  })

  it('keeps the key of the readers while a code is refused', async () => {
    await activate()
    await saveReaderKey(db, new Uint8Array(16).fill(7))
    answers = [refusal('TZ-G02')]
    expect(await activate()).toMatchObject({ ok: false })
    expect(await readReaderKey(db)).not.toBeNull()
  })

  it('forgets the 目視パスコード of the facility before, and the guesses at it', async () => {
    await activate()
    await noteFacePasscode()
    answers = [good('device-2')]
    await activate()
    expect(await readProfile(db)).not.toHaveProperty('facePasscode')
    expect(await readRow(db, 'faceTries')).toBeUndefined()
  })

  it('keeps both while a code is refused: no wrong code opens the passcode', async () => {
    await activate()
    await noteFacePasscode()
    answers = [refusal('TZ-G02')]
    await activate()
    expect(await readProfile(db)).toMatchObject({ facePasscode: SEALED })
    expect(await readRow(db, 'faceTries')).toEqual(WRONG_TRIES)
  })

  it('lets nobody of the old registration in', async () => {
    await activate()
    await createVault(db, { id: 's1', name: '看護 花子' }, SECRET)
    answers = [good('device-2')]
    await activate()
    expect(await listStaff(db)).toEqual([])
    expect(await readDeviceState(db)).toBe('needsVault')
  })

  describe('at start', () => {
    it('sees that the keys were lost while the data stayed', async () => {
      await activate()
      await db.write(['device'], (tx) => tx.objectStore('device').delete('keys'))
      expect(await readDeviceState(db)).toBe('broken')
    })

    it('sees that the data were lost while the keys stayed', async () => {
      await activate()
      await db.write(['device'], (tx) => tx.objectStore('device').delete('profile'))
      expect(await readDeviceState(db)).toBe('broken')
    })

    it('sees that the keys are of another life than the data', async () => {
      await activate()
      await db.write(['device'], (tx) =>
        tx.objectStore('device').put({ signing: keys.signing }, 'keys'),
      )
      expect(await readDeviceState(db)).toBe('broken')
    })
  })

  describe('what comes with access', () => {
    const clock = { now: () => NOW + 5_000, offsetMs: () => 7 }
    const access = (orders: 'eraseVault'[]) => ({
      accessToken: 't',
      expiresInSeconds: 600,
      gatewayKey: { ...keys.gatewayKey, id: 'k2' },
      policy: { ...policy, challengePool: 99 },
      orders,
    })

    it('is taken over: policy, gateway key, contact and clock', async () => {
      await activate()
      expect(await applyAccess(db, 'device-1', access([]), clock)).toBe(false)
      expect(await readProfile(db)).toMatchObject({
        gatewayKey: { id: 'k2' },
        policy: { challengePool: 99 },
        lastContactAt: NOW + 5_000,
        clockOffsetMs: 7,
      })
    })

    it('brings whom the facility lists today; an older gateway says nothing of them', async () => {
      await activate()
      await createVault(db, { id: 's1', name: '看護 花子' }, SECRET)
      await applyAccess(db, 'device-1', access([]), clock)
      const known = (await readProfile(db))?.staffDirectory
      expect(known).toEqual([{ id: 's1', name: '看護 花子' }])
      const staff = [
        { id: 's1', name: '見本 花子' },
        { id: 's2', name: '管理 次郎' },
      ]
      await applyAccess(db, 'device-1', { ...access([]), staff }, clock)
      expect((await readProfile(db))?.staffDirectory).toEqual(staff)
      expect((await listStaff(db)).map(({ name }) => name)).toEqual(['見本 花子'])
    })

    it('erases the vault at once where that is ordered, once, and leaves the outbox', async () => {
      await activate()
      await createVault(db, { id: 's1', name: '看護 花子' }, SECRET)
      await saveOne(db, keys, NOW)
      expect(await applyAccess(db, 'device-1', access(['eraseVault']), clock)).toBe(true)
      expect(await readDeviceState(db)).toBe('erased')
      expect(await applyAccess(db, 'device-1', access(['eraseVault']), clock)).toBe(false)
      expect((await countOutbox(db)).waiting).toBe(1)
    })

    it('changes nothing when it comes after the device was registered anew', async () => {
      await activate()
      answers = [good('device-2')]
      await activate()
      await createVault(db, { id: 's1', name: '看護 花子' }, SECRET)
      const before = await readProfile(db)
      const late = { ...access(['eraseVault']), facePasscode: SEALED }
      expect(await applyAccess(db, 'device-1', late, clock)).toBe(false)
      expect(await readProfile(db)).toEqual(before)
      expect(await readDeviceState(db)).toBe('ready')
    })

    it('changes nothing on a device that is not registered', async () => {
      expect(await applyAccess(db, 'device-1', access(['eraseVault']), clock)).toBe(false)
      expect(await readProfile(db)).toBeUndefined()
    })
  })
})
