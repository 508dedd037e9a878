/**
 * BlueZ as its clients meet it on the bus, with one adapter and one reader in its air. What the reader says arrives as
 * notifications, by the change of a characteristic's value, as it does from the real one.
 */
import type { LinkedReader } from '../reader-types'
import {
  ADAPTER,
  adapterObject,
  CHARACTERISTIC,
  characteristicObject,
  configurationObject,
  DEVICE,
  deviceObject,
  managerObject,
  serviceObject,
} from './bluez-objects'
import { variant, type DbusValues, type Variant } from './dbus-values'
import { createObjectTree, type ObjectTree } from './object-tree'
import { DbusError, openPrivateBus } from './private-bus'

export interface FakeBluez {
  /** For `DBUS_SYSTEM_BUS_ADDRESS` of a browser. */
  readonly address: string
  /** Faults of the fake itself; a test asserts that there are none. */
  readonly faults: readonly unknown[]
  /** How often the reader was connected. */
  readonly connections: number
  /** Notifications that went out. */
  readonly notifications: number
  end(): Promise<void>
}

const PATH = '/org/bluez'
const ADAPTER_PATH = `${PATH}/hci0`
const ADDRESS = 'C0:FF:EE:00:00:01'
const DEVICE_PATH = `${ADAPTER_PATH}/dev_${ADDRESS.replaceAll(':', '_')}`
const PIPE_PATH = `${DEVICE_PATH}/service0010`
const WRITE_PATH = `${PIPE_PATH}/char0011`
const NOTIFY_PATH = `${PIPE_PATH}/char0013`
const CONFIGURATION_PATH = `${NOTIFY_PATH}/desc0015`
const BATTERY_PATH = `${DEVICE_PATH}/service0020`
const LEVEL_PATH = `${BATTERY_PATH}/char0021`

const BATTERY = '0000180f-0000-1000-8000-00805f9b34fb'
const BATTERY_LEVEL = '00002a19-0000-1000-8000-00805f9b34fb'

export interface FakeBluezOptions {
  /** Chromium leaves the link to a paired device up when the page goes, and ends it to any other. */
  isPaired?: boolean
}

export async function startFakeBluez(
  reader: LinkedReader,
  { isPaired = false }: FakeBluezOptions = {},
): Promise<FakeBluez> {
  const bus = await openPrivateBus({ name: 'org.bluez', answer: (call) => tree.answer(call) })
  const tree: ObjectTree = createObjectTree((signal) => bus.emit(signal))
  let connections = 0
  let notifications = 0
  let isConnected = false
  let strength = -50

  function changeDevice(changed: Record<string, Variant>): void {
    tree.change(DEVICE_PATH, DEVICE, changed)
  }

  function setDiscovering(isOn: boolean): undefined {
    tree.change(ADAPTER_PATH, ADAPTER, { Discovering: variant('b', isOn) })
    if (!isOn) return
    // An advertisement: a device that is known already is offered again only when its strength changes.
    strength -= 1
    changeDevice({ RSSI: variant('n', strength) })
  }

  function connect(): undefined {
    if (isConnected) return
    isConnected = true
    connections += 1
    // All of it before the call is answered, because who called looks at it then.
    changeDevice({ Connected: variant('b', true) })
    addServices()
    changeDevice({ ServicesResolved: variant('b', true) })
  }

  function disconnect(): undefined {
    if (!isConnected) return
    isConnected = false
    reader.detach()
    changeDevice({ Connected: variant('b', false), ServicesResolved: variant('b', false) })
    for (const path of [CONFIGURATION_PATH, WRITE_PATH, NOTIFY_PATH, PIPE_PATH]) tree.remove(path)
    for (const path of [LEVEL_PATH, BATTERY_PATH]) tree.remove(path)
  }

  function addServices(): void {
    const { service, write, notify } = reader.pipe
    tree.add(PIPE_PATH, serviceObject(DEVICE_PATH, service))
    tree.add(WRITE_PATH, characteristicObject(PIPE_PATH, write, 'write', { WriteValue: takeChunk }))
    tree.add(
      NOTIFY_PATH,
      characteristicObject(PIPE_PATH, notify, 'notify', {
        StartNotify: startNotify,
        StopNotify: () => setNotifying(false),
      }),
    )
    tree.add(CONFIGURATION_PATH, configurationObject(NOTIFY_PATH))
    if (reader.battery === null) return
    tree.add(BATTERY_PATH, serviceObject(DEVICE_PATH, BATTERY))
    tree.add(
      LEVEL_PATH,
      characteristicObject(BATTERY_PATH, BATTERY_LEVEL, 'read', {
        ReadValue: () => ({ signature: 'ay', body: [Uint8Array.of(reader.battery ?? 0)] }),
      }),
    )
  }

  function takeChunk([chunk]: DbusValues): undefined {
    if (!(chunk instanceof Uint8Array)) throw new DbusError('org.bluez.Error.InvalidArguments')
    reader.write(chunk)
    if (!reader.isLinked) throw new DbusError('org.bluez.Error.Failed')
  }

  function startNotify(): undefined {
    reader.attach({
      notify(chunk) {
        notifications += 1
        tree.change(NOTIFY_PATH, CHARACTERISTIC, { Value: variant('ay', chunk.slice()) })
      },
      drop: disconnect,
    })
    setNotifying(true)
  }

  function setNotifying(isOn: boolean): undefined {
    tree.change(NOTIFY_PATH, CHARACTERISTIC, { Notifying: variant('b', isOn) })
  }

  const services = [reader.pipe.service, ...(reader.battery === null ? [] : [BATTERY])]
  tree.add(PATH, managerObject())
  tree.add(
    ADAPTER_PATH,
    adapterObject({
      SetDiscoveryFilter: () => undefined,
      StartDiscovery: () => setDiscovering(true),
      StopDiscovery: () => setDiscovering(false),
    }),
  )
  tree.add(
    DEVICE_PATH,
    deviceObject(
      { adapter: ADAPTER_PATH, address: ADDRESS, name: reader.name, services, isPaired },
      { Connect: connect, Disconnect: disconnect },
    ),
  )

  return {
    address: bus.address,
    faults: bus.faults,
    get connections() {
      return connections
    },
    get notifications() {
      return notifications
    },
    async end() {
      reader.detach()
      await bus.end()
    },
  }
}
