/** Medical information for one device, under one consent: judged, fetched, sealed, kept (R2, R22, R30, R32, R34). */
import { medicalAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { seal } from '../../api/seal'
import { decideEntry } from '../../domain/consent-entry'
import type { GatewayErrorCode } from '../../domain/errors'
import { keepMedicalUntil, type MedicalRefusal } from '../../domain/medical-allowed'
import { type MedicalCopy, onlyItems } from '../../domain/medical-information'
import type { FindDeviceKeys } from '../access/device-keys'
import type { Authority } from '../authority/authority'
import { granted, refused, type Verdict } from '../checks/verdict'
import { toEntry } from '../consents/register'
import type { Device, Store } from '../store/store'

export interface MedicalWorld {
  store: Pick<Store, 'checks' | 'consents' | 'medical'>
  authority: Pick<Authority, 'fetchMedical'>
  deviceKeys: FindDeviceKeys
  now: () => number
}

const CODES = {
  channel: 'TZ-G40',
  noConsent: 'TZ-G41',
  certificate: 'TZ-G42',
  withdrawn: 'TZ-G43',
  expired: 'TZ-G44',
} as const satisfies Record<MedicalRefusal, GatewayErrorCode>

/**
 * Fetches under a consent in force only; the rule is asked again when the authority has answered, because its answer
 * may take longer than what is left.
 * @returns TZ-G40…TZ-G46 or TZ-G79, see the catalogue
 * @throws Error when store or authority failed
 */
export async function fetchCopy(
  checkId: string,
  device: Device,
  world: MedicalWorld,
): Promise<Verdict<null>> {
  const { store, authority, deviceKeys, now } = world
  const before = await decide(checkId, device, world)
  if (!before.ok) return before
  const { facilityId } = device
  const outcome = await authority.fetchMedical({ facilityId, checkId, items: before.value.items })
  if (outcome.kind === 'refused') return refused('TZ-G46')
  if (outcome.kind === 'cannot') return refused('TZ-G79')
  const decision = await decide(checkId, device, world)
  if (!decision.ok) return decision
  const { items, until } = decision.value
  const fetchedAt = new Date(now()).toISOString()
  const copy: MedicalCopy = {
    v: 1,
    information: { v: 1, checkId, fetchedAt, ...onlyItems(outcome.records, items) },
    until,
    keepUntil: keepMedicalUntil(until, fetchedAt),
  }
  const { answering } = await deviceKeys(device)
  const sealed = await seal(answering, utf8(JSON.stringify(copy)), medicalAad(checkId))
  const keepUntil = Date.parse(copy.keepUntil)
  const kept = { deviceId: device.id, checkId, facilityId, items, sealed, keepUntil }
  return (await store.medical.put(kept)) ? granted(null) : refused('TZ-G43')
}

async function decide(checkId: string, device: Device, { store, now }: MedicalWorld) {
  const consent = await store.consents.get(device.facilityId, checkId)
  if (consent === undefined) return refused(await unregisteredCode(checkId, device, store))
  const decision = decideEntry(toEntry(consent, null), now())
  return decision.allowed ? granted(decision) : refused(CODES[decision.why])
}

/** A check of this device that is answered and stands in no register asked no consent: ③ (R4). */
async function unregisteredCode(
  checkId: string,
  device: Device,
  { checks }: Pick<Store, 'checks'>,
): Promise<'TZ-G40' | 'TZ-G45'> {
  return (await checks.isAnswered(device.facilityId, checkId, device.id)) ? 'TZ-G40' : 'TZ-G45'
}
