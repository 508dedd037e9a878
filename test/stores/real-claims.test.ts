import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClaimsPort, claimKey, USUAL_SETTINGS } from '../../src/stores/claims-port'
import { createOpenVault, type OpenVault } from '../../src/stores/open-vault'
import { createRealClaims } from '../../src/stores/real-claims'
import type { TazuneDb } from '../../src/sync/db'
import { createVault } from '../../src/sync/vault'
import { makeDeviceKeys, nextId, openRegistered, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const cost = { memoryKiB: 8, iterations: 1, parallelism: 1 }
const WORK = {
  v: 1,
  found: {
    value: {
      insurerNumber: '06139018',
      symbol: null,
      number: '9876543',
      branch: null,
      current: true,
    },
    by: '事務　花子',
    at: '2026-05-21T00:00:00Z',
  },
} as const

describe('the claim sheets’ own records', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let claims: ClaimsPort
  let saved: number

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
    const made = await createVault(
      db,
      { id: 's1', name: '事務　花子' },
      { kind: 'passcode', passcode: 'さくら咲く2026', cost },
    )
    if (!made.ok) throw new Error(made.code)
    open = createOpenVault()
    open.open(made.value)
    saved = 0
    claims = createRealClaims(open, () => (saved += 1))
  })

  it('are found again by the check, and only for those that have one', async () => {
    const [one, other] = [nextId(), nextId()]
    expect(await claims.putWork(one, WORK)).toEqual({ ok: true, value: null })
    expect([...(await claims.works([one, other]))]).toEqual([[one, WORK]])
    expect(saved).toBe(1)
  })

  it('stand encrypted, and their key says nothing of a patient', async () => {
    const id = nextId()
    await claims.putWork(id, WORK)
    const record = await db.read(['vault'], (tx) => tx.objectStore('vault').get(claimKey(id)))
    expect(record?.key).toBe(`claim:${id}`)
    const plain = new TextDecoder().decode(record?.ciphertext)
    expect(plain).not.toContain('9876543')
  })

  it('are the usual settings until the facility says otherwise', async () => {
    expect(await claims.settings()).toEqual(USUAL_SETTINGS)
    await claims.putSettings({ v: 1, checksDigit: true, encoding: 'cp932' })
    expect(await claims.settings()).toEqual({ v: 1, checksDigit: true, encoding: 'cp932' })
  })

  it('are out of reach while the device is locked', async () => {
    const id = nextId()
    await claims.putWork(id, WORK)
    open.close(null)
    expect((await claims.works([id])).size).toBe(0)
    expect(await claims.settings()).toEqual(USUAL_SETTINGS)
    expect(await claims.putWork(id, { v: 1 })).toEqual({ ok: false, code: 'TZ-D15' })
  })
})
