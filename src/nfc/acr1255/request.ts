import { TransportError } from '../transport'
import { BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE, READER_SERVICES } from './gatt-link'
import { chooserFault } from './gatt-errors'
import { platformNavigator } from './platform'
import { createAcr1255Transport, type Acr1255Options, type Acr1255Transport } from './transport'

/** Both supported products advertise this name. */
const NAME_PREFIX = 'ACR1255U-J1'

export interface RequestAcr1255Options extends Acr1255Options {
  bluetooth?: Bluetooth | undefined
}

/**
 * Lets the user choose a reader. Must be called from a tap. Once per page load: the transport
 * connects to the same reader again without it.
 * @returns a transport that is not connected yet
 * @throws TransportError `TZ-R01` without Web Bluetooth, `TZ-R02` when nothing was chosen
 */
export async function requestAcr1255({
  bluetooth = platformNavigator().bluetooth,
  ...options
}: RequestAcr1255Options = {}): Promise<Acr1255Transport> {
  if (!bluetooth) throw new TransportError('TZ-R01')
  try {
    const device = await bluetooth.requestDevice({
      filters: [
        ...READER_SERVICES.map((service) => ({ services: [service] })),
        { namePrefix: NAME_PREFIX },
      ],
      optionalServices: [...READER_SERVICES, BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE],
    })
    return createAcr1255Transport(device, options)
  } catch (cause) {
    throw chooserFault(cause)
  }
}

/** What can be said before the chooser opens; an adapter that is switched off counts as there. */
export async function checkBluetooth(
  bluetooth: Bluetooth | undefined = platformNavigator().bluetooth,
): Promise<'absent' | 'no adapter' | 'available'> {
  if (!bluetooth) return 'absent'
  return (await bluetooth.getAvailability()) ? 'available' : 'no adapter'
}
