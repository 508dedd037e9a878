/**
 * 目視 (R10–R12): what is printed on the card opens its face, and the face proves itself. `prepareFaceCheck` sends
 * everything that needs no code; then at most one VERIFY per typed code, then the face, its certificate and the card's
 * own signature: 9 + ceil(F / 256) APDUs in all, and one for the tries.
 */
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import {
  buildSelectApplication,
  buildSelectFile,
  buildSignWithOwnKey,
  buildVerify,
  isLockedStatus,
  STATUS,
  triesFromStatus,
} from '../apdu'
import { CardChannel, expectOk, type CardOptions } from '../card-channel'
import { FILE_LIMIT, readFile } from '../card-files'
import { queryTries, refused } from '../card-pin'
import { tlvTotalLength } from '../tlv'
import type { Transport } from '../transport'
import { SURFACE_APPLICATION, SURFACE_FILE } from './identifiers'
import { parseFace, type CardFace, type ParsedFace } from './surface-face'
import { encodeDigestInfo, verifySurfaceSignature } from './surface-signature'
import {
  judgeIssuer,
  parseSurfaceCertificate,
  type IssuerTrust,
  type SurfaceAnchors,
} from './surface-trust'

export interface FaceCheckOptions extends CardOptions {
  /** Staff were asked and want to use the last try (R10); without it that try is refused: `TZ-C24`. */
  lastTryConfirmed?: boolean
}

/** What another party needs to verify all of it again, without photo, name or address. */
export interface FaceProof {
  /** EF 0004, whole. */
  certificate: Uint8Array
  /** DF22‖DF23‖DF24: birth date, sex and the card's key; its digest is the first that DF28 signs. */
  keyGroup: Uint8Array
  /** SHA-256 of DF25‖DF26 and of DF27. */
  textDigest: Uint8Array
  photoDigest: Uint8Array
  /** DF28 */
  faceSignature: Uint8Array
  /** The card's own, RSASSA-PKCS1-v1_5 with SHA-256 over what was given. */
  signature: Uint8Array
}

export type FaceCheckOutcome =
  | { kind: 'verified'; face: CardFace; proof: FaceProof; issuer: IssuerTrust }
  | { kind: 'wrongCode'; code: 'TZ-C20'; triesLeft: number }
  /** Contact was lost inside VERIFY: whether a try was counted is unknown until the counter is read again. */
  | { kind: 'unknown'; code: 'TZ-C22' }
  | { kind: 'refused'; code: ErrorCode }

/** One card, powered and selected, waiting for 照合番号B. Frozen, so that no store makes a proxy of it. */
export interface PreparedFaceCheck {
  /** Of ten; 1 or more; follows each wrong code. */
  readonly triesLeft: number
  /**
   * VERIFY once, read and prove the face, sign a SHA-256 digest (32 bytes). `code` (14 ASCII digits) is zeroed when this
   * settles, whatever happens. After `wrongCode`, `TZ-C23` and `TZ-C24` newly typed digits may follow; after anything
   * else this object is spent, and only a new `prepareFaceCheck`, which reads the counter again, leads on.
   * @throws RangeError if the digest is not 32 bytes
   */
  checkFace(
    code: Uint8Array,
    digest: Uint8Array,
    options?: FaceCheckOptions,
  ): Promise<FaceCheckOutcome>
}

const CODE_LENGTH = 14
const SIGNATURE_LENGTH = 256

/**
 * Powers the card on and reads the tries left of 照合番号B.
 * Fails with `TZ-C21` locked, `TZ-C25` no such application or code, `TZ-C05` contact lost, `TZ-C09` unexpected,
 * `TZ-C14` stopped, or the transport's own code (`TZ-R08` no card).
 */
export async function prepareFaceCheck(
  transport: Transport,
  anchors: SurfaceAnchors,
  options: CardOptions = {},
  subtle: Pick<SubtleCrypto, 'digest'> = crypto.subtle,
): Promise<Result<PreparedFaceCheck>> {
  const opened = await CardChannel.open(transport, options)
  if (!opened.ok) return opened
  const channel = opened.value
  channel.report('selecting', 0)
  const missing = (status: number): ErrorCode =>
    status === STATUS.fileNotFound ? 'TZ-C25' : 'TZ-C09'
  const application = expectOk(
    await channel.send(buildSelectApplication(SURFACE_APPLICATION)),
    missing,
  )
  if (!application.ok) return application
  const file = expectOk(await channel.send(buildSelectFile(SURFACE_FILE.code)), missing)
  if (!file.ok) return file
  const tries = await queryTries(channel)
  if (!tries.ok) return failed(codeOfTries(tries.code))
  channel.report('selecting', 1)
  return ok(
    createPreparedCheck(channel, tries.value, (read, digest) =>
      prove(read, digest, anchors, subtle),
    ),
  )
}

/** The counter is the code's here, not the PIN's. */
function codeOfTries(code: ErrorCode): ErrorCode {
  if (code === 'TZ-C02') return 'TZ-C21'
  return code === 'TZ-C08' ? 'TZ-C25' : code
}

type Prove = (read: ReadSurface, digest: Uint8Array) => Promise<FaceCheckOutcome>

function createPreparedCheck(
  channel: CardChannel,
  tries: number,
  proveRead: Prove,
): PreparedFaceCheck {
  let triesLeft = tries
  let ready = true

  async function checkOnce(code: Uint8Array, digest: Uint8Array): Promise<FaceCheckOutcome> {
    channel.report('verifying', 0)
    const verified = await presentCode(channel, code)
    if (verified.kind !== 'verified') {
      if (verified.kind === 'wrongCode') triesLeft = verified.triesLeft
      return verified
    }
    const read = await readSurface(channel, digest)
    if (!read.ok) return refused(read.code)
    const outcome = await proveRead(read.value, digest)
    if (outcome.kind !== 'verified') read.value.face.fill(0)
    channel.report('signing', 1)
    return outcome
  }

  return Object.freeze({
    get triesLeft() {
      return triesLeft
    },
    async checkFace(code: Uint8Array, digest: Uint8Array, options: FaceCheckOptions = {}) {
      try {
        if (digest.length !== 32) throw new RangeError('a SHA-256 digest has 32 bytes')
        if (!ready) return refused(channel.obstacle ?? 'TZ-C05')
        if (!isCode(code)) return refused('TZ-C23')
        if (triesLeft === 1 && !options.lastTryConfirmed) return refused('TZ-C24')
        // Spent before the first byte is sent: neither a second call nor a fault under way can lead to another VERIFY.
        ready = false
        if (channel.left) return refused(channel.left)
        channel.use(options)
        const outcome = await checkOnce(code, digest)
        ready = outcome.kind === 'wrongCode'
        return outcome
      } finally {
        code.fill(0)
      }
    },
  })
}

/** Fourteen ASCII digits; a wiped code is not, so it can never be presented again. */
function isCode(code: Uint8Array): boolean {
  return code.length === CODE_LENGTH && code.every((byte) => byte >= 0x30 && byte <= 0x39)
}

/** Presents the code to the current file with exactly one VERIFY and wipes the command. */
async function presentCode(
  channel: CardChannel,
  code: Uint8Array,
): Promise<{ kind: 'verified' } | Exclude<FaceCheckOutcome, { kind: 'verified' }>> {
  const command = buildVerify(code)
  try {
    const sent = await channel.sendOnce(command)
    switch (sent.kind) {
      case 'unsent':
        return refused(sent.code)
      case 'lost':
        return { kind: 'unknown', code: 'TZ-C22' }
      case 'answer':
        return judgeVerify(sent.answer.status)
    }
  } finally {
    command.fill(0)
  }
}

function judgeVerify(
  status: number,
): { kind: 'verified' } | Exclude<FaceCheckOutcome, { kind: 'verified' }> {
  if (status === STATUS.ok) return { kind: 'verified' }
  if (isLockedStatus(status)) return refused('TZ-C21')
  const triesLeft = triesFromStatus(status)
  if (triesLeft !== null) return { kind: 'wrongCode', code: 'TZ-C20', triesLeft }
  return refused(status === STATUS.referenceDataNotFound ? 'TZ-C25' : 'TZ-C09')
}

interface ReadSurface {
  /** EF 0002 and EF 0004. */
  face: Uint8Array
  certificate: Uint8Array
  signature: Uint8Array
}

async function readSurface(channel: CardChannel, digest: Uint8Array): Promise<Result<ReadSurface>> {
  const face = await readSurfaceFile(channel, SURFACE_FILE.face, [0.1, 0.8])
  if (!face.ok) return face
  const certificate = await readSurfaceFile(channel, SURFACE_FILE.certificate, [0.8, 0.9])
  if (!certificate.ok) return abandon(face.value, certificate)
  channel.report('signing', 0.9)
  const signed = expectOk(await channel.send(buildSignWithOwnKey(encodeDigestInfo([digest]))))
  if (!signed.ok) return abandon(face.value, signed)
  if (signed.value.length !== SIGNATURE_LENGTH) return abandon(face.value, failed('TZ-C29'))
  return ok({ face: face.value, certificate: certificate.value, signature: signed.value })
}

/** A face that leads nowhere is not left in memory. */
function abandon<T>(face: Uint8Array, why: T): T {
  face.fill(0)
  return why
}

async function readSurfaceFile(
  channel: CardChannel,
  fileId: number,
  [from, to]: readonly [number, number],
): Promise<Result<Uint8Array>> {
  const codeFor = (status: number): ErrorCode =>
    status === STATUS.fileNotFound ? 'TZ-C25' : 'TZ-C09'
  const selected = expectOk(await channel.send(buildSelectFile(fileId)), codeFor)
  if (!selected.ok) return selected
  return readFile(channel, {
    maxLength: FILE_LIMIT.surface,
    totalLength: tlvTotalLength,
    codeFor,
    malformed: 'TZ-C26',
    onRead: (done, total) => channel.report('reading', from + ((to - from) * done) / total),
  })
}

/**
 * Whose issuer, whose face, whose card: in this order, and the first that does not hold is the answer.
 * Nothing here asks the card anything.
 */
async function prove(
  read: ReadSurface,
  digest: Uint8Array,
  anchors: SurfaceAnchors,
  subtle: Pick<SubtleCrypto, 'digest'>,
): Promise<FaceCheckOutcome> {
  const certificate = parseSurfaceCertificate(read.certificate)
  if (!certificate.ok) return refused(certificate.code)
  const issuer = await judgeIssuer(certificate.value, anchors, subtle)
  if (!issuer.ok) return refused(issuer.code)
  const parsed = parseFace(read.face)
  if (!parsed.ok) return refused(parsed.code)
  const digests = await digestGroups(parsed.value, subtle)
  if (!verifySurfaceSignature(certificate.value.key, digests, parsed.value.signature)) {
    return refused('TZ-C28')
  }
  if (!verifySurfaceSignature(parsed.value.key, [digest], read.signature)) return refused('TZ-C29')
  const [, textDigest, photoDigest] = digests
  return {
    kind: 'verified',
    face: parsed.value.face,
    proof: {
      certificate: read.certificate,
      keyGroup: parsed.value.groups[0],
      textDigest,
      photoDigest,
      faceSignature: parsed.value.signature.slice(),
      signature: read.signature,
    },
    issuer: issuer.value,
  }
}

async function digestGroups(
  { groups: [key, text, photo] }: ParsedFace,
  subtle: Pick<SubtleCrypto, 'digest'>,
): Promise<[Uint8Array, Uint8Array, Uint8Array]> {
  const digest = async (group: Uint8Array): Promise<Uint8Array> => {
    const copy = new Uint8Array(group)
    const value = await subtle.digest('SHA-256', copy)
    copy.fill(0)
    return new Uint8Array(value)
  }
  return [await digest(key), await digest(text), await digest(photo)]
}

/** Wipes what was read of the face: to be called when the screen goes. The proof holds none of it and stays. */
export function forgetFace(face: CardFace): void {
  for (const bytes of [face.nameImage, face.addressImage, face.photo]) bytes.fill(0)
}
