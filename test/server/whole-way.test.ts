import { afterEach, describe, expect, it } from 'vitest'
import { activateDevice } from '../support/device-client'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../support/gateway'

let gateway: TestGateway | undefined
afterEach(async () => {
  await gateway?.end()
  gateway = undefined
})

describe('a check on its whole way', () => {
  it('is accepted, asked once and answered sealed to the device', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    const device = await activateDevice(await gateway.newCode(), gateway)
    const check = await device.createCheck({ card: gateway.card('valid-30') })
    expect(await device.sendChecks([check])).toEqual([{ id: check.id, outcome: 'accepted' }])
    expect(await gateway.worker.runDue()).toBe(1)

    const { answers, next } = await device.fetchAnswers()
    expect(next).toBe(1)
    expect(answers.map(({ id, seq }) => ({ id, seq }))).toEqual([{ id: check.id, seq: 1 }])
    const [sealed] = answers
    if (!sealed) throw new Error('no answer')
    const answer = await device.openAnswer(sealed)
    expect(answer).toMatchObject({
      checkId: check.id,
      validity: 'valid',
      assurance: 'challenge',
      revocationChecked: false,
      consentedItems: ['diagnosis', 'medication'],
      certificate: { state: 'valid' },
    })
    expect(answer.coverages[0]?.name).toBe('見本　一郎')
    expect(await gateway.sandbox.askedCounts()).toEqual(new Map([[check.id, 1]]))
    expect((await device.fetchAnswers(next)).answers).toEqual([])
  })
})
