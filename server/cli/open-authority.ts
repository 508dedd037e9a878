/** Whom the mode asks, whose cards it believes, and where its visits come from: sandbox or exchange folders, never both. */
import { join } from 'node:path'
import type { CardImage } from '../../domain/card-image'
import type { SurfaceAnchor } from '../../domain/surface/issuer'
import type { Authority } from '../authority/authority'
import { readFacilityLayout } from '../authority/oqs/layout/read-layout-file'
import { openFolders, type OqsFolders } from '../authority/oqs/open-folders'
import { loadProductionAnchors, readAnchors, type TrustAnchors } from '../checks/anchors'
import { loadSurfaceAnchors } from '../checks/surface-anchors'
import type { FacilityConfig } from '../config/facilities'
import { writeDurably } from '../files'
import type { VisitSource } from '../gateway-options'
import { describeFault, type Log } from '../http/log'
import type { FolderFiles } from '../folders/files'
import type { GatewayKeys } from '../keys/gateway-keys'
import { createRosterLookup } from '../roster/lookup'
import { createRosterVisits } from '../roster/visits'
import type { Store } from '../store/store'
import { joinSources } from '../visits/join-sources'
import type { CliOptions } from './options'

export interface OpenedAuthority {
  authority: Authority
  visits: VisitSource
  anchors: TrustAnchors
  surfaceAnchors: readonly SurfaceAnchor[]
  /** Training only. */
  trainingCards?: () => Promise<CardImage[]>
  /** Production only. */
  folders?: OqsFolders
  /** @param wake there is work whose answer has come @param hear the answer to this question has come */
  start(wake: () => void, hear: (facilityId: string, requestId: string) => void): void
  close(): Promise<void>
}

export interface OpenWorld {
  store: Store
  keys: GatewayKeys
  log: Log
  facilities: readonly FacilityConfig[]
  openFiles: () => FolderFiles
}

/** @throws StartError with one sentence when something is missing */
export async function openAuthority(
  options: CliOptions,
  world: OpenWorld,
): Promise<OpenedAuthority> {
  if (options.mode === 'production') return openProduction(options, world)
  return await openTraining(options, world)
}

async function openTraining(
  { data, sandboxDelayMs }: CliOptions,
  { store, keys }: OpenWorld,
): Promise<OpenedAuthority> {
  // Loaded here only: production never has the emulator in memory.
  const { createSandbox } = await import('../authority/sandbox/sandbox')
  const sandbox = await createSandbox({
    path: join(data, 'sandbox.sqlite'),
    delayMs: sandboxDelayMs,
  })
  writeDurably(join(data, 'training-cards.json'), JSON.stringify(await sandbox.cards()))
  return {
    authority: sandbox,
    visits: joinSources(sandbox, createRosterVisits({ store, keys, now: Date.now })),
    anchors: readAnchors([sandbox.caCertificate]),
    surfaceAnchors: sandbox.surfaceAnchors,
    trainingCards: () => sandbox.cards(),
    start: () => undefined,
    close: () => sandbox.close(),
  }
}

function openProduction(
  { data, anchors }: CliOptions,
  { store, keys, log, facilities, openFiles }: OpenWorld,
): OpenedAuthority {
  const world = { store, keys, now: Date.now }
  let wake: () => void = () => undefined
  let hear: (facilityId: string, requestId: string) => void = () => undefined
  function tell(facilityId: string, fault: unknown): void {
    const time = new Date().toISOString()
    log({ event: 'folder', time, facilityId, fault: describeFault(fault) })
  }
  const folders = openFolders(facilities, {
    openFiles,
    journal: store.exchanges,
    roster: createRosterLookup(world),
    layout: readFacilityLayout(data),
    onSettled(facilityId, requestId) {
      hear(facilityId, requestId)
      store.work.hasten(facilityId, requestId, Date.now()).then(
        () => {
          wake()
        },
        (fault: unknown) => {
          tell(facilityId, fault)
        },
      )
    },
    onFault: tell,
  })
  return {
    authority: folders.authority,
    visits: createRosterVisits(world),
    anchors: loadProductionAnchors(anchors),
    surfaceAnchors: loadSurfaceAnchors(anchors),
    folders,
    start(wakeWorker, hearAnswer) {
      wake = wakeWorker
      hear = hearAnswer
      folders.start()
    },
    close: () => folders.stop(),
  }
}
