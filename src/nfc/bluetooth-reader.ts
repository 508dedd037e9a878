/** Every Bluetooth reader that Tazune drives, in one dialog. */
import { createAcr1255Driver, type MasterKey } from './acr1255'
import { requestReader, type RequestReaderOptions } from './bluetooth/request'
import type { BluetoothTransport } from './bluetooth/transport'
import { createCcidDriver } from './ccid'

export type { BluetoothTransport } from './bluetooth/transport'

export interface BluetoothReaderOptions extends RequestReaderOptions {
  /** The facility's Customer Master Key, asked at each connection; null is the factory's. */
  masterKey?: () => Promise<MasterKey | null>
}

/** @throws TransportError as `requestReader` */
export function requestBluetoothReader({
  masterKey,
  ...options
}: BluetoothReaderOptions = {}): Promise<BluetoothTransport> {
  return requestReader(
    [createAcr1255Driver(masterKey ? { key: masterKey } : {}), createCcidDriver()],
    options,
  )
}
