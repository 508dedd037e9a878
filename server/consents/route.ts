import { Hono, type MiddlewareHandler } from 'hono'
import { consentsAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { seal } from '../../api/seal'
import { ConsentsResponse, PATHS, type ConsentsResponse as Consents } from '../../api/wire'
import { decideEntry } from '../../domain/consent-entry'
import { dayInJapan } from '../../domain/days'
import type { FindDeviceKeys } from '../access/device-keys'
import type { VisitSource } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import type { GatewayKeys } from '../keys/gateway-keys'
import { patientRef } from '../keys/patient-ref'
import type { ConsentStore } from '../store/store'
import { toEntry } from './register'

export interface ConsentWorld {
  consents: ConsentStore
  keys: Pick<GatewayKeys, 'patients'>
  visits: VisitSource
  deviceKeys: FindDeviceKeys
  now: () => number
}

/**
 * `GET /v1/consents`: the consents in force of today's patients, sealed to the device; so a tablet that did not capture
 * one can show it to the patient and take it back, without a line (R34).
 */
export function consentRoutes(
  { consents, keys, visits, deviceKeys, now }: ConsentWorld,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.get(
    PATHS.consents,
    describe(
      'fetchConsents',
      'Consents in force of today’s patients, sealed to the device.',
      ConsentsResponse,
      { secured: true, refusals: [401, 403, 426, 500] },
    ),
    authenticated,
    async (c) => {
      const device = c.get('device')
      const at = now()
      const day = dayInJapan(at)
      const { facilityId } = device
      const patients = new Map(
        await Promise.all(
          (await visits.visitsOn(facilityId, day)).map(
            async ({ patientId }) =>
              [await patientRef(keys.patients, facilityId, patientId), patientId] as const,
          ),
        ),
      )
      const rows = await consents.ofPatients(facilityId, [...patients.keys()])
      const entries = rows
        .map((row) => toEntry(row, patients.get(row.patientRef ?? '') ?? null))
        .filter((entry) => decideEntry(entry, at).allowed)
      const { answering } = await deviceKeys(device)
      const sealed = await seal(answering, utf8(JSON.stringify(entries)), consentsAad(day))
      return c.json({ day, sealed } satisfies Consents)
    },
  )
  return routes
}
