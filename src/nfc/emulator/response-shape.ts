/** How the card hands out what it has to say: at once, by GET RESPONSE (61xx), or only for the exact `Le` (6Cxx). */
import { STATUS } from '../apdu'
import type { Answer } from './card-state'
import type { CommandApdu } from './command'

export interface ShapeKnobs {
  /** Answer data with 61xx and wait for GET RESPONSE. */
  getResponse: boolean
  /** Answer 6Cxx to an `Le` that is more than there is. */
  exactLength: boolean
}

const MAX_PART = 256

export class ResponseShape {
  #waiting: Uint8Array = new Uint8Array()

  constructor(private readonly knobs: ShapeKnobs) {}

  reset(): void {
    this.#waiting = new Uint8Array()
  }

  /** Answers `command`, which only has to be executed if it is not GET RESPONSE. */
  answer(command: CommandApdu, execute: () => Answer): Answer {
    if (this.knobs.getResponse && command.cla === 0x00 && command.ins === 0xc0) {
      return this.#nextPart(command)
    }
    this.reset()
    const { data, status } = execute()
    if (status !== STATUS.ok || data.length === 0) return { data, status }
    if (this.knobs.exactLength && (command.le ?? 0) > data.length) {
      return { data: new Uint8Array(), status: 0x6c00 | data.length }
    }
    if (!this.knobs.getResponse) return { data, status }
    this.#waiting = data
    return { data: new Uint8Array(), status: this.#status() }
  }

  #nextPart({ le }: CommandApdu): Answer {
    const waiting = this.#waiting
    if (waiting.length === 0) return { data: waiting, status: STATUS.noCurrentFile }
    if (le === null || le > waiting.length) {
      return { data: new Uint8Array(), status: 0x6c00 | (waiting.length & 0xff) }
    }
    this.#waiting = waiting.slice(le)
    return { data: waiting.slice(0, le), status: this.#status() }
  }

  #status(): number {
    const { length } = this.#waiting
    if (length === 0) return STATUS.ok
    return 0x6100 | (length >= MAX_PART ? 0 : length)
  }
}
