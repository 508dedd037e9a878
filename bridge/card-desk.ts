/** One page's turn with the readers of this computer: every command passes the filter, one at a time. */
import type { BridgeResult, CardEvent, Operation } from '../api/bridge/wire'
import { createCardFilter } from './card-filter'
import { APPLICATIONS } from './card-rules'
import { PcscError, type PcscFault, type PcscReader, type ReaderSlot } from './pcsc/reader'

export interface CardAnswer {
  result: BridgeResult
  payload: Uint8Array<ArrayBuffer>
}

export interface CardDesk {
  /** Never rejects for a fault of service, reader or card. `payload` is wiped when it settles. */
  perform(operation: Operation, payload: Uint8Array): Promise<CardAnswer>
  /** Waits for what is under way, then ends the card session with a reset. */
  end(): Promise<void>
}

export interface CardDeskOptions {
  pcsc: PcscReader
  /** Only readers whose name contains this; '' for all. */
  readerName?: string
  onCard?: (event: CardEvent) => void
  /** Calls `run` again and again until the returned function is called. */
  repeat?: (run: () => void) => () => void
}

const LOOK_EVERY_MS = 500

const RESULTS: Readonly<Record<PcscFault, BridgeResult>> = {
  noService: 'noService',
  noReader: 'noReader',
  noCard: 'noCard',
  // The page takes a card that is not there any more for a lost contact.
  removed: 'noCard',
  unresponsive: 'unresponsive',
  shared: 'shared',
  fault: 'fault',
}

export function createCardDesk({
  pcsc,
  readerName = '',
  onCard = () => undefined,
  repeat = repeatByTimer,
}: CardDeskOptions): CardDesk {
  const filter = createCardFilter()
  let turns: Promise<unknown> = Promise.resolve()
  let isBusy = false
  let isEnded = false
  let hadCard: boolean | null = null

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = turns.then(work)
    turns = turn.catch(() => undefined)
    return turn
  }

  async function slots(): Promise<ReaderSlot[]> {
    return (await pcsc.slots()).filter(({ name }) => name.includes(readerName))
  }

  function noteCard(hasCard: boolean): void {
    if (hadCard === hasCard) return
    hadCard = hasCard
    onCard(hasCard ? 'cardOn' : 'cardOff')
  }

  async function open(): Promise<CardAnswer> {
    const found = await slots()
    const best = found.find(({ hasCard }) => hasCard) ?? found[0]
    if (!best) return { result: 'noReader', payload: new Uint8Array() }
    noteCard(best.hasCard)
    return { result: 'ok', payload: new Uint8Array(Buffer.from(best.name.slice(0, 60))) }
  }

  async function powerOn(): Promise<CardAnswer> {
    filter.reset()
    await pcsc.disconnect().catch(orGone)
    const found = await slots()
    if (found.length === 0) return { result: 'noReader', payload: new Uint8Array() }
    const withCard = found.filter(({ hasCard }) => hasCard).map(({ name }) => name)
    const choice = withCard.length > 1 ? await chooseAmong(withCard) : withCard
    const [name, other] = choice
    if (other !== undefined) return { result: 'manyCards', payload: new Uint8Array() }
    if (name === undefined) {
      noteCard(false)
      return { result: 'noCard', payload: new Uint8Array() }
    }
    const atr = await pcsc.connect(name)
    noteCard(true)
    return { result: 'ok', payload: new Uint8Array(atr) }
  }

  /** A card of the staff may lie in another reader all day: the one with the JPKI application is meant. */
  async function chooseAmong(names: readonly string[]): Promise<string[]> {
    const select = Buffer.from(`00A4040C0A${APPLICATIONS[0]?.aid ?? ''}`, 'hex')
    const hits: string[] = []
    for (const name of names) {
      try {
        await pcsc.connect(name)
        const answer = await pcsc.transmit(new Uint8Array(select))
        if (answer.at(-2) === 0x90) hits.push(name)
        await pcsc.disconnect()
      } catch (error) {
        // That one cannot be meant.
        orGone(error)
      }
    }
    return hits.length > 0 ? hits : names.slice(0, 1)
  }

  async function transmit(command: Uint8Array): Promise<CardAnswer> {
    const settle = filter.admit(command)
    if (!settle) return { result: 'forbidden', payload: new Uint8Array() }
    const answer = await pcsc.transmit(command)
    settle(answer)
    return { result: 'ok', payload: new Uint8Array(answer) }
  }

  async function powerOff(): Promise<CardAnswer> {
    filter.reset()
    await pcsc.disconnect().catch(orGone)
    return { result: 'ok', payload: new Uint8Array() }
  }

  function run(operation: Operation, payload: Uint8Array): Promise<CardAnswer> {
    switch (operation) {
      case 'open':
        return open()
      case 'powerOn':
        return powerOn()
      case 'transmit':
        return transmit(payload)
      case 'powerOff':
        return powerOff()
    }
  }

  async function attempt(operation: Operation, payload: Uint8Array): Promise<CardAnswer> {
    try {
      return await run(operation, payload)
    } catch (error) {
      if (!(error instanceof PcscError)) throw error
      // Whatever the card did, nothing is taken for selected or verified any more.
      filter.reset()
      await pcsc.disconnect().catch(orGone)
      if (error.fault === 'removed' || error.fault === 'noCard') noteCard(false)
      return { result: RESULTS[error.fault], payload: new Uint8Array() }
    }
  }

  /** A hint for the page, taken only while nobody waits. */
  const stopLooking = repeat(() => {
    if (isBusy || hadCard === null) return
    void inTurn(async () => {
      if (isEnded) return
      try {
        const found = await slots()
        noteCard(found.some(({ hasCard }) => hasCard))
      } catch (error) {
        // The next command tells what is wrong.
        orGone(error)
      }
    })
  })

  return {
    async perform(operation, payload) {
      if (isBusy || isEnded) return { result: 'busy', payload: new Uint8Array() }
      isBusy = true
      try {
        return await inTurn(() => attempt(operation, payload))
      } finally {
        payload.fill(0)
        isBusy = false
      }
    },
    async end() {
      isEnded = true
      stopLooking()
      await inTurn(() => pcsc.disconnect().catch(orGone))
    },
  }
}

function orGone(error: unknown): void {
  if (!(error instanceof PcscError)) throw error
}

function repeatByTimer(run: () => void): () => void {
  const timer = setInterval(run, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
