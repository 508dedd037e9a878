/** Whom a proof is compared with: the patient of the check, as the facility's own list of that day has them. */
import { dayInJapan } from '../../domain/days'
import { reopenCheck } from '../checks/reopen'
import type { VisitSource } from '../gateway-options'
import type { GatewayKeys } from '../keys/gateway-keys'
import type { Device, WaitingCheck } from '../store/store'
import type { PatientOf } from './sessions'

export interface FindPatientWorld {
  keys: GatewayKeys
  visits: VisitSource
}

/** `other`: the check waits for something else. @throws Error when the list cannot be had */
export async function findPatient(
  check: WaitingCheck,
  device: Device,
  { keys, visits }: FindPatientWorld,
): Promise<PatientOf> {
  const { statement, evidence } = await reopenCheck(check, device, keys)
  if (evidence.kind !== 'digitalIdentity') return { kind: 'other' }
  const listed = await visits.visitsOn(device.facilityId, dayInJapan(check.capturedAt))
  const patient = listed.find(({ patientId }) => patientId === statement.patientId)
  return patient ? { kind: 'found', patient } : { kind: 'notListed' }
}
