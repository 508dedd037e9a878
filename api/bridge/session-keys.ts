/**
 * The keys of one connection: three Diffie-Hellman agreements (ephemeral with ephemeral, and each side's own key with
 * the other's ephemeral one), so that only the holders of both own keys get them, and a key stolen later opens nothing
 * that was recorded before.
 */
import {
  deriveKeys,
  digest,
  importPoint,
  sharedBits,
  utf8,
  type ConversationKeys,
  type OwnKey,
  type WebKey,
} from './agreement'
import { createSealedStream, type SealedStream } from './sealed-stream'
import { joinBytes } from './wire'

export interface SessionParties {
  side: 'page' | 'bridge'
  own: OwnKey
  ephemeral: OwnKey
  /** The other side's points. */
  otherPoint: Uint8Array<ArrayBuffer>
  otherEphemeral: Uint8Array<ArrayBuffer>
  /** As the browser sends it. */
  origin: string
}

export interface SessionKeys {
  /** What both sides saw; each proves its key over it. */
  transcript: Uint8Array<ArrayBuffer>
  bridgeProof: WebKey
  pageProof: WebKey
  stream: SealedStream
}

/** null if a point of the other side is none. */
export async function agreeOnSession(parties: SessionParties): Promise<SessionKeys | null> {
  const { side, own, ephemeral, origin } = parties
  const other = await importPoint(parties.otherPoint)
  const otherEphemeral = await importPoint(parties.otherEphemeral)
  if (!other || !otherEphemeral) return null
  const isPage = side === 'page'
  const both = await sharedBits(ephemeral.privateKey, otherEphemeral)
  const mine = await sharedBits(own.privateKey, otherEphemeral)
  const theirs = await sharedBits(ephemeral.privateKey, other)
  const ordered = (page: Uint8Array, bridge: Uint8Array): Uint8Array[] =>
    isPage ? [page, bridge] : [bridge, page]
  const transcript = await digest(
    utf8('tazune-bridge.v1 session\0'),
    ...ordered(own.point, parties.otherPoint),
    ...ordered(ephemeral.point, parties.otherEphemeral),
    utf8(origin),
  )
  const secret = joinBytes(both, ...ordered(mine, theirs))
  for (const bits of [both, mine, theirs]) bits.fill(0)
  return toSessionKeys(await deriveKeys(secret, transcript), transcript, isPage)
}

async function toSessionKeys(
  keys: ConversationKeys,
  transcript: Uint8Array<ArrayBuffer>,
  isPage: boolean,
): Promise<SessionKeys> {
  const toBridge = await keys.seal('page to bridge')
  const toPage = await keys.seal('bridge to page')
  return {
    transcript,
    bridgeProof: await keys.mac('bridge proves'),
    pageProof: await keys.mac('page proves'),
    stream: isPage ? createSealedStream(toBridge, toPage) : createSealedStream(toPage, toBridge),
  }
}
