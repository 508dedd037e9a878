// @vitest-environment node
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CardImage } from '../../domain/card-image'
import type { CardPort } from '../../src/stores/card-port'
import { importAesKey } from '../../src/nfc/acr1255'
import { createRealCard } from '../../src/stores/real-card'
import type { ReaderKeys } from '../../src/stores/reader-keys'
import { createFakeBluetooth, type FakeBluetooth } from '../support/ble-fake'
import { issueTestCard, typedPin } from '../support/card-fixtures'
import { createCcidEmulator } from '../support/ccid-emulator'
import { createFakeCard } from '../support/reader-fixtures'
import { createReaderEmulator } from '../support/reader-emulator'

const silent = (): void => undefined

describe('the card on whatever reader there is', () => {
  let image: CardImage
  let fake: FakeBluetooth
  let card: CardPort

  beforeAll(async () => {
    image = await issueTestCard()
  })

  beforeEach(async () => {
    const reader = createReaderEmulator({})
    reader.insert(createFakeCard())
    fake = createFakeBluetooth(reader)
    const bluetooth = Object.assign(fake.bluetooth, { addEventListener: silent })
    card = await createRealCard({ bluetooth, trainingDelayMs: 0 })
  })

  it('reads and signs with the training card that lies there', async () => {
    await card.useTrainingCard(image)
    const prepared = await card.prepare(silent, new AbortController().signal)
    expect(prepared).toMatchObject({ ok: true, value: { triesLeft: 3 } })
    const pin = typedPin()
    const signed = await card.sign(pin, new Uint8Array(96), false, silent)
    expect(signed.kind).toBe('signed')
    expect([...pin]).toEqual([0, 0, 0, 0])
  })

  it('signs nothing with a card whose reading was given up at the last moment', async () => {
    await card.useTrainingCard(image)
    const search = new AbortController()
    const prepared = await card.prepare((_stage, progress) => {
      if (progress === 1) search.abort()
    }, search.signal)
    expect(prepared).toEqual({ ok: false, code: 'TZ-C14' })
    const pin = typedPin()
    const signed = await card.sign(pin, new Uint8Array(96), false, silent)
    expect(signed.kind).toBe('refused')
    expect([...pin]).toEqual([0, 0, 0, 0])
  })

  it('never reads the training card when the real reader could not be reached', async () => {
    await card.useTrainingCard(image)
    fake.knobs.connect = new DOMException('out of range', 'NetworkError')
    expect((await card.connectBluetooth()).ok).toBe(false)
    expect(card.reader()).toMatchObject({ state: 'lost', kind: 'acr1255', trainingCard: null })
    const prepared = await card.prepare(silent, new AbortController().signal)
    expect(prepared).toEqual({ ok: false, code: 'TZ-R14' })
  })

  it('stays disconnected when the reader is let go while its battery is asked', async () => {
    fake.knobs.readsHang = true
    expect(await card.connectBluetooth()).toEqual({ ok: true, value: null })
    await card.disconnect()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(card.reader()).toMatchObject({ state: 'none', kind: null })
  })

  it('forgets the card that lay there when it is lifted', async () => {
    await card.useTrainingCard(image)
    await card.prepare(silent, new AbortController().signal)
    card.liftTrainingCard()
    const pin = typedPin()
    expect((await card.sign(pin, new Uint8Array(96), false, silent)).kind).toBe('refused')
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(card.reader()).toMatchObject({ state: 'none', trainingCard: null })
  })

  it('shows which kind of reader was chosen, and its battery', async () => {
    const reader = createCcidEmulator({ battery: 42 })
    reader.insert(createFakeCard())
    const bluetooth = Object.assign(createFakeBluetooth(reader).bluetooth, {
      addEventListener: silent,
    })
    card = await createRealCard({ bluetooth, driver: { locks: null } })
    expect(await card.connectBluetooth()).toEqual({ ok: true, value: null })
    await vi.waitFor(() =>
      expect(card.reader()).toMatchObject({
        state: 'ready',
        kind: 'ccid',
        name: 'FT_0123456789',
        battery: 42,
      }),
    )
  })

  it('opens a reader with the facility’s key only after that key was given', async () => {
    const masterKey = Uint8Array.from({ length: 16 }, (_, index) => index)
    const bluetooth = Object.assign(
      createFakeBluetooth(createReaderEmulator({ masterKey })).bluetooth,
      { addEventListener: silent },
    )
    let kept: CryptoKey | null = null
    const readerKeys: ReaderKeys = {
      read: () => Promise.resolve(kept),
      save: async (bytes) => {
        kept = await importAesKey(bytes)
      },
      forget: () => {
        kept = null
        return Promise.resolve()
      },
    }
    card = await createRealCard({ bluetooth, readerKeys, driver: { locks: null } })
    expect(await card.connectBluetooth()).toEqual({ ok: false, code: 'TZ-R05' })
    await card.readerKeys.save(masterKey)
    expect(await card.connectBluetooth()).toEqual({ ok: true, value: null })
    await card.disconnect()
    await card.readerKeys.forget()
    expect(await card.connectBluetooth()).toEqual({ ok: false, code: 'TZ-R05' })
  })
})
