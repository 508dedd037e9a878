/** The roster on the administrator's page: looked at, and patients erased from it. */
import { Hono } from 'hono'
import {
  DayQuery,
  OnePatient,
  RosterDay,
  RosterFound,
  RosterPatientFacts,
  RosterSearch,
  type DayVisit,
  type MorningFacts,
  type RosterRow,
} from '../../api/admin/roster'
import { ADMIN_API, Done } from '../../api/admin/wire'
import { isWithin, type Day } from '../../domain/days'
import { describeAdmin } from '../admin/describe'
import { EVERYBODY, noteOf, type Authorized } from '../admin/session'
import type { GatewayEnv } from '../http/context'
import { GatewayError } from '../http/gateway-error'
import { validate } from '../http/validate'
import { patientRef } from '../keys/patient-ref'
import type { Morning, RosterPatient, Store } from '../store/store'
import { lookAtDay, type MorningWorld } from './morning'
import { searchRoster } from './search'

export type RosterRoutesWorld = Omit<MorningWorld, 'store'> & {
  store: MorningWorld['store'] & Pick<Store, 'audit' | 'mornings'>
}

/** Enough to tell the patients of a facility apart, and short enough to be compared by eye. */
const MARK_LENGTH = 12

export function rosterRoutes(world: RosterRoutesWorld, authorized: Authorized): Hono<GatewayEnv> {
  const { store, keys, now } = world
  const routes = new Hono<GatewayEnv>()

  /** How the audit names a patient: it holds no number of theirs. */
  async function markOf(facilityId: string, patientId: string): Promise<string> {
    return (await patientRef(keys.patients, facilityId, patientId)).slice(0, MARK_LENGTH)
  }

  routes.post(
    `${ADMIN_API}/roster/search`,
    describeAdmin('searchRoster', 'Patients of the facility, in the order of kana.', RosterFound),
    authorized(...EVERYBODY),
    validate('json', RosterSearch),
    async (c) => {
      const { facilityId } = c.get('person')
      const { kana = '', number = '', undecided = false, from, limit } = c.req.valid('json')
      await store.audit.append(facilityId, noteOf(c, now(), 'rosterSeen'))
      const query = { kana, number, undecided, from, limit }
      const { patients, found, more } = await searchRoster(facilityId, query, store.roster)
      return c.json({ patients: patients.map(toRow), found, more })
    },
  )

  routes.post(
    `${ADMIN_API}/roster/patient`,
    describeAdmin('rosterPatient', 'What the roster knows of one patient.', RosterPatientFacts),
    authorized(...EVERYBODY),
    validate('json', OnePatient),
    async (c) => {
      const { facilityId } = c.get('person')
      const { patientId } = c.req.valid('json')
      const patient = await store.roster.of(facilityId).get(patientId)
      if (!patient) throw new GatewayError('TZ-G74')
      const mark = await markOf(facilityId, patientId)
      await store.audit.append(facilityId, noteOf(c, now(), 'rosterSeen', { patient: mark }))
      return c.json({ ...patient, welfare: patient.welfare ?? null, mark })
    },
  )

  routes.post(
    `${ADMIN_API}/roster/erase`,
    describeAdmin('erasePatient', 'Erases a patient from the roster, with visits and tags.', Done),
    authorized('administrator'),
    validate('json', OnePatient),
    async (c) => {
      const { facilityId } = c.get('person')
      const { patientId } = c.req.valid('json')
      const about = { patient: await markOf(facilityId, patientId) }
      const note = noteOf(c, now(), 'patientErased', about)
      if (!(await store.roster.remove(facilityId, patientId, note)))
        throw new GatewayError('TZ-G74')
      return c.json({ done: true } as const)
    },
  )

  routes.get(
    `${ADMIN_API}/roster/day`,
    describeAdmin('rosterDay', 'The visits of a day, and what came of its morning.', RosterDay),
    authorized(...EVERYBODY),
    validate('query', DayQuery),
    async (c) => {
      const { facilityId } = c.get('person')
      const { day } = c.req.valid('query')
      await store.audit.append(facilityId, noteOf(c, now(), 'rosterSeen', { day }))
      return c.json(await seeDay(facilityId, day, world))
    },
  )
  return routes
}

async function seeDay(facilityId: string, day: Day, world: RosterRoutesWorld): Promise<RosterDay> {
  const { list, entries } = await lookAtDay(facilityId, day, world)
  const morning = await world.store.mornings.get(facilityId, day)
  return {
    day,
    visits: list.map(({ visit, patient }, at) => ({
      visitId: visit.id,
      patientId: patient.patientId,
      name: patient.name,
      nameKana: patient.nameKana,
      time: visit.time,
      setting: visit.setting,
      note: visit.note,
      lastAnswer: patient.lastAnswer,
      welfare: welfareOn(patient, day),
      reason: entries[at]?.reason ?? null,
    })),
    morning: morning ? toFacts(morning) : null,
  }
}

function welfareOn({ welfare }: RosterPatient, day: Day): DayVisit['welfare'] {
  if (!welfare) return null
  const tickets = welfare.expenses.filter(({ hasTicket = true }) => hasTicket)
  if (tickets.some((ticket) => isWithin(day, ticket))) return 'inForce'
  // Tickets of earlier months are not kept.
  return day.slice(0, 7) < welfare.on.slice(0, 7) ? null : 'notInForce'
}

function toFacts({ begunAt, changedAt, nextAt, result }: Morning): MorningFacts {
  const facts = { begunAt, changedAt, said: nextAt === null }
  if (result === null) return { ...facts, result }
  const { asked, bulk, taken, consented, consentedTaken, faults } = result
  const { welfare = null, references = null } = result
  return {
    ...facts,
    result: { asked, bulk, taken, consented, consentedTaken, welfare, references, faults },
  }
}

function toRow(patient: RosterPatient): RosterRow {
  const { patientId, name, nameKana, birthdate, current, welfare, lastAnswer, undecided } = patient
  const hasNumbers = current !== null || welfare !== undefined
  return { patientId, name, nameKana, birthdate, hasNumbers, lastAnswer, undecided }
}
