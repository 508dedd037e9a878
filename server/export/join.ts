/** The exports of a running gateway: who is told of what, the worker that tells them, and the records they are made of. */
import { randomUUID } from 'node:crypto'
import * as nodeFiles from 'node:fs/promises'
import type { GatewayKeys } from '../keys/gateway-keys'
import { patientRef } from '../keys/patient-ref'
import type { Timers } from '../gateway-options'
import type { Log } from '../http/log'
import type { Presence } from '../queue/presence'
import type { WorkLoop } from '../queue/work-loop'
import type { Store } from '../store/store'
import { createCallOf, createDeliver, type DestinationWorld } from './destinations'
import { createRecordLoader, type RecordSource } from './load-record'
import type { CallOrca } from './orca/api'
import { createLockKeeper } from './orca/keeper'
import { createExportWorker, type Deliver } from './queue/worker'
import type { ExportRecord } from './record'
import type { ExportDestination } from './settings'

/** What the configuration says of one facility. */
export interface FacilityExports {
  /** 医療機関コード; null for a 施術所. */
  institutionCode: string | null
  destinations: readonly ExportDestination[]
}

export interface ExportOptions {
  /** By facility; one that is not there has no destinations. */
  facilities: ReadonlyMap<string, FacilityExports>
  secrets: DestinationWorld['secrets']
  openFiles: DestinationWorld['openFiles']
  /** Whose token it is, as a receiver shows it; null: nobody's. */
  receiver: (token: string) => Receiver | null
}

/** One of a facility's webhooks, as the one who fetches. */
export interface Receiver {
  facilityId: string
  destination: string
}

export const NO_EXPORTS: ExportOptions = {
  facilities: new Map(),
  receiver: () => null,
  secrets: { password: none, clientCertificate: none, signingKey: none },
  openFiles: () => nodeFiles,
}

export interface ExportsWorld {
  store: Pick<Store, 'exports' | 'devices' | 'facilities' | 'patients' | 'consents' | 'work'>
  keys: GatewayKeys
  exports: ExportOptions
  presence: Presence
  serves?: (facilityId: string) => boolean
  now: () => number
  random: () => number
  timers: Timers
  log: Log
}

export interface Exports {
  worker: WorkLoop
  /** An answer was stored here or elsewhere: there may be something to send. */
  hear(): void
  destinationsOf(facilityId: string): readonly ExportDestination[]
  /** Ids, for the rows that are stored with an answer. */
  exportTo(facilityId: string): readonly string[]
  /** null: there is no answer, or it was erased. */
  loadRecord(facilityId: string, checkId: string): Promise<ExportRecord | null>
}

export function createExports(world: ExportsWorld): Exports {
  const { store, keys, exports, presence, now } = world
  const ids = new Map(
    [...exports.facilities].map(([id, { destinations }]) => [id, destinations.map((to) => to.id)]),
  )
  const destinationsOf = (facilityId: string) =>
    exports.facilities.get(facilityId)?.destinations ?? []
  const loadRecord = createRecordLoader(sourceOf(world), keys)
  const { secrets, openFiles } = exports
  const out = { notes: store.exports.locks, secrets, openFiles, now, randomId: randomUUID }
  const delivers = new Map<string, Promise<Deliver>>()

  async function deliverTo(facilityId: string, id: string): Promise<Deliver | null> {
    const destination = destinationsOf(facilityId).find((each) => each.id === id)
    if (!destination) return null
    const key = JSON.stringify([facilityId, id])
    const known = delivers.get(key) ?? createDeliver(destination, out)
    delivers.set(key, known)
    return known.catch((fault: unknown) => {
      delivers.delete(key)
      throw fault
    })
  }

  async function callOf(facilityId: string): Promise<CallOrca | null> {
    const orca = destinationsOf(facilityId).find((each) => each.kind === 'orca')
    return orca ? createCallOf(orca, out) : null
  }

  const worker = createExportWorker({
    ...world,
    queue: store.exports,
    isShared: store.work.isShared,
    presence,
    loadRecord,
    destination: deliverTo,
    locks: createLockKeeper({
      ...world,
      notes: store.exports.locks,
      isShared: store.work.isShared,
      callOf,
    }),
    randomId: randomUUID,
  })
  const isAnyTold = [...ids.values()].some(({ length }) => length > 0)

  return {
    worker,
    hear() {
      if (isAnyTold) worker.wake()
    },
    destinationsOf,
    exportTo: (facilityId) => ids.get(facilityId) ?? [],
    loadRecord,
  }
}

function sourceOf({ store, keys, exports }: ExportsWorld): RecordSource {
  return {
    answered: (facilityId, checkId) => store.exports.answered(facilityId, checkId),
    device: (facilityId, deviceId) => store.devices.get(facilityId, deviceId),
    async facility(id) {
      const facility = await store.facilities.get(id)
      const institutionCode = exports.facilities.get(id)?.institutionCode ?? null
      return facility && { id, name: facility.name, institutionCode }
    },
    // Visits and roster name a patient by the facility's own number (照会番号).
    patientNumber: (_, patientId) => Promise.resolve(patientId),
    async lastAnswered(facilityId, patientId) {
      const ref = await patientRef(keys.patients, facilityId, patientId)
      const patient = (await store.patients.getMany(facilityId, [ref])).get(ref)
      return patient?.answeredCheckId ?? null
    },
    withdrawnFrom: (facilityId, checkId) => store.consents.withdrawnFrom(facilityId, checkId),
  }
}

function none(): Promise<never> {
  return Promise.reject(new Error('nothing is exported'))
}
