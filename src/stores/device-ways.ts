import { computed } from 'vue'
import { dayInJapan } from '../../domain/days'
import { rankDeviceWays, type DeviceFacts, type DeviceWay } from '../../domain/device-ways'
import { detectDeviceKind } from './capabilities'
import { useDeviceStore } from './device'
import { useReaderStore } from './reader'
import { useServices } from './services'

/** この端末でできること: the ways to a card of this very device, best first. */
export function useDeviceWays() {
  const device = useDeviceStore()
  const reader = useReaderStore()
  const { now } = useServices()
  const kind = detectDeviceKind()

  const connected = computed<DeviceFacts['reader']>(() => {
    if (reader.state !== 'ready' || reader.kind === null || reader.kind === 'training') return null
    return reader.kind === 'bridge' ? 'bridge' : 'bluetooth'
  })
  const bluetooth = computed<DeviceFacts['bluetooth']>(() => {
    if (reader.bluetoothAvailable) return 'usable'
    return 'bluetooth' in navigator ? 'off' : 'unsupported'
  })
  const today = computed(() => dayInJapan(now()))
  const ways = computed<DeviceWay[]>(() =>
    rankDeviceWays(
      {
        kind,
        bluetooth: bluetooth.value,
        bridge: reader.bridgeAvailable,
        reader: connected.value,
        officialWeb: device.officialWeb !== null,
        digitalIdentity: device.digitalIdentity,
      },
      today.value,
    ),
  )
  /** Of these, the ways to a reader, also those that are closed. */
  const readers = computed(() =>
    ways.value.filter(({ id }) => id === 'bluetoothReader' || id === 'bridgeReader'),
  )
  return { kind, today, ways, readers }
}
