import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  declarationEvidence,
  documentEvidence,
  oralEvidence,
  REINQUIRY,
  sandboxPerson,
} from '../../support/cardless'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, type TestGateway } from '../../support/gateway'

let gateway: TestGateway
let device: DeviceClient
beforeAll(async () => {
  const people = ['valid-30', 'valid-20', 'valid-10', 'disease-dialysis', 'cert-dead'].map(
    sandboxPerson,
  )
  gateway = await createTestGateway({ people })
})
beforeEach(async () => {
  device = await activateDevice(await gateway.newCode(), gateway)
})
afterAll(() => gateway.end())

function check() {
  return device.createCheck({ card: gateway.card('valid-30') })
}

describe('the same check without the card again', () => {
  const now = Date.now()
  it.each([
    [documentEvidence(now), 'patient-1', 1],
    [oralEvidence(now), 'patient-valid-10', 1],
    [REINQUIRY, 'patient-disease-dialysis', 1],
    [declarationEvidence(now), 'patient-1', 0],
  ])(
    '$kind is accepted each time and asked as often as its kind is',
    async (shown, patientId, asked) => {
      const one = await device.createUnsigned(shown, { patientId })
      const accepted = { id: one.id, outcome: 'accepted' }
      expect(await device.sendChecks([one, one])).toEqual([accepted, accepted])
      await gateway.worker.runDue()
      expect(await device.sendChecks([one])).toEqual([accepted])
      await gateway.worker.runDue()
      expect((await gateway.sandbox.askedCounts()).get(one.id) ?? 0).toBe(asked)
      expect((await device.fetchAnswers()).answers).toHaveLength(asked)
    },
  )

  it('with other words under the same id is refused, and the first is kept', async () => {
    const one = await device.createUnsigned(documentEvidence(now))
    await device.sendChecks([one])
    const other = await device.createUnsigned(documentEvidence(now, { number: '102' }), {
      id: one.id,
    })
    expect(await device.sendChecks([other])).toMatchObject([{ code: 'TZ-G09' }])
    await gateway.worker.runDue()
    const [sealed] = (await device.fetchAnswers()).answers
    expect(sealed && (await device.openAnswer(sealed))).toMatchObject({
      coverages: [{ number: '101' }],
    })
  })
})

describe('the same check again', () => {
  it('is accepted again and asked of the authority once', async () => {
    const one = await check()
    const accepted = [{ id: one.id, outcome: 'accepted' }]
    expect(await device.sendChecks([one])).toEqual(accepted)
    expect(await device.sendChecks([one])).toEqual(accepted)
    await gateway.worker.runDue()
    expect(await device.sendChecks([one])).toEqual(accepted)
    await gateway.worker.runDue()
    expect((await gateway.sandbox.askedCounts()).get(one.id)).toBe(1)
    expect((await device.fetchAnswers()).answers).toHaveLength(1)
  })

  it('twice in one batch is accepted twice and counted once', async () => {
    const one = await check()
    const results = await device.sendChecks([one, one])
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    await gateway.worker.runDue()
    expect((await device.fetchAnswers()).answers).toHaveLength(1)
  })

  it('sent by two requests at once is counted once', async () => {
    const one = await check()
    const both = await Promise.all([device.sendChecks([one]), device.sendChecks([one])])
    expect(both.flat().map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    await gateway.worker.runDue()
    expect((await device.fetchAnswers()).answers).toHaveLength(1)
  })

  it('with another signature over the same bytes is still the same', async () => {
    const one = await check()
    const { header, enc, ciphertext, id } = one
    const resigned = await device.signEnvelope({ id, header, enc, ciphertext })
    expect(resigned.signature).not.toBe(one.signature)
    await device.sendChecks([one])
    expect((await device.sendChecks([resigned]))[0]?.outcome).toBe('accepted')
  })

  it('with another body is refused, and the first is kept', async () => {
    const one = await check()
    const statement = { id: one.id }
    const other = await device.createCheck({ card: gateway.card('valid-20'), statement })
    await device.sendChecks([one])
    expect(await device.sendChecks([other])).toEqual([
      { id: one.id, outcome: 'rejected', code: 'TZ-G09' },
    ])
    await gateway.worker.runDue()
    const { answers } = await device.fetchAnswers()
    const [sealed] = answers
    if (!sealed) throw new Error('no answer')
    expect((await device.openAnswer(sealed)).coverages[0]?.name).toBe('見本　一郎')
  })

  it('that was refused gets the same verdict again', async () => {
    const dead = await device.createCheck({ card: gateway.card('cert-dead') })
    const first = await device.sendChecks([dead])
    expect(first[0]).toMatchObject({ outcome: 'rejected', code: 'TZ-G18' })
    expect(await device.sendChecks([dead])).toEqual(first)
  })

  it('whose challenge it used itself does not stumble over that', async () => {
    const [challenge = null] = await device.fetchChallenges(1)
    const one = await device.createCheck({ card: gateway.card('valid-30'), challenge })
    await device.sendChecks([one])
    expect((await device.sendChecks([one]))[0]?.outcome).toBe('accepted')
  })
})

describe('a reply that was lost after the commit', () => {
  it('costs nothing: the next try is accepted and the answer is there', async () => {
    const batch = await Promise.all([check(), check(), check()])
    await device.sendChecks(batch)
    const again = await device.sendChecks(batch)
    expect(again.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted'])
    await gateway.worker.runDue()
    const { answers } = await device.fetchAnswers()
    expect(answers.map(({ id }) => id).sort()).toEqual(batch.map(({ id }) => id).sort())
  })
})

describe('a store that fails', () => {
  it('has every check of the batch sent again, and says nothing was accepted', async () => {
    const failing = await createTestGateway({
      store: {
        ...gateway.store,
        checks: {
          ...gateway.store.checks,
          record: () => Promise.reject(new Error('disk full')),
        },
        close: () => Promise.resolve(),
      },
      keys: gateway.keys,
    })
    const one = await check()
    const reply = await failing.fetch('/v1/checks', {
      method: 'POST',
      headers: {
        ...(await device.authorize('POST', '/v1/checks')),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ checks: [one] }),
    })
    expect(reply.status).toBe(500)
    expect(await reply.json()).toMatchObject({ code: 'TZ-G21' })
    await failing.end()
    expect((await device.sendChecks([one]))[0]?.outcome).toBe('accepted')
  })
})
