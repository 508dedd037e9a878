/**
 * One connection from its first message to its last: the page proves itself by its key (or is paired by the code
 * first), then asks for one thing at a time. Knows no socket: messages come in, messages go out.
 */
import { checkProof, createOwnKey, importPoint, prove } from '../api/bridge/agreement'
import { agreeOnPairing, pageClaim, type PairingKeys } from '../api/bridge/pairing-keys'
import type { SealedStream } from '../api/bridge/sealed-stream'
import { agreeOnSession, type SessionKeys } from '../api/bridge/session-keys'
import {
  buildAnswer,
  buildFrame,
  buildRefused,
  FRAME,
  KEY_ID_LENGTH,
  MAC_LENGTH,
  parseRequest,
  POINT_LENGTH,
  splitFrame,
  type BridgeAnswer,
  type Refusal,
} from '../api/bridge/wire'
import type { CardDesk } from './card-desk'
import type { KnownPages } from './known-pages'
import type { PairingDesk } from './pairing-desk'

export interface ConversationOptions {
  /** As the browser said, and already found allowed. */
  origin: string
  pages: KnownPages
  pairing: PairingDesk
  send: (message: Uint8Array) => void
  /** Ends the connection after what was sent. */
  close: () => void
  /** The proven page's turn with the readers; null while another page has it. */
  takeTurn: (tell: (answer: BridgeAnswer) => void) => CardDesk | null
  /** What the person at this computer should know. */
  onNote?: (note: ConversationNote) => void
}

export type ConversationNote =
  'paired' | 'wrongCode' | 'notKept' | 'connected' | 'busy' | 'forbidden'

export interface Conversation {
  /** Messages are taken in turn. @throws what is a bug */
  receive(message: Uint8Array): Promise<void>
  /** Nothing is answered any more. */
  end(): void
}

type State =
  | { at: 'start' }
  | { at: 'offered'; keys: SessionKeys }
  | { at: 'pairOffered'; keys: PairingKeys }
  | { at: 'open'; stream: SealedStream; desk: CardDesk }
  | { at: 'closed' }

export function createConversation({
  origin,
  pages,
  pairing,
  send,
  close,
  takeTurn,
  onNote = () => undefined,
}: ConversationOptions): Conversation {
  let state: State = { at: 'start' }
  let turns: Promise<unknown> = Promise.resolve()
  let sending: Promise<unknown> = Promise.resolve()

  function refuse(reason: Refusal): Promise<void> {
    state = { at: 'closed' }
    send(buildRefused(reason))
    close()
    return Promise.resolve()
  }

  async function hello(message: Uint8Array): Promise<void> {
    const [keyId, point] = splitFrame(message, FRAME.hello, KEY_ID_LENGTH, POINT_LENGTH) ?? []
    if (!keyId || !point) return refuse('protocol')
    const pagePoint = pages.find(keyId, origin)
    if (!pagePoint) {
      // The page may go on to pair on this connection.
      send(buildRefused('unpaired'))
      return
    }
    const ephemeral = await createOwnKey()
    const keys = await agreeOnSession({
      side: 'bridge',
      own: pages.own,
      ephemeral,
      otherPoint: pagePoint,
      otherEphemeral: point,
      origin,
    })
    if (!keys) return refuse('protocol')
    state = { at: 'offered', keys }
    send(buildFrame(FRAME.offer, ephemeral.point, await prove(keys.bridgeProof, keys.transcript)))
  }

  async function proved(message: Uint8Array, keys: SessionKeys): Promise<void> {
    const [proof] = splitFrame(message, FRAME.prove, MAC_LENGTH) ?? []
    if (!proof) return refuse('protocol')
    if (!(await checkProof(keys.pageProof, keys.transcript, proof))) return refuse('wrongProof')
    const { stream } = keys
    const desk = takeTurn((answer) => tell(stream, answer))
    if (!desk) {
      onNote('busy')
      return refuse('busy')
    }
    state = { at: 'open', stream, desk }
    onNote('connected')
    // The page's sign that it may ask: a reply to what it never asked, the number before its first.
    tell(stream, { kind: 'reply', sequence: 0, result: 'ok', payload: new Uint8Array() })
  }

  async function pair(message: Uint8Array): Promise<void> {
    const [point] = splitFrame(message, FRAME.pair, POINT_LENGTH) ?? []
    if (!point) return refuse('protocol')
    const code = pairing.take()
    if (code === null) return refuse('pairingClosed')
    const ephemeral = await createOwnKey()
    const keys = await agreeOnPairing({
      side: 'bridge',
      ephemeral,
      otherEphemeral: point,
      bridgePoint: pages.own.point,
      origin,
      code,
    })
    if (!keys) return refuse('protocol')
    state = { at: 'pairOffered', keys }
    const proof = await prove(keys.bridgeProof, keys.transcript)
    send(buildFrame(FRAME.pairOffer, ephemeral.point, pages.own.point, proof))
  }

  async function pairProved(message: Uint8Array, keys: PairingKeys): Promise<void> {
    const [point, proof] = splitFrame(message, FRAME.pairProve, POINT_LENGTH, MAC_LENGTH) ?? []
    if (!point || !proof) return refuse('protocol')
    const claim = await pageClaim(keys, point)
    const isRight = await checkProof(keys.pageProof, claim, proof)
    if (!isRight || !(await importPoint(point))) return refuse('wrongProof')
    pairing.settle()
    // Should the page go while its point is being written, the code was right all the same.
    state = { at: 'start' }
    if (!(await pages.add(point, origin))) {
      onNote('notKept')
      return refuse('notKept')
    }
    onNote('paired')
    send(buildFrame(FRAME.paired))
  }

  async function request(
    message: Uint8Array,
    { stream, desk }: { stream: SealedStream; desk: CardDesk },
  ): Promise<void> {
    const plain = await stream.open(message)
    const asked = plain && parseRequest(plain)
    plain?.fill(0)
    if (!asked) return refuse('protocol')
    const { sequence, operation, payload } = asked
    // Not awaited: a request that comes too early must be told so, not queued behind the one under way.
    void desk.perform(operation, payload).then(({ result, payload: answer }) => {
      if (result === 'forbidden') onNote('forbidden')
      tell(stream, { kind: 'reply', sequence, result, payload: answer })
    })
  }

  /** Sealed in the order of the calls. */
  function tell(stream: SealedStream, answer: BridgeAnswer): void {
    sending = sending.then(async () => {
      const message = await stream.seal(buildAnswer(answer))
      if (answer.kind === 'reply') answer.payload.fill(0)
      if (state.at !== 'closed') send(message)
    })
  }

  async function take(message: Uint8Array): Promise<void> {
    switch (state.at) {
      case 'start':
        if (message[0] === FRAME.hello) return hello(message)
        return message[0] === FRAME.pair ? pair(message) : refuse('protocol')
      case 'offered':
        return proved(message, state.keys)
      case 'pairOffered':
        return pairProved(message, state.keys)
      case 'open':
        return request(message, state)
      case 'closed':
        return
    }
  }

  return {
    receive(message) {
      const turn = turns.then(() => take(message))
      turns = turn.catch(() => undefined)
      return turn
    },
    end() {
      if (state.at === 'pairOffered') onNote('wrongCode')
      state = { at: 'closed' }
    },
  }
}
