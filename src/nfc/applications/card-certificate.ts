/** The 利用者証明用電子証明書 on the card, and what it can check on this device. */
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import { buildReadBinary, buildSelectApplication, buildSelectFile, STATUS } from '../apdu'
import { expectOk, type CardChannel } from '../card-channel'
import { readCardKey, verifySignature, type CardKey } from '../card-key'
import { FILE_LIMIT, readFile } from '../card-files'
import { derTotalLength } from '../der'
import { parseCertificate, type CertificateFacts } from '../der-certificate'
import { JPKI_APPLICATION, JPKI_FILE } from './identifiers'

export interface CardCertificate {
  /** DER. */
  bytes: Uint8Array
  facts: CertificateFacts
}

/** How the key of the certificate signs; `TZ-C18` if that is not known here, so that no PIN is asked for in vain. */
export function keyOf({ facts }: CardCertificate): Result<CardKey> {
  const key = readCardKey(facts.publicKey)
  return key ? ok(key) : failed('TZ-C18')
}

/** `JPKIAPICCTOKEN` is what an old 住基カード says, `JPKIAPICCTOKEN2` a マイナンバーカード; the others are smartphones. */
const TOKEN_LENGTH = 32
const OLD_TOKEN = /^JPKIAPICCTOKEN(?!2)/
const PHONE_TOKEN = /^JPKIAP(GPSE|IOS)TOKEN/

/** SELECT of the JPKI application; `TZ-C06` if this card has none. */
export async function selectJpki(channel: CardChannel): Promise<Result<Uint8Array>> {
  return expectOk(await channel.send(buildSelectApplication(JPKI_APPLICATION)), () => 'TZ-C06')
}

/**
 * Reads the certificate of the selected JPKI application: 1 + ceil(N / 256) APDUs.
 * `TZ-C12` no certificate, `TZ-C07` or `TZ-C16` because it is a 住基カード or a smartphone, `TZ-C11` not a certificate.
 */
export async function readCardCertificate(
  channel: CardChannel,
  onRead?: (done: number, total: number) => void,
): Promise<Result<CardCertificate>> {
  const codeFor = (status: number) => (status === STATUS.fileNotFound ? 'TZ-C12' : 'TZ-C09')
  const selected = expectOk(await channel.send(buildSelectFile(JPKI_FILE.certificate)), codeFor)
  if (!selected.ok) return failed(await orOldCard(channel, selected.code))
  const file = await readFile(channel, {
    maxLength: FILE_LIMIT.certificate,
    totalLength: derTotalLength,
    codeFor,
    malformed: 'TZ-C11',
    ...(onRead && { onRead }),
  })
  return file.ok ? toCardCertificate(file.value) : file
}

/** `TZ-C11` if the bytes are not one certificate. */
export function toCardCertificate(bytes: Uint8Array): Result<CardCertificate> {
  const facts = parseCertificate(bytes)
  return facts.ok ? ok({ bytes: bytes.slice(), facts: facts.value }) : facts
}

/**
 * Looks at the token only after something was missing, so that a good card is never asked (A8).
 * Contact lost while looking is reported as such; otherwise `code` stands unless it is a 住基カード or a smartphone.
 */
export async function orOldCard(channel: CardChannel, code: ErrorCode): Promise<ErrorCode> {
  if (code !== 'TZ-C08' && code !== 'TZ-C12') return code
  const selected = await channel.send(buildSelectFile(JPKI_FILE.token))
  if (!selected.ok) return selected.code
  if (selected.value.status !== STATUS.ok) return code
  const read = await channel.send(buildReadBinary(0, TOKEN_LENGTH))
  if (!read.ok) return read.code
  const text = Array.from(read.value.data, (byte) => String.fromCharCode(byte)).join('')
  if (OLD_TOKEN.test(text)) return 'TZ-C07'
  return PHONE_TOKEN.test(text) ? 'TZ-C16' : code
}

/**
 * Whether `signature` over `input` is of the key in `certificate` (DER), by the algorithm of that key.
 * For a certificate known from before: false means another card, or a renewed certificate (`TZ-C15`).
 */
export async function verifyCardSignature(
  certificate: Uint8Array,
  input: Uint8Array,
  signature: Uint8Array,
  subtle: SubtleCrypto = crypto.subtle,
): Promise<boolean> {
  const facts = parseCertificate(certificate)
  return facts.ok && (await verifySignature(facts.value.publicKey, input, signature, subtle))
}
