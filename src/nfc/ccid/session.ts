/** Feitian bR301 BLE and bR500 as a driver: CCID in the clear over the maker's own service. */
import type { GattPipe } from '../bluetooth/gatt-link'
import type { ReaderDriver, ReaderSession, SessionHost } from '../bluetooth/session'
import { TransportError } from '../transport'
import { createExchange } from './exchange'
import { COMMAND, RESPONSE, type Answer } from './message'
import { slotErrorCode } from './slot-error'

/** Neither an ATR nor an answer of a card is shorter: less means that the card did not answer. */
const MIN_CARD_BYTES = 2

function pipe(model: string, maker: string): GattPipe {
  const uuid = (part: number) => `4654000${part}-0002-${model}-0000-${maker}`
  return { service: uuid(1), write: uuid(2), notify: uuid(3) }
}

/** C4 (bR500), C6 (bR301 BLE) and the newer C4. They are found by these: their names differ by model. */
const PIPES: readonly GattPipe[] = [
  pipe('00c4', '465453414645'),
  pipe('00c6', '465453414645'),
  pipe('00c4', '000000000001'),
]

export function createCcidDriver(): ReaderDriver<'ccid'> {
  return { kind: 'ccid', pipes: PIPES, namePrefixes: [], createSession: createCcidSession }
}

function createCcidSession(host: SessionHost): ReaderSession {
  const { timeouts } = host
  const exchange = createExchange(host)

  /** The slot's status; a failed one still says whether a card is there. */
  async function readPresence(): Promise<boolean> {
    const { card } = await exchange.ask({
      type: COMMAND.slotStatus,
      expect: RESPONSE.slotStatus,
      timeoutMs: timeouts.reader,
    })
    return card !== 'absent'
  }

  function askForAtr(): Promise<Answer> {
    return exchange.ask({
      type: COMMAND.powerOn,
      expect: RESPONSE.dataBlock,
      timeoutMs: timeouts.power,
    })
  }

  /** What the card said, or why it said nothing; asks the reader where the answer does not tell. */
  async function cardData(answer: Answer): Promise<Uint8Array> {
    if (isAnswered(answer)) return answer.data
    if (answer.outcome === 'failed') throw new TransportError(slotErrorCode(answer))
    throw new TransportError((await readPresence()) ? 'TZ-R10' : 'TZ-R08')
  }

  return {
    start: readPresence,
    readPresence,
    async powerOn() {
      const first = await askForAtr()
      if (isAnswered(first)) return first.data
      // The card may have been put on just now; nothing was sent to it yet.
      if (!(await readPresence())) throw new TransportError('TZ-R08')
      return cardData(await askForAtr())
    },
    async powerOff() {
      await exchange.ask({
        type: COMMAND.powerOff,
        expect: RESPONSE.slotStatus,
        timeoutMs: timeouts.reader,
      })
    },
    async transmit(command) {
      const answer = await exchange.ask({
        type: COMMAND.transferBlock,
        data: command,
        expect: RESPONSE.dataBlock,
        timeoutMs: timeouts.apdu,
      })
      return cardData(answer)
    },
    receive: (chunk) => {
      exchange.receive(chunk)
    },
    die: (code, cause) => {
      exchange.die(code, cause)
    },
    // What has arrived is read at once, so nothing is waiting.
    lose: () => {
      exchange.die('TZ-R04')
    },
    get death() {
      return exchange.death
    },
  }
}

function isAnswered({ outcome, data }: Answer): boolean {
  return outcome === 'done' && data.length >= MIN_CARD_BYTES
}
