/**
 * Medical information (診療・薬剤・特定健診等・手術情報) as Tazune keeps and shows it. The elements of the national
 * interface are not published; these are the ones that its viewing pages are known to show. What the authority does not
 * say is null or left out, never guessed. Days are days in Japan.
 */
import type { ConsentItem } from './check'
import type { Day } from './days'

/** 診療情報: one day at one institution. */
export interface CareDay {
  day: Day
  institution: string
  /** 外来・入院・在宅; null where not told. */
  kind: 'outpatient' | 'inpatient' | 'home' | null
  /** 診療行為, as the authority names them; may be empty. */
  acts: string[]
}

export interface Drug {
  /** As prescribed or dispensed. */
  name: string
  /** 成分の一般名; null where not told, and then nothing can be compared. */
  ingredient: string | null
  /** 用法 */
  usage: string | null
  /** 1日量 in words, with its unit. */
  amount: string | null
  /** 投与日数; null for drugs taken when needed, for external ones, and where not told. */
  days: number | null
}

/** 薬剤情報: what one institution prescribed, or one pharmacy dispensed for it, on a day. */
export interface DrugDay {
  day: Day
  institution: string
  pharmacy: string | null
  drugs: Drug[]
}

/** 特定健診等の項目 */
export type CheckupMeasure =
  | 'systolic'
  | 'diastolic'
  | 'hba1c'
  | 'glucose'
  | 'ldl'
  | 'hdl'
  | 'triglycerides'
  | 'ast'
  | 'alt'
  | 'gammaGt'
  | 'egfr'
  | 'bmi'

export interface CheckupDay {
  day: Day
  institution: string | null
  /** Only what was measured. */
  values: Partial<Record<CheckupMeasure, number>>
}

/** 手術情報 */
export interface Operation {
  day: Day
  institution: string
  name: string
}

/** Each kind is null where it was not looked up: not consented to, or withdrawn. Empty: the authority has none. */
export interface MedicalRecords {
  diagnosis: CareDay[] | null
  medication: DrugDay[] | null
  checkup: CheckupDay[] | null
  surgery: Operation[] | null
}

export interface MedicalInformation extends MedicalRecords {
  v: 1
  /** The check whose consent it stands under. */
  checkId: string
  /** ISO 8601, UTC: when the authority gave it. */
  fetchedAt: string
}

/** Only these kinds of the records; what was not looked up stays null. */
export function onlyItems<R extends MedicalRecords>(records: R, items: readonly ConsentItem[]): R {
  return {
    ...records,
    diagnosis: items.includes('diagnosis') ? records.diagnosis : null,
    medication: items.includes('medication') ? records.medication : null,
    checkup: items.includes('checkup') ? records.checkup : null,
    surgery: items.includes('surgery') ? records.surgery : null,
  }
}

/** What happened on a day, of whatever kind. */
export interface TimelineDay {
  day: Day
  care: CareDay[]
  drugs: DrugDay[]
  checkups: CheckupDay[]
  operations: Operation[]
}

/** Every day on which anything is recorded, the latest first. */
export function timelineOf(records: MedicalRecords): TimelineDay[] {
  const days = new Map<Day, TimelineDay>()
  const at = (day: Day): TimelineDay => {
    const known = days.get(day) ?? { day, care: [], drugs: [], checkups: [], operations: [] }
    days.set(day, known)
    return known
  }
  for (const each of records.diagnosis ?? []) at(each.day).care.push(each)
  for (const each of records.medication ?? []) at(each.day).drugs.push(each)
  for (const each of records.checkup ?? []) at(each.day).checkups.push(each)
  for (const each of records.surgery ?? []) at(each.day).operations.push(each)
  return [...days.values()].sort((one, other) => (one.day < other.day ? 1 : -1))
}

/** A copy on a tablet, with the time at which it is erased there and at the gateway. */
export interface MedicalCopy {
  v: 1
  information: MedicalInformation
  /** ISO 8601, itself excluded; null: until revoked. */
  until: string | null
  /** Never later than `until`, see `keepMedicalUntil`. */
  keepUntil: string
}
