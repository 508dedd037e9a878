import { Hono } from 'hono'
import {
  Destinations,
  StoppedExports,
  type DestinationFacts,
  type StoppedExport,
} from '../../../api/admin/exports'
import { ADMIN_API, ById, Done } from '../../../api/admin/wire'
import type { Exports } from '../../export/join'
import { destinationOf, type DestinationState, type ExportRow } from '../../export/queue/queue'
import { answerOf, type ExportRecord } from '../../export/record'
import { placeOf, type ExportDestination } from '../../export/settings'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { describeFault } from '../../http/log'
import { validate } from '../../http/validate'
import { describeAdmin } from '../describe'
import { noteOf, type Authorized } from '../session'

const MOST_SHOWN = 100

/** 連携: how each destination does, what stopped, and a person's word on it. */
export function exportRoutes(
  { store, now, log }: Gateway,
  exports: Pick<Exports, 'destinationsOf' | 'loadRecord' | 'worker'>,
  authorized: Authorized,
): Hono<GatewayEnv> {
  const administrator = authorized('administrator')
  const routes = new Hono<GatewayEnv>()

  /** What can be opened of it; a row is told of all the same. */
  async function recordOf({ facilityId, checkId }: ExportRow): Promise<ExportRecord | null> {
    try {
      return await exports.loadRecord(facilityId, checkId)
    } catch (fault) {
      const time = new Date(now()).toISOString()
      log({ event: 'export', time, step: 'retry', fault: describeFault(fault) })
      return null
    }
  }

  routes.get(
    `${ADMIN_API}/exports`,
    describeAdmin('listDestinations', 'Where answers go, and how each does.', Destinations),
    administrator,
    async (c) => {
      const { facilityId } = c.get('person')
      const states = await store.exports.perDestination(facilityId)
      return c.json({ destinations: describeAll(exports.destinationsOf(facilityId), states) })
    },
  )

  routes.get(
    `${ADMIN_API}/exports/stopped`,
    describeAdmin('listStoppedExports', 'What only a person can settle.', StoppedExports),
    administrator,
    async (c) => {
      const { facilityId } = c.get('person')
      const rows = await store.exports.list(facilityId, 'stopped', MOST_SHOWN + 1)
      const shown = rows.slice(0, MOST_SHOWN)
      if (shown.length > 0) await store.audit.append(facilityId, noteOf(c, now(), 'exportsSeen'))
      const stopped: StoppedExport[] = []
      for (const row of shown) stopped.push(toStopped(row, await recordOf(row)))
      return c.json({ exports: stopped, isAll: rows.length <= MOST_SHOWN })
    },
  )

  routes.post(
    `${ADMIN_API}/exports/:id/again`,
    describeAdmin('exportAgain', 'Lets one that stopped start over.', Done),
    administrator,
    validate('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const { facilityId } = c.get('person')
      const to = destinationOf(id)
      if (!exports.destinationsOf(facilityId).some((each) => each.id === to)) {
        throw new GatewayError('TZ-G81')
      }
      const note = noteOf(c, now(), 'exportAgain', { export: id })
      checkStopped(await store.exports.again(facilityId, id, now(), note))
      exports.worker.wake()
      return c.json({ done: true } as const)
    },
  )

  routes.post(
    `${ADMIN_API}/exports/:id/settle`,
    describeAdmin('settleExport', 'Says that one that stopped was done by hand.', Done),
    administrator,
    validate('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const note = noteOf(c, now(), 'exportSettled', { export: id })
      checkStopped(await store.exports.settle(c.get('person').facilityId, id, now(), note))
      return c.json({ done: true } as const)
    },
  )
  return routes
}

/** Those of the settings in their order, then those of which only rows are left. */
function describeAll(
  stated: readonly ExportDestination[],
  states: readonly DestinationState[],
): DestinationFacts[] {
  const byId = new Map(states.map((state) => [state.destination, state]))
  const known = stated.map((to) => toFacts(to.id, to, byId.get(to.id)))
  const ids = new Set(stated.map(({ id }) => id))
  const left = states.filter(
    ({ destination, waiting, stopped }) => !ids.has(destination) && waiting + stopped > 0,
  )
  return [...known, ...left.map((state) => toFacts(state.destination, null, state))]
}

function toFacts(
  id: string,
  to: ExportDestination | null,
  state: DestinationState | undefined,
): DestinationFacts {
  return {
    id,
    kind: to?.kind ?? null,
    place: to && placeOf(to),
    waiting: state?.waiting ?? 0,
    stopped: state?.stopped ?? 0,
    doneAt: state?.doneAt ?? null,
    code: state?.code ?? null,
    nextTryAt: state?.nextTryAt ?? null,
  }
}

function toStopped(
  { id, destination, endedAt, queuedAt, code, said }: ExportRow,
  record: ExportRecord | null,
): StoppedExport {
  const answer = record && answerOf(record)
  const names = new Set(answer?.coverages.map(({ name }) => name))
  const [name] = names.size === 1 ? names : []
  return {
    id,
    destination,
    stoppedAt: endedAt ?? queuedAt,
    code: code ?? 'TZ-E07',
    said,
    capturedAt: record?.check.capturedAt ?? null,
    patient: record && { number: record.patient.number, name: name ?? null },
  }
}

function checkStopped(changed: boolean): void {
  if (!changed) throw new GatewayError('TZ-G85')
}
