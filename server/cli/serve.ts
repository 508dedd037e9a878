/** From options to a gateway that serves: opens the data folder, the authority and the app's files, and listens. */
import * as nodeFiles from 'node:fs/promises'
import { join } from 'node:path'
import { getConnInfo } from '@hono/node-server/conninfo'
import { serveAppFiles } from '../app-files/app-files'
import { createGateway } from '../app'
import type { FacilityConfig } from '../config/facilities'
import { createFolderGate } from '../folders/folder-gate'
import { createReadiness } from '../health/readiness'
import { findCallerBehind } from '../http/caller'
import { openGatewayKeys } from '../keys/gateway-keys'
import { createMetrics } from '../operation/metrics'
import { metricsApp } from '../operation/serve-metrics'
import { createSweeper } from '../operation/retention/sweeper'
import { prepareDay } from '../roster/morning'
import { morningOf } from '../roster/morning-time'
import { createMornings } from '../roster/mornings'
import type { Store } from '../store/store'
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
import { openAuthority } from './open-authority'
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

/** @throws StartError with one sentence when something is missing or in the way; nothing is left open then */
export async function serveGateway(options: CliOptions): Promise<Served> {
  const begun: Undo[] = []
  try {
    return await serve(options, begun)
  } catch (cause) {
    // What stays open would keep a process alive that serves nobody. Why it cannot start matters more than a fault in ending it.
    for (const undo of begun.reverse()) {
      await Promise.allSettled([Promise.resolve().then(undo)])
    }
    throw cause
  }
}

type Undo = () => unknown

/** @param begun takes what ends each thing that was begun, in that order */
async function serve(options: CliOptions, begun: Undo[]): Promise<Served> {
  const { data, mode } = options
  openDataFolder(data, mode)
  // On PostgreSQL no gateway is ever certain to be alone, and several may share a folder.
  const isAlone = options.databaseUrl === null
  const unlock = isAlone ? await lockDataFolder(data) : () => undefined
  begun.push(unlock)
  const facilities = facilitiesOf(options)
  const digitalIdentity = await readDigitalIdentity(data)
  const keys = await openGatewayKeys(data)
  const metrics = options.metrics && createMetrics()
  const store = await openStore(
    options,
    keys,
    metrics ? { observe: metrics.observeDatabase.bind(metrics) } : {},
  )
  begun.push(() => store.close())
  metrics?.watch(store)
  await store.facilities.putAll(facilities.map((each) => withOfficialWeb(each, options)))
  if (isAlone) {
    for (const held of [store.work, store.mornings, store.exports]) await held.releaseAll()
  }
  const [only] = facilities.length === 1 ? facilities : []
  const trainingPasscode =
    only && mode === 'training' ? await openTrainingPasscode(data, store, only.id) : null
  const logFile = openLog(options)
  begun.push(() => {
    logFile.close()
  })
  const log = metrics ? metrics.meterLog(logFile.log) : logFile.log
  const gate = createFolderGate()
  const openFiles = () => gate.files(nodeFiles)
  const { authority, folders, trainingCards, ...opened } = await openAuthority(options, {
    ...{ store, keys, log, facilities, openFiles },
  })
  begun.push(() => opened.close())
  const readiness = createReadiness({
    operation: store.operation,
    ...(folders && { folders: () => folders.usable() }),
    freeBytes: () => freeBytes(data),
    neededBytes: options.diskBytes,
    now: Date.now,
    timers: { setTimeout, clearTimeout },
  })
  // The schema as it is now is the one that this gateway knows.
  await readiness.reasons()
  // The sandbox has no bulk interface: tablets ask it one by one.
  const bulkOf = (facilityId: string) => folders?.of(facilityId)?.bulk ?? null
  const findCaller = findCallerBehind(options.proxies)
  const gateway = createGateway({
    mode,
    store,
    authority: metrics ? metrics.meterAuthority(authority) : authority,
    keys,
    bulkOf,
    ...(folders && {
      findUnasked: folders.findUnasked,
      serves: (facilityId: string) => folders.of(facilityId) !== undefined,
    }),
    ...(options.rosterWords && { rosterWords: options.rosterWords }),
    anchors: opened.anchors,
    visits: opened.visits,
    surfaceAnchors: opened.surfaceAnchors,
    ...(trainingCards && {
      trainingCards,
      trainingPasscode: (id: string) => findTrainingDigits(data, id),
    }),
    log,
    readiness,
    exports: exportsOf(facilities, options.secrets, openFiles),
    callerOf: (c) => findCaller(getConnInfo(c).remote.address, c.req.header('X-Forwarded-For')),
    ...(metrics && { observeRequest: metrics.observeRequest.bind(metrics) }),
    ...(options.origin !== undefined && { publicOrigin: options.origin }),
    ...(digitalIdentity && { digitalIdentity }),
  })
  begun.push(() => gateway.close())
  if (options.app !== null) serveAppFiles(gateway.app, options.app)
  const measuring =
    metrics && options.metrics
      ? await listen(
          metricsApp(metrics, options.metrics.token),
          options.metrics.host,
          options.metrics.port,
        )
      : null
  begun.push(() => measuring?.close(0))
  const listening = await listen(gateway.app, options.host, options.port)
  begun.push(() => listening.close(0))
  const url = options.origin ?? `http://${hostInAddress(options.host)}:${listening.port}`
  begun.push(() => {
    withdrawAnnouncement(data)
  })
  announce(data, { pid: process.pid, port: listening.port, url })
  await gateway.hearOthers()
  const mornings = createMornings({
    store,
    facilities: facilities.map((each) => ({ id: each.id, morning: morningOf(each) })),
    prepare: (facilityId, day, plan) =>
      prepareDay(facilityId, day, { store, keys, now: Date.now, bulkOf }, plan),
    now: Date.now,
    timers: { setTimeout, clearTimeout },
    log,
  })
  begun.push(() => mornings.stop())
  opened.start(
    () => {
      gateway.worker.wake()
    },
    (facilityId, requestId) => {
      void mornings.hear(facilityId, requestId)
    },
  )
  gateway.worker.start()
  gateway.exports.start()
  const sweeper = createSweeper({
    retention: store.retention,
    days: options.retention,
    now: Date.now,
    timers: { setTimeout, clearTimeout },
    log,
  })
  begun.push(() => sweeper.stop())
  sweeper.start()
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
      await opened.close()
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
  const { bavail, bsize } = await nodeFiles.statfs(folder)
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
