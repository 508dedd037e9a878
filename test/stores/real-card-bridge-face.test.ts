// @vitest-environment node
import { verify } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCardDesk, type CardDesk } from '../../bridge/card-desk'
import { PcscError } from '../../bridge/pcsc/reader'
import { ok } from '../../domain/outcome'
import { createPairingStore } from '../../src/nfc/bridge/pairing-store'
import { CardGoneError } from '../../src/nfc/emulator/tear'
import { createSoftwareCard, type SoftwareCard } from '../../src/nfc/emulator/software-card'
import type { CardPort, FaceOutcome } from '../../src/stores/card-port'
import { createRealCard } from '../../src/stores/real-card'
import { readFaceAnchors } from '../../src/stores/real-card-face'
import { createFakeBluetooth } from '../support/ble-fake'
import { createReaderEmulator } from '../support/reader-emulator'
import { createFakePcsc, type FakePcsc, type FakePcscCard } from '../bridge/fake-pcsc'
import { createFakeBridge, PAGE_ORIGIN, READER_NAME, type FakeBridge } from '../support/bridge-fake'
import { issueFaceCard, surfacePki } from '../support/card-fixtures'
import { typedCode, type FaceImage } from '../support/face-fixtures'

const silent = (): void => undefined
const INPUT = new Uint8Array(96)

let image: FaceImage
let software: SoftwareCard
let pcsc: FakePcsc
let bridge: FakeBridge
let card: CardPort

beforeAll(async () => {
  image = await issueFaceCard()
})

beforeEach(async () => {
  software = createSoftwareCard(image)
  pcsc = createFakePcsc([[READER_NAME, inReader(software)]])
  bridge = await createFakeBridge({ desk: createDesk() })
  const store = createPairingStore(null)
  await store.write(await bridge.pairedBefore())
  card = await createRealCard({
    bluetooth: Object.assign(createFakeBluetooth(createReaderEmulator({})).bluetooth, {
      addEventListener: silent,
    }),
    driver: { locks: null },
    bridge: {
      ...{ WebSocket: bridge.WebSocket, store, origin: PAGE_ORIGIN },
      permission: () => Promise.resolve('granted'),
    },
    face: {
      anchors: () => readFaceAnchors('training', () => Promise.resolve([image])),
      decode: () =>
        Promise.resolve(ok({ width: 1, height: 1, grey: new Uint8ClampedArray([128]) })),
    },
  })
  expect(await card.connectBridge()).toEqual({ ok: true, value: null })
})

/** The bridge's own, with its filter; nobody looks for cards by the clock. */
function createDesk(): CardDesk {
  return createCardDesk({ pcsc, repeat: () => silent })
}

/** PC/SC says of a card that was taken away that it was removed. */
function inReader(inner: SoftwareCard): FakePcscCard {
  return {
    atr: inner.atr,
    reset: () => inner.reset(),
    respond: (command) =>
      inner.respond(command).catch((cause: unknown) => {
        throw cause instanceof CardGoneError ? new PcscError('removed') : cause
      }),
  }
}

const prepare = () => card.prepareFace(silent, new AbortController().signal)

const check = (code = image.surface.code): Promise<FaceOutcome> =>
  card.checkFace(typedCode(code), INPUT, {
    lastTryConfirmed: false,
    onStage: silent,
    signal: new AbortController().signal,
  })

const verifies = () => software.log.filter((header) => header === '00200080').length

describe('the face of a card in the reader of this computer', () => {
  it('is read through the bridge’s filter, proven and signed', async () => {
    expect(await prepare()).toMatchObject({ ok: true, value: { triesLeft: 10 } })
    const outcome = await check()
    if (outcome.kind !== 'verified') throw new Error(outcome.kind)
    expect(outcome.face).toMatchObject({ birthdate: '1980-02-17', issuer: 'trusted' })
    const key = { key: { ...(await surfacePki()).card }, format: 'jwk' } as const
    const signature = Buffer.from(outcome.proof.signature, 'base64url')
    expect(verify('sha256', INPUT, key, signature)).toBe(true)
  })

  it('costs one try for a wrong code, and takes the right one after it', async () => {
    await prepare()
    expect(await check('55021720350000')).toMatchObject({ kind: 'wrongCode', triesLeft: 9 })
    expect((await check()).kind).toBe('verified')
  })

  it('leaves nothing of the code at the bridge', async () => {
    await prepare()
    await check()
    expect(pcsc.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true)
  })

  it.each([
    ['had counted it', true, 9],
    ['had not', false, 10],
  ])(
    'is unknown when the card leaves inside VERIFY, whether it %s',
    async (_how, executed, left) => {
      await prepare()
      const before = verifies()
      software.tearOff({ at: (header) => header === '00200080', executed })
      expect(await check('55021720350000')).toEqual({ kind: 'unknown', code: 'TZ-C22' })
      expect(verifies()).toBe(before + 1)
      expect(await prepare()).toMatchObject({ ok: true, value: { triesLeft: left } })
    },
  )

  it('is refused when the card leaves while the photo is read, and read when it lies there again', async () => {
    await prepare()
    software.tearOff({ at: (header) => header.startsWith('00B001'), executed: false })
    expect(await check()).toEqual({ kind: 'refused', code: 'TZ-C05' })
    await prepare()
    expect((await check()).kind).toBe('verified')
  })

  it('is unknown when the bridge goes inside VERIFY, and sent no second time', async () => {
    await prepare()
    const before = verifies()
    pcsc.pause = () => {
      if (verifies() === before) bridge.cut()
      return Promise.resolve()
    }
    expect(await check('55021720350000')).toEqual({ kind: 'unknown', code: 'TZ-C22' })
    await vi.waitFor(() => expect(card.reader().state).toBe('lost'))
    await vi.waitFor(() => expect(verifies()).toBe(before + 1))
    pcsc.pause = () => Promise.resolve()
    bridge.knobs.desk = createDesk()
    expect(await prepare()).toMatchObject({ ok: true, value: { triesLeft: 9 } })
    expect(card.reader().state).toBe('ready')
  })

  it('needs a card: none in the reader, or taken away before it is read', async () => {
    await prepare()
    pcsc.readers.set(READER_NAME, null)
    expect(await prepare()).toEqual({ ok: false, code: 'TZ-R08' })
    expect(await check()).toMatchObject({ kind: 'refused' })
    expect(software.codeTriesLeft).toBe(10)
  })
})
