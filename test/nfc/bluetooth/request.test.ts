import { describe, expect, it } from 'vitest'
import { requestBluetoothReader } from '../../../src/nfc/bluetooth-reader'
import { createBluetoothTransport } from '../../../src/nfc/bluetooth/transport'
import { createAcr1255Driver } from '../../../src/nfc/acr1255'
import { createCcidDriver } from '../../../src/nfc/ccid'
import { createFakeBluetooth } from '../../support/ble-fake'
import { CCID_PIPES, createCcidEmulator } from '../../support/ccid-emulator'
import { createReaderEmulator } from '../../support/reader-emulator'
import { codeOf, createFakeCard } from '../../support/reader-fixtures'

const SIXTEEN_BIT = '0000fff0-0000-1000-8000-00805f9b34fb'
const NO_KEYS = { locks: null }

describe('one dialog for every reader', () => {
  it('offers both kinds, and may use whatever either has', async () => {
    const { bluetooth, requests } = createFakeBluetooth(createReaderEmulator())
    await requestBluetoothReader({ bluetooth, ...NO_KEYS })
    const services = [
      '3c4afff0-4783-3de5-a983-d348718ef133',
      SIXTEEN_BIT,
      CCID_PIPES.c4.service,
      CCID_PIPES.c6.service,
      CCID_PIPES.newerC4.service,
    ]
    expect(requests).toEqual([
      {
        filters: [
          ...services.map((service) => ({ services: [service] })),
          { namePrefix: 'ACR1255U-J1' },
        ],
        optionalServices: [...services, 0x180f, 0x180a],
      },
    ])
  })

  it.each([
    ['acr1255', createReaderEmulator()],
    ['ccid', createCcidEmulator()],
    ['ccid', createCcidEmulator({ pipe: CCID_PIPES.c6 })],
  ] as const)('finds out by the service that a reader is %s', async (kind, reader) => {
    const { bluetooth } = createFakeBluetooth(reader)
    reader.insert(createFakeCard())
    const transport = await requestBluetoothReader({ bluetooth, ...NO_KEYS })
    await transport.connect()
    expect(transport.kind).toBe(kind)
    expect(await transport.powerOn()).toHaveLength(5)
  })

  it('says TZ-R11 of a device that is neither', async () => {
    const { bluetooth } = createFakeBluetooth(createReaderEmulator(), { service: null })
    const transport = await requestBluetoothReader({ bluetooth, ...NO_KEYS })
    expect(await codeOf(transport.connect())).toBe('TZ-R11')
  })

  it('believes a maker’s own service before one that anybody may use', async () => {
    const reader = createCcidEmulator()
    const { device } = createFakeBluetooth(reader, {
      services: [SIXTEEN_BIT, CCID_PIPES.c4.service],
    })
    const drivers = [createAcr1255Driver(), createCcidDriver()]
    const transport = createBluetoothTransport(device, drivers, NO_KEYS)
    await transport.connect()
    expect(transport.kind).toBe('ccid')
  })

  it('asks for the facility’s key at each connection, and goes back to the factory’s', async () => {
    const masterKey = Uint8Array.from({ length: 16 }, (_, index) => index)
    const reader = createReaderEmulator({ masterKey })
    const { bluetooth } = createFakeBluetooth(reader)
    let given: Uint8Array | null = null
    const transport = await requestBluetoothReader({
      bluetooth,
      ...NO_KEYS,
      masterKey: () => Promise.resolve(given),
    })
    expect(await codeOf(transport.connect())).toBe('TZ-R05')
    given = masterKey
    await transport.connect()
    expect(reader.isLinked).toBe(true)
    await transport.close()
    given = null
    expect(await codeOf(transport.connect())).toBe('TZ-R05')
  })
})
