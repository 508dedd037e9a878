/** Commands of the administrator on a data folder; the gateway may be serving it meanwhile. */
import { StartError } from '../start-error'
import { openGatewayKeys } from '../keys/gateway-keys'
import type { Store } from '../store/store'
import { issueCode } from './codes'
import { facilityOf, findRunning, openDataFolder } from './data-folder'
import { issueFacePasscode, keepTrainingPasscode } from './face-passcodes'
import { USUAL_PORT } from './listen'
import { openStore } from './open-store'
import type { CliOptions, DeviceCommand } from './options'

/** Prints a new code and the link of the running gateway, or of the one to come. */
export async function printNewCode(options: CliOptions, print: (line: string) => void) {
  await withStore(options, async (store) => {
    const facility = facilityOf(options)
    // What a gateway was started with stands: its own flags are not known here.
    if (!(await store.facilities.get(facility.id))) await store.facilities.put(facility)
    const url =
      (await findRunning(options.data))?.url ??
      options.origin ??
      `http://${options.host}:${options.port ?? USUAL_PORT}`
    const { code, link } = await issueCode(store, facility.id, url)
    print(`code  ${code}`)
    print(`link  ${link}`)
  })
}

/** Prints the four digits, once and for all: only their digest is kept. */
export async function printNewFacePasscode(options: CliOptions, print: (line: string) => void) {
  await withStore(options, async (store) => {
    const facility = facilityOf(options)
    if (!(await store.facilities.get(facility.id))) await store.facilities.put(facility)
    const issued = await issueFacePasscode(store, facility.id)
    if (options.mode === 'training') keepTrainingPasscode(options.data, issued)
    print(`face passcode  ${issued.digits}`)
    print('It is shown this once. Tablets take it with their next contact.')
  })
}

/** @throws StartError when there is none */
export async function endFacePasscode(options: CliOptions, print: (line: string) => void) {
  await withStore(options, async (store) => {
    const { id } = facilityOf(options)
    if (!(await store.facePasscodes.withdraw(id, Date.now()))) {
      throw new StartError('There is no 目視パスコード in use.')
    }
    print('face passcode out of use')
  })
}

export async function printDevices(options: CliOptions, print: (line: string) => void) {
  await withStore(options, async (store) => {
    const devices = await store.devices.list(facilityOf(options).id)
    if (devices.length === 0) print('no devices')
    for (const device of devices) {
      const state = device.revokedAt !== null ? 'revoked' : 'active'
      const order = device.eraseOrderedAt !== null ? ', erase ordered' : ''
      const since = new Date(device.activatedAt).toISOString()
      print(`${device.id}  ${state}${order}  since ${since}  ${device.name}`)
    }
  })
}

/** @throws StartError when there is no such device */
export async function changeDevice(
  options: CliOptions,
  { kind, deviceId }: DeviceCommand,
  print: (line: string) => void,
) {
  await withStore(options, async ({ devices }) => {
    const now = Date.now()
    const { id } = facilityOf(options)
    const changed =
      kind === 'revoke'
        ? await devices.revoke(id, deviceId, now)
        : await devices.orderErase(id, deviceId, now)
    if (!changed) throw new StartError('There is no such device, or it was revoked before.')
    print(kind === 'revoke' ? 'revoked' : 'erase ordered')
  })
}

async function withStore(options: CliOptions, work: (store: Store) => Promise<void>) {
  openDataFolder(options.data, options.mode)
  const store = await openStore(options, await openGatewayKeys(options.data))
  try {
    await work(store)
  } finally {
    await store.close()
  }
}
