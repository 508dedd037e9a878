/** The first messages of a connection: both sides prove themselves, or are paired by the code. */
import { checkProof, createOwnKey, keyIdOf, prove } from '../../../api/bridge/agreement'
import { agreeOnPairing, pageClaim } from '../../../api/bridge/pairing-keys'
import type { SealedStream } from '../../../api/bridge/sealed-stream'
import { agreeOnSession } from '../../../api/bridge/session-keys'
import {
  buildFrame,
  FRAME,
  MAC_LENGTH,
  parseAnswer,
  parseRefused,
  POINT_LENGTH,
  splitFrame,
  type Refusal,
} from '../../../api/bridge/wire'
import type { ErrorCode } from '../../../domain/errors'
import { TransportError } from '../transport'
import type { BridgePairing } from './pairing-store'
import type { BridgeSocket } from './socket'

export interface Greeting {
  socket: BridgeSocket
  /** Of this page. */
  origin: string
  /** Milliseconds for each of the bridge's answers. */
  timeoutMs: number
}

const REFUSALS: Readonly<Record<Refusal, ErrorCode>> = {
  unpaired: 'TZ-B03',
  pairingClosed: 'TZ-B05',
  wrongProof: 'TZ-B12',
  busy: 'TZ-B06',
  protocol: 'TZ-B13',
  notKept: 'TZ-B16',
}

/**
 * Opens the sealed stream with the bridge of that pairing. Nothing of value is sent before the bridge has proved itself.
 * @throws TransportError `TZ-B03` not paired, `TZ-B06` in use, `TZ-B12` not that bridge, `TZ-B13`, `TZ-R04`, `TZ-R07`
 */
export async function greetBridge(
  { socket, origin, timeoutMs }: Greeting,
  pairing: BridgePairing,
): Promise<SealedStream> {
  const ephemeral = await createOwnKey()
  socket.send(buildFrame(FRAME.hello, await keyIdOf(pairing.own.point), ephemeral.point))
  const [point, proof] = expectFrame(
    await socket.receive(timeoutMs),
    FRAME.offer,
    POINT_LENGTH,
    MAC_LENGTH,
  )
  if (!point || !proof) throw new TransportError('TZ-B13')
  const keys = await agreeOnSession({
    side: 'page',
    own: pairing.own,
    ephemeral,
    otherPoint: pairing.bridgePoint,
    otherEphemeral: point,
    origin,
  })
  if (!keys || !(await checkProof(keys.bridgeProof, keys.transcript, proof))) {
    throw new TransportError('TZ-B12')
  }
  socket.send(buildFrame(FRAME.prove, await prove(keys.pageProof, keys.transcript)))
  const message = await socket.receive(timeoutMs)
  const opened = await keys.stream.open(message)
  const ready = opened && parseAnswer(opened)
  if (ready?.kind !== 'reply' || ready.result !== 'ok') throw refusalOf(message)
  return keys.stream
}

/**
 * Pairs with the bridge that knows the code. The bridge proves it first, so that a program that only pretends to be the
 * bridge learns nothing about the code.
 * @throws TransportError `TZ-B04` wrong code, `TZ-B05` none valid, `TZ-B16` not kept, `TZ-B13`, `TZ-R04`, `TZ-R07`
 */
export async function pairWithBridge(
  { socket, origin, timeoutMs }: Greeting,
  code: string,
): Promise<BridgePairing> {
  const ephemeral = await createOwnKey()
  socket.send(buildFrame(FRAME.pair, ephemeral.point))
  const [point, bridgePoint, proof] = expectFrame(
    await socket.receive(timeoutMs),
    FRAME.pairOffer,
    ...[POINT_LENGTH, POINT_LENGTH, MAC_LENGTH],
  )
  if (!point || !bridgePoint || !proof) throw new TransportError('TZ-B13')
  const keys = await agreeOnPairing({
    side: 'page',
    ephemeral,
    otherEphemeral: point,
    bridgePoint,
    origin,
    code,
  })
  if (!keys || !(await checkProof(keys.bridgeProof, keys.transcript, proof))) {
    throw new TransportError('TZ-B04')
  }
  const own = await createOwnKey()
  const claim = await pageClaim(keys, own.point)
  socket.send(buildFrame(FRAME.pairProve, own.point, await prove(keys.pageProof, claim)))
  expectFrame(await socket.receive(timeoutMs), FRAME.paired)
  return { own, bridgePoint }
}

function expectFrame(
  message: Uint8Array,
  type: number,
  ...lengths: readonly number[]
): Uint8Array<ArrayBuffer>[] {
  const parts = splitFrame(message, type, ...lengths)
  if (!parts) throw refusalOf(message)
  return parts
}

function refusalOf(message: Uint8Array): TransportError {
  return new TransportError(REFUSALS[parseRefused(message) ?? 'protocol'])
}
