/**
 * One accepted check on its way to its answer. A crash at any point leaves a row from which this can be done again
 * without asking twice: the intent is stored before the authority hears of it, and from then on only the authority's
 * own record decides whether it was asked.
 */
import type { CheckStatement, Consent, DeclarationEvidence, Evidence } from '../../domain/check'
import { dayInJapan } from '../../domain/days'
import { parseKeyGroupBirthdate } from '../../domain/surface/key-group'
import { answerAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { seal } from '../../api/seal'
import type { FindDeviceKeys } from '../access/device-keys'
import { composeAnswer } from '../answers/compose-answer'
import { keptAnswerAad } from '../answers/kept-answer'
import type {
  Authority,
  AuthorityReply,
  EligibilityQuery,
  FindOutcome,
  FoundAcceptance,
  NoAnswer,
} from '../authority/authority'
import { fromAuthority } from '../authority/fault'
import { faceDigests } from '../checks/card-face'
import { bytesOf, readHeader } from '../checks/open-envelope'
import { reopenCheck } from '../checks/reopen'
import { consentInForce } from '../consents/in-force'
import { registerRow, withoutWithdrawn } from '../consents/register'
import { tellWithdrawal } from '../consents/tell-withdrawal'
import type { GatewayKeys } from '../keys/gateway-keys'
import { patientRef } from '../keys/patient-ref'
import type { Device, IdentityStore, Store, Work } from '../store/store'
import { storeNoAnswer } from './store-no-answer'

export interface ProcessWorld {
  store: Pick<
    Store,
    'devices' | 'work' | 'answers' | 'identity' | 'checks' | 'consents' | 'medical'
  >
  authority: Authority
  keys: GatewayKeys
  deviceKeys: FindDeviceKeys
  /** Destinations of a facility's own software, which are told of its answers. */
  exportTo: (facilityId: string) => readonly string[]
  now: () => number
}

/**
 * `unanswered`: it has ended without an answer, and the device will be told why. `pending`: the authority has it and answers later.
 * `waiting`: the patient has not been through the official page or app yet. `told`: a withdrawal, which has no answer. `lost`:
 * another worker holds the lease now.
 */
export type WorkOutcome = 'answered' | 'unanswered' | 'told' | 'pending' | 'waiting' | 'lost'

/** @throws Error when store or authority failed: to be tried again later */
export async function processWork(work: Work, world: ProcessWorld): Promise<WorkOutcome> {
  const device = await world.store.devices.get(work.facilityId, work.deviceId)
  if (!device) throw new Error('check without its device')
  const header = readHeader({ id: work.id, ...work.envelope }, device.id)
  if (header.ok && header.value.kind === 'consentWithdrawal') {
    return tellWithdrawal(work, header.value, device, world)
  }
  const given = await reopenCheck(work, device, world.keys)
  const { evidence } = given
  if (evidence.kind === 'declaration') throw new Error('nobody is asked with a declaration')
  const withdrawn = await world.store.consents.withdrawnFrom(work.facilityId, work.id)
  const check = { evidence, statement: withoutWithdrawn(given.statement, withdrawn) }
  if (!(await isProven(check, work, world.store.identity))) return 'waiting'
  const acceptance = await acceptanceFor(check, work, device, world.authority)
  if (acceptance === 'waiting') return 'waiting'
  const outcome = await askOnce(work, toQuery(check, work, device, acceptance), world)
  switch (outcome.kind) {
    case 'answered':
      return storeAnswer(
        work,
        check,
        { reply: outcome.reply, acceptance, given: given.statement.consent },
        device,
        world,
      )
    case 'cannot':
    case 'failed':
      return (await storeNoAnswer(work, outcome, device, world)) ? 'unanswered' : 'lost'
    case 'pending':
    case 'unknown':
      return 'pending'
    case 'lost':
      return 'lost'
  }
}

/** A check with which the authority is asked. */
interface AskedCheck {
  statement: CheckStatement
  evidence: Exclude<Evidence, DeclarationEvidence>
}

type AskOnceOutcome = Exclude<FindOutcome, { kind: 'neverAsked' }> | { kind: 'lost' }

async function askOnce(
  work: Work,
  query: EligibilityQuery,
  { store, authority, now }: ProcessWorld,
): Promise<AskOnceOutcome> {
  if (work.askedAt !== null) {
    const found = await fromAuthority(() => authority.find(work.id, work.facilityId))
    if (found.kind !== 'neverAsked') return found
  }
  // Stored even when it stands already: it also proves that the lease is still ours.
  if (!(await store.work.recordIntent(work, now()))) return { kind: 'lost' }
  return fromAuthority(() => authority.ask(work.id, query))
}

/** Bytes. What is no longer taken by a tablet would keep every later answer from it (`Sealed` in api/wire). */
const LARGEST_ANSWER = 1_000_000
const UNREADABLE: NoAnswer = {
  kind: 'failed',
  code: 'TZ-G65',
  authorityCode: null,
  message: null,
}

async function storeAnswer(
  work: Work,
  check: AskedCheck,
  answered: { reply: AuthorityReply; acceptance: FoundAcceptance | null; given: Consent | null },
  device: Device,
  world: ProcessWorld,
): Promise<WorkOutcome> {
  const { store, keys, deviceKeys, exportTo, now } = world
  const { reply, acceptance } = answered
  const { statement, evidence } = check
  const { facilityId } = device
  const patient =
    statement.patientId && (await patientRef(keys.patients, facilityId, statement.patientId))
  const earlier =
    evidence.kind === 'reinquiry' && patient
      ? consentInForce(await store.consents.ofPatients(facilityId, [patient]), work.id, now())
      : null
  const answer = utf8(JSON.stringify(composeAnswer(check, work.facts, reply, acceptance, earlier)))
  if (answer.length > LARGEST_ANSWER) {
    return (await storeNoAnswer(work, UNREADABLE, device, world)) ? 'unanswered' : 'lost'
  }
  const { answering } = await deviceKeys(device)
  const [sealed, kept] = await Promise.all([
    seal(answering, answer, answerAad(work.id)),
    seal(keys.currentPair.publicKey, answer, keptAnswerAad(work.id)),
  ])
  const given = acceptance === null ? answered.given : acceptance.consent
  // Read on the patient's own phone, and known to be so only now.
  const isProvenNow = evidence.kind === 'officialApp' || evidence.kind === 'digitalIdentity'
  const card = isProvenNow ? { lastDay: null, certificateLastDay: null } : null
  const { capturedAt } = work.facts
  const consent = registerRow(statement, facilityId, work.facts, given, reply, patient)
  const checkId = work.id
  await store.answers.put({
    facilityId,
    checkId,
    deviceId: device.id,
    sealed,
    kept,
    consent,
    patient: patient ? { patientRef: patient, card, capturedAt } : null,
    exportTo: exportTo(facilityId),
    now: now(),
  })
  return 'answered'
}

/** False while the patient of such a check has not proven who they are by デジタル認証アプリ. */
async function isProven(
  { evidence }: AskedCheck,
  work: Work,
  identity: IdentityStore,
): Promise<boolean> {
  if (evidence.kind !== 'digitalIdentity') return true
  return (await identity.ofCheck(work.facilityId, work.id))?.outcome === 'proven'
}

/** What the patient registered on the official page; null for a check of another kind. */
async function acceptanceFor(
  { statement, evidence }: AskedCheck,
  work: Work,
  device: Device,
  authority: Authority,
): Promise<FoundAcceptance | 'waiting' | null> {
  if (evidence.kind !== 'officialApp') return null
  if (statement.patientId === null) throw new Error('an accepted hand-off of nobody')
  const query = {
    facilityId: device.facilityId,
    patientId: statement.patientId,
    // Of the whole day: the patient may have been through the page before staff saved the check.
    since: dayInJapan(work.facts.capturedAt),
    setting: statement.setting,
  }
  const found = await fromAuthority(() => authority.findAcceptance(query))
  return found ?? 'waiting'
}

function toQuery(
  { statement, evidence }: AskedCheck,
  work: Work,
  device: Device,
  acceptance: FoundAcceptance | null,
): EligibilityQuery {
  const { channel, setting } = statement
  const about = {
    facilityId: device.facilityId,
    patientId: statement.patientId,
    asOf: dayInJapan(work.facts.capturedAt),
    channel,
    setting,
    consent: statement.consent,
  }
  switch (evidence.kind) {
    case 'cardSignature': {
      const certificate = bytesOf(evidence.certificate)
      if (!certificate) throw new Error('an accepted check without a certificate')
      return { ...about, subject: { kind: 'certificate', certificate } }
    }
    case 'cardFace': {
      const digests = faceDigests(evidence)
      const group = bytesOf(evidence.keyGroup)
      if (!digests || !group) throw new Error('an accepted face check without its digests')
      const birthdate = parseKeyGroupBirthdate(group)
      const subject = { kind: 'cardFace', faceDigests: Buffer.concat(digests) } as const
      return { ...about, subject: birthdate === null ? subject : { ...subject, birthdate } }
    }
    case 'officialApp':
      if (!acceptance) throw new Error('a hand-off is asked about before its acceptance')
      return {
        ...about,
        consent: acceptance.consent,
        subject: { kind: 'acceptance', acceptanceId: acceptance.id },
      }
    case 'digitalIdentity':
    case 'reinquiry': {
      if (statement.patientId === null) throw new Error('an accepted check of nobody')
      const subject = { kind: 'patient', patientId: statement.patientId } as const
      const isReinquiry = evidence.kind === 'reinquiry'
      return { ...about, subject: isReinquiry ? { ...subject, reinquiry: true } : subject }
    }
    case 'document': {
      const { insurerNumber, symbol, number, branch, birthdate } = evidence.document
      const numbers = { insurerNumber, symbol, number, branch }
      return { ...about, subject: { kind: 'numbers', numbers, birthdate } }
    }
    case 'oral': {
      const { numbers, birthdate } = evidence
      return { ...about, subject: { kind: 'numbers', numbers, birthdate } }
    }
  }
}
