/** The roster imported from the facility's files, on the administrator's page. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import {
  ImportApplyQuery,
  ImportPreviewFacts,
  ImportQuery,
  ImportResult,
  MAX_IMPORT_BYTES,
} from '../../../api/admin/roster'
import { ADMIN_API } from '../../../api/admin/wire'
import { dayInJapan } from '../../../domain/days'
import { describeAdmin } from '../../admin/describe'
import { noteOf, type Authorized } from '../../admin/session'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import type { Store } from '../../store/store'
import { applyImport, previewImport, type ImportWorld } from './import-file'
import { BUILT_IN_WORDS, type ImportWords } from './words'
import { writeFindings } from './write-findings'

/** A larger body than any other route takes: the limit of the whole must let these paths through. */
export const IMPORT_PATHS = `${ADMIN_API}/roster/import/*`

export interface ImportRoutesWorld {
  store: Pick<Store, 'roster' | 'mornings'>
  now: () => number
  rosterWords?: ImportWords
}

const CSV = {
  required: true,
  content: { 'text/csv': { schema: { type: 'string' as const, format: 'binary' } } },
}

export function importRoutes(
  { store, now, rosterWords = BUILT_IN_WORDS }: ImportRoutesWorld,
  authorized: Authorized,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  const world: ImportWorld = { roster: store.roster, words: rosterWords, now }

  routes.use(IMPORT_PATHS, limitImport())

  routes.post(
    `${ADMIN_API}/roster/import/preview`,
    describeAdmin(
      'previewRosterImport',
      'What a file of patients or visits would change; nothing is kept of it.',
      ImportPreviewFacts,
    ),
    describeRoute({ requestBody: CSV }),
    authorized('administrator'),
    validate('query', ImportQuery),
    async (c) => {
      const { kind, setting = null } = c.req.valid('query')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      return c.json(
        await previewImport(c.get('person').facilityId, { kind, bytes, setting }, world),
      )
    },
  )

  routes.post(
    `${ADMIN_API}/roster/import/apply`,
    describeAdmin(
      'applyRosterImport',
      'Takes the very file of a preview, whole or not at all.',
      ImportResult,
    ),
    describeRoute({ requestBody: CSV }),
    authorized('administrator'),
    validate('query', ImportApplyQuery),
    async (c) => {
      const { kind, setting = null, token, confirmed } = c.req.valid('query')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      const { facilityId } = c.get('person')
      const note = noteOf(c, now(), 'rosterImported', { kind })
      const asked = { token, confirmed: confirmed === 'yes', note }
      const result = await applyImport(facilityId, { kind, bytes, setting }, asked, world)
      // Whoever is new on today's list can still be asked about before the round.
      if (result.outcome === 'applied') {
        await store.mornings.hasten(facilityId, dayInJapan(now()), now())
      }
      return c.json(result)
    },
  )

  routes.post(
    `${ADMIN_API}/roster/import/findings`,
    describeAdmin('exportRosterFindings', 'What is to be mended in a file, as CSV.', v.string(), {
      mediaType: 'text/csv',
    }),
    describeRoute({ requestBody: CSV }),
    authorized('administrator'),
    validate('query', ImportQuery),
    async (c) => {
      const { kind, setting = null } = c.req.valid('query')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      const file = { kind, bytes, setting }
      const preview = await previewImport(c.get('person').facilityId, file, world)
      return c.body(writeFindings(preview), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="tazune-import.csv"',
      })
    },
  )
  return routes
}

function limitImport() {
  return bodyLimit({
    maxSize: MAX_IMPORT_BYTES,
    onError: () => {
      throw new GatewayError('TZ-G20')
    },
  })
}
