/** `navigator.bluetooth` in memory, with an emulated reader behind it, for tests in Node. */
import type { LinkedReader } from './reader-types'

export interface FakeBluetoothKnobs {
  /** What `requestDevice` rejects with. */
  chooser?: DOMException
  /** What `gatt.connect` rejects with; 'hang' never settles until `disconnect`. */
  connect?: DOMException | 'hang'
  /** What `startNotifications` rejects with. */
  subscribe?: DOMException
  /** Which service id carries the pipes; null: the device has none. */
  service?: string | null
  /** All services of the device, in place of `service`. */
  services?: readonly string[]
  /** Writes never settle. */
  writesHang?: boolean
  /** Sees the very bytes that are handed over. */
  onWrite?: (chunk: Uint8Array) => void
  /** Reads never settle. */
  readsHang?: boolean
  isAvailable?: boolean
}

export interface FakeBluetooth {
  bluetooth: Bluetooth
  device: BluetoothDevice
  knobs: FakeBluetoothKnobs
  /** Arguments of each `requestDevice`. */
  requests: unknown[]
  /** How often the device was connected. */
  readonly connections: number
}

export function createFakeBluetooth(
  reader: LinkedReader,
  knobs: FakeBluetoothKnobs = {},
): FakeBluetooth {
  let isConnected = false
  let connections = 0
  let abortConnect: () => void = () => undefined

  const requireLink = () => {
    if (!isConnected) throw new DOMException('GATT Server is disconnected.', 'NetworkError')
  }
  const notFound = () => new DOMException('No Services matching UUID found.', 'NotFoundError')

  function characteristic(uuid: string, connection: number) {
    const target = Object.assign(new EventTarget(), {
      uuid,
      value: undefined as DataView | undefined,
      properties: { write: true, notify: true, read: true },
      startNotifications: () => {
        requireLink()
        if (knobs.subscribe) return Promise.reject(knobs.subscribe)
        reader.attach({
          notify(chunk) {
            queueMicrotask(() => {
              if (connection !== connections) return
              target.value = new DataView(chunk.slice().buffer)
              target.dispatchEvent(new Event('characteristicvaluechanged'))
            })
          },
          drop() {
            queueMicrotask(lose)
          },
        })
        return Promise.resolve(target)
      },
      writeValueWithResponse: (chunk: Uint8Array) => {
        requireLink()
        if (knobs.writesHang) return new Promise<void>(() => undefined)
        knobs.onWrite?.(chunk)
        reader.write(chunk.slice())
        return reader.isLinked
          ? Promise.resolve()
          : Promise.reject(new DOMException('GATT Server is disconnected.', 'NetworkError'))
      },
      readValue: () => {
        requireLink()
        if (knobs.readsHang) return new Promise<DataView>(() => undefined)
        return Promise.resolve(new DataView(Uint8Array.of(reader.battery ?? 0).buffer))
      },
    })
    return target
  }

  function lose(): void {
    if (!isConnected) return
    isConnected = false
    reader.detach()
    device.dispatchEvent(new Event('gattserverdisconnected'))
  }

  const gatt = {
    get connected() {
      return isConnected
    },
    connect: () => {
      if (knobs.connect === 'hang') {
        return new Promise((_, reject) => {
          abortConnect = () => {
            reject(new DOMException('aborted', 'AbortError'))
          }
        })
      }
      if (knobs.connect) return Promise.reject(knobs.connect)
      if (!isConnected) connections += 1
      isConnected = true
      return Promise.resolve(gatt)
    },
    disconnect: () => {
      abortConnect()
      lose()
    },
    getPrimaryService: (service: string | number) => {
      requireLink()
      if (service === 0x180f && reader.battery === null) return Promise.reject(notFound())
      const known = knobs.service === undefined ? reader.pipe.service : knobs.service
      const services: readonly unknown[] = knobs.services ?? [known]
      if (service !== 0x180f && !services.includes(service)) return Promise.reject(notFound())
      const connection = connections
      return Promise.resolve({
        getCharacteristic: (uuid: string) => Promise.resolve(characteristic(uuid, connection)),
      })
    },
  }

  const device = Object.assign(new EventTarget(), { id: 'fake', name: reader.name, gatt })
  const requests: unknown[] = []
  const bluetooth = {
    requestDevice: (options: unknown) => {
      requests.push(options)
      return knobs.chooser ? Promise.reject(knobs.chooser) : Promise.resolve(device)
    },
    getAvailability: () => Promise.resolve(knobs.isAvailable ?? true),
  }
  return {
    bluetooth: bluetooth as unknown as Bluetooth,
    device: device as unknown as BluetoothDevice,
    knobs,
    requests,
    get connections() {
      return connections
    },
  }
}
