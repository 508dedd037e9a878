/** Good face checks with one value exchanged, statement included: each is judged, and none is a fault of the gateway's. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckStatement } from '../../../domain/check'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { faceEvidence, newPasscode, withFace, type TypedPasscode } from '../../support/face-check'
import type { FaceImage } from '../../support/face-fixtures'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

let gateway: TestGateway
let device: DeviceClient
let card: FaceImage
let passcode: TypedPasscode
beforeAll(async () => {
  gateway = await createTestGateway({ people: ONE_PERSON })
  device = await activateDevice(await gateway.newCode(), gateway)
  card = withFace(gateway.card('valid-30'))
  passcode = await newPasscode(gateway, Date.now())
})
afterAll(() => gateway.end())

const TEXTS = [
  ...['', ' ', 'A', 'AA', '=', '!', '\u0000', '\ud800', '💥', 'null', '__proto__', 'constructor'],
  ...['2026-11-21', '2026-11-21 10:00:00Z', '2026-11-21T10:00:00+09', '0000-01-01T00:00:00Z'],
  ...['9999-12-31T23:59:59Z', '9999-12-31', '0001-01-01', '2026-02-30', '0000', '１２３４'],
]

const value = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, null, true, 0, -1, 1e308, [], {}, [null]),
  fc.base64String().map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  fc.string({ unit: 'grapheme' }),
  fc.integer({ min: 1, max: 9_000 }).map((length) => 'A'.repeat(length)),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
)

/** Where a value may be exchanged: `passcode.digits`. */
function pathsOf(target: object, prefix = ''): string[] {
  return Object.entries(target).flatMap(([name, inner]: [string, unknown]) => {
    const path = prefix + name
    return typeof inner === 'object' && inner !== null
      ? [path, ...pathsOf(inner, `${path}.`)]
      : [path]
  })
}

function exchanged(target: object, path: string, by: unknown): object {
  const [name = '', ...rest] = path.split('.')
  const inner: unknown = (target as Record<string, unknown>)[name]
  const isInner = rest.length > 0 && typeof inner === 'object' && inner !== null
  return { ...target, [name]: isInner ? exchanged(inner, rest.join('.'), by) : by }
}

async function outcomeOf(statement: CheckStatement, text: string, evidence: object) {
  const envelope = await device.envelopeOf(statement.id, { v: 1, statement: text, evidence })
  const [result] = await device.sendChecks([envelope])
  return result?.outcome
}

describe('a face check with one value exchanged', () => {
  it('in its evidence is accepted or refused, never a fault', async () => {
    const sample = faceEvidence({ card, passcode }, '', null, '')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pathsOf(sample)), value, async (path, by) => {
        const statement = device.statementOf()
        const text = JSON.stringify(statement)
        const good = faceEvidence({ card, passcode }, text, null, statement.capturedAt)
        const outcome = await outcomeOf(statement, text, exchanged(good, path, by))
        expect(['accepted', 'rejected']).toContain(outcome)
      }),
      { numRuns: 300 },
    )
  })

  it('in its statement, signed as it is, is accepted or refused, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...pathsOf(device.statementOf())),
        value,
        async (path, by) => {
          const statement = device.statementOf()
          const text = JSON.stringify(exchanged(statement, path, by))
          const evidence = faceEvidence({ card, passcode }, text, null, statement.capturedAt)
          expect(['accepted', 'rejected']).toContain(await outcomeOf(statement, text, evidence))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('leaves no note of a fault, nor when those that were accepted are answered', async () => {
    const waiting = await gateway.store.checks.countWaiting()
    for (let round = 0; round < waiting; round++) await gateway.worker.runDue()
    expect(await gateway.store.checks.countWaiting()).toBe(0)
    expect(waiting).toBeGreaterThan(0)
    expect(gateway.log.filter((line) => 'fault' in line)).toEqual([])
  })
})
