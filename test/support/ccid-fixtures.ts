/** What tests of the CCID driver share: an emulated reader, its link in memory, and the transport. */
import {
  createBluetoothTransport,
  type BluetoothTransportOptions,
} from '../../src/nfc/bluetooth/transport'
import { createCcidDriver } from '../../src/nfc/ccid'
import { createFakeBluetooth, type FakeBluetoothKnobs } from './ble-fake'
import { createCcidEmulator, type CcidSettings } from './ccid-emulator'
import { createFakeCard, createManualTimer } from './reader-fixtures'

export interface CcidBenchOptions {
  reader?: CcidSettings
  bluetooth?: FakeBluetoothKnobs
  driver?: BluetoothTransportOptions
}

export function createCcidBench({ reader: settings, bluetooth, driver }: CcidBenchOptions = {}) {
  const reader = createCcidEmulator(settings)
  const ble = createFakeBluetooth(reader, bluetooth)
  const timer = createManualTimer()
  const events: string[] = []
  const transport = createBluetoothTransport(ble.device, [createCcidDriver()], {
    startTimer: timer.startTimer,
    locks: null,
    ...driver,
  })
  transport.on('card', (isPresent) => events.push(isPresent ? 'card on' : 'card off'))
  transport.on('link', (state) => events.push(`link ${state}`))
  return { reader, ble, timer, events, transport }
}

export async function openCcidWithCard(options: CcidBenchOptions = {}) {
  const bench = createCcidBench(options)
  const card = createFakeCard()
  bench.reader.insert(card)
  await bench.transport.connect()
  const atr = await bench.transport.powerOn()
  return { ...bench, card, atr }
}
