import {
  createBluetoothTransport,
  type BluetoothTransport,
  type BluetoothTransportOptions,
} from '../bluetooth/transport'
import { createAcr1255Driver, type Acr1255DriverOptions } from './session'

export type Acr1255Options = Acr1255DriverOptions & BluetoothTransportOptions

export type Acr1255Transport = BluetoothTransport<'acr1255'>

/** A chosen device that can be nothing but an ACR1255U-J1 or its like. */
export function createAcr1255Transport(
  device: BluetoothDevice,
  options: Acr1255Options = {},
): Acr1255Transport {
  return createBluetoothTransport(device, [createAcr1255Driver(options)], options)
}
