/**
 * 公的個人認証: the card proves itself with its PIN and signs.
 * `prepareCard` sends everything that needs no PIN; then at most one VERIFY per typed PIN, then the signature.
 */
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import { buildSelectFile, buildSign, STATUS } from '../apdu'
import { CardChannel, expectOk, type CardOptions } from '../card-channel'
import { isPin, presentPin, queryTries, refused, type PinRefusal } from '../card-pin'
import type { CertificateFacts } from '../der-certificate'
import type { Transport } from '../transport'
import { isSignatureShaped, signingInput, type CardKey } from '../card-key'
import {
  keyOf,
  orOldCard,
  readCardCertificate,
  selectJpki,
  toCardCertificate,
} from './card-certificate'
import type { CardCertificate } from './card-certificate'
import { readCommonRecord } from './common'
import { JPKI_FILE } from './identifiers'

export interface PrepareOptions extends CardOptions {
  /** The certificate (DER) known from an earlier check: it is not read again, 3 APDUs instead of 4 + c. */
  expectCertificate?: Uint8Array
  /** Also reads the card's own last day first (2 APDUs more). */
  readExpiry?: boolean
}

export interface SignOptions extends CardOptions {
  /** The patient was asked and wants to use the last try (R10); without it that try is refused: `TZ-C13`. */
  lastTryConfirmed?: boolean
}

export interface CardSignature {
  /** RSASSA-PKCS1-v1_5 with SHA-256, 256 bytes; with an EC key ECDSA as the card gives it, r‖s or DER. */
  signature: Uint8Array
  /** DER, read from this card or the one that was expected. */
  certificate: Uint8Array
}

export type SignOutcome = ({ kind: 'signed' } & CardSignature) | PinRefusal

/** One card, powered and selected, waiting for its PIN. Frozen, so that no store makes a proxy of it. */
export interface PreparedCard {
  readonly certificate: Uint8Array
  readonly certificateFacts: CertificateFacts
  /** What the digest of `signWithPin` is made with: the certificate's key decides. */
  readonly hash: CardKey['hash']
  /** The card's last day `YYYY-MM-DD`; null if it was not asked for or is not readable. */
  readonly cardExpiry: string | null
  /** Tries left of the PIN, 1 or more; follows each wrong PIN. */
  readonly triesLeft: number
  /**
   * VERIFY once, then sign a digest by `hash`. `pin` is zeroed when this settles, whatever happens.
   * After `wrongPin`, `TZ-C03` and `TZ-C13` a newly typed PIN may follow; after anything else this object is
   * spent, and only a new `prepareCard`, which reads the counter again, leads on.
   * @throws RangeError if the digest has another length than `hash` gives
   */
  signWithPin(pin: Uint8Array, digest: Uint8Array, options?: SignOptions): Promise<SignOutcome>
}

/** Missing key, PIN or certificate file, by the status of its SELECT. */
function noPinObject(status: number): ErrorCode {
  return status === STATUS.fileNotFound || status === STATUS.referenceDataNotFound
    ? 'TZ-C08'
    : 'TZ-C09'
}

/**
 * Powers the card on and reads, without its PIN, what must be known before the patient types.
 * Fails with `TZ-C02` locked, `TZ-C05` contact lost, `TZ-C06` not a マイナンバーカード, `TZ-C07` 住基カード,
 * `TZ-C08` no PIN (顔認証), `TZ-C09` unexpected, `TZ-C11`/`TZ-C12` certificate, `TZ-C18` unknown key,
 * `TZ-C14` stopped,
 * or the transport's own code (`TZ-R08` no card).
 */
export async function prepareCard(
  transport: Transport,
  options: PrepareOptions = {},
): Promise<Result<PreparedCard>> {
  const opened = await CardChannel.open(transport, options)
  if (!opened.ok) return opened
  const channel = opened.value
  const prepared = await readBeforePin(channel, options)
  if (!prepared.ok) return prepared
  channel.report('reading', 1)
  return ok(createPreparedCard(channel, prepared.value))
}

interface BeforePin {
  certificate: CardCertificate
  key: CardKey
  cardExpiry: string | null
  triesLeft: number
}

async function readBeforePin(
  channel: CardChannel,
  { expectCertificate, readExpiry = false }: PrepareOptions,
): Promise<Result<BeforePin>> {
  channel.report('selecting', 0)
  let cardExpiry: string | null = null
  if (readExpiry) {
    const common = await readCommonRecord(channel)
    if (common.ok) cardExpiry = common.value.cardExpiry
    // A card without the record can still sign.
    else if (common.code !== 'TZ-C06' && common.code !== 'TZ-C09') return common
  }
  const selected = await selectJpki(channel)
  if (!selected.ok) return selected
  channel.report('reading', 0.1)
  const certificate = expectCertificate
    ? toCardCertificate(expectCertificate)
    : await readCardCertificate(channel, (done, total) =>
        channel.report('reading', 0.1 + (0.8 * done) / total),
      )
  if (!certificate.ok) return certificate
  const key = keyOf(certificate.value)
  if (!key.ok) return key
  const pinFile = expectOk(await channel.send(buildSelectFile(JPKI_FILE.pin)), noPinObject)
  if (!pinFile.ok) return failed(await orOldCard(channel, pinFile.code))
  const tries = await queryTries(channel)
  if (!tries.ok) return tries
  return ok({
    certificate: certificate.value,
    key: key.value,
    cardExpiry,
    triesLeft: tries.value,
  })
}

function createPreparedCard(channel: CardChannel, before: BeforePin): PreparedCard {
  const { bytes, facts } = before.certificate
  let { triesLeft } = before
  let ready = true

  async function signOnce(
    pin: Uint8Array,
    digest: Uint8Array,
    options: SignOptions,
  ): Promise<SignOutcome> {
    channel.use(options)
    channel.report('verifying', 0)
    const verified = await presentPin(channel, pin)
    if (verified.kind !== 'verified') {
      if (verified.kind === 'wrongPin') triesLeft = verified.triesLeft
      return verified
    }
    channel.report('signing', 0.4)
    const selected = expectOk(await channel.send(buildSelectFile(JPKI_FILE.key)))
    if (!selected.ok) return refused(selected.code)
    const signed = expectOk(await channel.send(buildSign(signingInput(before.key, digest))))
    if (!signed.ok) return refused(signed.code)
    if (!isSignatureShaped(before.key, signed.value)) return refused('TZ-C09')
    channel.report('signing', 1)
    return { kind: 'signed', signature: signed.value, certificate: bytes.slice() }
  }

  return Object.freeze({
    certificate: bytes,
    certificateFacts: facts,
    hash: before.key.hash,
    cardExpiry: before.cardExpiry,
    get triesLeft() {
      return triesLeft
    },
    async signWithPin(pin: Uint8Array, digest: Uint8Array, options: SignOptions = {}) {
      try {
        if (digest.length !== before.key.digestLength) {
          throw new RangeError(`a ${before.key.hash} digest has ${before.key.digestLength} bytes`)
        }
        if (!ready) return refused(channel.obstacle ?? 'TZ-C05')
        if (!isPin(pin)) return refused('TZ-C03')
        if (triesLeft === 1 && !options.lastTryConfirmed) return refused('TZ-C13')
        // Spent before the first byte is sent: neither a second call nor a fault under way can lead to another VERIFY.
        ready = false
        if (channel.left) return refused(channel.left)
        const outcome = await signOnce(pin, digest, options)
        ready = outcome.kind === 'wrongPin'
        return outcome
      } finally {
        pin.fill(0)
      }
    },
  })
}
