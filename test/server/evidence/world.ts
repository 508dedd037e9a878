/** A gateway with a few people, and a tablet that sends it checks without the card. */
import type { EligibilityAnswer } from '../../../domain/answer'
import type { CheckStatement } from '../../../domain/check'
import { sandboxPerson } from '../../support/cardless'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  type TestClock,
  type TestGateway,
} from '../../support/gateway'

export interface EvidenceWorld {
  gateway: TestGateway
  device: DeviceClient
  clock: TestClock
  /** Time goes by; the tablet’s access has ended meanwhile. */
  pass(ms: number): void
  /** `accepted`, or the code of the refusal. */
  verdictOf(evidence: unknown, statement?: Partial<CheckStatement>): Promise<string | null>
  /** Works off what is due; the answer to that check, null where none has come. */
  answerOf(id: string): Promise<EligibilityAnswer | null>
}

export async function openEvidenceWorld(
  people: readonly string[],
  at = '2026-11-21T01:00:00Z',
): Promise<EvidenceWorld> {
  const clock = createTestClock(Date.parse(at))
  const gateway = await createTestGateway({ now: clock.now, people: people.map(sandboxPerson) })
  const device = await activateDevice(await gateway.newCode(), {
    fetch: gateway.fetch,
    now: clock.now,
  })
  return {
    gateway,
    device,
    clock,
    pass(ms) {
      clock.advance(ms)
      device.forgetToken()
    },
    async verdictOf(evidence, statement = {}) {
      const [result] = await device.sendChecks([await device.createUnsigned(evidence, statement)])
      return result?.outcome === 'accepted' ? 'accepted' : (result?.code ?? null)
    },
    async answerOf(id) {
      await gateway.worker.runDue()
      const { answers } = await device.fetchAnswers(0)
      const sealed = answers.find((answer) => answer.id === id)
      return sealed ? device.openAnswer(sealed) : null
    },
  }
}
