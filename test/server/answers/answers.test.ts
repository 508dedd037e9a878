import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createNotifier } from '../../../server/answers/notifier'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, type TestGateway } from '../../support/gateway'

let gateway: TestGateway
let device: DeviceClient
beforeAll(async () => {
  gateway = await createTestGateway()
})
beforeEach(async () => {
  device = await activateDevice(await gateway.newCode(), gateway)
})
afterAll(() => gateway.end())

async function ask(personaId: string) {
  const check = await device.createCheck({ card: gateway.card(personaId) })
  await device.sendChecks([check])
  return check
}

describe('answers by cursor', () => {
  it('come in pages of a hundred, each once', async () => {
    for (let batch = 0; batch < 3; batch++) {
      const checks = await Promise.all(
        Array.from({ length: 50 }, () =>
          device.createCheck({ card: gateway.card('valid-30'), challenge: null }),
        ),
      )
      await device.sendChecks(checks)
    }
    await gateway.worker.runDue()
    const first = await device.fetchAnswers(0)
    expect(first.answers).toHaveLength(100)
    expect(first.next).toBe(100)
    const rest = await device.fetchAnswers(first.next)
    expect(rest.answers).toHaveLength(50)
    const ids = [...first.answers, ...rest.answers].map(({ id }) => id)
    expect(new Set(ids).size).toBe(150)
    expect(await device.fetchAnswers(rest.next)).toEqual({ answers: [], next: 150 })
  })

  it('are there again for a device that lost the reply', async () => {
    await ask('valid-30')
    await gateway.worker.runDue()
    const first = await device.fetchAnswers(0)
    expect(await device.fetchAnswers(0)).toEqual(first)
  })

  it('are not another device’s', async () => {
    await ask('valid-30')
    await gateway.worker.runDue()
    const other = await activateDevice(await gateway.newCode(), gateway)
    expect((await other.fetchAnswers(0)).answers).toEqual([])
    const [sealed] = (await device.fetchAnswers(0)).answers
    if (!sealed) throw new Error('no answer')
    await expect(other.openAnswer(sealed)).rejects.toThrow()
  })

  it('do not open under another check’s id', async () => {
    const one = await ask('valid-30')
    await gateway.worker.runDue()
    const [sealed] = (await device.fetchAnswers(0)).answers
    if (!sealed) throw new Error('no answer')
    const other = `${one.id.slice(0, -1)}${one.id.endsWith('0') ? '1' : '0'}`
    await expect(device.openAnswer({ ...sealed, id: other })).rejects.toThrow()
  })

  it('want a whole number as cursor and at most 25 seconds of patience', async () => {
    for (const query of ['after=-1', 'after=x', 'wait=26', 'wait=1.5', 'after=1e3']) {
      const reply = await device.request('GET', `/v1/answers?${query}`)
      expect(reply.status).toBe(400)
      expect(await reply.json()).toMatchObject({ code: 'TZ-G01' })
    }
  })
})

describe('a request that is held open', () => {
  it('is answered at once when an answer is stored', async () => {
    const held = device.fetchAnswers(0, 25)
    const check = await ask('valid-30')
    await gateway.worker.runDue()
    expect((await held).answers.map(({ id }) => id)).toEqual([check.id])
  })

  it('is answered empty when the device has gone', async () => {
    const gone = new AbortController()
    const held = device.fetchAnswers(0, 25, gone.signal)
    setTimeout(() => {
      gone.abort()
    }, 20)
    expect((await held).answers).toEqual([])
  })

  it('ends when the gateway closes', async () => {
    const closing = await createTestGateway({ people: [] })
    const waiting = await activateDevice(await closing.newCode(), closing)
    const held = waiting.fetchAnswers(0, 25)
    setTimeout(() => void closing.close(), 20)
    expect((await held).answers).toEqual([])
    await closing.end()
  })
})

describe('what is answered', () => {
  async function answerFor(
    personaId: string,
    statement: NonNullable<Parameters<DeviceClient['createCheck']>[0]['statement']> = {},
  ) {
    const check = await device.createCheck({ card: gateway.card(personaId), statement })
    await device.sendChecks([check])
    await gateway.worker.runDue()
    const { answers } = await device.fetchAnswers(0)
    const sealed = answers.find(({ id }) => id === check.id)
    if (!sealed) throw new Error('no answer')
    return device.openAnswer(sealed)
  }

  it('passes on only what the patient consented to', async () => {
    const items = { diagnosis: false, medication: true, checkup: false, surgery: true }
    const { consent } = device.statementOf()
    if (!consent) throw new Error('no consent')
    const answer = await answerFor('valid-30', { consent: { ...consent, items } })
    expect(answer.consentedItems).toEqual(['medication', 'surgery'])
    expect(answer.consentUntil).toBeNull()
  })

  it('gives a 往診 24 hours of consent (R32)', async () => {
    const answer = await answerFor('valid-30', { setting: 'houseCall' })
    const life = Date.parse(answer.consentUntil ?? '') - Date.parse(answer.answeredAt)
    expect(life).toBe(24 * 3_600_000)
  })

  it('opens nothing medical in ③ (R4)', async () => {
    const limited = { setting: 'treatmentRoom', channel: 'eligibilityOnly', consent: null } as const
    const answer = await answerFor('valid-30', limited)
    expect(answer).toMatchObject({ validity: 'valid', consentedItems: [], consentUntil: null })
  })

  it('opens nothing medical in the certificate’s grace, whatever was consented (R22)', async () => {
    const answer = await answerFor('cert-grace')
    expect(answer.certificate?.state).toBe('grace')
    expect(answer).toMatchObject({ validity: 'valid', consentedItems: [], consentUntil: null })
  })

  it('warns of a certificate that ends soon, and everything still works (R21)', async () => {
    const answer = await answerFor('cert-alert')
    expect(answer.certificate?.state).toBe('alert')
    expect(answer.consentedItems).toEqual(['diagnosis', 'medication'])
  })

  it('never claims that revocation was checked', async () => {
    expect((await answerFor('valid-30')).revocationChecked).toBe(false)
  })
})

describe('the notifier', () => {
  const timers = { setTimeout, clearTimeout }
  const never = new AbortController().signal

  it('wakes only those who wait for that device', async () => {
    const notifier = createNotifier(timers)
    let other = false
    const own = notifier.wait('a', 5_000, never)
    void notifier.wait('b', 5_000, never).then(() => {
      other = true
    })
    notifier.notify('a')
    await own
    await Promise.resolve()
    expect(other).toBe(false)
    notifier.close()
  })

  it('wakes all of a device’s requests', async () => {
    const notifier = createNotifier(timers)
    const all = [notifier.wait('a', 5_000, never), notifier.wait('a', 5_000, never)]
    notifier.notify('a')
    expect(await Promise.all(all)).toHaveLength(2)
  })

  it('lets go when the time is over, the request is gone, or after it was closed', async () => {
    const notifier = createNotifier(timers)
    await notifier.wait('a', 1, never)
    await notifier.wait('a', 5_000, AbortSignal.abort())
    notifier.close()
    await notifier.wait('a', 5_000, never)
  })
})
