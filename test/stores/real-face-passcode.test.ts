import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toBase64Url, utf8 } from '../../api/bytes'
import { facePasscodeAad } from '../../api/envelope'
import { deriveFacePasscode } from '../../api/face-passcode'
import { importSealKey, seal } from '../../api/seal'
import type { AccessResponse } from '../../api/wire'
import type { FacePasscodePort } from '../../src/stores/face-passcode-port'
import type { OpenVault } from '../../src/stores/open-vault'
import { createRealFacePasscode } from '../../src/stores/real-face-passcode'
import { exportPublic } from '../../src/sync/access'
import { applyAccess } from '../../src/sync/device-state'
import { createClock } from '../../src/sync/clock'
import type { TazuneDb } from '../../src/sync/db'
import { StoreFault } from '../../src/sync/store-fault'
import { openTablet } from '../support/open-tablet'
import { DEVICE_ID, makeDeviceKeys, type DeviceKeyring } from '../support/sync-device'

const START = Date.UTC(2026, 4, 20, 1)
const MINUTE = 60_000
const DIGITS = '4096'

describe('目視パスコード on this device', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let port: FacePasscodePort
  let now: number
  const clock = createClock({ now: () => now })

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    now = START
    ;({ db, open } = await openTablet(keys, START))
    port = createRealFacePasscode({ db, clock }, open)
  })

  async function sealCheck(change: Record<string, unknown> = {}, aad = facePasscodeAad()) {
    const salt = crypto.getRandomValues(new Uint8Array(16))
    const digest = await deriveFacePasscode(DIGITS, salt, 1)
    const check = {
      v: 1,
      id: 'passcode-1',
      salt: toBase64Url(salt),
      iterations: 1,
      digest: toBase64Url(digest),
      ...change,
    }
    const key = await importSealKey(await exportPublic(keys.answer.publicKey))
    return seal(key, utf8(JSON.stringify(check)), aad)
  }

  /** What comes with an access token. */
  async function receive(facePasscode: AccessResponse['facePasscode']): Promise<void> {
    const profile = await db.read(['device'], (tx) => tx.objectStore('device').get('profile'))
    const { gatewayKey, policy } = profile as Pick<AccessResponse, 'gatewayKey' | 'policy'>
    const access = { accessToken: 't', expiresInSeconds: 600, gatewayKey, policy, orders: [] }
    const response = { ...access, ...(facePasscode !== undefined && { facePasscode }) }
    await applyAccess(db, DEVICE_ID, response, clock)
  }

  async function guessWrong(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      expect(await port.check('0000')).toEqual({ kind: 'wrong' })
    }
  }

  it('is none until the facility has issued one', async () => {
    expect(await port.standing()).toEqual({ kind: 'none' })
    expect(await port.check(DIGITS)).toEqual({ kind: 'wrong' })
  })

  it('is compared here, without a line, and comes back with the name of the one it is', async () => {
    await receive(await sealCheck())
    expect(await port.standing()).toEqual({ kind: 'open', triesLeft: 5, hint: null })
    expect(await port.check(DIGITS)).toEqual({
      kind: 'right',
      passcode: { id: 'passcode-1', digits: DIGITS },
    })
  })

  it('brings the digits along where the gateway of the training says them', async () => {
    await receive(await sealCheck({ hint: DIGITS }))
    expect(await port.standing()).toMatchObject({ hint: DIGITS })
  })

  it('stays when an older gateway says nothing of it, and goes when the facility has put it out of use', async () => {
    await receive(await sealCheck())
    await receive(undefined)
    expect(await port.standing()).toMatchObject({ kind: 'open' })
    await receive(null)
    expect(await port.standing()).toEqual({ kind: 'none' })
  })

  it('opens only with the vault', async () => {
    await receive(await sealCheck())
    open.close(null)
    expect(await port.standing()).toEqual({ kind: 'none' })
    expect(await port.check(DIGITS)).toEqual({ kind: 'wrong' })
  })

  it('is none where what came was sealed for something else, or is no such check', async () => {
    await receive(await sealCheck({}, utf8('cards')))
    expect(await port.standing()).toEqual({ kind: 'none' })
    await receive(await sealCheck({ iterations: 0 }))
    expect(await port.standing()).toEqual({ kind: 'none' })
  })

  it('does not lie in the clear: neither digits nor digest', async () => {
    await receive(await sealCheck({ hint: DIGITS, id: 'a-name-to-look-for' }))
    const rows = await db.read(['device', 'vault'], async (tx) => [
      ...(await tx.objectStore('device').getAll()),
      ...(await tx.objectStore('vault').getAll()),
    ])
    const text = JSON.stringify(rows)
    expect(text).toContain('ciphertext')
    expect(text).not.toMatch(/digest|a-name-to-look-for/)
  })

  it('is closed by five wrong guesses in a row for five minutes, over a reload too, even for the right one', async () => {
    await receive(await sealCheck())
    await guessWrong(5)
    port = createRealFacePasscode({ db, clock }, open)
    expect(await port.standing()).toEqual({ kind: 'closed', waitMs: 5 * MINUTE })
    expect(await port.check(DIGITS)).toEqual({ kind: 'wrong' })
    now += 5 * MINUTE
    expect(await port.standing()).toMatchObject({ kind: 'open', triesLeft: 1 })
    await guessWrong(1)
    expect(await port.standing()).toEqual({ kind: 'closed', waitMs: 15 * MINUTE })
  })

  it('forgets the wrong ones when the right one comes', async () => {
    await receive(await sealCheck())
    await guessWrong(4)
    expect(await port.standing()).toMatchObject({ triesLeft: 1 })
    expect((await port.check(DIGITS)).kind).toBe('right')
    expect(await port.standing()).toMatchObject({ triesLeft: 5 })
  })

  it('counts a guess before it is judged, so that two at once are two', async () => {
    await receive(await sealCheck())
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, at) => port.check(`900${at}`)))
    expect(outcomes.every(({ kind }) => kind === 'wrong')).toBe(true)
    expect(await port.standing()).toMatchObject({ kind: 'closed' })
  })

  it('judges no guess that could not be counted', async () => {
    await receive(await sealCheck())
    const full = { ...db, write: () => Promise.reject(new StoreFault('TZ-D04')) }
    port = createRealFacePasscode({ db: full, clock }, open)
    expect(await port.check(DIGITS)).toEqual({ kind: 'failed', code: 'TZ-D04' })
  })

  it('asks for no longer than the wait when the clock was set back', async () => {
    await receive(await sealCheck())
    await guessWrong(5)
    now -= 24 * 60 * MINUTE
    expect(await port.standing()).toEqual({ kind: 'closed', waitMs: 5 * MINUTE })
    now += 5 * MINUTE
    expect(await port.standing()).toMatchObject({ kind: 'open' })
  })
})
