import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readProfile } from '../../src/sync/device-rows'
import type { TazuneDb } from '../../src/sync/db'
import { countOutbox, findCheck } from '../../src/sync/listing'
import {
  markAccepted,
  markAnswered,
  retryRefused,
  stopWaiting,
  withdraw,
} from '../../src/sync/moves'
import { createAnswerPull } from '../../src/sync/pull-answers'
import { markUnanswered, settleUnanswered } from '../../src/sync/unanswered'
import { countUntold, tellWithdrawals } from '../../src/sync/withdrawals'
import { makeDeviceKeys, nextId, openRegistered, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 10, 22, 1)
const SEALED = { enc: 'AA', ciphertext: 'AA' }
const REASON = {
  ...{ key: 'withdrawal:x', vaultId: 'v' },
  ...{ iv: new Uint8Array(12), ciphertext: new Uint8Array(1) },
}

describe('a check to which no answer will come', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let seq = 0

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
    seq = 0
  })

  async function save(): Promise<string> {
    const id = nextId()
    await db.write(['outbox'], (tx) =>
      tx.objectStore('outbox').put({
        ...{ id, attempts: 0, refusals: 0, nextTryAt: 0, leaseUntil: 0, lastCode: null },
        envelope: { id, header: 'h', enc: 'e', ciphertext: 'c', signature: 's' },
        ...{ savedAt: NOW - 1_000, deviceId: 'device-1' },
      }),
    )
    return id
  }

  async function sent(): Promise<string> {
    const id = await save()
    await markAccepted(db, [id], NOW)
    return id
  }

  function end(id: string, code = 'TZ-G61'): Promise<void> {
    seq += 1
    return markUnanswered(db, [{ seq, id, code, sealed: SEALED }], seq, NOW + 5)
  }

  const standing = async (id: string) => (await findCheck(db, id))?.store

  it('leaves the wait with its code, and what was said stays sealed', async () => {
    const id = await sent()
    await end(id)
    expect(await countOutbox(db)).toEqual({ waiting: 0, refused: 1, awaiting: 0 })
    expect(await findCheck(db, id)).toMatchObject({
      store: 'refused',
      record: {
        ...{ id, kind: 'unanswered', code: 'TZ-G61', at: NOW + 5, record: null, said: SEALED },
        sent: { savedAt: NOW - 1_000, acceptedAt: NOW },
      },
    })
  })

  it('whose acceptance was never heard of leaves the outbox: the gateway has it', async () => {
    const id = await save()
    await end(id)
    expect(await standing(id)).toBe('refused')
    expect(await countOutbox(db)).toMatchObject({ waiting: 0 })
  })

  it('is told once, and the cursor of the answers stays where it is', async () => {
    const id = await sent()
    await end(id)
    await settleUnanswered(db, id, NOW + 9)
    await markUnanswered(db, [{ seq, id, code: 'TZ-G64', sealed: SEALED }], seq, NOW + 20)
    expect((await findCheck(db, id))?.record).toMatchObject({ code: 'TZ-G61', settledAt: NOW + 9 })
    expect(await readProfile(db)).toMatchObject({ answersCursor: 0, unansweredCursor: 1 })
    await markUnanswered(db, [], 0, NOW)
    expect(await readProfile(db)).toMatchObject({ unansweredCursor: 1 })
  })

  it('is answered where an answer comes all the same', async () => {
    const id = await sent()
    await end(id)
    await markAnswered(db, [{ seq: 7, id, sealed: SEALED }], 7, NOW)
    expect(await standing(id)).toBe('answers')
    await end(id)
    expect(await standing(id)).toBe('answers')
  })

  it('is never sent again, and staff cannot take it back: it has ended', async () => {
    const id = await sent()
    await end(id)
    expect(await retryRefused(db, id)).toBe(false)
    expect(await withdraw(db, id, REASON, NOW)).toBe(false)
    expect(await standing(id)).toBe('refused')
  })

  it('that staff had taken back stays taken back, and the gateway need not hear of it', async () => {
    const id = await sent()
    await stopWaiting(db, id, REASON, NOW)
    expect(await countUntold(db)).toBe(1)
    await end(id)
    expect((await findCheck(db, id))?.record).toMatchObject({ kind: 'withdrawn' })
    expect(await countUntold(db)).toBe(0)
  })

  it('does not begin to wait again when it ends while the gateway is told of its withdrawal', async () => {
    const id = await sent()
    await stopWaiting(db, id, REASON, NOW)
    const client = {
      async withdrawChecks() {
        await end(id)
        return { ok: true as const, value: ['asked' as const] }
      },
    }
    await tellWithdrawals(
      db,
      client,
      () => Promise.resolve(true),
      () => NOW,
    )
    expect(await standing(id)).toBe('refused')
    expect(await countOutbox(db)).toMatchObject({ awaiting: 0 })
  })

  it('asked for under an earlier registration moves no cursor of the present one: its numbers begin anew', async () => {
    await sent()
    const before = await readProfile(db)
    if (!before) throw new Error('not registered')
    const pull = createAnswerPull({
      runner: {
        ...{ db, owner: 'tab', locks: null, now: () => NOW },
        timers: { after: () => () => undefined },
      },
      db,
      client: {
        async fetchAnswers() {
          // Registered anew while the request was held.
          const profile = { ...before, deviceId: 'device-2', answersCursor: 0 }
          await db.write(['device'], (tx) => tx.objectStore('device').put(profile, 'profile'))
          return {
            ok: true,
            value: { answers: [], next: 137, unanswered: { entries: [], next: 137 } },
          }
        },
      },
      random: () => 0,
      changed: () => undefined,
    })
    await pull.pull({ once: true })
    const { deviceId, answersCursor, unansweredCursor = 0 } = (await readProfile(db)) ?? {}
    expect([deviceId, answersCursor, unansweredCursor]).toEqual(['device-2', 0, 0])
  })

  it('of an id that stands nowhere is a withdrawal of a consent, and is shown', async () => {
    const id = nextId()
    await end(id, 'TZ-G62')
    expect((await findCheck(db, id))?.record).toMatchObject({ kind: 'unanswered', code: 'TZ-G62' })
  })

  it('with a code that only a newer gateway knows is shown as one that ended with an error', async () => {
    const id = await sent()
    await end(id, 'TZ-G69')
    expect((await findCheck(db, id))?.record).toMatchObject({ code: 'TZ-G64' })
  })

  it('is seen to by a person, and only it is', async () => {
    expect(await settleUnanswered(db, nextId(), NOW)).toBe(false)
    const id = await sent()
    expect(await settleUnanswered(db, id, NOW)).toBe(false)
  })
})
