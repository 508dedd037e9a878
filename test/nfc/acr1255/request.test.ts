import { describe, expect, it } from 'vitest'
import { checkBluetooth, requestAcr1255 } from '../../../src/nfc/acr1255'
import { DEFAULT_TIMEOUTS } from '../../../src/nfc/bluetooth/timing'
import { createFakeBluetooth, type FakeBluetoothKnobs } from '../../support/ble-fake'
import { createReaderEmulator } from '../../support/reader-emulator'
import { codeOf, createBench } from '../../support/reader-fixtures'

function requestWith(knobs: FakeBluetoothKnobs) {
  const fake = createFakeBluetooth(createReaderEmulator(), knobs)
  return { ...fake, work: requestAcr1255({ bluetooth: fake.bluetooth, locks: null }) }
}

describe('choosing a reader', () => {
  it('asks for both service ids or the name, and for battery and device information', async () => {
    const { work, requests } = requestWith({})
    const transport = await work
    expect(transport.kind).toBe('acr1255')
    expect(requests).toEqual([
      {
        filters: [
          { services: ['3c4afff0-4783-3de5-a983-d348718ef133'] },
          { services: ['0000fff0-0000-1000-8000-00805f9b34fb'] },
          { namePrefix: 'ACR1255U-J1' },
        ],
        optionalServices: [
          '3c4afff0-4783-3de5-a983-d348718ef133',
          '0000fff0-0000-1000-8000-00805f9b34fb',
          0x180f,
          0x180a,
        ],
      },
    ])
  })

  it('does not connect by itself', async () => {
    const fake = requestWith({})
    await fake.work
    expect(fake.connections).toBe(0)
  })

  it('is TZ-R01 without Web Bluetooth', async () => {
    expect(await codeOf(requestAcr1255())).toBe('TZ-R01')
  })

  it.each([
    ['the user cancels', new DOMException('User cancelled', 'NotFoundError'), 'TZ-R02'],
    [
      'there is no adapter',
      new DOMException('Bluetooth adapter not available.', 'NotFoundError'),
      'TZ-R02',
    ],
    ['the user has blocked it', new DOMException('denied', 'NotAllowedError'), 'TZ-R02'],
    [
      'the site may not',
      new DOMException('Must be handling a user gesture', 'SecurityError'),
      'TZ-R01',
    ],
  ])('is refused when %s', async (_, chooser, code) => {
    expect(await codeOf(requestWith({ chooser }).work)).toBe(code)
  })

  it('keeps what the platform said as the cause', async () => {
    const chooser = new DOMException('User cancelled', 'NotFoundError')
    await expect(requestWith({ chooser }).work).rejects.toMatchObject({ cause: chooser })
  })
})

describe('a connection that fails', () => {
  it.each<[string, FakeBluetoothKnobs, string]>([
    [
      'because the reader is out of reach',
      { connect: new DOMException('Connection failed', 'NetworkError') },
      'TZ-R03',
    ],
    [
      'because Windows has not paired it',
      { connect: new DOMException('GATT Error: Not paired.', 'NetworkError') },
      'TZ-R12',
    ],
    [
      'because the reader wants pairing first',
      {
        subscribe: new DOMException(
          'GATT operation failed for unknown reason.',
          'NotSupportedError',
        ),
      },
      'TZ-R12',
    ],
    ['because the device is something else', { service: null }, 'TZ-R11'],
    [
      'because the service is not one of ours',
      { subscribe: new DOMException('Origin is not allowed', 'SecurityError') },
      'TZ-R11',
    ],
  ])('%s has its code', async (_, bluetooth, code) => {
    const { transport, ble, timer } = createBench({ bluetooth })
    expect(await codeOf(transport.connect())).toBe(code)
    expect(ble.device.gatt?.connected).toBe(false)
    expect(timer.count).toBe(0)
  })

  it('because it takes too long is TZ-R03, and is tried anew by the next connect', async () => {
    const { transport, ble, timer, reader } = createBench({ bluetooth: { connect: 'hang' } })
    const code = codeOf(transport.connect())
    await Promise.resolve()
    await new Promise((done) => setImmediate(done))
    timer.runOut(DEFAULT_TIMEOUTS.connect)
    expect(await code).toBe('TZ-R03')
    delete ble.knobs.connect
    await transport.connect()
    expect(reader.isLinked).toBe(true)
  })
})

describe('what can be said before the chooser opens', () => {
  it.each([
    [true, 'available'],
    [false, 'no adapter'],
  ] as const)('adapter there: %s → %s', async (isAvailable, expected) => {
    const { bluetooth } = createFakeBluetooth(createReaderEmulator(), { isAvailable })
    expect(await checkBluetooth(bluetooth)).toBe(expected)
  })

  it('is that there is none where the browser has no Web Bluetooth', async () => {
    expect(await checkBluetooth()).toBe('absent')
  })
})
