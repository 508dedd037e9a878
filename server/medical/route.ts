import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import {
  type MedicalEntry,
  MedicalReady,
  MedicalRequest,
  MedicalResponse,
  PATHS,
  type MedicalReady as Ready,
  type MedicalResponse as Medical,
} from '../../api/wire'
import type { GatewayErrorCode } from '../../domain/errors'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { GatewayError } from '../http/gateway-error'
import type { Log } from '../http/log'
import { validate } from '../http/validate'
import type { Device, Store, StoredMedical } from '../store/store'
import { fetchCopy, type MedicalWorld } from './fetch-copy'

const PAGE = 50

const MedicalQuery = v.object({
  after: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}$/),
      v.transform(Number),
      v.maxValue(Number.MAX_SAFE_INTEGER),
    ),
    '0',
  ),
})

/**
 * `POST /v1/medical` has the information of one check fetched for this device; `GET /v1/medical?after=` brings its
 * copies, and which of those it has are closed. Everything asked for is logged: who asked, under which check, and what came of it.
 */
export function medicalRoutes(
  world: MedicalWorld & { store: Pick<Store, 'audit' | 'people'>; log: Log },
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const { store, log, now } = world
  const routes = new Hono<GatewayEnv>()

  async function note(
    { facilityId, id: deviceId }: Device,
    { checkId, staffId: stated }: MedicalRequest,
    code: GatewayErrorCode | null,
  ): Promise<void> {
    // The tablet says who asks. What nobody here is called is not written down: it could be anything.
    const staffId = (await store.people.get(facilityId, stated))?.id ?? null
    const at = now()
    const time = new Date(at).toISOString()
    log({
      ...{ event: 'medical' as const, time, deviceId, staffId, checkId },
      ...(code === null ? {} : { code }),
    })
    await store.audit.append(facilityId, {
      at,
      who: { kind: 'device', id: deviceId },
      act: 'medicalAsked',
      about: {
        check: checkId,
        ...(staffId !== null && { person: staffId }),
        ...(code !== null && { code }),
      },
    })
  }

  routes.post(
    PATHS.medical,
    describe('requestMedical', 'Fetches medical information under a consent.', MedicalReady, {
      secured: true,
      refusals: [400, 401, 403, 413, 426, 500],
    }),
    authenticated,
    validate('json', MedicalRequest),
    async (c) => {
      const device = c.get('device')
      const asked = c.req.valid('json')
      const fetched = await fetchCopy(asked.checkId, device, world)
      await note(device, asked, fetched.ok ? null : fetched.code)
      if (!fetched.ok) throw new GatewayError(fetched.code)
      return c.json({ checkId: asked.checkId, state: 'ready' } satisfies Ready)
    },
  )
  routes.get(
    PATHS.medical,
    describe('fetchMedical', 'Copies after the cursor, oldest first.', MedicalResponse, {
      secured: true,
      refusals: [400, 401, 403, 426, 500],
    }),
    authenticated,
    validate('query', MedicalQuery),
    async (c) => {
      const { after } = c.req.valid('query')
      // First, so that nothing is ever sent past its time.
      await store.medical.closeExpired(now())
      const { facilityId, id } = c.get('device')
      const found = await store.medical.after(facilityId, id, after, PAGE)
      const response: Medical = {
        entries: found.map(toWire),
        next: found.at(-1)?.seq ?? after,
      }
      return c.json(response)
    },
  )
  return routes
}

function toWire({ seq, checkId, items, sealed, code }: StoredMedical): MedicalEntry {
  return sealed === null
    ? { seq, checkId, state: 'closed', code: code ?? 'TZ-G44', left: items }
    : { seq, checkId, state: 'open', sealed }
}
