/**
 * The conversation with one CCID reader over one link: one command at a time, answers matched by
 * sequence number and type, notices in between. Nothing is ever sent twice, and after any disorder
 * the conversation is dead: the link must be opened anew.
 */
import type { ErrorCode } from '../../../domain/errors'
import { splitChunks } from '../bluetooth/chunks'
import type { SessionHost } from '../bluetooth/session'
import { TransportError } from '../transport'
import { decodeAnswer, encodeCommand, type Answer } from './message'
import { createMessageReader, type MessageEvent } from './message-reader'

export interface Request {
  type: number
  data?: Uint8Array
  /** The type of its answer. */
  expect: number
  /** Starts anew each time the reader asks for more time, up to `timeouts.extended` in all. */
  timeoutMs: number
}

export interface Exchange {
  /** Sends one command. @throws TransportError, after which the conversation is over */
  ask(request: Request): Promise<Answer>
  receive(chunk: Uint8Array): void
  die(code: ErrorCode, cause?: unknown): void
  readonly death: TransportError | null
}

interface Pending {
  request: Request
  sequence: number
  resolve: (answer: Answer) => void
  reject: (error: TransportError) => void
  extend: () => void
}

export function createExchange({
  write,
  startTimer,
  timeouts,
  onCardNotice,
  onDeath,
}: SessionHost): Exchange {
  const messages = createMessageReader()
  let death: TransportError | null = null
  let pending: Pending | null = null
  let sequence = 0
  let cancelChunkTimer: () => void = () => undefined

  function die(code: ErrorCode, cause?: unknown): void {
    if (death) return
    death = new TransportError(code, { cause })
    cancelChunkTimer()
    pending?.reject(death)
    onDeath(death)
  }

  function handle(event: MessageEvent): void {
    switch (event.kind) {
      case 'notice':
        onCardNotice()
        break
      case 'hardware error':
        die('TZ-R09', new Error(`hardware error ${event.error}`))
        break
      case 'fault':
        die('TZ-R06', new Error(event.fault))
        break
      case 'answer':
        takeAnswer(decodeAnswer(event.message))
    }
  }

  function takeAnswer(answer: Answer | null): void {
    if (!answer) {
      die('TZ-R06', new Error('not an answer'))
    } else if (pending?.sequence !== answer.sequence || pending.request.expect !== answer.type) {
      die('TZ-R06', new Error('answer to another command'))
    } else if (answer.outcome === 'more time') {
      pending.extend()
    } else {
      pending.resolve(answer)
    }
  }

  async function send({ type, data }: Request, number: number): Promise<void> {
    const message = encodeCommand(type, number, data)
    const chunks = splitChunks(message)
    try {
      for (const chunk of chunks) {
        if (death) return
        await write(chunk)
      }
    } finally {
      // A VERIFY carries the PIN: no copy outlives this function.
      for (const copy of [message, ...chunks]) copy.fill(0)
    }
  }

  function begin(request: Request, number: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        die(messages.isPartial ? 'TZ-R06' : 'TZ-R07')
      }
      let cancelTimer = startTimer(request.timeoutMs, giveUp)
      let cancelLimit: (() => void) | null = null
      const settle = () => {
        cancelTimer()
        cancelLimit?.()
        pending = null
      }
      pending = {
        request,
        sequence: number,
        resolve: (answer) => {
          settle()
          resolve(answer)
        },
        reject: (error) => {
          settle()
          reject(error)
        },
        extend: () => {
          cancelTimer()
          cancelTimer = startTimer(request.timeoutMs, giveUp)
          cancelLimit ??= startTimer(timeouts.extended, giveUp)
        },
      }
    })
  }

  return {
    ask(request) {
      if (death) return Promise.reject(death)
      if (pending) return Promise.reject(new Error('one command at a time'))
      const number = sequence
      sequence = (sequence + 1) & 0xff
      const answer = begin(request, number)
      // Not awaited: a write that never ends must not outlive the timer.
      send(request, number).catch((cause: unknown) => {
        die('TZ-R04', cause)
      })
      return answer
    },
    receive(chunk) {
      if (death) return
      cancelChunkTimer()
      for (const event of messages.push(chunk)) if (!isOver()) handle(event)
      cancelChunkTimer = () => undefined
      if (isOver() || !messages.isPartial) return
      cancelChunkTimer = startTimer(timeouts.chunk, () => {
        die('TZ-R06', new Error('cut message'))
      })
    },
    die,
    get death() {
      return death
    },
  }

  function isOver(): boolean {
    return death !== null
  }
}
