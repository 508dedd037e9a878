/** Consents and medical information as a tablet sends and reads them, on top of the test's device client. */
import * as v from 'valibot'
import { consentsAad, medicalAad } from '../../api/envelope'
import {
  ConsentsResponse,
  MedicalResponse,
  PATHS,
  Problem,
  type Envelope,
  type MedicalEntry,
} from '../../api/wire'
import type { ConsentEntry } from '../../domain/consent-entry'
import type { ConsentWithdrawal } from '../../domain/consent-withdrawal'
import { createCheckId } from '../../domain/ids'
import type { MedicalCopy } from '../../domain/medical-information'
import type { DeviceClient } from './device-client'
import { randomBytes } from './gateway'

export function withdrawalOf(
  device: DeviceClient,
  checkId: string,
  now: number,
  change: Partial<ConsentWithdrawal> = {},
): ConsentWithdrawal {
  return {
    v: 1,
    id: createCheckId(now, randomBytes),
    facilityId: device.activation.facility.id,
    deviceId: device.deviceId,
    staffId: 'staff-1',
    checkId,
    patientId: 'patient-1',
    items: ['diagnosis', 'medication', 'checkup', 'surgery'],
    decidedBy: { kind: 'patient' },
    decidedAt: new Date(now).toISOString(),
    wording: 'consent-1',
    ...change,
  }
}

export function sealWithdrawal(
  device: DeviceClient,
  withdrawal: ConsentWithdrawal,
): Promise<Envelope> {
  return device.envelopeOf(withdrawal.id, withdrawal, { kind: 'consentWithdrawal' })
}

/** null when the gateway fetched it, else the code it refused with. */
export async function requestMedical(
  device: DeviceClient,
  checkId: string,
): Promise<string | null> {
  const reply = await device.request('POST', PATHS.medical, { checkId, staffId: 'staff-1' })
  return reply.status === 200 ? null : v.parse(Problem, await reply.json()).code
}

export async function fetchMedical(
  device: DeviceClient,
  after = 0,
): Promise<{ entries: MedicalEntry[]; next: number }> {
  const reply = await device.request('GET', `${PATHS.medical}?after=${after}`)
  return v.parse(MedicalResponse, await reply.json())
}

export async function openCopy(device: DeviceClient, entry: MedicalEntry): Promise<MedicalCopy> {
  if (entry.state !== 'open') throw new Error(`closed: ${entry.code}`)
  return (await device.openSealed(entry.sealed, medicalAad(entry.checkId))) as MedicalCopy
}

export async function fetchConsents(device: DeviceClient): Promise<ConsentEntry[]> {
  const reply = await device.request('GET', PATHS.consents)
  const { day, sealed } = v.parse(ConsentsResponse, await reply.json())
  return (await device.openSealed(sealed, consentsAad(day))) as ConsentEntry[]
}
