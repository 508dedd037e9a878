/** Export records of the sandbox's fictitious people, the same each time, made the way the gateway makes them. */
import { consentToAll } from '../../../domain/consent'
import type { CheckStatement, Consent, Evidence } from '../../../domain/check'
import { dayInJapan } from '../../../domain/days'
import { composeAnswer, type AskedKind } from '../../../server/answers/compose-answer'
import { buildReply } from '../../../server/authority/sandbox/build-reply'
import type { CheckFacts } from '../../../server/store/store'
import {
  buildExportRecord,
  type ExportFacility,
  type ExportRecord,
  type ExportResult,
} from '../../../server/export/record'
import { sandboxPerson } from '../../support/cardless'

export const SAMPLE_FACILITY: ExportFacility = {
  id: 'facility-1',
  institutionCode: '1319999999',
  name: 'みほん在宅クリニック',
}

export const CAPTURED_AT = Date.parse('2026-11-21T01:00:00Z')
export const ANSWERED_AT = Date.parse('2026-11-21T01:00:04Z')

export const CONSENT: Consent = {
  items: consentToAll(true),
  prescription: 'paper',
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-21T00:59:30Z',
}

interface Given {
  evidence?: Evidence['kind']
  statement?: Partial<CheckStatement>
  facts?: Partial<CheckFacts>
  facility?: ExportFacility
  /** In place of an answer. */
  result?: ExportResult
}

/** A check by card of a sandbox person, with consent to everything and the sandbox's own answer. */
export function sampleRecord(personId: string, given: Given = {}): ExportRecord {
  const person = sandboxPerson(personId)
  const evidence = given.evidence ?? 'cardSignature'
  const statement: CheckStatement = {
    v: 1,
    id: checkIdOf(personId),
    facilityId: SAMPLE_FACILITY.id,
    deviceId: 'device-1',
    staffId: 'staff-1',
    visitId: null,
    patientId: `patient-${personId}`,
    setting: 'homeNursing',
    channel: 'homeConsent',
    consent: CONSENT,
    capturedAt: new Date(CAPTURED_AT).toISOString(),
    ...given.statement,
  }
  const facts: CheckFacts = {
    challengeId: 'challenge-1',
    capturedAt: CAPTURED_AT,
    clockDoubtful: false,
    certificateLastDay: '2029-03-03',
    faceIssuer: null,
    ...given.facts,
  }
  const asked = {
    subject: { kind: 'patient', patientId: 'nobody' } as const,
    facilityId: SAMPLE_FACILITY.id,
    asOf: dayInJapan(CAPTURED_AT),
    channel: statement.channel,
    setting: statement.setting,
    consent: statement.consent,
  }
  const reply = buildReply(person, asked, 'valid', ANSWERED_AT)
  const kind = evidence as AskedKind
  const answer = composeAnswer({ statement, evidence: { kind } }, facts, reply, null)
  return buildExportRecord(
    given.facility ?? SAMPLE_FACILITY,
    { statement, evidence: { kind: evidence } },
    CAPTURED_AT,
    given.result ?? { kind: 'answered', answer },
  )
}

/** A UUIDv7 of the moment of capture that differs by person. */
function checkIdOf(personId: string): string {
  const digest = Array.from(personId).reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 32,
    7,
  )
  return `019aa3e0-8f80-7000-8000-0000${digest.toString(16).padStart(8, '0')}`
}
