/** From sealed bytes to a statement and its evidence; each step refuses with its own code. */
import * as v from 'valibot'
import { envelopeAad, envelopeSigningInput } from '../../api/envelope'
import { fromBase64Url, fromUtf8 } from '../../api/bytes'
import { unseal } from '../../api/seal'
import { Payload } from '../../api/payload'
import { EnvelopeHeader, Statement, type Envelope } from '../../api/wire'
import type { CheckStatement, Evidence } from '../../domain/check'
import { refusesMyNumber } from '../../domain/my-number'
import type { GatewayKeys } from '../keys/gateway-keys'
import type { KeptEnvelope } from '../store/store'
import { granted, refused, type Verdict } from './verdict'

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const

export interface OpenedCheck {
  statement: CheckStatement
  /** The exact text whose digest the card signed. */
  statementText: string
  evidence: Evidence
}

/** TZ-G01 when the header is none, TZ-G06 when it names another check or device. */
export function readHeader(envelope: Envelope, deviceId: string): Verdict<EnvelopeHeader> {
  const header = parseJson(EnvelopeHeader, () => fromUtf8(fromBase64Url(envelope.header)))
  if (!header) return refused('TZ-G01')
  return header.id === envelope.id && header.deviceId === deviceId
    ? granted(header)
    : refused('TZ-G06')
}

/** Whether the device's key signed exactly these bytes. */
export async function isSignedBy(envelope: Envelope, key: CryptoKey): Promise<boolean> {
  const signature = bytesOf(envelope.signature)
  return (
    signature !== null &&
    (await crypto.subtle.verify(ES256, key, signature, envelopeSigningInput(envelope)))
  )
}

/**
 * Opens the seal and reads what is inside.
 * TZ-G07 when the seal does not open, TZ-G08 when the content does not fit the schema, its envelope or the rules of
 * what a statement may hold (R4 no consent in ③, R13 no 個人番号).
 */
export async function openEnvelope(
  envelope: KeptEnvelope,
  header: EnvelopeHeader,
  facilityId: string,
  keys: GatewayKeys,
): Promise<Verdict<OpenedCheck>> {
  const bytes = await tryUnseal(envelope, header, keys)
  if (!bytes) return refused('TZ-G07')
  return readContent(bytes, header, facilityId)
}

/** What was under the seal; TZ-G08 for anything that is no payload of this check. Never throws on any bytes. */
export function readContent(
  bytes: Uint8Array,
  header: EnvelopeHeader,
  facilityId: string,
): Verdict<OpenedCheck> {
  const payload = parseJson(Payload, () => fromUtf8(bytes))
  if (!payload) return refused('TZ-G08')
  const statement = parseJson(Statement, () => payload.statement)
  if (!statement || !agrees(statement, payload.evidence, header, facilityId))
    return refused('TZ-G08')
  return granted({ statement, statementText: payload.statement, evidence: payload.evidence })
}

/** The seal opened, or TZ-G07; what is inside is for the caller to read. */
export async function openSeal(
  envelope: KeptEnvelope,
  header: EnvelopeHeader,
  keys: GatewayKeys,
): Promise<Verdict<Uint8Array>> {
  const bytes = await tryUnseal(envelope, header, keys)
  return bytes ? granted(bytes) : refused('TZ-G07')
}

async function tryUnseal(
  envelope: KeptEnvelope,
  header: EnvelopeHeader,
  keys: GatewayKeys,
): Promise<Uint8Array | null> {
  const pair = keys.findPair(header.keyId)
  if (!pair) return null
  try {
    return await unseal(pair, envelope, envelopeAad(envelope.header))
  } catch {
    // HPKE says no more than "it does not open", and neither do we.
    return null
  }
}

/** With the others no consent is asked, or not here. */
const TAKES_CONSENT: Readonly<Record<Evidence['kind'], boolean>> = {
  cardSignature: true,
  cardFace: true,
  digitalIdentity: true,
  officialApp: false,
  document: false,
  oral: false,
  declaration: false,
  reinquiry: false,
}

function agrees(
  statement: CheckStatement,
  evidence: Evidence,
  header: EnvelopeHeader,
  facilityId: string,
): boolean {
  const asksNone = statement.channel === 'eligibilityOnly' || !TAKES_CONSENT[evidence.kind]
  const consentFits = (statement.consent === null) === asksNone
  const decidedBy = statement.consent?.decidedBy
  return (
    statement.id === header.id &&
    statement.deviceId === header.deviceId &&
    statement.facilityId === facilityId &&
    consentFits &&
    !(decidedBy?.kind === 'proxy' && refusesMyNumber(decidedBy.relation))
  )
}

/** null for anything that is no JSON of that schema. */
export function parseJson<S extends v.GenericSchema>(
  schema: S,
  text: () => string,
): v.InferOutput<S> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text()))
    return parsed.success ? parsed.output : null
  } catch {
    // Not base64url, not UTF-8 or not JSON: in every case not what it should be.
    return null
  }
}

/** base64url → bytes, or null when it is none. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return fromBase64Url(text)
  } catch {
    return null
  }
}
