import { beforeAll, describe, expect, it } from 'vitest'
import { printedBirthdate } from '../../../server/authority/sandbox/surface-issuer'
import {
  forgetFace,
  prepareFaceCheck,
  type FaceCheckOptions,
  type FaceCheckOutcome,
} from '../../../src/nfc/applications/face-check'
import type { SurfaceAnchors } from '../../../src/nfc/applications/surface-trust'
import type { SoftwareCardKnobs } from '../../../src/nfc/emulator/software-card'
import { createSoftwareCard } from '../../../src/nfc/emulator/software-card'
import {
  issueFaceCard,
  issueTestCard,
  layCard,
  surfacePki,
  type LaidCard,
} from '../../support/card-fixtures'
import { createScriptedTransport } from '../../support/card-transport'
import {
  anchorsOf,
  FACE_DIGEST,
  forgeCertificate,
  typedCode,
  withFile,
  type FaceImage,
} from '../../support/face-fixtures'

const VERIFY = '00200080'
const WRONG = '00000000000000'

let image: FaceImage

beforeAll(async () => {
  image = await issueFaceCard()
})

interface Run extends LaidCard {
  outcome: FaceCheckOutcome
}

interface RunOptions extends FaceCheckOptions {
  card?: FaceImage
  knobs?: SoftwareCardKnobs
  anchors?: SurfaceAnchors
  code?: string
}

async function check({
  card = image,
  knobs,
  anchors,
  code,
  ...options
}: RunOptions = {}): Promise<Run> {
  const laid = await layCard(card, knobs)
  const prepared = await prepareFaceCheck(laid.transport, anchors ?? anchorsOf(image))
  if (!prepared.ok) return { ...laid, outcome: { kind: 'refused', code: prepared.code } }
  const typed = typedCode(code ?? image.surface.code)
  const outcome = await prepared.value.checkFace(typed, FACE_DIGEST, options)
  expect(typed.every((byte) => byte === 0)).toBe(true)
  return { ...laid, outcome }
}

const presented = ({ transport }: LaidCard) =>
  transport.commands.filter(({ header, sent }) => header === VERIFY && sent > 4)

describe('a face check', () => {
  it('gives the texts, the pictures and the photo, all of them proven', async () => {
    const { outcome } = await check()
    if (outcome.kind !== 'verified') throw new Error(outcome.kind)
    expect(outcome.issuer).toBe('trusted')
    expect(outcome.face).toMatchObject({
      birthdate: '1980-02-17',
      sex: '1',
      unsignedExpiry: '2030-02-17',
    })
    const { nameImage, addressImage, photo } = outcome.face
    for (const png of [nameImage, addressImage])
      expect(Buffer.from(png.subarray(1, 4)).toString('latin1')).toBe('PNG')
    expect(Buffer.from(photo.subarray(4, 8)).toString('latin1')).toBe('jP  ')
  })

  it('proves it without photo, name or address', async () => {
    const { outcome } = await check()
    if (outcome.kind !== 'verified') throw new Error(outcome.kind)
    const sizes = Object.entries(outcome.proof).map(([name, bytes]) => [
      name,
      (bytes as Uint8Array).length,
    ])
    expect(Object.fromEntries(sizes)).toEqual({
      certificate: 568,
      keyGroup: 11 + 4 + 270,
      textDigest: 32,
      photoDigest: 32,
      faceSignature: 256,
      signature: 256,
    })
  })

  it('takes 9 + c commands and the one for the tries, with the bytes of the minimum', async () => {
    const { transport, outcome } = await check()
    expect(outcome.kind).toBe('verified')
    const { length } = Buffer.from(image.surface.face, 'base64url')
    const chunks = Math.ceil(length / 256)
    expect(transport.commands.length).toBe(9 + chunks + 1)
    expect(transport.bytesToCard).toBe(127 + 5 * chunks + 4)
    expect(transport.bytesBack).toBe(length + 2 * chunks + 842 + 2)
  })

  it('reads the tries before the code, and presents the code once', async () => {
    const run = await check()
    const verifies = run.transport.commands.filter(({ header }) => header === VERIFY)
    expect(verifies.map(({ sent }) => sent)).toEqual([4, 19])
  })

  it('never names the files of the 個人番号 or 照合番号A (R13)', async () => {
    const selected: string[] = []
    const card = createSoftwareCard(image)
    const transport = createScriptedTransport((command) => {
      const text = Buffer.from(command).toString('hex')
      if (text.startsWith('00a4020c02')) selected.push(text.slice(10))
      return card.respond(command)
    })
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    if (!prepared.ok) throw new Error(prepared.code)
    await prepared.value.checkFace(typedCode(image.surface.code), FACE_DIGEST)
    expect(selected).toEqual(['0012', '0002', '0004'])
  })

  it('leaves the PIN of the card alone', async () => {
    const { card } = await check()
    expect([card.triesLeft, card.codeTriesLeft]).toEqual([3, 10])
  })

  it('reads cards that answer 61xx and 6Cxx', async () => {
    for (const knobs of [{ getResponse: true }, { exactLength: true }])
      expect((await check({ knobs })).outcome.kind).toBe('verified')
  })

  it('works for a card without a PIN, whose holder has no other way (R11)', async () => {
    const card = await issueFaceCard({ pin: null })
    expect((await check({ card, code: card.surface.code })).outcome.kind).toBe('verified')
  })

  it('opens with the year of the era and not with the Western one', async () => {
    expect(image.surface.code.slice(0, 6)).toBe(printedBirthdate('1980-02-17'))
    const run = await check({ code: `800217${image.surface.code.slice(6)}` })
    expect(run.outcome).toEqual({ kind: 'wrongCode', code: 'TZ-C20', triesLeft: 9 })
  })

  it('forgets the pictures when it is told to, and keeps the proof', async () => {
    const { outcome } = await check()
    if (outcome.kind !== 'verified') throw new Error(outcome.kind)
    forgetFace(outcome.face)
    const { nameImage, addressImage, photo } = outcome.face
    for (const bytes of [nameImage, addressImage, photo])
      expect(bytes.every((byte) => byte === 0)).toBe(true)
    expect(outcome.proof.certificate.some((byte) => byte !== 0)).toBe(true)
    expect(outcome.proof.faceSignature.some((byte) => byte !== 0)).toBe(true)
  })
})

describe('the tries of 照合番号B', () => {
  it('are told before anything is typed, and follow a wrong code', async () => {
    const { transport } = await layCard(image, { codeTriesLeft: 4 })
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    if (!prepared.ok) throw new Error(prepared.code)
    expect(prepared.value.triesLeft).toBe(4)
    const outcome = await prepared.value.checkFace(typedCode(WRONG), FACE_DIGEST)
    expect(outcome).toEqual({ kind: 'wrongCode', code: 'TZ-C20', triesLeft: 3 })
    expect(prepared.value.triesLeft).toBe(3)
    const again = await prepared.value.checkFace(typedCode(image.surface.code), FACE_DIGEST)
    expect(again.kind).toBe('verified')
  })

  it('do not spend the last one unasked', async () => {
    const run = await check({ knobs: { codeTriesLeft: 1 } })
    expect(run.outcome).toEqual({ kind: 'refused', code: 'TZ-C24' })
    expect(presented(run)).toEqual([])
    const asked = await check({ knobs: { codeTriesLeft: 1 }, lastTryConfirmed: true })
    expect(asked.outcome.kind).toBe('verified')
  })

  it('say locked before, at, and after the lock, whatever the card calls it', async () => {
    for (const blockedQueryStatus of [0x63c0, 0x6983, 0x6984] as const) {
      const run = await check({ knobs: { codeTriesLeft: 0, blockedQueryStatus } })
      expect(run.outcome).toEqual({ kind: 'refused', code: 'TZ-C21' })
      expect(presented(run)).toEqual([])
    }
    const last = await check({ knobs: { codeTriesLeft: 1 }, code: WRONG, lastTryConfirmed: true })
    expect(last.outcome).toEqual({ kind: 'refused', code: 'TZ-C21' })
    expect(last.card.codeTriesLeft).toBe(0)
  })

  it.each([
    '',
    '5502172035228',
    '550217203522855',
    '5502172035228x',
    '５５０２１７２０３５２２８５',
  ])('are not touched by %j, which is not fourteen digits', async (code) => {
    const run = await check({ code })
    expect(run.outcome).toEqual({ kind: 'refused', code: 'TZ-C23' })
    expect(presented(run)).toEqual([])
  })

  it('are not touched by a second check with the same digits, which were wiped', async () => {
    const { transport, card } = await layCard(image)
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    if (!prepared.ok) throw new Error(prepared.code)
    const code = typedCode(WRONG)
    await prepared.value.checkFace(code, FACE_DIGEST)
    expect(await prepared.value.checkFace(code, FACE_DIGEST)).toEqual({
      kind: 'refused',
      code: 'TZ-C23',
    })
    expect(card.codeTriesLeft).toBe(9)
  })

  it('are presented once where two calls are made at the same time', async () => {
    const { transport, card } = await layCard(image)
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    if (!prepared.ok) throw new Error(prepared.code)
    const both = [WRONG, WRONG].map((code) =>
      prepared.value.checkFace(typedCode(code), FACE_DIGEST),
    )
    const kinds = (await Promise.all(both)).map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['refused', 'wrongCode'])
    expect(card.codeTriesLeft).toBe(9)
  })

  it('are not asked for by a call that was stopped before', async () => {
    const stopped = new AbortController()
    stopped.abort()
    const run = await check({ signal: stopped.signal })
    expect(run.outcome).toEqual({ kind: 'refused', code: 'TZ-C14' })
    expect(run.card.codeTriesLeft).toBe(10)
  })

  it('wipes the code even where the digest is none', async () => {
    const { transport } = await layCard(image)
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    if (!prepared.ok) throw new Error(prepared.code)
    const code = typedCode(image.surface.code)
    await expect(prepared.value.checkFace(code, new Uint8Array(31))).rejects.toThrow(RangeError)
    expect(code.every((byte) => byte === 0)).toBe(true)
  })

  it('leaves no code in the command that was sent', async () => {
    const run = await check()
    const [verify] = presented(run)
    expect(verify?.buffer.every((byte) => byte === 0)).toBe(true)
  })
})

describe('a card that is not the right one', () => {
  it('without 券面事項確認 leads on: TZ-C25', async () => {
    const { transport } = await layCard(await issueTestCard())
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    expect(prepared).toEqual({ ok: false, code: 'TZ-C25' })
  })

  it('without a photo cannot be compared (R12): TZ-C27', async () => {
    const card = await issueFaceCard({ hasPhoto: false })
    const { outcome } = await check({ card, code: card.surface.code })
    expect(outcome).toEqual({ kind: 'refused', code: 'TZ-C27' })
  })

  it('that is not there is the reader’s to say', async () => {
    const laid = await layCard(image)
    laid.reader.remove()
    expect(await prepareFaceCheck(laid.transport, anchorsOf(image))).toEqual({
      ok: false,
      code: 'TZ-R08',
    })
  })
})

describe('the issuer', () => {
  it('of the emulator is refused in production, even where production trusts its key', async () => {
    const { outcome } = await check({ anchors: anchorsOf(image, { set: 'production' }) })
    expect(outcome).toEqual({ kind: 'refused', code: 'TZ-C31' })
    const none = await check({ anchors: { set: 'production', keys: [] } })
    expect(none.outcome).toEqual({ kind: 'refused', code: 'TZ-C31' })
  })

  it.each([
    ['a real id', '5000023', '5131040'],
    ['an id of the official test cards', '6000023', '6131040'],
    ['a real id above a training one', '5000023', '9131040'],
    ['a training id above a real one', '9000023', '5131040'],
  ])('with %s is refused in training', async (_what, issuer, subject) => {
    const card = await forgeCertificate(image, { issuer, subject })
    expect((await check({ card })).outcome).toEqual({ kind: 'refused', code: 'TZ-C32' })
  })

  it('is said to be vouched for by nobody where production holds no anchor', async () => {
    const card = await forgeCertificate(image, { issuer: '5000023', subject: '5131040' })
    const { outcome } = await check({ card, anchors: { set: 'production', keys: [] } })
    expect(outcome).toMatchObject({ kind: 'verified', issuer: 'noAnchor' })
  })

  it('is refused where there are anchors and none of them has its id', async () => {
    const card = await forgeCertificate(image, { issuer: '9000099' })
    expect((await check({ card })).outcome).toEqual({ kind: 'refused', code: 'TZ-C30' })
  })

  it('is not found by an anchor that stands in the wrong set', async () => {
    const card = await forgeCertificate(image, { issuer: '5000023', subject: '5131040' })
    const anchors = anchorsOf(image, { set: 'production' })
    expect((await check({ card, anchors })).outcome).toEqual({ kind: 'refused', code: 'TZ-C30' })
  })

  it('must have signed: the same names under another key are refused', async () => {
    const { signer } = await surfacePki()
    const card = await forgeCertificate(image, {}, signer)
    expect((await check({ card })).outcome).toEqual({ kind: 'refused', code: 'TZ-C30' })
  })
})

describe('the card itself', () => {
  it('must hold the key of its face: a copy of the files on another card is refused', async () => {
    const { signer } = await surfacePki()
    const card = { ...image, surface: { ...image.surface, privateKey: signer } }
    expect((await check({ card })).outcome).toEqual({ kind: 'refused', code: 'TZ-C29' })
  })

  it('must have signed what it was given now', async () => {
    const card = createSoftwareCard(image)
    const transport = createScriptedTransport((command) => {
      // A player gives the signature of another day.
      const replayed = command.slice()
      if (command[1] === 0x2a) replayed[30] = (replayed[30] ?? 0) ^ 1
      return card.respond(replayed)
    })
    const prepared = await prepareFaceCheck(transport, anchorsOf(image))
    if (!prepared.ok) throw new Error(prepared.code)
    const outcome = await prepared.value.checkFace(typedCode(image.surface.code), FACE_DIGEST)
    expect(outcome).toEqual({ kind: 'refused', code: 'TZ-C29' })
  })

  it('cannot put the photo of one card on another', async () => {
    const other = await issueFaceCard({
      personaId: 'other',
      basicFour: { ...image.basicFour, sex: '2' },
    })
    const card = withFile(image, 'face', (bytes) =>
      swapObject(bytes, Buffer.from(other.surface.face, 'base64url'), 0x27),
    )
    expect((await check({ card })).outcome).toMatchObject({ code: 'TZ-C28' })
  })
})

/** `into` with the object `DFxx` of `from`, all lengths made to fit. */
function swapObject(into: Buffer, from: Buffer, low: number): Buffer {
  const [start, end] = rangeOf(into, low)
  const [otherStart, otherEnd] = rangeOf(from, low)
  const value = Buffer.concat([
    into.subarray(5, start),
    from.subarray(otherStart, otherEnd),
    into.subarray(end),
  ])
  return Buffer.concat([
    Buffer.from([0xff, 0x20, 0x82, value.length >> 8, value.length & 0xff]),
    value,
  ])
}

function rangeOf(file: Buffer, low: number): [number, number] {
  for (let at = 5; at < file.length;) {
    const first = file[at + 2] ?? 0
    const [header, length] =
      first === 0x82
        ? [5, file.readUInt16BE(at + 3)]
        : first === 0x81
          ? [4, file[at + 3] ?? 0]
          : [3, first]
    if (file[at + 1] === low) return [at, at + header + length]
    at += header + length
  }
  throw new Error('no such object')
}
