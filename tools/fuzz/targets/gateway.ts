/** What the gateway reads from a tablet: certificates, base64url, JSON. */
import * as v from 'valibot'
import { toBase64Url, utf8 } from '../../../api/bytes'
import { BatchRequest, Envelope } from '../../../api/wire'
import type {
  CardFaceEvidence,
  CardSignatureEvidence,
  CheckPayload,
  Evidence,
} from '../../../domain/check'
import { inScreenOrder, type ConsentWithdrawal } from '../../../domain/consent-withdrawal'
import { toMs } from '../../../domain/days'
import { readAnchors } from '../../../server/checks/anchors'
import { createCertificateJudge } from '../../../server/checks/certificate'
import { readCertificateFacts } from '../../../server/checks/certificate-facts'
import { DerError, readNodes } from '../../../server/checks/der'
import { bytesOf, readContent, readHeader } from '../../../server/checks/open-envelope'
import { readWithdrawal } from '../../../server/consents/judge-withdrawal'
import type { FuzzTarget } from '../target'
import { expect, type Samples } from './samples'

const ID = '019aa111-2222-7333-8444-555566667777'
const HEADER = { v: 1, id: ID, deviceId: 'device-1', keyId: 'key-1' } as const
const FACILITY = 'facility-1'
const WITHDRAWAL_HEADER = { ...HEADER, kind: 'consentWithdrawal' } as const

const JSON_TOKENS = [
  ...['"', '{', '[', ']', '}', ',', ':', '\\', '\\u0000', '\\ud800', 'null', '1e999', '-0'],
  ...['"__proto__":', '"constructor":', '[[[[[[[[[[[[[[[[', '{"a":{"a":{"a":{"a":', '\ufeff'],
].map(utf8)

export function gatewayTargets(
  { certificates, ca }: Samples,
  face: CardFaceEvidence,
): FuzzTarget[] {
  const judge = createCertificateJudge('training', readAnchors([ca]))
  const envelope = sampleEnvelope()
  return [
    {
      name: 'gateway-der',
      corpus: certificates,
      eat: (input) => {
        const nodes = readNodes(input)
        const sum = nodes.reduce((bytes, { value }) => bytes + value.length, 0)
        expect(sum <= input.length, 'values longer than the input')
        return nodes.length > 0
      },
      refusals: [DerError],
    },
    {
      name: 'gateway-certificate-facts',
      corpus: certificates,
      eat: (input) => readCertificateFacts(input).issuerOrganizations.length >= 0,
      refusals: [DerError],
    },
    {
      name: 'gateway-certificate',
      corpus: certificates,
      eat: (input) => judge(input).ok,
    },
    {
      name: 'gateway-base64url',
      corpus: [utf8(toBase64Url(ca)), utf8('AA'), utf8('')],
      eat: (input) => {
        const bytes = bytesOf(textOf(input))
        expect((bytes?.length ?? 0) <= input.length, 'more bytes than letters')
        return bytes !== null
      },
    },
    {
      name: 'gateway-envelope',
      corpus: [jsonOf(envelope), jsonOf({ checks: [envelope] })],
      tokens: JSON_TOKENS,
      eat: (input) => {
        const body: unknown = JSON.parse(textOf(input))
        const item = v.safeParse(Envelope, body)
        if (item.success) return readHeader(item.output, HEADER.deviceId).ok
        return v.safeParse(BatchRequest, body).success
      },
      // What the route's validator makes a refusal of.
      refusals: [SyntaxError],
    },
    {
      name: 'gateway-header',
      corpus: [jsonOf(HEADER)],
      tokens: JSON_TOKENS,
      eat: (input) => {
        const header = readHeader({ ...envelope, header: toBase64Url(input) }, HEADER.deviceId)
        return header.ok
      },
    },
    {
      name: 'gateway-content',
      corpus: [jsonOf(samplePayload()), jsonOf(samplePayload(face))],
      tokens: JSON_TOKENS,
      eat: (input) => {
        const opened = readContent(input, HEADER, FACILITY)
        expect(opened.ok || opened.code === 'TZ-G08', 'another code')
        return opened.ok
      },
    },
    {
      name: 'gateway-withdrawal',
      corpus: [jsonOf(sampleWithdrawal('patient')), jsonOf(sampleWithdrawal('proxy'))],
      tokens: JSON_TOKENS,
      eat: (input) => {
        const opened = readWithdrawal(input, WITHDRAWAL_HEADER, FACILITY)
        if (!opened.ok) {
          expect(opened.code === 'TZ-G08', 'another code')
          return false
        }
        const { items, decidedAt } = opened.value
        const listed = inScreenOrder(items)
        expect(listed.length > 0 && listed.length <= items.length, 'takes nothing, or too much')
        expect(Number.isFinite(toMs(decidedAt)), 'decided at no time')
        return true
      },
    },
  ]
}

function textOf(input: Uint8Array): string {
  return new TextDecoder().decode(input)
}

function jsonOf(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value))
}

function sampleEnvelope(): Envelope {
  return {
    id: ID,
    header: toBase64Url(jsonOf(HEADER)),
    enc: 'AAAA',
    ciphertext: 'AAAA',
    signature: 'AAAA',
  }
}

function sampleWithdrawal(decidedBy: 'patient' | 'proxy'): ConsentWithdrawal {
  return {
    v: 1,
    id: ID,
    facilityId: FACILITY,
    deviceId: HEADER.deviceId,
    staffId: 'staff-1',
    checkId: '019aa111-2222-7333-8444-555566667778',
    patientId: decidedBy === 'patient' ? 'patient-1' : null,
    items: ['diagnosis', 'medication', 'checkup', 'surgery'],
    decidedBy: decidedBy === 'patient' ? { kind: 'patient' } : { kind: 'proxy', relation: '長女' },
    decidedAt: '2026-11-22T01:00:00.000Z',
    wording: 'consent-1',
  }
}

const SIGNED_CARD: CardSignatureEvidence = {
  kind: 'cardSignature',
  certificate: 'MIIB',
  signature: 'c2ln',
  challengeId: null,
  challenge: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  cardExpiry: '2030-02-17',
}

function samplePayload(evidence: Evidence = SIGNED_CARD): CheckPayload {
  const statement = {
    v: 1,
    id: ID,
    facilityId: FACILITY,
    deviceId: HEADER.deviceId,
    staffId: 'staff-1',
    visitId: 'visit-1',
    patientId: null,
    setting: 'homeNursing',
    channel: 'homeConsent',
    consent: {
      items: { diagnosis: true, medication: true, checkup: false, surgery: true },
      prescription: 'paper',
      decidedBy: { kind: 'proxy', relation: '長女' },
      decidedAt: '2026-11-21T01:00:00.000Z',
    },
    capturedAt: '2026-11-21T01:05:00.000Z',
  }
  return { v: 1, statement: JSON.stringify(statement), evidence }
}
