import { requestReader, type RequestReaderOptions } from '../bluetooth/request'
import { createAcr1255Driver, type Acr1255DriverOptions } from './session'
import type { Acr1255Transport } from './transport'

export type RequestAcr1255Options = Acr1255DriverOptions & RequestReaderOptions

/** Lets the user choose among readers of this kind alone. @throws TransportError as `requestReader` */
export function requestAcr1255(options: RequestAcr1255Options = {}): Promise<Acr1255Transport> {
  return requestReader([createAcr1255Driver(options)], options)
}
