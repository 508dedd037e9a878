/** Commands of the reader as functions of an exchange; each sends exactly one block, or says so. */
import { TransportError } from '../transport'
import { COMMAND, RESPONSE, type Block } from './block'
import type { Exchange } from './exchange'
import type { Timeouts } from '../bluetooth/timing'

const AUTO_POLL_ON = Uint8Array.of(0xe0, 0x00, 0x00, 0x40, 0x01)
const ESCAPE_ANSWER = 0xe1

/** Slot status, the low bits of the parameter: 0 active, 1 inactive, 2 absent (manual 5.6.3). */
const SLOT_STATE = 0x03
const SLOT_ABSENT = 0x02

export async function switchAutoPollOn(exchange: Exchange, timeouts: Timeouts): Promise<void> {
  const data = await escape(exchange, AUTO_POLL_ON, timeouts)
  if (data[0] !== ESCAPE_ANSWER) throw new TransportError('TZ-R09')
}

/** The data of an escape command and of its answer. */
export async function escape(
  exchange: Exchange,
  data: Uint8Array,
  timeouts: Timeouts,
  authentication?: { isLast: boolean },
): Promise<Uint8Array> {
  const answer = await exchange.ask({
    type: COMMAND.escape,
    data,
    expect: [RESPONSE.escape],
    activity: authentication ? 'authentication' : 'reader',
    timeoutMs: timeouts.reader,
    holdAfter: authentication?.isLast ?? false,
  })
  return answer.data
}

export async function readPresence(exchange: Exchange, timeouts: Timeouts): Promise<boolean> {
  const answer = await exchange.ask({
    type: COMMAND.slotStatus,
    expect: [RESPONSE.slotStatus],
    activity: 'reader',
    timeoutMs: timeouts.reader,
  })
  return (answer.param & SLOT_STATE) < SLOT_ABSENT
}

/**
 * The ATR. Asks for the slot status too when there is none, and once more for the ATR when a card is there: it may
 * have been put on in between, and nothing was sent to it yet.
 * @throws TransportError `TZ-R08` without a card, `TZ-R10` when the card is silent
 */
export async function powerCardOn(exchange: Exchange, timeouts: Timeouts): Promise<Uint8Array> {
  const first = await askForAtr(exchange, timeouts)
  if (isAnswered(first)) return first.data
  if (!(await readPresence(exchange, timeouts))) throw new TransportError('TZ-R08')
  return cardData(exchange, await askForAtr(exchange, timeouts), timeouts)
}

function askForAtr(exchange: Exchange, timeouts: Timeouts): Promise<Block> {
  return exchange.ask({
    type: COMMAND.powerOn,
    expect: [RESPONSE.data, RESPONSE.slotStatus],
    activity: 'card',
    timeoutMs: timeouts.power,
  })
}

export async function powerCardOff(exchange: Exchange, timeouts: Timeouts): Promise<void> {
  await exchange.ask({
    type: COMMAND.powerOff,
    expect: [RESPONSE.slotStatus],
    activity: 'reader',
    timeoutMs: timeouts.reader,
  })
}

/** One APDU, once. @throws TransportError as `powerCardOn`; whether the card acted is then unknown */
export async function exchangeApdu(
  exchange: Exchange,
  command: Uint8Array,
  timeouts: Timeouts,
): Promise<Uint8Array> {
  const answer = await exchange.ask({
    type: COMMAND.apdu,
    data: command,
    expect: [RESPONSE.data, RESPONSE.slotStatus],
    activity: 'card',
    timeoutMs: timeouts.apdu,
  })
  return cardData(exchange, answer, timeouts)
}

/**
 * Neither an ATR nor an answer of a card is shorter than two bytes: less means that the card did
 * not answer. The parameter of a data block is not judged, because sources disagree on its meaning.
 */
function isAnswered({ type, data }: Block): boolean {
  return type === RESPONSE.data && data.length >= 2
}

async function cardData(
  exchange: Exchange,
  answer: Block,
  timeouts: Timeouts,
): Promise<Uint8Array> {
  if (isAnswered(answer)) return answer.data
  const isPresent = await readPresence(exchange, timeouts)
  throw new TransportError(isPresent ? 'TZ-R10' : 'TZ-R08')
}
