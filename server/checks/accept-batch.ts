/** A batch of envelopes becomes a list of verdicts; each item stands for itself, all are committed at once. */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { envelopeSigningInput } from '../../api/envelope'
import { CheckId, Envelope, type EnvelopeHeader, type ItemResult } from '../../api/wire'
import type { GatewayErrorCode } from '../../domain/errors'
import type { Evidence } from '../../domain/check'
import type { FindDeviceKeys } from '../access/device-keys'
import { judgeWithdrawal } from '../consents/judge-withdrawal'
import { createKnownPatients } from '../evidence/known-patients'
import type { VisitSource } from '../gateway-options'
import { describeFault, type Log } from '../http/log'
import type { GatewayKeys } from '../keys/gateway-keys'
import { patientRef } from '../keys/patient-ref'
import type { CheckRecord, Device, Store, StoredVerdict } from '../store/store'
import type { FaceJudge } from './card-face'
import type { CertificateJudge } from './certificate'
import { createPasscodeJudge } from './face-passcode'
import { judgeCheck, type Judgement } from './judge'
import { isSignedBy, openEnvelope, readHeader, type OpenedCheck } from './open-envelope'
import { granted, refused, type Verdict } from './verdict'

export interface AcceptWorld {
  store: Pick<
    Store,
    'checks' | 'challenges' | 'facePasscodes' | 'patients' | 'answers' | 'consents'
  >
  visits: VisitSource
  keys: GatewayKeys
  deviceKeys: FindDeviceKeys
  judgeCertificate: CertificateJudge
  judgeFace: FaceJudge
  /** How long after its replacement a 目視パスコード may still have been typed. */
  passcodeAllowanceMs: number
  now: () => number
  log: Log
}

interface AuthenticItem {
  envelope: Envelope
  header: EnvelopeHeader
  bodyHash: string
}

/** An item on its way: refused for good, or authentic and to be judged. */
type Item = { id: string } & Verdict<AuthenticItem>

/**
 * Verifies, records and answers. Refusals before the device's signature is proven are not recorded: whoever sends a
 * damaged copy must not take the place of the true one. From then on the first verdict of an id is final; the same
 * bytes get it again and other bytes get TZ-G09.
 * @returns one result per item, in order; when it resolves, every verdict in it has been committed
 */
export async function acceptBatch(
  items: readonly unknown[],
  device: Device,
  world: AcceptWorld,
): Promise<ItemResult[]> {
  const { verifying } = await world.deviceKeys(device)
  const checked = await Promise.all(items.map((item) => authenticate(item, device.id, verifying)))
  const authentic = checked.filter((item) => item.ok).map((item) => item.value)
  const ids = authentic.map(({ header }) => header.id)
  const standing = await world.store.checks.verdicts(device.facilityId, ids)
  const fresh = authentic.filter(({ header }) => !standing.has(header.id))
  const [withdrawals, checks] = splitWithdrawals(fresh)
  const records = [
    ...(await judgeAll(checks, device, world)),
    ...(await judgeWithdrawals(withdrawals, device, world)),
  ]
  const recorded = await world.store.checks.record(device.facilityId, records)
  countWrongPasscodes(records, device, world)
  for (const [index, record] of records.entries()) {
    const verdict = recorded[index]
    if (verdict) standing.set(record.id, verdict)
  }
  return checked.map((item) => toResult(item, standing))
}

async function authenticate(item: unknown, deviceId: string, key: CryptoKey): Promise<Item> {
  const parsed = v.safeParse(Envelope, item)
  if (!parsed.success) return { id: readableId(item), ...refused('TZ-G01') }
  const envelope = parsed.output
  const header = readHeader(envelope, deviceId)
  if (!header.ok) return { id: envelope.id, ...header }
  if (!(await isSignedBy(envelope, key))) return { id: envelope.id, ...refused('TZ-G05') }
  const bodyHash = createHash('sha256').update(envelopeSigningInput(envelope)).digest('base64url')
  return { id: envelope.id, ...granted({ envelope, header: header.value, bodyHash }) }
}

async function judgeAll(
  fresh: readonly AuthenticItem[],
  device: Device,
  world: AcceptWorld,
): Promise<CheckRecord[]> {
  const opened = await Promise.all(
    fresh.map(({ envelope, header }) =>
      openEnvelope(envelope, header, device.facilityId, world.keys),
    ),
  )
  const challengeIds = opened.flatMap((check) => (check.ok ? challengeIdsOf(check.value) : []))
  const patients = createKnownPatients(device.facilityId, world)
  const judgeWorld = {
    deviceId: device.id,
    receivedAt: world.now(),
    challenges: await world.store.challenges.getMany(device.facilityId, challengeIds),
    judgeCertificate: world.judgeCertificate,
    judgeFace: world.judgeFace,
    judgePasscode: createPasscodeJudge(
      opened.some(isByFace) ? await world.store.facePasscodes.list(device.facilityId) : [],
      world.passcodeAllowanceMs,
    ),
    patients,
  }

  async function judgeItem(item: AuthenticItem, index: number): Promise<CheckRecord | null> {
    const check = opened[index] ?? refused('TZ-G08')
    try {
      // What cannot be read may be a 申立書 too.
      if (!check.ok) return withoutContent(toRecord(item, check, judgeWorld))
      const judgement = await judgeCheck(check.value, judgeWorld)
      const { patientId } = check.value.statement
      if (judgement.verdict === 'accepted' && patientId !== null && cardOf(check.value.evidence)) {
        patients.noteCard(patientId, judgement.facts.capturedAt)
      }
      return await recordOf(item, check.value, judgement, judgeWorld, device, world.keys)
    } catch (fault) {
      // A fault of ours on one item: it is to come again, and the others go on.
      world.log({ event: 'check', time: isoTime(world.now()), fault: describeFault(fault) })
      return null
    }
  }

  // A 再照会 rests on a check by card, which may have come with it.
  const isReinquiry = (index: number) => {
    const check = opened[index]
    return check?.ok === true && check.value.evidence.kind === 'reinquiry'
  }
  const records: (CheckRecord | null)[] = []
  for (const turn of [false, true]) {
    await Promise.all(
      fresh.map(async (item, index) => {
        if (isReinquiry(index) === turn) records[index] = await judgeItem(item, index)
      }),
    )
  }
  return records.filter((record) => record !== null)
}

function isByFace(check: Verdict<OpenedCheck>): boolean {
  return check.ok && check.value.evidence.kind === 'cardFace'
}

/** What was seen of a card; null where none was read. */
function cardOf(evidence: Evidence): { lastDay: string | null } | null {
  const isCard = evidence.kind === 'cardSignature' || evidence.kind === 'cardFace'
  return isCard ? { lastDay: evidence.cardExpiry } : null
}

/** With whose check it is, and with what becomes of a 申立書: nobody is asked, and one that is refused is not kept. */
async function recordOf(
  item: AuthenticItem,
  { statement, evidence }: OpenedCheck,
  judgement: Judgement,
  judgedBy: { deviceId: string; receivedAt: number },
  { facilityId }: Device,
  keys: GatewayKeys,
): Promise<CheckRecord> {
  const record = toRecord(item, judgement, judgedBy)
  const isDeclaration = evidence.kind === 'declaration'
  if (record.verdict === 'rejected') return isDeclaration ? withoutContent(record) : record
  const asked = isDeclaration ? { ...record, asksNobody: true as const } : record
  const { patientId } = statement
  if (patientId === null) return asked
  const card = cardOf(evidence)
  const { certificateLastDay } = record.facts
  return {
    ...asked,
    patient: {
      patientRef: await patientRef(keys.patients, facilityId, patientId),
      card: card && { ...card, certificateLastDay },
    },
  }
}

/** Refused, and nothing of what was sealed in it is kept (R55). */
function withoutContent(record: CheckRecord): CheckRecord {
  const { header } = record.envelope
  return { ...record, envelope: { header, enc: '', ciphertext: '', signature: '' } }
}

function splitWithdrawals(items: readonly AuthenticItem[]): [AuthenticItem[], AuthenticItem[]] {
  const isWithdrawal = ({ header }: AuthenticItem) => header.kind === 'consentWithdrawal'
  return [items.filter(isWithdrawal), items.filter((item) => !isWithdrawal(item))]
}

function judgeWithdrawals(
  items: readonly AuthenticItem[],
  device: Device,
  { keys, now }: AcceptWorld,
): Promise<CheckRecord[]> {
  const receivedAt = now()
  return Promise.all(
    items.map(async (item) => {
      const judged = await judgeWithdrawal(item, device, { keys, receivedAt })
      const judgement = judged.ok ? ({ verdict: 'accepted', ...judged.value } as const) : judged
      return toRecord(item, judgement, { deviceId: device.id, receivedAt })
    }),
  )
}

/** Guessing at four digits shows in the log, as a number and whose tablet it was. */
function countWrongPasscodes(
  records: readonly CheckRecord[],
  device: Device,
  { log, now }: AcceptWorld,
): void {
  const wrong = records.filter((each) => each.verdict === 'rejected' && each.code === 'TZ-G31')
  if (wrong.length === 0) return
  log({ event: 'passcode', time: isoTime(now()), deviceId: device.id, wrong: wrong.length })
}

/** A judgement, and for a withdrawal what is recorded with it. */
type Recorded =
  | Judgement
  | (Extract<Judgement, { verdict: 'accepted' }> &
      Pick<Extract<CheckRecord, { verdict: 'accepted' }>, 'withdrawal'>)

function toRecord(
  { envelope, header, bodyHash }: AuthenticItem,
  judgement: Recorded | { ok: false; code: GatewayErrorCode },
  { deviceId, receivedAt }: { deviceId: string; receivedAt: number },
): CheckRecord {
  const { enc, ciphertext, signature } = envelope
  return {
    id: header.id,
    deviceId,
    bodyHash,
    envelope: { header: envelope.header, enc, ciphertext, signature },
    receivedAt,
    ...('verdict' in judgement ? judgement : { verdict: 'rejected', code: judgement.code }),
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

function challengeIdsOf({ evidence }: OpenedCheck): string[] {
  return 'challengeId' in evidence && evidence.challengeId !== null ? [evidence.challengeId] : []
}

function toResult(item: Item, standing: ReadonlyMap<string, StoredVerdict>): ItemResult {
  if (!item.ok) return rejectedItem(item.id, item.code)
  const verdict = standing.get(item.id)
  if (!verdict) return { id: item.id, outcome: 'retry', code: 'TZ-G21' }
  if (verdict.bodyHash !== item.value.bodyHash) return rejectedItem(item.id, 'TZ-G09')
  return verdict.verdict === 'accepted'
    ? { id: item.id, outcome: 'accepted' }
    : rejectedItem(item.id, verdict.code)
}

function rejectedItem(id: string, code: GatewayErrorCode): ItemResult {
  return { id, outcome: 'rejected', code }
}

/** The id of an item that is no envelope; empty unless it is surely an id and not something else. */
function readableId(item: unknown): string {
  const parsed = v.safeParse(v.object({ id: CheckId }), item)
  return parsed.success ? parsed.output.id : ''
}
