// @vitest-environment node
import { verify } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { failed, ok, type Result } from '../../domain/outcome'
import type { CardPort, FaceOutcome, FaceTry } from '../../src/stores/card-port'
import type { PhotoPixels } from '../../src/nfc/photo/decode-core'
import { createSoftwareCard } from '../../src/nfc/emulator/software-card'
import { createRealCard } from '../../src/stores/real-card'
import { readFaceAnchors } from '../../src/stores/real-card-face'
import { createFakeBluetooth } from '../support/ble-fake'
import { issueFaceCard, issueTestCard, surfacePki } from '../support/card-fixtures'
import { typedCode, withFile, type FaceImage } from '../support/face-fixtures'
import { createReaderEmulator } from '../support/reader-emulator'

const silent = (): void => undefined
const INPUT = new Uint8Array(96)

function pixels(): PhotoPixels {
  return { width: 2, height: 2, grey: new Uint8ClampedArray([10, 20, 30, 40]) }
}

function bluetoothWith(reader = createReaderEmulator({})) {
  return Object.assign(createFakeBluetooth(reader).bluetooth, { addEventListener: silent })
}

describe('the face of the card on whatever reader there is', () => {
  let image: FaceImage
  let card: CardPort
  let decoded: Uint8Array[]
  let photo: Result<PhotoPixels>

  beforeAll(async () => {
    image = await issueFaceCard()
  })

  const create = (mode: 'training' | 'production' = 'training', cards = [image]) =>
    createRealCard({
      bluetooth: bluetoothWith(),
      trainingDelayMs: 0,
      face: {
        anchors: () => readFaceAnchors(mode, () => Promise.resolve(cards)),
        decode: (bytes) => {
          decoded.push(bytes)
          return Promise.resolve(photo)
        },
      },
    })

  beforeEach(async () => {
    decoded = []
    photo = ok(pixels())
    card = await create()
  })

  const prepare = (signal = new AbortController().signal) => card.prepareFace(silent, signal)

  function check(code = image.surface.code, how: Partial<FaceTry> = {}): Promise<FaceOutcome> {
    const { signal } = new AbortController()
    return card.checkFace(typedCode(code), INPUT, {
      lastTryConfirmed: false,
      onStage: silent,
      signal,
      ...how,
    })
  }

  it('tells the dates and the tries before anything is presented', async () => {
    await card.useTrainingCard(image)
    expect(await prepare()).toEqual({
      ok: true,
      value: {
        triesLeft: 10,
        certificate: image.certificate,
        certificateLastDay: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
        cardExpiry: image.cardExpiry,
      },
    })
  })

  it('shows the face that proved itself, with a signature of the card over what was to be signed', async () => {
    await card.useTrainingCard(image)
    await prepare()
    const stages: string[] = []
    const outcome = await check(undefined, { onStage: (stage) => stages.push(stage) })
    if (outcome.kind !== 'verified') throw new Error(outcome.kind)
    expect(outcome.face).toMatchObject({ birthdate: '1980-02-17', sex: '1', issuer: 'trusted' })
    expect(Object.isFrozen(outcome.face)).toBe(true)
    const { card: key } = await surfacePki()
    const signature = Buffer.from(outcome.proof.signature, 'base64url')
    expect(verify('sha256', INPUT, { key: { ...key }, format: 'jwk' }, signature)).toBe(true)
    expect([...new Set(stages)]).toEqual(['verifying', 'reading', 'signing'])
  })

  it('wipes photo, name and address when they are forgotten', async () => {
    const shown = pixels()
    photo = ok(shown)
    await card.useTrainingCard(image)
    await prepare()
    const outcome = await check()
    if (outcome.kind !== 'verified') throw new Error(outcome.kind)
    const { face } = outcome
    expect(face.nameImage.some((byte) => byte !== 0)).toBe(true)
    face.forget()
    for (const bytes of [face.nameImage, face.addressImage, decoded[0], shown.grey]) {
      expect([...(bytes ?? [1])].every((byte) => byte === 0)).toBe(true)
    }
  })

  it('refuses a photo that cannot be shown, and keeps nothing of it', async () => {
    photo = failed('TZ-C33')
    await card.useTrainingCard(image)
    await prepare()
    expect(await check()).toEqual({ kind: 'refused', code: 'TZ-C33' })
    expect([...(decoded[0] ?? [1])].every((byte) => byte === 0)).toBe(true)
  })

  it('tells the tries left after a wrong code, and takes a newly typed one', async () => {
    await card.useTrainingCard(image)
    await prepare()
    expect(await check('55021720350000')).toMatchObject({ kind: 'wrongCode', triesLeft: 9 })
    expect((await check()).kind).toBe('verified')
  })

  it('refuses a face that is not what its issuer signed', async () => {
    const tampered = withFile(image, 'face', (bytes) => {
      const at = bytes.indexOf(Buffer.from('ff4fff51', 'hex')) + 60
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    })
    await card.useTrainingCard(tampered)
    await prepare()
    expect(await check()).toEqual({ kind: 'refused', code: 'TZ-C28' })
    expect(decoded).toEqual([])
  })

  it('refuses a card without a photo (R12), and one without 券面事項確認', async () => {
    const noPhoto = await issueFaceCard({ hasPhoto: false })
    await card.useTrainingCard(noPhoto)
    await prepare()
    expect(await check(noPhoto.surface.code)).toEqual({ kind: 'refused', code: 'TZ-C27' })
    await card.useTrainingCard(await issueTestCard())
    expect(await prepare()).toEqual({ ok: false, code: 'TZ-C25' })
  })

  it('never believes a training face in production, nor says anybody vouches where no key is known', async () => {
    card = await create('production')
    await card.useTrainingCard(image)
    await prepare()
    expect(await check()).toEqual({ kind: 'refused', code: 'TZ-C31' })
    card = await create('training', [])
    await card.useTrainingCard(image)
    await prepare()
    expect(await check()).toMatchObject({ kind: 'verified', face: { issuer: 'noAnchor' } })
  })

  it('zeroes the code even where no card was prepared, and after the card was let go', async () => {
    const code = typedCode(image.surface.code)
    const how: FaceTry = {
      lastTryConfirmed: false,
      onStage: silent,
      signal: new AbortController().signal,
    }
    expect(await card.checkFace(code, INPUT, how)).toEqual({ kind: 'refused', code: 'TZ-C05' })
    expect([...code].every((digit) => digit === 0)).toBe(true)
    await card.useTrainingCard(image)
    await prepare()
    await card.release()
    expect((await check()).kind).toBe('refused')
  })

  it('presents nothing when it was given up while the card was prepared', async () => {
    await card.useTrainingCard(image)
    const search = new AbortController()
    const preparing = card.prepareFace(() => search.abort(), search.signal)
    expect(await preparing).toEqual({ ok: false, code: 'TZ-C14' })
    expect((await check()).kind).toBe('refused')
  })

  it('reads a face through a Bluetooth reader as through the training one', async () => {
    const reader = createReaderEmulator({})
    const software = createSoftwareCard(image)
    reader.insert({
      atr: software.atr,
      reset: () => software.reset(),
      respond: (command) => software.respond(command),
    })
    card = await createRealCard({
      bluetooth: bluetoothWith(reader),
      driver: { locks: null },
      face: {
        anchors: () => readFaceAnchors('training', () => Promise.resolve([image])),
        decode: () => Promise.resolve(photo),
      },
    })
    await card.connectBluetooth()
    await vi.waitFor(() => expect(card.reader().state).toBe('ready'))
    expect((await prepare()).ok).toBe(true)
    expect((await check()).kind).toBe('verified')
  })
})
