/** One contact with one card: every command goes through here, so nothing else decides what may be repeated. */
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import {
  buildGetResponse,
  parseResponse,
  STATUS,
  waitingBytes,
  wantedLength,
  withExpectedLength,
  type ResponseApdu,
} from './apdu'
import { TransportError, type Transport } from './transport'

export type CardStep = 'selecting' | 'reading' | 'verifying' | 'signing'

export interface CardProgress {
  step: CardStep
  /** 0 to 1 over the whole call that was given the listener. */
  fraction: number
}

/** What every card operation takes. */
export interface CardOptions {
  /** Looked at before each command; a command under way is awaited, then `TZ-C14`. */
  signal?: AbortSignal
  onProgress?: (progress: CardProgress) => void
}

/** GET RESPONSE is asked at most this often, whatever a card says. */
const MAX_RESPONSE_PARTS = 16

/** The channel that owns each transport: a newer one ends the older, so that no SELECT comes between VERIFY and its use. */
const owners = new WeakMap<Transport, CardChannel>()

export class CardChannel {
  readonly #transport: Transport
  readonly #listening: (() => void)[]
  #options: CardOptions
  #broken: ErrorCode | null = null
  #left: ErrorCode | null = null

  private constructor(transport: Transport, options: CardOptions) {
    this.#transport = transport
    this.#options = options
    this.#listening = [
      transport.on('card', (present) => {
        if (!present) this.#left ??= 'TZ-C05'
      }),
      transport.on('link', (state) => {
        if (state === 'lost') this.#left ??= 'TZ-R04'
      }),
    ]
  }

  /**
   * Powers the card on and takes over the transport.
   * Fails with the transport's code (`TZ-R08` no card) or `TZ-C14`.
   */
  static async open(transport: Transport, options: CardOptions): Promise<Result<CardChannel>> {
    const earlier = owners.get(transport)
    if (earlier) earlier.#stopListening()
    const channel = new CardChannel(transport, options)
    owners.set(transport, channel)
    if (options.signal?.aborted) return failed('TZ-C14')
    try {
      await transport.powerOn()
    } catch (error) {
      if (error instanceof TransportError) return failed(error.code)
      throw error
    }
    // What was on the reader before power-on is another story.
    channel.#left = null
    return ok(channel)
  }

  #stopListening(): void {
    for (const stop of this.#listening) stop()
  }

  /**
   * Why a pause between commands ended the contact, as far as the reader told; null if it told nothing.
   * A hint, so it is asked before something begins and never holds against an answer under way.
   */
  get left(): ErrorCode | null {
    return this.#left
  }

  /** Gives a later call its own signal and progress listener. */
  use(options: CardOptions): void {
    this.#options = options
  }

  report(step: CardStep, fraction: number): void {
    this.#options.onProgress?.({ step, fraction })
  }

  /** Why not even the next command may be sent; null if it may. */
  get obstacle(): ErrorCode | null {
    if (this.#broken) return this.#broken
    return this.#options.signal?.aborted || owners.get(this.#transport) !== this ? 'TZ-C14' : null
  }

  /**
   * Sends one command exactly once and repeats nothing, whatever happens: the only way to send a VERIFY.
   * `lost`: contact ended under way and the card may or may not have executed the command.
   */
  async sendOnce(
    command: Uint8Array,
  ): Promise<
    | { kind: 'answer'; answer: ResponseApdu }
    | { kind: 'unsent'; code: ErrorCode }
    | { kind: 'lost'; code: ErrorCode }
  > {
    const { obstacle } = this
    if (obstacle) return { kind: 'unsent', code: obstacle }
    let answer: ResponseApdu | null
    try {
      answer = parseResponse(await this.#transport.transmit(command))
    } catch (error) {
      this.#broken = 'TZ-C05'
      if (!(error instanceof TransportError)) throw error
      return { kind: 'lost', code: error.code === 'TZ-R08' ? 'TZ-C05' : error.code }
    }
    if (answer) return { kind: 'answer', answer }
    this.#broken = 'TZ-C05'
    return { kind: 'lost', code: 'TZ-C05' }
  }

  /**
   * Sends a command that may safely be asked again: collects 61xx parts and follows one 6Cxx.
   * Fails with `TZ-C05` (contact lost), `TZ-C14` or the transport's own code.
   */
  async send(command: Uint8Array): Promise<Result<ResponseApdu>> {
    const first = await this.#sendResult(command)
    if (!first.ok) return first
    const wanted = wantedLength(first.value.status)
    if (wanted === null) return this.#collect(first.value)
    const again = await this.#sendResult(withExpectedLength(command, wanted))
    return again.ok ? this.#collect(again.value) : again
  }

  async #collect(first: ResponseApdu): Promise<Result<ResponseApdu>> {
    let { data, status } = first
    for (let part = 0; part < MAX_RESPONSE_PARTS; part += 1) {
      const waiting = waitingBytes(status)
      if (waiting === null) return ok({ data, status })
      const next = await this.#sendResult(buildGetResponse(waiting))
      if (!next.ok) return next
      data = Uint8Array.of(...data, ...next.value.data)
      status = next.value.status
    }
    return ok({ data, status })
  }

  async #sendResult(command: Uint8Array): Promise<Result<ResponseApdu>> {
    const sent = await this.sendOnce(command)
    return sent.kind === 'answer' ? ok(sent.answer) : failed(sent.code)
  }
}

/** Turns any status but 9000 into the code that `codeFor` gives it. */
export function expectOk(
  sent: Result<ResponseApdu>,
  codeFor: (status: number) => ErrorCode = () => 'TZ-C09',
): Result<Uint8Array> {
  if (!sent.ok) return sent
  const { data, status } = sent.value
  return status === STATUS.ok ? ok(data) : failed(codeFor(status))
}
