/**
 * ORCA's lock on a patient (排他制御). Whoever asks with Request_Number 01 holds it until 03 or 99, also across a crash: so
 * each is noted durably before it is asked for, and the notes are worked off before anything else is sent.
 */
import { patientIn, type CallOrca, type OrcaAnswer } from './api'
import { listOf, partOf, textOf, type Xml2Record } from './xml2'

export const PATIENT_PATH = 'orca12/patientmodv32'
export const PATIENT_NAMES = { request: 'patientmodv3req2', response: 'patientmodv3res2' } as const
const LOCKS_PATH = 'api21/medicalmodv37'
const LOCKS_NAMES = { request: 'medicalv3req7', response: 'medicalv3res7' } as const

/** Longer than any run can hold a lock (four requests): a younger note may be another gateway's at its work. */
export const HOLD_MS = 120_000

/** 端末展開中と思われる排他時間: a lock is younger than a minute, and may not be taken away yet. */
const TOO_YOUNG = 'E14'

export interface LockNote {
  facilityId: string
  /** Made here, new for each try: it names the lock as ours. */
  karteUid: string
  /** ORCA's own name of the lock; null until it answered. */
  orcaUid: string | null
  patientNumber: string
  /** ms */
  notedAt: number
}

/** Durable: what resolved has been committed. */
export interface LockNotes {
  /** In place of the note with the same `karteUid`. */
  put(note: LockNote): Promise<void>
  remove(facilityId: string, karteUid: string): Promise<void>
  ofFacility(facilityId: string): Promise<LockNote[]>
  /** Facilities with a note of that time or before. */
  leftUntil(notedAt: number): Promise<string[]>
}

/** Releases a lock that this very run holds. @throws as `call` does: the note stays, and the next run does it */
export async function releaseHeld(
  call: CallOrca,
  notes: LockNotes,
  note: LockNote,
  held: OrcaAnswer,
): Promise<void> {
  await unlock(call, note, patientIn(held))
  await notes.remove(note.facilityId, note.karteUid)
}

/**
 * Releases what runs that began up to that time have left. `tooYoung`: ORCA does not give one back yet; in a minute.
 * @throws as `call` does: nothing may be sent before
 */
export async function releaseLeft(
  call: CallOrca,
  notes: LockNotes,
  facilityId: string,
  notedUntil: number,
): Promise<'released' | 'tooYoung'> {
  const left = (await notes.ofFacility(facilityId)).filter(({ notedAt }) => notedAt <= notedUntil)
  for (const note of left) {
    if (note.orcaUid === null) {
      if ((await takeAway(call, note)) === 'tooYoung') return 'tooYoung'
    } else {
      await unlock(call, note, { Patient_ID: note.patientNumber })
    }
    await notes.remove(facilityId, note.karteUid)
  }
  return 'released'
}

/** Whatever it answers, the lock is not ours any more: it was released now, with a 03 that we never heard of, or by hand. */
async function unlock(call: CallOrca, note: LockNote, patient: Xml2Record): Promise<void> {
  await call(PATIENT_PATH, PATIENT_NAMES, {
    Request_Number: '99',
    Karte_Uid: note.karteUid,
    Orca_Uid: note.orcaUid ?? '',
    Patient_Information: patient,
  })
}

/** ORCA's answer to 01 never came: whether it holds a lock of ours its own list says. Only ours is ever taken away. */
async function takeAway(call: CallOrca, { karteUid }: LockNote): Promise<'gone' | 'tooYoung'> {
  const listed = await call(LOCKS_PATH, LOCKS_NAMES, { Request_Number: '00', Karte_Uid: karteUid })
  const ours = listOf(listed.body, 'Lock_Information').filter(
    (lock) => textOf(lock, 'Lock_Karte_Uid') === karteUid,
  )
  for (const lock of ours) {
    const asked = await call(LOCKS_PATH, LOCKS_NAMES, {
      Request_Number: '01',
      Karte_Uid: karteUid,
      Delete_Information: {
        Delete_Karte_Uid: karteUid,
        Delete_Orca_Uid: textOf(lock, 'Lock_Orca_Uid'),
      },
    })
    if (asked.code === TOO_YOUNG) return 'tooYoung'
    if (asked.verdict !== 'asks') continue
    const confirmed = await call(LOCKS_PATH, LOCKS_NAMES, {
      Request_Number: textOf(asked.body, 'Response_Number'),
      Karte_Uid: karteUid,
      Orca_Uid: textOf(asked.body, 'Orca_Uid'),
      Delete_Information: partOf(asked.body, 'Delete_Information') ?? {},
      Select_Answer: 'Ok',
    })
    if (confirmed.code === TOO_YOUNG) return 'tooYoung'
  }
  return 'gone'
}
