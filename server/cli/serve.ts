/** From options to a gateway that serves: opens the data folder, the sandbox and the app's files, and listens. */
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { getConnInfo } from '@hono/node-server/conninfo'
import { serveAppFiles } from '../app-files/app-files'
import { createGateway } from '../app'
import type { Sandbox } from '../authority/sandbox/sandbox'
import { loadProductionAnchors, readAnchors } from '../checks/anchors'
import { loadSurfaceAnchors } from '../checks/surface-anchors'
import type { FacilityConfig } from '../config/facilities'
import { writeDurably } from '../files'
import { createReadiness } from '../health/readiness'
import { openGatewayKeys } from '../keys/gateway-keys'
import { createMetrics } from '../operation/metrics'
import { metricsApp } from '../operation/serve-metrics'
import { createSweeper } from '../operation/retention/sweeper'
import { prepareDay } from '../roster/morning'
import { morningOf } from '../roster/morning-time'
import { createMornings } from '../roster/mornings'
import { createRosterVisits } from '../roster/visits'
import { StartError } from '../start-error'
import type { Store } from '../store/store'
import { joinSources } from '../visits/join-sources'
import { issueCode } from './codes'
import {
  announce,
  facilitiesOf,
  lockDataFolder,
  openDataFolder,
  withdrawAnnouncement,
} from './data-folder'
import { exportsOf } from './exports'
import { findTrainingDigits, openTrainingPasscode } from './face-passcodes'
import { readDigitalIdentity } from './digital-identity'
import { listen } from './listen'
import { openLogFile, openLogStream, type LogFile } from './log-file'
import { openStore } from './open-store'
import type { CliOptions } from './options'

export interface Served {
  /** As devices and people see it, without a slash at its end. */
  url: string
  /** An activation link of the only facility; in production only for its first device, else `--new-code` makes one. */
  activationLink: string | null
  /** Training's 目視パスコード; null in production, which shows it once only, and where it is out of use. */
  trainingPasscode: string | null
  /** Where metrics are; null where they are not served. */
  metricsUrl: string | null
  /** Takes no more requests and no more work, and resolves when what was under way has ended. */
  stop(): Promise<void>
}

/** @throws StartError with one sentence when something is missing or in the way */
export async function serveGateway(options: CliOptions): Promise<Served> {
  const { data, mode } = options
  openDataFolder(data, mode)
  // On PostgreSQL no gateway is ever certain to be alone, and several may share a folder.
  const isAlone = options.databaseUrl === null
  const unlock = isAlone ? await lockDataFolder(data) : () => undefined
  const facilities = facilitiesOf(options)
  const digitalIdentity = await readDigitalIdentity(data)
  const keys = await openGatewayKeys(data)
  const metrics = options.metrics && createMetrics()
  const store = await openStore(
    options,
    keys,
    metrics ? { observe: metrics.observeDatabase.bind(metrics) } : {},
  )
  metrics?.watch(store)
  const sandbox = await openSandbox(options)
  for (const facility of facilities) await store.facilities.put(withOfficialWeb(facility, options))
  if (isAlone) {
    for (const held of [store.work, store.mornings, store.exports]) await held.releaseAll()
  }
  const [only] = facilities.length === 1 ? facilities : []
  const trainingPasscode = only ? await openTrainingPasscode(data, store, only.id) : null
  const logFile = openLog(options)
  const log = metrics ? metrics.meterLog(logFile.log) : logFile.log
  const readiness = createReadiness({
    operation: store.operation,
    freeBytes: () => freeBytes(data),
    neededBytes: options.diskBytes,
    now: Date.now,
    timers: { setTimeout, clearTimeout },
  })
  // The schema as it is now is the one that this gateway knows.
  await readiness.reasons()
  // The sandbox has no bulk interface: tablets ask it one by one.
  const bulkOf = () => null
  const gateway = createGateway({
    mode,
    store,
    authority: metrics ? metrics.meterAuthority(sandbox) : sandbox,
    keys,
    anchors: readAnchors([sandbox.caCertificate]),
    visits: joinSources(sandbox, createRosterVisits({ store, keys, now: Date.now })),
    bulkOf,
    ...(options.rosterWords && { rosterWords: options.rosterWords }),
    trainingCards: () => sandbox.cards(),
    surfaceAnchors: sandbox.surfaceAnchors,
    trainingPasscode: (id) => findTrainingDigits(data, id),
    log,
    readiness,
    exports: exportsOf(facilities, options.secrets),
    callerOf: (c) => getConnInfo(c).remote.address ?? 'unknown',
    ...(metrics && { observeRequest: metrics.observeRequest.bind(metrics) }),
    ...(options.origin !== undefined && { publicOrigin: options.origin }),
    ...(digitalIdentity && { digitalIdentity }),
  })
  if (options.app !== null) serveAppFiles(gateway.app, options.app)
  const measuring =
    metrics && options.metrics
      ? await listen(
          metricsApp(metrics, options.metrics.token),
          options.metrics.host,
          options.metrics.port,
        )
      : null
  const listening = await listen(gateway.app, options.host, options.port)
  const url = options.origin ?? `http://${hostInAddress(options.host)}:${listening.port}`
  announce(data, { pid: process.pid, port: listening.port, url })
  await gateway.hearOthers()
  gateway.worker.start()
  gateway.exports.start()
  const sweeper = createSweeper({
    retention: store.retention,
    days: options.retention,
    now: Date.now,
    timers: { setTimeout, clearTimeout },
    log,
  })
  sweeper.start()
  const mornings = createMornings({
    store,
    facilities: facilities.map((each) => ({ id: each.id, morning: morningOf(each) })),
    prepare: (facilityId, day, plan) =>
      prepareDay(facilityId, day, { store, keys, now: Date.now, bulkOf }, plan),
    now: Date.now,
    timers: { setTimeout, clearTimeout },
    log,
  })
  mornings.start()
  return {
    url,
    activationLink: only ? await firstLink(store, only.id, url, mode) : null,
    trainingPasscode,
    metricsUrl: measuring && options.metrics && addressOf(options.metrics.host, measuring.port),
    async stop() {
      readiness.stop()
      withdrawAnnouncement(data)
      // Whoever sends requests here sees that it is not ready, and stops, before a connection is refused.
      await new Promise((resolve) => setTimeout(resolve, options.stop.drainMs))
      // Held-open requests are let go by the gateway; what it was told meanwhile has been recorded when both have ended.
      await Promise.all([listening.close(options.stop.withinMs), gateway.close()])
      await Promise.all([sweeper.stop(), mornings.stop()])
      await measuring?.close()
      await sandbox.close()
      await store.close()
      logFile.close()
      unlock()
    },
  }
}

function openLog({ data, log: { to, level } }: CliOptions): LogFile {
  return to === 'file'
    ? openLogFile(join(data, 'gateway.log'), { level })
    : openLogStream((text) => process.stdout.write(text), { level })
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

function addressOf(host: string, port: number): string {
  return `http://${hostInAddress(host)}:${port}/metrics`
}

/** A flag goes before the file; it can only mean the one facility that there is. */
function withOfficialWeb(
  facility: FacilityConfig,
  { officialWeb, facilities }: CliOptions,
): FacilityConfig {
  const isOnly = (facilities ?? []).length <= 1
  return isOnly && officialWeb !== undefined ? { ...facility, officialWeb } : facility
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
