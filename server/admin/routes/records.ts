import { Hono } from 'hono'
import {
  ADMIN_API,
  AuditLine,
  AuditList,
  AuditQuery,
  Figures,
  FiguresQuery,
} from '../../../api/admin/wire'
import { exportAudit } from '../../audit/export'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import { describeAdmin } from '../describe'
import { EVERYBODY, noteOf, type Authorized } from '../session'

const AUDIT_PAGE = 100
const MOST_DAYS = 400
const DAY_MS = 86_400_000

/** How much the facility uses Tazune, and who saw or changed what. */
export function recordRoutes(gateway: Gateway, authorized: Authorized): Hono<GatewayEnv> {
  const { store, now } = gateway
  const routes = new Hono<GatewayEnv>()

  routes.get(
    `${ADMIN_API}/figures`,
    describeAdmin('useFigures', 'Counts per day in Japan; nobody is named.', Figures),
    authorized(...EVERYBODY),
    validate('query', FiguresQuery),
    async (c) => {
      const { from, to } = c.req.valid('query')
      const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
      // Not a number where a day does not exist: it is refused as well.
      if (!(days >= 0 && days < MOST_DAYS)) throw new GatewayError('TZ-G01', { fields: ['to'] })
      return c.json({ days: await store.figures.perDay(c.get('person').facilityId, from, to) })
    },
  )

  routes.get(
    `${ADMIN_API}/audit`,
    describeAdmin('listAudit', 'Who saw or changed what, newest first.', AuditList),
    authorized('administrator', 'readOnly'),
    validate('query', AuditQuery),
    async (c) => {
      const { before } = c.req.valid('query')
      const rows = await store.audit.list(c.get('person').facilityId, before ?? null, AUDIT_PAGE)
      return c.json({ rows: rows.map((row) => ({ ...row, about: { ...row.about } })) })
    },
  )

  routes.post(
    `${ADMIN_API}/audit/export`,
    describeAdmin('exportAudit', 'The whole audit as JSON lines, oldest first.', AuditLine, {
      mediaType: 'application/jsonl',
    }),
    authorized('administrator', 'readOnly'),
    async (c) => {
      const { facilityId } = c.get('person')
      await store.audit.append(facilityId, noteOf(c, now(), 'auditExported'))
      return c.body(exportAudit(store.audit, facilityId), 200, {
        'Content-Type': 'application/jsonl; charset=utf-8',
        'Content-Disposition': 'attachment; filename="tazune-audit.jsonl"',
      })
    },
  )
  return routes
}
