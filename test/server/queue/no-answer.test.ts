import { afterEach, describe, expect, it } from 'vitest'
import type { Authority, EligibilityQuery, NoAnswer } from '../../../server/authority/authority'
import { sealWithdrawal, requestMedical, withdrawalOf } from '../../support/consent-client'
import { REINQUIRY } from '../../support/cardless'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createFaceCheck, newPasscode, withFace } from '../../support/face-check'
import {
  createTestGateway,
  ONE_PERSON,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway'

let gateway: TestGateway | undefined
afterEach(async () => {
  await gateway?.end()
  gateway = undefined
})

const FAILED: NoAnswer = {
  kind: 'failed',
  code: 'TZ-G64',
  authorityCode: 'E0123',
  message: '該当の保険者は、ただいま照会を受け付けていません。',
}

async function open(
  changes: (sandbox: Authority) => Partial<Authority>,
  options: TestGatewayOptions = {},
): Promise<[TestGateway, DeviceClient]> {
  gateway = await createTestGateway({
    people: ONE_PERSON,
    wrapAuthority: (sandbox) => ({ ...sandbox, ...changes(sandbox) }),
    ...options,
  })
  return [gateway, await activateDevice(await gateway.newCode(), gateway)]
}

function trainingCard() {
  if (!gateway) throw new Error('no gateway')
  return gateway.card('valid-30')
}

const cannot = () => Promise.resolve({ kind: 'cannot', code: 'TZ-G61' } as const)

describe('a check to which no answer will come', () => {
  it('ends at once, and its device is told why', async () => {
    const [{ worker, log, store }, device] = await open(() => ({ ask: cannot }))
    const check = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([check])
    await worker.runDue()
    const { answers, unanswered } = await device.fetchUnanswered()
    expect(answers).toEqual([])
    expect(unanswered.entries).toMatchObject([{ id: check.id, code: 'TZ-G61' }])
    const [entry] = unanswered.entries
    expect(entry && (await device.openNoAnswer(entry))).toMatchObject({
      v: 1,
      checkId: check.id,
      code: 'TZ-G61',
      authorityCode: null,
      message: null,
    })
    expect(await store.checks.countWaiting()).toBe(0)
    expect(log.some((line) => line.event === 'worker' && line.step === 'unanswered')).toBe(true)
  })

  it('is told once for each cursor, and wakes a device that waits', async () => {
    const [{ worker }, device] = await open(() => ({ ask: cannot }))
    const check = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([check])
    const held = device.fetchUnanswered(0, { wait: 20 })
    await worker.runDue()
    const { unanswered, next } = await held
    expect(unanswered.entries).toHaveLength(1)
    expect(next).toBe(0)
    const after = await device.fetchUnanswered(unanswered.next)
    expect(after.unanswered).toEqual({ entries: [], next: unanswered.next })
  })

  it('is never asked again, however often the worker looks', async () => {
    let asked = 0
    const [{ worker }, device] = await open(() => ({
      ask() {
        asked += 1
        return Promise.resolve(FAILED)
      },
    }))
    await device.sendChecks([await device.createCheck({ card: trainingCard() })])
    for (let round = 0; round < 3; round += 1) await worker.runDue()
    expect(asked).toBe(1)
  })

  it('that the authority ended late brings its own code and words, sealed and in no log', async () => {
    const [{ worker, log, now, store }, device] = await open(() => ({
      ask: () => Promise.resolve({ kind: 'pending' }),
      find: () => Promise.resolve(FAILED),
    }))
    const check = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([check])
    await worker.runDue()
    expect((await device.fetchUnanswered()).unanswered.entries).toEqual([])
    await store.work.hasten(device.activation.facility.id, check.id, now())
    await worker.runDue()
    const reply = await device.fetchUnanswered()
    const [entry] = reply.unanswered.entries
    expect(entry && (await device.openNoAnswer(entry))).toMatchObject({
      code: 'TZ-G64',
      authorityCode: 'E0123',
      message: '該当の保険者は、ただいま照会を受け付けていません。',
    })
    for (const clear of [JSON.stringify(reply), JSON.stringify(log)]) {
      expect(clear).not.toContain('E0123')
      expect(clear).not.toContain('受け付けていません')
    }
  })

  it('because nobody could read it is answered once it can be read; one that ended otherwise has ended', async () => {
    const ended: NoAnswer = { kind: 'failed', code: 'TZ-G65', authorityCode: null, message: null }
    let found: NoAnswer | null = ended
    const [{ worker, now, store }, device] = await open((sandbox) => ({
      async ask(id, query) {
        await sandbox.ask(id, query)
        return { kind: 'pending' }
      },
      find: (id, facilityId) => (found ? Promise.resolve(found) : sandbox.find(id, facilityId)),
    }))
    const hear = async (id: string) => {
      await store.work.hasten(device.activation.facility.id, id, now())
      return worker.runDue()
    }
    const unreadable = await device.createCheck({ card: trainingCard() })
    const failed = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([unreadable, failed])
    await worker.runDue()
    await hear(unreadable.id)
    found = FAILED
    await hear(failed.id)
    const told = await device.fetchUnanswered()
    expect(told.unanswered.entries.map(({ code }) => code)).toEqual(['TZ-G65', 'TZ-G64'])
    found = null
    expect(await hear(failed.id)).toBe(0)
    expect(await hear(unreadable.id)).toBe(1)
    expect(await hear(unreadable.id)).toBe(0)
    const { answers, unanswered } = await device.fetchUnanswered()
    expect(answers.map(({ id }) => id)).toEqual([unreadable.id])
    expect(unanswered.entries.map(({ id }) => id)).toEqual([failed.id])
  })

  it('is told however much the authority said of it: more than a tablet would take stops no other answer', async () => {
    let asked = 0
    const [{ worker }, device] = await open((sandbox) => ({
      ask(id, query) {
        asked += 1
        return asked === 1
          ? Promise.resolve({
              ...FAILED,
              authorityCode: '9'.repeat(2_000_000),
              message: 'あ'.repeat(2_000_000),
            })
          : sandbox.ask(id, query)
      },
    }))
    const first = await device.createCheck({ card: trainingCard() })
    const second = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([first])
    await worker.runDue()
    await device.sendChecks([second])
    await worker.runDue()
    const reply = await device.fetchUnanswered()
    expect(reply.answers.map(({ id }) => id)).toEqual([second.id])
    const [entry] = reply.unanswered.entries
    const notice = entry && (await device.openNoAnswer(entry))
    expect(notice).toMatchObject({ checkId: first.id, code: 'TZ-G64' })
    expect(notice?.message).toMatch(/^あ+…$/)
  })

  it('is what an answer becomes that no tablet could take: it stops none that comes after it', async () => {
    let asked = 0
    const [{ worker }, device] = await open((sandbox) => ({
      async ask(id, query) {
        const outcome = await sandbox.ask(id, query)
        asked += 1
        return asked === 1 && outcome.kind === 'answered'
          ? { ...outcome, reply: { ...outcome.reply, message: 'あ'.repeat(2_000_000) } }
          : outcome
      },
    }))
    const first = await device.createCheck({ card: trainingCard() })
    const second = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([first])
    await worker.runDue()
    await device.sendChecks([second])
    await worker.runDue()
    const reply = await device.fetchUnanswered()
    expect(reply.answers.map(({ id }) => id)).toEqual([second.id])
    expect(reply.unanswered.entries).toMatchObject([{ id: first.id, code: 'TZ-G65' }])
  })

  it('does not count as a fault of the authority: the others of its facility go on', async () => {
    const [{ worker, store, now }, device] = await open((sandbox) => ({
      ask: (id, query) => (query.consent === null ? cannot() : sandbox.ask(id, query)),
    }))
    for (let round = 0; round < 8; round += 1) {
      await device.sendChecks([
        await device.createCheck({
          card: trainingCard(),
          statement: { channel: 'eligibilityOnly', setting: 'treatmentRoom', consent: null },
        }),
      ])
    }
    await worker.runDue()
    expect((await device.fetchUnanswered()).unanswered.entries).toHaveLength(8)
    expect(await store.pauses.inForce(now())).toEqual([])
    await device.sendChecks([await device.createCheck({ card: trainingCard() })])
    expect(await worker.runDue()).toBe(1)
  })

  it('is nothing to a device that does not ask for such: no answer is made up, and none is lost', async () => {
    let isClosed = true
    const [{ worker }, device] = await open((sandbox) => ({
      ask: (id, query) => (isClosed ? cannot() : sandbox.ask(id, query)),
    }))
    const [first, second] = [
      await device.createCheck({ card: trainingCard() }),
      await device.createCheck({ card: trainingCard() }),
    ]
    await device.sendChecks([first])
    await worker.runDue()
    const before = await device.fetchAnswers()
    expect(before).toEqual({ answers: [], next: 0 })
    isClosed = false
    await device.sendChecks([second])
    await worker.runDue()
    const { answers, next } = await device.fetchAnswers()
    expect(answers.map(({ id }) => id)).toEqual([second.id])
    // Updated since, with the cursor it had: it is told all the same.
    const updated = await device.fetchUnanswered(0, { after: next })
    expect(updated.unanswered.entries.map(({ id }) => id)).toEqual([first.id])
  })

  it('is told to its own device only', async () => {
    const [running, device] = await open(() => ({ ask: cannot }))
    const other = await activateDevice(await running.newCode(), running)
    await device.sendChecks([await device.createCheck({ card: trainingCard() })])
    await running.worker.runDue()
    expect((await other.fetchUnanswered()).unanswered.entries).toEqual([])
  })

  it('is forgotten with the copies of answers, when its time is over', async () => {
    const [{ worker, store, now }, device] = await open(() => ({ ask: cannot }))
    await device.sendChecks([await device.createCheck({ card: trainingCard() })])
    await worker.runDue()
    expect(await store.retention.erase('deviceAnswers', now() + 1)).toBe(1)
    expect((await device.fetchUnanswered()).unanswered.entries).toEqual([])
  })
})

describe('a withdrawal of a consent', () => {
  async function answeredCheck([{ worker }, device]: [TestGateway, DeviceClient]) {
    const check = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([check])
    await worker.runDue()
    return check.id
  }

  it('of which the authority cannot be told ends, and its device hears why', async () => {
    const noticed: unknown[] = []
    const world = await open(() => ({
      withdrawConsent(notice) {
        noticed.push(notice)
        return Promise.resolve({ kind: 'cannot', code: 'TZ-G62' })
      },
    }))
    const checkId = await answeredCheck(world)
    const [{ worker, now, store }, device] = world
    const withdrawal = withdrawalOf(device, checkId, now())
    await device.sendChecks([await sealWithdrawal(device, withdrawal)])
    await worker.runDue()
    expect(noticed).toMatchObject([{ checkId, patientId: 'patient-1' }])
    const { entries } = (await device.fetchUnanswered()).unanswered
    expect(entries).toMatchObject([{ id: withdrawal.id, code: 'TZ-G62' }])
    expect(await store.checks.countWaiting()).toBe(0)
    // Here it holds whoever could be told of it.
    expect(await requestMedical(device, checkId)).toBe('TZ-G43')
  })

  it('that the authority has not confirmed yet is told again under the same id', async () => {
    const ids: string[] = []
    const world = await open(() => ({
      withdrawConsent({ withdrawalId }) {
        ids.push(withdrawalId)
        return Promise.resolve({ kind: ids.length === 1 ? 'pending' : 'told' })
      },
    }))
    const checkId = await answeredCheck(world)
    const [{ worker, now, store }, device] = world
    const withdrawal = withdrawalOf(device, checkId, now())
    await device.sendChecks([await sealWithdrawal(device, withdrawal)])
    await worker.runDue()
    expect(await store.checks.countWaiting()).toBe(1)
    await store.work.hasten(device.activation.facility.id, withdrawal.id, now())
    await worker.runDue()
    expect(ids).toEqual([withdrawal.id, withdrawal.id])
    expect(await store.checks.countWaiting()).toBe(0)
    expect((await device.fetchUnanswered()).unanswered.entries).toEqual([])
  })
})

describe('what the authority is told of a check', () => {
  async function queryOf(
    send: (world: [TestGateway, DeviceClient]) => Promise<unknown>,
  ): Promise<EligibilityQuery | undefined> {
    let asked: EligibilityQuery | undefined
    const world = await open((sandbox) => ({
      ask(id, query) {
        asked = query
        return sandbox.ask(id, query)
      },
    }))
    await send(world)
    await world[0].worker.runDue()
    return asked
  }

  it('names the patient by the facility’s own number, and the setting', async () => {
    const query = await queryOf(async ([, device]) =>
      device.sendChecks([await device.createCheck({ card: trainingCard() })]),
    )
    expect(query).toMatchObject({ patientId: 'patient-1', setting: 'homeNursing' })
  })

  it('says that a 再照会 is one', async () => {
    const query = await queryOf(async ([running, device]) => {
      await device.sendChecks([await device.createCheck({ card: trainingCard() })])
      await running.worker.runDue()
      expect(await device.sendChecks([await device.createUnsigned(REINQUIRY, {})])).toMatchObject([
        { outcome: 'accepted' },
      ])
    })
    expect(query?.subject).toEqual({ kind: 'patient', patientId: 'patient-1', reinquiry: true })
  })

  it('bears the birth date that the issuer put on the card’s face', async () => {
    const query = await queryOf(async ([running, device]) => {
      const passcode = await newPasscode(running, running.now())
      const card = withFace(trainingCard())
      await device.sendChecks([await createFaceCheck(device, { card, passcode })])
    })
    expect(query?.subject).toMatchObject({ kind: 'cardFace', birthdate: '1980-05-20' })
  })
})

describe('medical information', () => {
  it('of an authority that has none is refused with the reason', async () => {
    const world = await open(() => ({
      fetchMedical: () => Promise.resolve({ kind: 'cannot', code: 'TZ-G62' }),
    }))
    const [{ worker }, device] = world
    const check = await device.createCheck({ card: trainingCard() })
    await device.sendChecks([check])
    await worker.runDue()
    expect(await requestMedical(device, check.id)).toBe('TZ-G79')
  })
})
