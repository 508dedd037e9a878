/** From options to a gateway that serves: opens the data folder, the sandbox and the app's files, and listens. */
import { join } from 'node:path'
import { getConnInfo } from '@hono/node-server/conninfo'
import { serveAppFiles } from '../app-files/app-files'
import { createGateway } from '../app'
import type { Sandbox } from '../authority/sandbox/sandbox'
import { loadProductionAnchors, readAnchors } from '../checks/anchors'
import { loadSurfaceAnchors } from '../checks/surface-anchors'
import { writeDurably } from '../files'
import { openGatewayKeys } from '../keys/gateway-keys'
import { StartError } from '../start-error'
import { openSqliteStore } from '../store/open'
import type { Store } from '../store/store'
import { issueCode } from './codes'
import {
  announce,
  lockDataFolder,
  openDataFolder,
  readFacility,
  withdrawAnnouncement,
} from './data-folder'
import { findTrainingDigits, openTrainingPasscode } from './face-passcodes'
import { readDigitalIdentity } from './digital-identity'
import { listen } from './listen'
import { openLogFile } from './log-file'
import type { CliOptions } from './options'

export interface Served {
  /** As devices and people see it, without a slash at its end. */
  url: string
  /** An activation link; in production only for the first device, else `--new-code` makes one. */
  activationLink: string | null
  /** Training's 目視パスコード; null in production, which shows it once only, and where it is out of use. */
  trainingPasscode: string | null
  stop(): Promise<void>
}

export function storePath(data: string): string {
  return join(data, 'gateway.sqlite')
}

/** @throws StartError with one sentence when something is missing or in the way */
export async function serveGateway(options: CliOptions): Promise<Served> {
  const { data, mode } = options
  openDataFolder(data, mode)
  const unlock = await lockDataFolder(data)
  const { officialWeb } = options
  const facility = {
    ...readFacility(data, mode),
    ...(officialWeb !== undefined && { officialWeb }),
  }
  const digitalIdentity = await readDigitalIdentity(data)
  const sandbox = await openSandbox(options)
  const keys = await openGatewayKeys(data)
  const store = openSqliteStore(storePath(data), keys.columns)
  await store.facilities.put(facility)
  await store.work.releaseAll()
  const trainingPasscode = await openTrainingPasscode(data, store, facility.id)
  const logFile = openLogFile(join(data, 'gateway.log'))
  const gateway = createGateway({
    mode,
    store,
    authority: sandbox,
    keys,
    anchors: readAnchors([sandbox.caCertificate]),
    visits: sandbox,
    trainingCards: () => sandbox.cards(),
    surfaceAnchors: sandbox.surfaceAnchors,
    trainingPasscode: (id) => findTrainingDigits(data, id),
    log: logFile.log,
    callerOf: (c) => getConnInfo(c).remote.address ?? 'unknown',
    ...(options.origin !== undefined && { publicOrigin: options.origin }),
    ...(digitalIdentity && { digitalIdentity }),
  })
  if (options.app !== null) serveAppFiles(gateway.app, options.app)
  const listening = await listen(gateway.app, options.host, options.port)
  const url = options.origin ?? `http://${hostInAddress(options.host)}:${listening.port}`
  announce(data, { pid: process.pid, port: listening.port, url })
  gateway.worker.start()
  return {
    url,
    activationLink: await firstLink(store, facility.id, url, mode),
    trainingPasscode,
    async stop() {
      withdrawAnnouncement(data)
      await Promise.all([listening.close(), gateway.close()])
      await sandbox.close()
      await store.close()
      logFile.close()
      unlock()
    },
  }
}

/**
 * The authority of the mode. Production is refused until an adapter for the OQS folder of the 資格確認端末 exists:
 * the sandbox never stands in for it.
 */
async function openSandbox(options: CliOptions): Promise<Sandbox> {
  if (options.mode === 'production') {
    loadProductionAnchors(options.anchors)
    loadSurfaceAnchors(options.anchors)
    throw new StartError(
      'Production mode needs the OQS folder of the 資格確認端末; this version cannot serve one yet.',
    )
  }
  // Loaded here only: production never has the emulator in memory.
  const { createSandbox } = await import('../authority/sandbox/sandbox')
  const sandbox = await createSandbox({
    path: join(options.data, 'sandbox.sqlite'),
    delayMs: options.sandboxDelayMs,
  })
  writeDurably(join(options.data, 'training-cards.json'), JSON.stringify(await sandbox.cards()))
  return sandbox
}

async function firstLink(
  store: Store,
  facilityId: string,
  url: string,
  mode: CliOptions['mode'],
): Promise<string | null> {
  if (mode === 'production' && (await store.devices.list(facilityId)).length > 0) return null
  return (await issueCode(store, facilityId, url)).link
}

/** Browsers give passkeys to names only, never to an IP address. */
function hostInAddress(host: string): string {
  if (host === '127.0.0.1') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
