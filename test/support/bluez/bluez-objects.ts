/** The objects of org.bluez as BlueZ 5 shows them: interfaces and the properties that its clients look at. */
import { variant } from './dbus-values'
import type { DbusInterface, DbusObject } from './object-tree'

export const ADAPTER = 'org.bluez.Adapter1'
export const DEVICE = 'org.bluez.Device1'
export const CHARACTERISTIC = 'org.bluez.GattCharacteristic1'

const CLIENT_CONFIGURATION = '00002902-0000-1000-8000-00805f9b34fb'

type Methods = NonNullable<DbusInterface['methods']>

/** The root: pairing agents are taken note of and never asked. */
export function managerObject(): DbusObject {
  const accept = (): undefined => undefined
  return {
    'org.bluez.AgentManager1': {
      methods: { RegisterAgent: accept, RequestDefaultAgent: accept, UnregisterAgent: accept },
    },
  }
}

export function adapterObject(methods: Methods): DbusObject {
  return {
    [ADAPTER]: {
      properties: {
        Address: variant('s', 'C0:FF:EE:00:00:00'),
        AddressType: variant('s', 'public'),
        Name: variant('s', 'tablet'),
        Alias: variant('s', 'tablet'),
        Class: variant('u', 0),
        Powered: variant('b', true),
        Discoverable: variant('b', false),
        DiscoverableTimeout: variant('u', 0),
        Pairable: variant('b', true),
        PairableTimeout: variant('u', 0),
        Discovering: variant('b', false),
        UUIDs: variant('as', []),
      },
      methods,
    },
  }
}

export interface DeviceDescription {
  adapter: string
  address: string
  name: string
  services: readonly string[]
  isPaired: boolean
}

/** Not connected. */
export function deviceObject(
  { adapter, address, name, services, isPaired }: DeviceDescription,
  methods: Methods,
): DbusObject {
  return {
    [DEVICE]: {
      properties: {
        Address: variant('s', address),
        AddressType: variant('s', 'random'),
        Name: variant('s', name),
        Alias: variant('s', name),
        Paired: variant('b', isPaired),
        Trusted: variant('b', isPaired),
        Blocked: variant('b', false),
        LegacyPairing: variant('b', false),
        Connected: variant('b', false),
        ServicesResolved: variant('b', false),
        UUIDs: variant('as', services),
        Adapter: variant('o', adapter),
        RSSI: variant('n', -50),
      },
      methods,
    },
  }
}

export function serviceObject(device: string, uuid: string): DbusObject {
  return {
    'org.bluez.GattService1': {
      properties: {
        UUID: variant('s', uuid),
        Device: variant('o', device),
        Primary: variant('b', true),
        Includes: variant('ao', []),
      },
    },
  }
}

export function characteristicObject(
  service: string,
  uuid: string,
  flag: 'read' | 'write' | 'notify',
  methods: Methods,
): DbusObject {
  return {
    [CHARACTERISTIC]: {
      properties: {
        UUID: variant('s', uuid),
        Service: variant('o', service),
        Value: variant('ay', new Uint8Array()),
        Flags: variant('as', [flag]),
        Notifying: variant('b', false),
      },
      methods,
    },
  }
}

/** Without it Chromium takes a characteristic for one that cannot notify. */
export function configurationObject(characteristic: string): DbusObject {
  return {
    'org.bluez.GattDescriptor1': {
      properties: {
        UUID: variant('s', CLIENT_CONFIGURATION),
        Characteristic: variant('o', characteristic),
        Value: variant('ay', new Uint8Array()),
      },
    },
  }
}
