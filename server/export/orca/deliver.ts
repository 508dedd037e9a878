/**
 * One answer into ORCA by `patientmodv32`: 01 reads and locks, 02 checks, 03 writes, 99 unlocks. Whatever happens after 01,
 * the lock is released: by 03, by 99, or, where neither was heard of, by the next run before it does anything else.
 */
import { chooseCoverage } from '../../../domain/coverage'
import { answerOf, type ExportRecord } from '../record'
import type { Delivery } from '../outcome'
import { faultDelivery } from '../fault'
import { patientIn, type CallOrca, type OrcaAnswer } from './api'
import {
  HOLD_MS,
  PATIENT_NAMES,
  PATIENT_PATH,
  releaseHeld,
  releaseLeft,
  type LockNote,
  type LockNotes,
} from './locks'
import { planChanges, type HeldInOrca, type OrcaPlan } from './plan'
import { listOf, partOf, textOf, type Xml2Record } from './xml2'

export interface OrcaWorld {
  call: CallOrca
  notes: LockNotes
  now: () => number
  /** A name for the lock that nobody else has. */
  randomId: () => string
}

const MINUTE_MS = 60_000

/** @throws only what is a bug; whatever ORCA or the line does is a delivery. A request may take 25 s (`HOLD_MS`). */
export async function deliverToOrca(record: ExportRecord, world: OrcaWorld): Promise<Delivery> {
  const answer = answerOf(record)
  if (answer === null || answer.validity === 'none') return { kind: 'done', how: 'nothing' }
  const { number, hasNewerAnswer } = record.patient
  if (number === null) return { kind: 'stopped', code: 'TZ-E12' }
  // Both may be of one day, which is all that ORCA keeps of a check.
  if (hasNewerAnswer) return { kind: 'done', how: 'nothing' }
  if (chooseCoverage(answer).kind === 'several') return { kind: 'stopped', code: 'TZ-E14' }
  try {
    const until = world.now() - HOLD_MS
    const left = await releaseLeft(world.call, world.notes, record.facility.id, until)
    if (left === 'tooYoung') return { kind: 'retry', code: 'TZ-E11', afterMs: MINUTE_MS }
    return await withLock(record.facility.id, number, world, (held) =>
      write(held, planChanges(answer, readHeld(held)), world),
    )
  } catch (fault) {
    return faultDelivery(fault)
  }
}

/** What is to be done with the lock besides: `written` has given it back to ORCA already. */
type Step = { delivery: Delivery; written: boolean }

async function withLock(
  facilityId: string,
  patientNumber: string,
  { call, notes, now, randomId }: OrcaWorld,
  work: (held: OrcaAnswer) => Promise<Step>,
): Promise<Delivery> {
  const karteUid = randomId()
  const note: LockNote = { facilityId, karteUid, orcaUid: null, patientNumber, notedAt: now() }
  await notes.put(note)
  const held = await call(PATIENT_PATH, PATIENT_NAMES, {
    Request_Number: '01',
    Karte_Uid: karteUid,
    Patient_Information: { Patient_ID: patientNumber },
  })
  if (held.verdict !== 'done' && held.verdict !== 'warned') {
    await notes.remove(facilityId, karteUid)
    return refusal(held)
  }
  const locked = { ...note, orcaUid: textOf(held.body, 'Orca_Uid') }
  await notes.put(locked)
  const step = await work(held).catch(async (fault: unknown) => {
    // Not known whether ORCA wrote; that this lock is not wanted any more is certain. If it fails too, the note stays.
    await releaseHeld(call, notes, locked, held).catch(() => undefined)
    throw fault
  })
  if (step.written) {
    await notes.remove(facilityId, karteUid)
    return step.delivery
  }
  // A run that slept for minutes has lost its lock to another gateway: what ORCA refused then was not the insurance.
  const isOurs = (await notes.ofFacility(facilityId)).some((each) => each.karteUid === karteUid)
  if (!isOurs) return { kind: 'retry', code: 'TZ-E11' }
  await releaseHeld(call, notes, locked, held)
  return step.delivery
}

async function write(held: OrcaAnswer, plan: OrcaPlan, { call }: OrcaWorld): Promise<Step> {
  switch (plan.kind) {
    case 'unchanged':
      return { delivery: { kind: 'done', how: 'unchanged' }, written: false }
    case 'leftToPerson':
      return { delivery: { kind: 'stopped', code: plan.code }, written: false }
    case 'change': {
      const checked = await call(PATIENT_PATH, PATIENT_NAMES, {
        ...carriedOn(held),
        ...informationOf(plan.insurances, plan.publicExpenses),
      })
      if (!goesOn(checked)) return { delivery: refusal(checked), written: false }
      const written = await call(PATIENT_PATH, PATIENT_NAMES, {
        ...carriedOn(checked),
        ...informationOf(insurancesIn(checked), publicExpensesIn(checked)),
      })
      if (!goesOn(written)) return { delivery: refusal(written), written: false }
      const said = { code: written.code, message: written.message }
      const warned = written.verdict === 'warned'
      return { delivery: { kind: 'done', how: 'written', ...(warned && { said }) }, written: true }
    }
  }
}

/** ORCA says itself which request comes next, and has its names back unchanged. */
function carriedOn({ body }: OrcaAnswer): Xml2Record {
  return {
    Request_Number: textOf(body, 'Response_Number'),
    Karte_Uid: textOf(body, 'Karte_Uid'),
    Orca_Uid: textOf(body, 'Orca_Uid'),
    Patient_Information: partOf(body, 'Patient_Information') ?? {},
  }
}

function informationOf(insurances: Xml2Record[], publicExpenses: Xml2Record[]): Xml2Record {
  return {
    ...(insurances.length > 0 && {
      HealthInsurance_Information: { HealthInsurance_Info: insurances },
    }),
    ...(publicExpenses.length > 0 && {
      PublicInsurance_Information: { PublicInsurance_Info: publicExpenses },
    }),
  }
}

function readHeld(held: OrcaAnswer): HeldInOrca {
  return {
    patient: patientIn(held),
    insurances: insurancesIn(held),
    publicExpenses: publicExpensesIn(held),
  }
}

function insurancesIn({ body }: OrcaAnswer): Xml2Record[] {
  return listOf(partOf(body, 'HealthInsurance_Information'), 'HealthInsurance_Info')
}

function publicExpensesIn({ body }: OrcaAnswer): Xml2Record[] {
  return listOf(partOf(body, 'PublicInsurance_Information'), 'PublicInsurance_Info')
}

function goesOn({ verdict }: OrcaAnswer): boolean {
  return verdict === 'done' || verdict === 'warned'
}

function refusal({ verdict, code, message }: OrcaAnswer): Delivery {
  const said = { code, message }
  switch (verdict) {
    case 'busy':
      return { kind: 'retry', code: 'TZ-E10', said }
    case 'asks':
      return { kind: 'stopped', code: 'TZ-E16', said }
    case 'absent':
      return { kind: 'stopped', code: 'TZ-E12', said }
    case 'refused':
    case 'done':
    case 'warned':
      return { kind: 'stopped', code: 'TZ-E15', said }
  }
}
