/**
 * A マイナンバーカード in software, byte for byte at the APDU level as far as independent implementations agree.
 * For tests, tools and the training mode only, and loaded only there. Not in it: secure messaging, the change of a PIN,
 * the record of age, 照合番号A, and the 個人番号, whose files do not exist here (R13).
 */
import type { CardImage } from '../../../domain/card-image'
import { STATUS } from '../apdu'
import { CardState, type Answer, type StateKnobs } from './card-state'
import { commandHeader, parseCommand } from './command'
import { createContent, type ContentKnobs } from './files'
import { ResponseShape, type ShapeKnobs } from './response-shape'
import { CardGoneError, tearsAt, type TearPlan } from './tear'

export interface SoftwareCardKnobs extends Partial<ContentKnobs & StateKnobs & ShapeKnobs> {
  /** Awaited before each command is executed: a slow card. */
  delay?: (header: string) => Promise<void>
  tear?: TearPlan
}

export interface SoftwareCard {
  /** As PC/SC and readers make it for a Type B card. */
  readonly atr: Uint8Array
  /** Answers one command with data ‖ SW1 ‖ SW2. @throws CardGoneError from a tear until the next `reset` */
  respond(command: Uint8Array): Promise<Uint8Array>
  /** Power off and on again, or back into the field after a tear. */
  reset(): void
  /** Tears the card off at a later command; replaces a plan not yet fired. Numbers count from now. */
  tearOff(plan: TearPlan): void
  /** Of the 利用者証明用 PIN; null for a card without one. */
  readonly triesLeft: number | null
  /** Of 照合番号B; null for a card without 券面事項確認. */
  readonly codeTriesLeft: number | null
  /** CLA INS P1 P2 of every command that reached the card, in hex, and nothing else of it. */
  readonly log: readonly string[]
}

const CONTACTLESS_ATR = [
  0x3b, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xe0, 0xb3, 0x81, 0xa1, 0x00, 0x7f,
] as const

export function createSoftwareCard(image: CardImage, knobs: SoftwareCardKnobs = {}): SoftwareCard {
  const content = createContent(image, {
    kind: knobs.kind ?? image.kind,
    triesLeft: knobs.triesLeft ?? image.triesLeft,
    codeTriesLeft: knobs.codeTriesLeft ?? null,
    withoutPin: knobs.withoutPin ?? false,
    withoutCertificate: knobs.withoutCertificate ?? false,
  })
  const state = new CardState(content.applications, {
    blockedStatus: knobs.blockedStatus ?? 0x6984,
    blockedQueryStatus: knobs.blockedQueryStatus ?? 0x63c0,
    keepStatusOnReselect: knobs.keepStatusOnReselect ?? false,
  })
  const shape = new ResponseShape({
    getResponse: knobs.getResponse ?? false,
    exactLength: knobs.exactLength ?? false,
  })
  const log: string[] = []
  let tear = knobs.tear ?? null
  let tearFrom = 0
  let gone = false

  function execute(bytes: Uint8Array): Uint8Array {
    const command = parseCommand(bytes)
    if (!command) return encode({ data: new Uint8Array(), status: STATUS.wrongLength })
    return encode(shape.answer(command, () => state.execute(command)))
  }

  return {
    get atr() {
      return Uint8Array.from(CONTACTLESS_ATR)
    },
    get triesLeft() {
      return content.pin?.triesLeft ?? null
    },
    get codeTriesLeft() {
      return content.code?.triesLeft ?? null
    },
    get log() {
      return [...log]
    },
    tearOff(plan) {
      tear = plan
      tearFrom = log.length
    },
    reset() {
      gone = false
      state.reset()
      shape.reset()
    },
    async respond(bytes) {
      if (gone) throw new CardGoneError()
      const header = commandHeader(bytes)
      const index = log.push(header) - 1
      await knobs.delay?.(header)
      if (!tear || !tearsAt(tear, header, index - tearFrom)) return execute(bytes)
      const { executed, seen = 'fault' } = tear
      tear = null
      gone = true
      if (executed) execute(bytes)
      if (seen === 'empty') return new Uint8Array()
      throw new CardGoneError()
    },
  }
}

function encode({ data, status }: Answer): Uint8Array {
  return Uint8Array.of(...data, status >> 8, status & 0xff)
}
