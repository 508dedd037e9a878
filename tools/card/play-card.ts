/** A card's stay on vpcd's reader: put on, torn off and put back as asked, and a sentence at its end. */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CardImage } from '../../domain/card-image'
import { createSoftwareCard, type SoftwareCard } from '../../src/nfc/emulator/software-card'
import type { CardOptions } from './options'
import { serveCard, type CardEnd, type ServedCard } from './serve-card'
import { planTear } from './tear-wish'

export interface Stay {
  /** One sentence, for whoever started the program. */
  sentence: string
  /** Whether it ended as it should: taken off, torn as asked, or the reader went. */
  ok: boolean
}

export interface StayPorts {
  print: (line: string) => void
  /** Takes the card off. */
  signal: AbortSignal
}

const RETRY_MS = 50

export async function playCard(
  image: CardImage,
  options: CardOptions,
  { print, signal }: StayPorts,
): Promise<Stay> {
  const card = createSoftwareCard(image, {
    ...options.knobs,
    ...(options.slowMs > 0 && { delay: () => sleep(options.slowMs) }),
    ...(options.tear && { tear: planTear(options.tear) }),
  })
  const served: ServedCard = {
    atr: options.atr,
    respond: (command) => card.respond(command),
    reset: () => card.reset(),
  }
  const where = `${options.host}:${options.port}`
  for (;;) {
    const socket = await connectWithin(options, signal)
    if (signal.aborted) return { sentence: 'The card was never put on.', ok: true }
    if (!(socket instanceof Object)) {
      return { sentence: `No vpcd listens at ${where} (${socket}).`, ok: false }
    }
    card.reset()
    print(`${image.personaId} lies on ${where}.`)
    const end = await serveCard(socket, served, { signal, ...(options.log && { log: print }) })
    if (end.kind !== 'torn' || options.backMs === null) return describeEnd(end, card)
    print(`The card was torn off at command ${card.log.length}; back in ${options.backMs} ms.`)
    await pause(options.backMs, signal)
  }
}

/** The connected socket; the reason, as the platform names it, when there is none in time. */
async function connectWithin(
  { host, port, waitMs }: CardOptions,
  signal: AbortSignal,
): Promise<Socket | string> {
  const until = performance.now() + waitMs
  for (;;) {
    const result = await tryConnect(host, port, signal)
    if (typeof result !== 'string' || signal.aborted || performance.now() >= until) return result
    await pause(RETRY_MS, signal)
  }
}

function tryConnect(host: string, port: number, signal: AbortSignal): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const giveUp = (): void => void socket.destroy()
    const settle = (result: Socket | string): void => {
      signal.removeEventListener('abort', giveUp)
      socket.removeAllListeners()
      resolve(result)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    socket.once('connect', () => settle(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
    socket.once('close', () => settle('closed'))
    if (signal.aborted) giveUp()
  })
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch (cause) {
    if (!signal.aborted) throw cause
  }
}

function describeEnd(end: CardEnd, { log }: SoftwareCard): Stay {
  const after = `after ${log.length} ${log.length === 1 ? 'command' : 'commands'}`
  switch (end.kind) {
    case 'readerGone':
      return end.midMessage
        ? { sentence: `vpcd went in the middle of a message, ${after}.`, ok: false }
        : { sentence: `vpcd went ${after}.`, ok: true }
    case 'stopped':
      return { sentence: `The card was taken off ${after}.`, ok: true }
    case 'torn':
      return { sentence: `The card was torn off at command ${log.length}.`, ok: true }
    case 'nonsense':
      return { sentence: `This is not vpcd's language, ${after}: ${end.what}.`, ok: false }
  }
}
