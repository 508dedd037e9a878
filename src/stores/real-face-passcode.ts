/** 目視パスコード on this device: the check opens with the vault, and wrong guesses are counted before they are judged. */
import * as v from 'valibot'
import { facePasscodeAad } from '../../api/envelope'
import { matchesFacePasscode } from '../../api/face-passcode'
import { FacePasscodeCheck } from '../../api/wire'
import {
  afterWrongPasscode,
  facePasscodeGate,
  fitToClock,
  NO_WRONG_TRIES,
  type FacePasscodeGate,
} from '../../domain/face-passcode-tries'
import { isFacePasscode } from '../../domain/face-passcode'
import { readProfile, rowOf } from '../sync/device-rows'
import type { DeviceServices } from '../sync/device-services'
import { StoreFault } from '../sync/store-fault'
import type { FacePasscodePort } from './face-passcode-port'
import type { OpenVault } from './open-vault'

export function createRealFacePasscode(
  { db, clock }: Pick<DeviceServices, 'db' | 'clock'>,
  open: OpenVault,
): FacePasscodePort {
  /** null: none was issued, the vault is locked, or what came cannot be opened; the next contact brings it anew. */
  async function openCheck(): Promise<FacePasscodeCheck | null> {
    const vault = open.current()
    const sealed = (await readProfile(db))?.facePasscode ?? null
    if (!vault || !sealed) return null
    try {
      const parsed = v.safeParse(
        FacePasscodeCheck,
        await vault.openAnswer(sealed, facePasscodeAad()),
      )
      return parsed.success ? parsed.output : null
    } catch (cause) {
      if (cause instanceof StoreFault) return null
      throw cause
    }
  }

  function readGate(): Promise<FacePasscodeGate> {
    return db.write(['device'], async (tx) => {
      const store = tx.objectStore('device')
      const tries = (await rowOf(store, 'faceTries')) ?? NO_WRONG_TRIES
      const fitted = fitToClock(tries, clock.device())
      if (fitted !== tries) await store.put(fitted, 'faceTries')
      return facePasscodeGate(fitted, clock.device())
    })
  }

  /** In one transaction with the question, and before the digits are judged: whoever ends the app has guessed all the same. */
  function countGuess(): Promise<boolean> {
    return db.write(['device'], async (tx) => {
      const store = tx.objectStore('device')
      const tries = (await rowOf(store, 'faceTries')) ?? NO_WRONG_TRIES
      if (!facePasscodeGate(tries, clock.device()).open) return false
      await store.put(afterWrongPasscode(tries, clock.device()), 'faceTries')
      return true
    })
  }

  return {
    async standing() {
      const check = await openCheck()
      if (!check) return { kind: 'none' }
      const gate = await readGate()
      return gate.open
        ? { kind: 'open', triesLeft: gate.triesLeft, hint: check.hint ?? null }
        : { kind: 'closed', waitMs: gate.waitMs }
    },
    async check(digits) {
      try {
        const check = await openCheck()
        if (!check || !isFacePasscode(digits) || !(await countGuess())) return { kind: 'wrong' }
        if (!(await matchesFacePasscode(digits, check))) return { kind: 'wrong' }
        await db.write(['device'], (tx) => tx.objectStore('device').delete('faceTries'))
        return { kind: 'right', passcode: { id: check.id, digits } }
      } catch (cause) {
        if (cause instanceof StoreFault) return { kind: 'failed', code: cause.code }
        throw cause
      }
    },
  }
}
