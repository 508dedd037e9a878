/** Commands of the administrator on a data folder; the gateway may be serving it meanwhile. */
import { randomBytes } from 'node:crypto'
import { invitePerson } from '../admin/invite'
import { StartError } from '../start-error'
import { openGatewayKeys, rotateSealKey } from '../keys/gateway-keys'
import type { Store } from '../store/store'
import { issueCode } from './codes'
import { facilityOf, findRunning, lockDataFolder, openDataFolder, ownKeys } from './data-folder'
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
    const { code, link } = await issueCode(store, facility.id, await addressOf(options))
    print(`code  ${code}`)
    print(`link  ${link}`)
  })
}

/** Prints the link by which a new administrator comes in; the first one has no other way. */
export async function printNewAdministrator(options: CliOptions, print: (line: string) => void) {
  await withStore(options, async (store) => {
    const facility = facilityOf(options)
    if (!(await store.facilities.get(facility.id))) await store.facilities.put(facility)
    const { link, signIn } = await invitePerson(
      {
        store,
        randomBytes,
        origin: await addressOf(options),
        now: Date.now(),
        who: { kind: 'commandLine' },
      },
      { facilityId: facility.id, name: '管理者', role: 'administrator' },
    )
    print(`sign-in number  ${signIn}`)
    print(`link            ${link}`)
    print('It is good once, for three days.')
  })
}

/** Reads every facility's audit. False: some chain is not as it was written; the first such row is printed. */
export async function verifyAudit(
  options: CliOptions,
  print: (line: string) => void,
): Promise<boolean> {
  let isWhole = true
  await withStore(options, async ({ audit }) => {
    for (const facilityId of await audit.facilities()) {
      const verdict = await audit.verify(facilityId)
      if (verdict.kind === 'whole') print(`${facilityId}  whole, ${verdict.rows} rows`)
      else {
        isWhole = false
        print(`${facilityId}  broken at row ${verdict.seq}`)
      }
    }
  })
  return isWhole
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
    const now = Date.now()
    const note = { at: now, who: { kind: 'commandLine' }, act: 'facePasscodeWithdrawn' } as const
    if (!(await store.facePasscodes.withdraw(id, now, note))) {
      throw new StartError('There is no 目視パスコード in use.')
    }
    print('face passcode out of use')
  })
}

/**
 * Adds the key that tablets seal to from the next start on; the old ones stay for what was sealed before.
 * @throws StartError while a gateway serves the folder, which would refuse what is sealed to a key that it lacks
 */
export async function printNewSealKey(options: CliOptions, print: (line: string) => void) {
  const { data, mode } = options
  openDataFolder(data, mode)
  const unlock = await lockDataFolder(data)
  try {
    // On PostgreSQL a gateway does not lock its folder.
    if (await findRunning(data)) throw new StartError('Stop every gateway of this database first.')
    // Those there now must be the database's own, or a wrong file would get one more.
    await (await openStore(options, await ownKeys(data))).close()
    const keys = await rotateSealKey(data)
    await (await openStore(options, keys)).close()
    print(`seal key  ${keys.current.id}`)
    print(
      'Copy keys.json to every gateway of this database and to where its copy is kept, then start them.',
    )
  } finally {
    unlock()
  }
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
    const note = { at: now, who: { kind: 'commandLine' }, about: { device: deviceId } } as const
    const changed =
      kind === 'revoke'
        ? await devices.revoke(id, deviceId, now, { ...note, act: 'deviceRevoked' })
        : await devices.orderErase(id, deviceId, now, { ...note, act: 'eraseOrdered' })
    if (!changed) throw new StartError('There is no such device, or it was revoked before.')
    print(kind === 'revoke' ? 'revoked' : 'erase ordered')
  })
}

/** Of the gateway that runs, or of the one to come. */
async function addressOf({ data, origin, host, port }: CliOptions): Promise<string> {
  return (await findRunning(data))?.url ?? origin ?? `http://${host}:${port ?? USUAL_PORT}`
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
