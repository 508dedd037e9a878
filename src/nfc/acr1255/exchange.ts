/**
 * The conversation with one reader over one link, from the first byte to its death: one command at
 * a time, answers matched by type and not by order, notices in between. Nothing is ever sent twice.
 *
 * After any disorder the conversation is dead and the link must be opened anew: sequence numbers
 * are not used by this reader, so a late answer could otherwise be taken for the next command's.
 */
import type { ErrorCode } from '../../../domain/errors'
import { TransportError } from '../transport'
import {
  COMMAND,
  decodeBlock,
  encodeBlock,
  RESPONSE,
  type Block,
  type ReceivedBlock,
} from './block'
import type { Bytes } from '../bluetooth/bytes'
import { splitChunks } from '../bluetooth/chunks'
import { CIPHER_BLOCK_BYTES, padBlock, type BlockCipher } from './cipher'
import { createFrameReader, wrapFrame, type FrameEvent } from './frame'
import { hardwareErrorCode, type Activity } from './hardware-error'
import type { StartTimer } from '../bluetooth/timing'

/** Oddities that change nothing; counted by whoever cares about the reader's firmware. */
export type ExchangeNote = 'inner checksum differs' | 'hardware error without a command'

export interface Request {
  type: number
  data?: Uint8Array
  /** Types of block that are an answer to this command. */
  expect: readonly number[]
  activity: Activity
  timeoutMs: number
  /** What follows the answer is encrypted: keep it until `secure`. */
  holdAfter?: boolean
}

export interface ExchangeOptions {
  write(chunk: Bytes): Promise<void>
  startTimer: StartTimer
  /** Longest pause inside one frame. */
  chunkTimeoutMs: number
  /** The reader says that a card came or went; its byte is not trusted, so it is not handed on. */
  onCardNotice(): void
  onDeath(error: TransportError): void
  onNote(note: ExchangeNote): void
}

export interface Exchange {
  /** Sends one command. @throws TransportError; every code but a reader's own report is the end */
  ask(request: Request): Promise<Block>
  /** Encrypts and decrypts everything from here on. */
  secure(cipher: BlockCipher): void
  receive(chunk: Uint8Array): void
  /** Ends the conversation at once. */
  die(code: ErrorCode, cause?: unknown): void
  /** Ends the conversation after what has already arrived: an answer that is complete counts. */
  lose(): void
  /** Why the conversation is over; null while it is not. */
  readonly death: TransportError | null
}

interface Pending {
  request: Request
  resolve: (block: Block) => void
  reject: (error: TransportError) => void
}

export function createExchange(options: ExchangeOptions): Exchange {
  const frames = createFrameReader()
  let cipher: BlockCipher | null = null
  let death: TransportError | null = null
  let pending: Pending | null = null
  let inbound: Promise<void> = Promise.resolve()
  let held: { until: Promise<void>; release: () => void } | null = null
  let cancelChunkTimer: () => void = () => undefined

  function die(code: ErrorCode, cause?: unknown): void {
    if (death) return
    death = new TransportError(code, { cause })
    cancelChunkTimer()
    held?.release()
    pending?.reject(death)
    options.onDeath(death)
  }

  /** Frames are opened in the order of their arrival, though opening takes WebCrypto's time. */
  function inOrder(step: () => Promise<void> | void): void {
    inbound = inbound
      .then(async () => {
        await held?.until
        if (!death) await step()
      })
      .catch((cause: unknown) => {
        die('TZ-R06', cause)
      })
  }

  async function handle(event: FrameEvent): Promise<void> {
    if (event.kind === 'fault') {
      die('TZ-R06', new Error(event.fault))
      return
    }
    const isSecret = cipher !== null && event.block.length % CIPHER_BLOCK_BYTES === 0
    const plain = cipher && isSecret ? await cipher.decrypt(event.block) : event.block
    const block = decodeBlock(plain)
    if (isSecret) plain.fill(0)
    if (!block) {
      die('TZ-R06', new Error('not a block'))
      return
    }
    if (!block.checksumAgrees) options.onNote('inner checksum differs')
    dispatch(block, cipher !== null && !isSecret)
  }

  function dispatch(block: ReceivedBlock, isClear: boolean): void {
    switch (block.type) {
      case RESPONSE.cardNotice:
        options.onCardNotice()
        break
      case RESPONSE.hardwareError:
        failByReader(block.param)
        break
      default:
        takeAnswer(block, isClear)
    }
  }

  function takeAnswer(block: Block, isClear: boolean): void {
    if (isClear) {
      // In a secured session an answer in the clear comes from a reader that has restarted.
      die('TZ-R04', new Error('answer in the clear'))
    } else if (!pending?.request.expect.includes(block.type)) {
      die('TZ-R06', new Error('answer of another type'))
    } else {
      if (pending.request.holdAfter) hold()
      pending.resolve(block)
    }
  }

  function hold(): void {
    const { promise, resolve } = promiseAndResolver()
    held = { until: promise, release: resolve }
  }

  function failByReader(param: number): void {
    if (!pending) {
      options.onNote('hardware error without a command')
      return
    }
    const { request, reject } = pending
    const code = hardwareErrorCode(param, request.activity)
    const cause = new Error(`hardware error ${param}`)
    // Whether an APDU reached the card is unknown, and its answer may still come.
    const goesOn =
      request.type !== COMMAND.apdu &&
      request.activity !== 'authentication' &&
      (code === 'TZ-R07' || code === 'TZ-R09' || code === 'TZ-R10')
    if (goesOn) reject(new TransportError(code, { cause }))
    else die(code, cause)
  }

  async function send({ type, data }: Request): Promise<void> {
    const block = encodeBlock(type, data)
    const padded = cipher ? padBlock(block) : block
    const body = cipher ? await cipher.encrypt(padded) : block
    const chunks = splitChunks(wrapFrame(body))
    if (cipher) {
      // A VERIFY carries the PIN: only the encrypted copy outlives this function.
      block.fill(0)
      padded.fill(0)
    }
    for (const chunk of chunks) {
      if (death) return
      await options.write(chunk)
    }
  }

  return {
    ask(request) {
      if (death) return Promise.reject(death)
      if (pending) return Promise.reject(new Error('one command at a time'))
      return new Promise<Block>((resolve, reject) => {
        const cancelTimer = options.startTimer(request.timeoutMs, () => {
          die(frames.isPartial ? 'TZ-R06' : 'TZ-R07')
        })
        const settle = () => {
          cancelTimer()
          pending = null
        }
        pending = {
          request,
          resolve: (block) => {
            settle()
            resolve(block)
          },
          reject: (error) => {
            settle()
            reject(error)
          },
        }
        // Not awaited: a write that never ends must not outlive the timer.
        send(request).catch((cause: unknown) => {
          die('TZ-R04', cause)
        })
      })
    },
    secure(next) {
      cipher = next
      held?.release()
      held = null
    },
    receive(chunk) {
      if (death) return
      cancelChunkTimer()
      for (const event of frames.push(chunk)) inOrder(() => handle(event))
      cancelChunkTimer = frames.isPartial
        ? options.startTimer(options.chunkTimeoutMs, () => {
            die('TZ-R06', new Error('cut frame'))
          })
        : () => undefined
    },
    die,
    lose() {
      inOrder(() => {
        die('TZ-R04')
      })
    },
    get death() {
      return death
    },
  }
}

function promiseAndResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}
