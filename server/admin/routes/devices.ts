import { Hono } from 'hono'
import {
  ADMIN_API,
  ById,
  DeviceName,
  Devices,
  Done,
  FacePasscodeState,
  NewCode,
  NewFacePasscode,
  type DeviceFacts,
} from '../../../api/admin/wire'
import { CODE_LIFE_MS } from '../../activation/code'
import { issueCode } from '../../cli/codes'
import { issueFacePasscode } from '../../cli/face-passcodes'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import type { Device, DeviceContact } from '../../store/store'
import { describeAdmin } from '../describe'
import { EVERYBODY, noteOf, type Authorized } from '../session'
import { siteOf } from '../site'

const HOUR_MS = 3_600_000

/** The facility's tablets and its 目視パスコード. */
export function deviceRoutes(gateway: Gateway, authorized: Authorized): Hono<GatewayEnv> {
  const { store, publicOrigin, now, policy } = gateway
  const administrator = authorized('administrator')
  const awayMs = policy.eraseAfterHours * HOUR_MS
  const routes = new Hono<GatewayEnv>()

  routes.get(
    `${ADMIN_API}/devices`,
    describeAdmin('listDevices', 'Every device, and what it last said it holds.', Devices),
    authorized(...EVERYBODY),
    async (c) => {
      const { facilityId } = c.get('person')
      const contacts = await store.devices.contacts(facilityId)
      const devices = await store.devices.list(facilityId)
      return c.json({
        awayAfterHours: policy.eraseAfterHours,
        devices: devices.map((device) => toFacts(device, contacts.get(device.id), now() - awayMs)),
      })
    },
  )

  routes.post(
    `${ADMIN_API}/devices/codes`,
    describeAdmin('issueCode', 'A one-time activation code and its link.', NewCode),
    administrator,
    async (c) => {
      const at = now()
      const { origin } = siteOf(c, publicOrigin)
      const { facilityId } = c.get('person')
      const issued = await issueCode(store, facilityId, origin, at, noteOf(c, at, 'codeIssued'))
      return c.json({ ...issued, expiresAt: at + CODE_LIFE_MS })
    },
  )

  routes.patch(
    `${ADMIN_API}/devices/:id`,
    describeAdmin('renameDevice', 'Another name for a device.', Done),
    administrator,
    validate('param', ById),
    validate('json', DeviceName),
    async (c) => {
      const { id } = c.req.valid('param')
      const note = noteOf(c, now(), 'deviceRenamed', { device: id })
      const { name } = c.req.valid('json')
      checkThere(await store.devices.rename(c.get('person').facilityId, id, name, note))
      return c.json({ done: true } as const)
    },
  )

  routes.post(
    `${ADMIN_API}/devices/:id/revoke`,
    describeAdmin('revokeDevice', 'Ends a device’s registration.', Done),
    administrator,
    validate('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const note = noteOf(c, now(), 'deviceRevoked', { device: id })
      checkThere(await store.devices.revoke(c.get('person').facilityId, id, now(), note))
      return c.json({ done: true } as const)
    },
  )

  routes.post(
    `${ADMIN_API}/devices/:id/erase`,
    describeAdmin('eraseDevice', 'Orders a device to erase what it holds.', Done),
    administrator,
    validate('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const note = noteOf(c, now(), 'eraseOrdered', { device: id })
      checkThere(await store.devices.orderErase(c.get('person').facilityId, id, now(), note))
      return c.json({ done: true } as const)
    },
  )

  routes.get(
    `${ADMIN_API}/face-passcode`,
    describeAdmin('facePasscode', 'Whether a 目視パスコード is in use.', FacePasscodeState),
    authorized('administrator', 'staff'),
    async (c) => {
      const passcodes = await store.facePasscodes.list(c.get('person').facilityId)
      const current = passcodes.find(({ replacedAt }) => replacedAt === null)
      return c.json({ current: current ? { id: current.id, issuedAt: current.issuedAt } : null })
    },
  )

  routes.post(
    `${ADMIN_API}/face-passcode`,
    describeAdmin('issueFacePasscode', 'A new one, shown this once.', NewFacePasscode),
    administrator,
    async (c) => {
      const { facilityId } = c.get('person')
      const note = noteOf(c, now(), 'facePasscodeIssued')
      const { digits } = await issueFacePasscode(store, facilityId, now(), undefined, note)
      return c.json({ digits })
    },
  )

  routes.delete(
    `${ADMIN_API}/face-passcode`,
    describeAdmin('withdrawFacePasscode', 'Puts it out of use without another.', Done),
    administrator,
    async (c) => {
      const note = noteOf(c, now(), 'facePasscodeWithdrawn')
      checkThere(await store.facePasscodes.withdraw(c.get('person').facilityId, now(), note))
      return c.json({ done: true } as const)
    },
  )
  return routes
}

function toFacts(
  { id, name, activatedAt, revokedAt, eraseOrderedAt }: Device,
  contact: DeviceContact | undefined,
  awaySince: number,
): DeviceFacts {
  const seenAt = contact?.seenAt ?? null
  const isAway = (seenAt ?? activatedAt) < awaySince
  return {
    id,
    name,
    state: revokedAt !== null ? 'revoked' : isAway ? 'away' : 'active',
    activatedAt,
    revokedAt,
    eraseOrderedAt,
    seenAt,
    unsent: contact?.unsent ?? null,
    appVersion: contact?.appVersion ?? null,
  }
}

function checkThere(changed: boolean): void {
  if (!changed) throw new GatewayError('TZ-G74')
}
