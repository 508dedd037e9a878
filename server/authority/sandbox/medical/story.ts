/** A fictitious person's history, told relative to today so that it means the same next year. */
import type { CareDay, CheckupMeasure, Drug } from '../../../../domain/medical-information'

export interface StoryCare {
  daysAgo: number
  institution: string
  kind: CareDay['kind']
  acts: readonly string[]
}

export interface StoryDrugs {
  daysAgo: number
  institution: string
  pharmacy: string | null
  drugs: readonly Drug[]
}

export interface StoryCheckup {
  yearsAgo: number
  institution: string | null
  values: Partial<Record<CheckupMeasure, number>>
}

export interface StoryOperation {
  daysAgo: number
  institution: string
  name: string
}

export interface MedicalStory {
  care: readonly StoryCare[]
  drugs: readonly StoryDrugs[]
  checkups: readonly StoryCheckup[]
  operations: readonly StoryOperation[]
}

export const NO_STORY: MedicalStory = { care: [], drugs: [], checkups: [], operations: [] }

/** Taken every day for so long. */
export function daily(
  name: string,
  ingredient: string,
  days: number,
  usage = '1日1回 朝食後',
  amount = '1錠',
): Drug {
  return { name, ingredient, usage, amount, days }
}

/** Taken or put on when needed: no days, so nothing can be said of overlapping. */
export function asNeeded(name: string, ingredient: string | null, usage: string): Drug {
  return { name, ingredient, usage, amount: null, days: null }
}
