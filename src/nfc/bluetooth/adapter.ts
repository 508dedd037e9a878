import { platformNavigator } from './platform'

/** What can be said before the chooser opens; an adapter that is switched off counts as there. */
export async function checkBluetooth(
  bluetooth: Bluetooth | undefined = platformNavigator().bluetooth,
): Promise<'absent' | 'no adapter' | 'available'> {
  if (!bluetooth) return 'absent'
  return (await bluetooth.getAvailability()) ? 'available' : 'no adapter'
}
