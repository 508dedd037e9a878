import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { BatchResponse, PATHS, Problem } from '../../../api/wire'
import { isErrorCode } from '../../../domain/errors'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

const CANARY = 'canary-7f3a9c'
let gateway: TestGateway
let device: DeviceClient
beforeAll(async () => {
  gateway = await createTestGateway({ people: ONE_PERSON })
  device = await activateDevice(await gateway.newCode(), gateway)
})
afterAll(() => gateway.end())

/** Any JSON, with the canary in its texts and names now and then. */
const anyJson = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => value)
const canaryText = fc.string().map((text) => `${CANARY}${text}`)
const spoiled = fc.oneof(anyJson, canaryText, fc.constantFrom(CANARY, null, -1, 1e308, [], {}))

/** A good object with some of its fields spoiled, dropped or added to. */
function nearly(good: Record<string, unknown>): fc.Arbitrary<unknown> {
  const fields = Object.entries(good).map(([name, value]) =>
    fc
      .option(fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, spoiled), { nil: undefined })
      .map((chosen) => [name, chosen] as const),
  )
  return fc
    .tuple(fc.tuple(...fields), fc.dictionary(canaryText, spoiled, { maxKeys: 2 }))
    .map(([own, extra]) => ({ ...Object.fromEntries(own), ...extra }))
}

async function expectCivil(reply: Response): Promise<void> {
  const text = await reply.text()
  expect(reply.status).toBeLessThan(500)
  expect(text).not.toContain(CANARY)
  if (reply.status === 200) return
  const problem = v.parse(Problem, JSON.parse(text))
  expect(problem.status).toBe(reply.status)
  expect(isErrorCode(problem.code)).toBe(true)
}

const jwk = { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }

describe('whatever is sent to the gateway', () => {
  it('to the open routes is answered without a fault and without an echo', async () => {
    const bodies: [string, fc.Arbitrary<unknown>][] = [
      [
        PATHS.activate,
        nearly({ code: 'ABCD1234', deviceName: CANARY, signingKey: jwk, answerKey: jwk }),
      ],
      [PATHS.access, nearly({ assertion: 'a.b.c' })],
    ]
    for (const [path, body] of bodies) {
      await fc.assert(
        fc.asyncProperty(fc.oneof(anyJson, body), async (sent) => {
          await expectCivil(await device.post(path, sent))
        }),
        { numRuns: 100 },
      )
    }
  })

  it('with access is answered without a fault and without an echo', async () => {
    const envelope = { ...(await device.createCheck({ card: gateway.card('valid-30') })) }
    const bodies: [string, fc.Arbitrary<unknown>][] = [
      [PATHS.challenges, nearly({ count: 1 })],
      [PATHS.checks, nearly({ checks: [envelope] })],
      [
        PATHS.checks,
        fc
          .array(fc.oneof(nearly(envelope), spoiled), { minLength: 1, maxLength: 4 })
          .map((checks) => ({ checks })),
      ],
    ]
    for (const [path, body] of bodies) {
      await fc.assert(
        fc.asyncProperty(fc.oneof(anyJson, body), async (sent) => {
          await expectCivil(await device.request('POST', path, sent))
        }),
        { numRuns: 100 },
      )
    }
  })

  it('in a batch gets a result for each item, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spoiled, { minLength: 1, maxLength: 5 }), async (checks) => {
        const reply = await device.request('POST', PATHS.checks, { checks })
        const { results } = v.parse(BatchResponse, await reply.json())
        expect(results).toHaveLength(checks.length)
        for (const result of results) expect(result.outcome).toBe('rejected')
      }),
      { numRuns: 50 },
    )
  })

  it('inside a good seal is refused by its code', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled, async (content) => {
        const { id } = device.statementOf()
        const [result] = await device.sendChecks([await device.envelopeOf(id, content)])
        expect(result).toEqual({ id, outcome: 'rejected', code: 'TZ-G08' })
      }),
      { numRuns: 50 },
    )
  })

  it('in headers and addresses is answered without a fault and without an echo', async () => {
    const header = fc.stringMatching(/^[ -~]{0,60}$/).map((text) => `${text}${CANARY}`)
    await fc.assert(
      fc.asyncProperty(header, fc.webPath(), async (value, path) => {
        const headers = { Authorization: `DPoP ${value}`, DPoP: value, 'tazune-wire': value }
        await expectCivil(await gateway.fetch(PATHS.visits, { headers }))
        const address = `/v1/${CANARY}${path.replaceAll('//', '/')}`
        await expectCivil(await gateway.fetch(address))
      }),
      { numRuns: 100 },
    )
  })
})
