/** Makes the record of an answered check again, out of what the gateway keeps sealed. */
import type { EligibilityAnswer } from '../../domain/answer'
import type { CheckStatement, ConsentItem } from '../../domain/check'
import type { Sealed } from '../../api/wire'
import { openKeptAnswer } from '../answers/kept-answer'
import { tryReopenCheck } from '../checks/reopen'
import { withoutWithdrawn } from '../consents/register'
import type { GatewayKeys } from '../keys/gateway-keys'
import type { Device, KeptEnvelope } from '../store/store'
import {
  buildExportRecord,
  type ExportFacility,
  type ExportPatient,
  type ExportRecord,
} from './record'

/** An answered check as the store has it. */
export interface AnsweredCheck {
  deviceId: string
  envelope: KeptEnvelope
  /** ms, bounded (see checks/capture-time). */
  capturedAt: number
  kept: Sealed
}

export interface RecordSource {
  /** undefined: no such check, or it has no answer (any more). */
  answered(facilityId: string, checkId: string): Promise<AnsweredCheck | undefined>
  device(facilityId: string, deviceId: string): Promise<Device | undefined>
  facility(facilityId: string): Promise<ExportFacility | undefined>
  /** 患者番号 of the facility's software for the opaque one of a check; null where there is none. */
  patientNumber(facilityId: string, patientId: string): Promise<string | null>
  /** The check of the patient's last answer; null where none is known. */
  lastAnswered(facilityId: string, patientId: string): Promise<string | null>
  withdrawnFrom(facilityId: string, checkId: string): Promise<readonly ConsentItem[]>
}

/**
 * null: the answer is gone, or it or its check opens under none of the keys. What was withdrawn since is not passed on as consented (R34).
 * @throws Error when the store failed: to be tried again
 */
export function createRecordLoader(
  source: RecordSource,
  keys: GatewayKeys,
): (facilityId: string, checkId: string) => Promise<ExportRecord | null> {
  return async (facilityId, checkId) => {
    const [answered, facility, withdrawn] = await Promise.all([
      source.answered(facilityId, checkId),
      source.facility(facilityId),
      source.withdrawnFrom(facilityId, checkId),
    ])
    if (!answered || !facility) return null
    const answer = await openKeptAnswer(checkId, answered.kept, keys)
    const device = await source.device(facilityId, answered.deviceId)
    if (!answer || !device) return null
    // 再照会: what it opens rests on the consent of an earlier check.
    const ended =
      answer.consentOf === undefined ? [] : await source.withdrawnFrom(facilityId, answer.consentOf)
    const check = await tryReopenCheck({ id: checkId, envelope: answered.envelope }, device, keys)
    if (!check.ok) return null
    const { statement, evidence } = check.value
    return buildExportRecord(
      facility,
      { statement: withoutWithdrawn(statement, withdrawn), evidence },
      answered.capturedAt,
      { kind: 'answered', answer: closed(answer, [...withdrawn, ...ended]) },
      await patientOf(source, facilityId, statement),
    )
  }
}

async function patientOf(
  source: RecordSource,
  facilityId: string,
  { id, patientId }: CheckStatement,
): Promise<ExportPatient> {
  if (patientId === null) return { number: null, hasNewerAnswer: false }
  const [number, last] = await Promise.all([
    source.patientNumber(facilityId, patientId),
    source.lastAnswered(facilityId, patientId),
  ])
  return { number, hasNewerAnswer: last !== null && last !== id }
}

function closed(answer: EligibilityAnswer, withdrawn: readonly ConsentItem[]): EligibilityAnswer {
  const consentedItems = answer.consentedItems.filter((item) => !withdrawn.includes(item))
  const consentUntil = consentedItems.length === 0 ? null : answer.consentUntil
  return { ...answer, consentedItems, consentUntil }
}
