import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDeviceKeys } from '../../../server/access/device-keys'
import { readAnchors } from '../../../server/checks/anchors'
import { acceptBatch } from '../../../server/checks/accept-batch'
import { createFaceJudge } from '../../../server/checks/card-face'
import { createCertificateJudge } from '../../../server/checks/certificate'
import { boundCaptureTime, hadExpired } from '../../../server/checks/capture-time'
import type { LogLine } from '../../../server/http/log'
import { activateDevice } from '../../support/device-client'
import { FACILITY, createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await createTestGateway({ people: ONE_PERSON })
})
afterAll(() => gateway.end())

describe('a fault of the gateway on one check', () => {
  it('asks for that one again, logs no value, and lets the others through', async () => {
    const client = await activateDevice(await gateway.newCode(), gateway)
    const device = await gateway.store.devices.get(FACILITY.id, client.deviceId)
    if (!device) throw new Error('no device')
    const card = gateway.card('valid-30')
    const [first, faulty, last] = await Promise.all(
      [1, 2, 3].map(() => client.createCheck({ card, challenge: null })),
    )
    const judge = createCertificateJudge('training', readAnchors([gateway.sandbox.caCertificate]))
    let judged = 0
    const log: LogLine[] = []
    const results = await acceptBatch([first, faulty, last], device, {
      store: gateway.store,
      keys: gateway.keys,
      deviceKeys: createDeviceKeys(),
      visits: gateway.sandbox,
      judgeCertificate: (der) => {
        judged += 1
        if (judged === 2) throw new Error('value of a patient')
        return judge(der)
      },
      judgeFace: createFaceJudge('training', []),
      passcodeAllowanceMs: 0,
      now: Date.now,
      log: (line) => log.push(line),
    })
    expect(results).toEqual([
      { id: first?.id, outcome: 'accepted' },
      { id: faulty?.id, outcome: 'retry', code: 'TZ-G21' },
      { id: last?.id, outcome: 'accepted' },
    ])
    expect(log).toMatchObject([{ event: 'check', fault: { names: ['Error'] } }])
    expect(JSON.stringify(log)).not.toContain('value of a patient')
    expect(await client.sendChecks([faulty])).toEqual([{ id: faulty?.id, outcome: 'accepted' }])
  })
})

describe('the time of capture', () => {
  const MINUTE = 60_000
  const received = 1_000 * MINUTE

  it('is the device’s own while it is possible', () => {
    expect(boundCaptureTime(received - 500 * MINUTE, received, null)).toEqual({
      capturedAt: received - 500 * MINUTE,
      clockDoubtful: false,
    })
  })

  it('is never later than the arrival; ten minutes of difference are rounding', () => {
    expect(boundCaptureTime(received + 10 * MINUTE, received, null)).toEqual({
      capturedAt: received,
      clockDoubtful: false,
    })
    expect(boundCaptureTime(received + 10 * MINUTE + 1, received, null)).toEqual({
      capturedAt: received,
      clockDoubtful: true,
    })
  })

  it('is never earlier than the challenge it answers', () => {
    const issued = received - 100 * MINUTE
    expect(boundCaptureTime(issued - 11 * MINUTE, received, issued)).toEqual({
      capturedAt: issued,
      clockDoubtful: true,
    })
    expect(boundCaptureTime(0, received, received + MINUTE).capturedAt).toBe(received)
  })

  it('decides whether a challenge had expired, ten minutes in the device’s favour', () => {
    expect(hadExpired(received, received + 10 * MINUTE)).toBe(false)
    expect(hadExpired(received, received + 10 * MINUTE + 1)).toBe(true)
  })
})
