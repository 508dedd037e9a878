/** The GATT side: one connection to one reader, from discovery to its end. */
import type { Bytes } from './bytes'

/** A vendor service with the two characteristics that carry the reader's bytes. */
export interface GattPipe {
  service: string
  /** Host to reader. */
  write: string
  /** Reader to host. */
  notify: string
}

export const BATTERY_SERVICE = 0x180f
export const DEVICE_INFORMATION_SERVICE = 0x180a
const BATTERY_LEVEL = 0x2a19

export interface GattLink {
  write(chunk: Bytes): Promise<void>
  /** Percent; null where the reader offers none. */
  readBattery(): Promise<number | null>
  /** Idempotent; also aborts a connection that is still being made. */
  close(): void
}

export interface GattLinkEvents {
  /** The pipe that the device has; before any of its bytes. */
  onPipe(pipe: GattPipe): void
  onBytes(chunk: Bytes): void
  /** The reader is gone; not called after `close`. */
  onLost(): void
}

/** Begins to connect, and takes the first of the pipes that the device has; `opened` settles when bytes can flow, or rejects with the platform's fault. */
export function openGattLink(
  device: BluetoothDevice,
  pipes: readonly GattPipe[],
  events: GattLinkEvents,
): { link: GattLink; opened: Promise<void> } {
  let isClosed = false
  let writer: BluetoothRemoteGATTCharacteristic | null = null
  let notifier: BluetoothRemoteGATTCharacteristic | null = null

  const onDisconnected = () => {
    if (isClosed) return
    release()
    events.onLost()
  }
  const onValue = () => {
    const view = notifier?.value
    if (isClosed || !view) return
    events.onBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice())
  }

  function release(): void {
    isClosed = true
    device.removeEventListener('gattserverdisconnected', onDisconnected)
    notifier?.removeEventListener('characteristicvaluechanged', onValue)
  }

  function close(): void {
    if (isClosed) return
    release()
    device.gatt?.disconnect()
  }

  async function open(): Promise<void> {
    if (!device.gatt) throw new DOMException('the device has no GATT server', 'NetworkError')
    const server = await device.gatt.connect()
    const { service, pipe } = await findPipe(server, pipes)
    writer = await service.getCharacteristic(pipe.write)
    notifier = await service.getCharacteristic(pipe.notify)
    events.onPipe(pipe)
    notifier.addEventListener('characteristicvaluechanged', onValue)
    await notifier.startNotifications()
    // Closed meanwhile, or dropped before the listener could hear of it.
    if (isClosed || !server.connected) throw new DOMException('link lost', 'NetworkError')
  }

  const link: GattLink = {
    async write(chunk) {
      if (isClosed || !writer) throw new DOMException('link closed', 'NetworkError')
      if (writer.properties.write) await writer.writeValueWithResponse(chunk)
      else await writer.writeValueWithoutResponse(chunk)
    },
    async readBattery() {
      const server = device.gatt
      if (isClosed || !server) throw new DOMException('link closed', 'NetworkError')
      try {
        const service = await server.getPrimaryService(BATTERY_SERVICE)
        const level = await service.getCharacteristic(BATTERY_LEVEL)
        return (await level.readValue()).getUint8(0)
      } catch (cause) {
        // Absent, blocked or unreadable without pairing: no level. A lost link is another matter.
        if (cause instanceof DOMException && cause.name !== 'NetworkError') return null
        throw cause
      }
    },
    close,
  }
  device.addEventListener('gattserverdisconnected', onDisconnected)
  return { link, opened: open() }
}

async function findPipe(server: BluetoothRemoteGATTServer, pipes: readonly GattPipe[]) {
  const missing: unknown[] = []
  for (const pipe of pipes) {
    try {
      return { service: await server.getPrimaryService(pipe.service), pipe }
    } catch (cause) {
      if (!(cause instanceof DOMException && cause.name === 'NotFoundError')) throw cause
      missing.push(cause)
    }
  }
  throw missing[0]
}
