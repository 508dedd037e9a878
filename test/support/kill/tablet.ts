/** A tablet that never stops: it captures, sends, collects answers, and keeps what is not acknowledged. */
import type { Envelope, SealedAnswer } from '../../../api/wire'
import type { CardImage } from '../../../domain/card-image'
import type { DeviceClient } from '../device-client'

const BATCH = 8
const AGAIN_MS = 25

export interface KillTablet {
  /** Ids that the gateway has acknowledged, in that order. */
  readonly acknowledged: readonly string[]
  /** Answers as they were seen, by number. */
  readonly answers: ReadonlyMap<number, SealedAnswer>
  /** What a gateway must never say; sentences. */
  readonly wrong: readonly string[]
  /** Captures no more, and resolves when everything is sent and answered. */
  finish(): Promise<void>
}

export function startTablet(device: DeviceClient, card: CardImage): KillTablet {
  const outbox = new Map<string, Envelope>()
  const acknowledged: string[] = []
  const answers = new Map<number, SealedAnswer>()
  const wrong: string[] = []
  let capturing = true

  async function capture(): Promise<void> {
    const check = await device.createCheck({ card, challenge: null })
    outbox.set(check.id, check)
  }

  async function send(): Promise<void> {
    const batch = [...outbox.values()].slice(0, BATCH)
    for (const { id, outcome } of await device.sendChecks(batch)) {
      if (outcome !== 'accepted') wrong.push(`a check was ${outcome}`)
      outbox.delete(id)
      acknowledged.push(id)
    }
  }

  async function collect(): Promise<void> {
    const after = Math.max(0, ...answers.keys())
    const page = await device.fetchAnswers(after)
    for (const answer of page.answers) {
      if (answer.seq <= after) wrong.push('an answer came with a number that was before')
      answers.set(answer.seq, answer)
    }
  }

  async function work(): Promise<void> {
    while (capturing || outbox.size > 0 || answers.size < acknowledged.length) {
      if (capturing && outbox.size < 2 * BATCH) await capture()
      try {
        if (outbox.size > 0) await send()
        await collect()
      } catch {
        // The gateway is down: what was sent may have arrived or not, so it is sent again.
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }

  const working = work()
  return {
    acknowledged,
    answers,
    wrong,
    async finish() {
      capturing = false
      await working
    },
  }
}
