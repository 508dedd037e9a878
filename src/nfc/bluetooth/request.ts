import { TransportError } from '../transport'
import { BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE } from './gatt-link'
import { chooserFault } from './gatt-errors'
import { platformNavigator } from './platform'
import type { ReaderDriver, ReaderKind } from './session'
import {
  createBluetoothTransport,
  type BluetoothTransport,
  type BluetoothTransportOptions,
} from './transport'

export interface RequestReaderOptions extends BluetoothTransportOptions {
  bluetooth?: Bluetooth | undefined
}

/**
 * Lets the user choose a reader of any of the kinds, in one dialog. Must be called from a tap. Once
 * per page load: the transport connects to the same reader again without it.
 * @returns a transport that is not connected yet
 * @throws TransportError `TZ-R01` without Web Bluetooth, `TZ-R02` when nothing was chosen
 */
export async function requestReader<Kind extends ReaderKind>(
  drivers: readonly ReaderDriver<Kind>[],
  { bluetooth = platformNavigator().bluetooth, ...options }: RequestReaderOptions = {},
): Promise<BluetoothTransport<Kind>> {
  if (!bluetooth) throw new TransportError('TZ-R01')
  const services = drivers.flatMap(({ pipes }) => pipes.map(({ service }) => service))
  const namePrefixes = drivers.flatMap((driver) => driver.namePrefixes)
  try {
    const device = await bluetooth.requestDevice({
      filters: [
        ...services.map((service) => ({ services: [service] })),
        ...namePrefixes.map((namePrefix) => ({ namePrefix })),
      ],
      optionalServices: [...services, BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE],
    })
    return createBluetoothTransport(device, drivers, options)
  } catch (cause) {
    throw chooserFault(cause)
  }
}
