/** The card's end of vpcd's line: answers what comes, one message after the other, until one side goes. */
import type { Socket } from 'node:net'
import { CardGoneError } from '../../src/nfc/emulator/tear'
import { describeCommand, describeResponse } from './describe-exchange'
import { frame, MessageReader, NonsenseError, type Message } from './messages'

/** All of a card that the line needs; the software card is one. */
export interface ServedCard {
  readonly atr: Uint8Array
  respond(command: Uint8Array): Promise<Uint8Array>
  reset(): void
}

export type CardEnd =
  /** The reader went; `midMessage`: with a message half sent. */
  | { kind: 'readerGone'; midMessage: boolean }
  /** `signal` took the card off. */
  | { kind: 'stopped' }
  /** A tear that was planned. */
  | { kind: 'torn' }
  /** What came is not vpcd's language; `what` is half a sentence without any octet of a command. */
  | { kind: 'nonsense'; what: string }

export interface ServeOptions {
  /** Takes the card off. */
  signal?: AbortSignal
  /** Gets a line for each exchange, PINs masked. */
  log?: (line: string) => void
  /** How long the rest of a message may take. */
  stallMs?: number
}

const STALL_MS = 10_000

/**
 * Serves `card` on a connected socket and closes it. Never more than one message is held: the socket is not read while
 * the card works.
 */
export async function serveCard(
  socket: Socket,
  card: ServedCard,
  { signal, log, stallMs = STALL_MS }: ServeOptions = {},
): Promise<CardEnd> {
  const reader = new MessageReader()
  const stall = { over: false }
  let timer: NodeJS.Timeout | undefined
  const closed = new Promise<'closed'>((resolve) => {
    if (socket.closed) resolve('closed')
    else socket.once('close', () => resolve('closed'))
  })
  const takeOff = (): void => void socket.destroy()
  // A reset by the other side is an end like any other; `closed` follows it.
  socket.on('error', takeOff)
  signal?.addEventListener('abort', takeOff, { once: true })
  if (signal?.aborted === true) takeOff()
  socket.setNoDelay(true)

  async function answerAll(chunk: Uint8Array): Promise<void> {
    for (const message of reader.read(chunk)) {
      const answer = await Promise.race([answerTo(card, message, log), closed])
      if (answer === 'closed') return
      if (answer) socket.write(frame(answer))
    }
  }

  try {
    for await (const chunk of chunksOf(socket)) {
      clearTimeout(timer)
      await answerAll(chunk)
      if (socket.destroyed) break
      if (!reader.midMessage) continue
      timer = setTimeout(() => {
        stall.over = true
        socket.destroy()
      }, stallMs)
    }
  } catch (cause) {
    if (cause instanceof CardGoneError) return { kind: 'torn' }
    if (cause instanceof NonsenseError) return { kind: 'nonsense', what: cause.message }
    throw cause
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', takeOff)
    socket.destroy()
    await closed
  }
  if (signal?.aborted === true) return { kind: 'stopped' }
  if (stall.over) return { kind: 'nonsense', what: 'a message whose rest never came' }
  return { kind: 'readerGone', midMessage: reader.midMessage }
}

/** Like iterating the socket, but the line's faults end it instead of being thrown. */
async function* chunksOf(socket: Socket): AsyncGenerator<Uint8Array, void, undefined> {
  const readable = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  for (;;) {
    let next: IteratorResult<Uint8Array>
    try {
      next = await readable.next()
    } catch (cause) {
      if (socket.destroyed) return
      throw cause
    }
    if (next.done === true) return
    yield next.value
  }
}

/** null for an order that vpcd expects no answer to. */
async function answerTo(
  card: ServedCard,
  message: Message,
  log?: (line: string) => void,
): Promise<Uint8Array | null> {
  if (message.kind === 'command') {
    const asked = describeCommand(message.bytes)
    try {
      const response = await card.respond(message.bytes)
      log?.(`${asked} → ${describeResponse(response)}`)
      return response
    } catch (cause) {
      log?.(`${asked} → nothing`)
      throw cause
    }
  }
  if (message.order === 'atr') return card.atr
  card.reset()
  log?.(message.order)
  return null
}
