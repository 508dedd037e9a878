/** The GATT side: one connection to one reader, from discovery to its end. */
import type { Bytes } from './bytes'

/** Vendor service; some firmware lists the same pipes under 16-bit ids. */
const PIPES = [
  {
    service: '3c4afff0-4783-3de5-a983-d348718ef133',
    write: '3c4afff1-4783-3de5-a983-d348718ef133',
    notify: '3c4afff2-4783-3de5-a983-d348718ef133',
  },
  {
    service: '0000fff0-0000-1000-8000-00805f9b34fb',
    write: '0000fff1-0000-1000-8000-00805f9b34fb',
    notify: '0000fff2-0000-1000-8000-00805f9b34fb',
  },
] as const

export const READER_SERVICES: readonly string[] = PIPES.map(({ service }) => service)
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
  onBytes(chunk: Bytes): void
  /** The reader is gone; not called after `close`. */
  onLost(): void
}

/** Begins to connect; `opened` settles when bytes can flow, or rejects with the platform's fault. */
export function openGattLink(
  device: BluetoothDevice,
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
    const { service, pipe } = await findPipe(server)
    writer = await service.getCharacteristic(pipe.write)
    notifier = await service.getCharacteristic(pipe.notify)
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

async function findPipe(server: BluetoothRemoteGATTServer) {
  const missing: unknown[] = []
  for (const pipe of PIPES) {
    try {
      return { service: await server.getPrimaryService(pipe.service), pipe }
    } catch (cause) {
      if (!(cause instanceof DOMException && cause.name === 'NotFoundError')) throw cause
      missing.push(cause)
    }
  }
  throw missing[0]
}
