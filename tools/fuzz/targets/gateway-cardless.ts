/** Checks without the card as the gateway reads and judges them: what is accepted is bounded, canonical and no 個人番号. */
import { utf8 } from '../../../api/bytes'
import type { CardlessEvidence, CheckStatement } from '../../../domain/check'
import { refusesMyNumber } from '../../../domain/my-number'
import { judgeDeclaration } from '../../../server/evidence/judge-declaration'
import { judgeDocument } from '../../../server/evidence/judge-document'
import { judgeOral } from '../../../server/evidence/judge-oral'
import { judgeReinquiry } from '../../../server/evidence/judge-reinquiry'
import { readContent, type OpenedCheck } from '../../../server/checks/open-envelope'
import type { Verdict } from '../../../server/checks/verdict'
import {
  declarationEvidence,
  documentEvidence,
  oralEvidence,
  REINQUIRY,
} from '../../../test/support/cardless'
import type { FuzzTarget } from '../target'
import { expect } from './samples'

const NOW = Date.parse('2026-11-21T01:05:00Z')
const ID = '019aa111-2222-7333-8444-555566667777'
const HEADER = { v: 1, id: ID, deviceId: 'device-1', keyId: 'key-1' } as const
const FACILITY = 'facility-1'
/** A name of 100 characters, four bytes each, and as many in every other field. */
const MOST_BYTES = 250_000

const TOKENS = [
  ...['"', '{', '}', ',', ':', 'null', '1e999', '[[0,0]]', '"123456789018"', '"１２３４"'],
  ...['"39139100"', '"77777777"', '"2026-02-30"', '"expiredInsuranceCard"', '"runs"', '"card"'],
].map(utf8)

const nobody = (): Promise<undefined> => Promise.resolve(undefined)
const NOBODY_KNOWN = { findVisit: nobody, findHistory: nobody }

export function gatewayCardlessTargets(): FuzzTarget[] {
  const samples = [
    documentEvidence(NOW),
    documentEvidence(NOW, { kind: 'portalPdf', validUntil: null }, { shownWith: 'card' }),
    oralEvidence(NOW),
    declarationEvidence(NOW),
    declarationEvidence(NOW, { relation: '長女', residence: '訓練県れんしゅう町1番' }),
    REINQUIRY,
  ]
  return [
    {
      name: 'gateway-cardless',
      corpus: samples.map((evidence) => utf8(JSON.stringify(payloadOf(evidence)))),
      tokens: TOKENS,
      eat: async (input) => {
        const opened = readContent(input, HEADER, FACILITY)
        if (!opened.ok) {
          expect(opened.code === 'TZ-G08', 'another code')
          return false
        }
        const { statement, evidence } = opened.value
        expect(statement.consent === null, 'a consent without the card')
        const text = JSON.stringify(evidence)
        expect(text.length <= MOST_BYTES, 'longer than any form')
        expect(!textsOf(evidence).some(refusesMyNumber), 'a 個人番号 was let through')
        const judged = await judge(opened.value)
        expect(judged === null || judged.ok || judged.code.startsWith('TZ-G'), 'another code')
        return true
      },
    },
  ]
}

function judge({ statement, evidence }: OpenedCheck): Promise<Verdict<unknown> | null> {
  switch (evidence.kind) {
    case 'document':
      return Promise.resolve(judgeDocument(statement, evidence, NOW))
    case 'declaration':
      return Promise.resolve(judgeDeclaration(statement, evidence, NOW))
    case 'oral':
      return judgeOral(statement, evidence, NOW, NOBODY_KNOWN)
    case 'reinquiry':
      return judgeReinquiry(statement, NOW, NOBODY_KNOWN)
    case 'cardSignature':
    case 'cardFace':
    case 'officialApp':
    case 'digitalIdentity':
      return Promise.resolve(null)
  }
}

/** Every text in it, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

function payloadOf(evidence: CardlessEvidence) {
  const statement: CheckStatement = {
    ...{ v: 1, id: ID, facilityId: FACILITY, deviceId: HEADER.deviceId, staffId: 'staff-1' },
    ...{ visitId: 'visit-1', patientId: 'patient-1', consent: null },
    ...{ setting: 'homeNursing', channel: 'homeConsent' },
    capturedAt: new Date(NOW).toISOString(),
  }
  return { v: 1, statement: JSON.stringify(statement), evidence }
}
