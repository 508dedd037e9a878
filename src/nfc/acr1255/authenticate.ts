/**
 * Mutual authentication by the Customer Master Key (Reference Manual 5.3). The names are the
 * manual's: RND_A is the reader's random, RND_B the host's. The host proves the key by *decrypting*.
 */
import { TransportError } from '../transport'
import { bytesEqual, joinBytes, type Bytes } from '../bluetooth/bytes'
import { createBlockCipher, importAesKey, type BlockCipher } from './cipher'

/** ASCII `ACR1255U-J1 Auth`: public, the same in every reader until it is rewritten (6.7.19). */
export const DEFAULT_MASTER_KEY: Readonly<Uint8Array> = new TextEncoder().encode('ACR1255U-J1 Auth')

const RANDOM_BYTES = 16
const REQUEST = Uint8Array.of(0xe0, 0x00, 0x00, 0x45, 0x00)
const REQUEST_ANSWER = Uint8Array.of(0xe1, 0x00, 0x00, 0x45, 0x00)
const PROOF = Uint8Array.of(0xe0, 0x00, 0x00, 0x46, 0x00)
const PROOF_ANSWER = Uint8Array.of(0xe1, 0x00, 0x00, 0x46, 0x00)

export interface AuthenticateOptions {
  subtle?: SubtleCrypto
  /** Fills the bytes with cryptographic randomness. */
  random?: (bytes: Bytes) => Bytes
}

/**
 * Runs both exchanges over `ask`, which sends the data of an escape command and resolves with the
 * data of its answer; `isLast` tells that what follows the answer is encrypted.
 * @returns the cipher of this session, keyed by RND_A[0..7] ‖ RND_B[0..7]
 * @throws TransportError `TZ-R05` when the reader does not prove the same key
 */
export async function authenticate(
  ask: (data: Uint8Array, isLast: boolean) => Promise<Uint8Array>,
  masterKey: CryptoKey,
  {
    subtle = crypto.subtle,
    random = (bytes) => crypto.getRandomValues(bytes),
  }: AuthenticateOptions = {},
): Promise<BlockCipher> {
  const master = createBlockCipher(masterKey, subtle)
  const readerRandom = await master.decrypt(payloadOf(await ask(REQUEST, false), REQUEST_ANSWER))
  const hostRandom = random(new Uint8Array(RANDOM_BYTES))
  const proof = await master.decrypt(joinBytes(hostRandom, readerRandom))
  const answer = payloadOf(await ask(joinBytes(PROOF, proof), true), PROOF_ANSWER)
  if (!bytesEqual(await master.decrypt(answer), hostRandom)) throw new TransportError('TZ-R05')
  const sessionKey = joinBytes(readerRandom.subarray(0, 8), hostRandom.subarray(0, 8))
  const imported = await importAesKey(sessionKey, subtle)
  for (const secret of [sessionKey, readerRandom, hostRandom]) secret.fill(0)
  return createBlockCipher(imported, subtle)
}

function payloadOf(answer: Uint8Array, head: Uint8Array): Bytes {
  const isExpected =
    answer.length === head.length + RANDOM_BYTES &&
    bytesEqual(answer.subarray(0, head.length), head)
  if (!isExpected) throw new TransportError('TZ-R05')
  return new Uint8Array(answer.subarray(head.length))
}
