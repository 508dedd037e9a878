/** Drugs that may be taken twice: same ingredient, overlapping days. It says where to look, not what to do. */
import { addDays, type Day } from './days'
import type { Drug, DrugDay } from './medical-information'

/** One drug and when it is taken. */
export interface DrugCourse {
  from: Day
  /** Last day by the days prescribed; the day itself where these are not told. */
  until: Day
  institution: string
  pharmacy: string | null
  drug: Drug
  /** Courses that overlap with this one by ingredient and days, the earliest first. */
  overlaps: DrugOverlap[]
}

export interface DrugOverlap {
  name: string
  institution: string
  from: Day
  until: Day
  /** Two institutions may not know of each other; one that prescribes a little early does. */
  otherInstitution: boolean
}

/** Every drug of the record as a course, the latest day first and in the order of the record within it. */
export function drugCourses(days: readonly DrugDay[]): DrugCourse[] {
  const courses = days.flatMap(({ day, institution, pharmacy, drugs }) =>
    drugs.map((drug): DrugCourse => ({
      from: day,
      until: addDays(day, Math.max(0, (drug.days ?? 1) - 1)),
      institution,
      pharmacy,
      drug,
      overlaps: [],
    })),
  )
  const earliestFirst = [...courses].sort(byFrom)
  for (const course of courses) {
    course.overlaps = earliestFirst
      .filter((other) => other !== course && overlap(course, other))
      .map((other) => ({
        name: other.drug.name,
        institution: other.institution,
        from: other.from,
        until: other.until,
        otherInstitution: other.institution !== course.institution,
      }))
  }
  return courses.sort((one, other) => byFrom(other, one))
}

function overlap(one: DrugCourse, other: DrugCourse): boolean {
  const ingredient = sameForm(one.drug.ingredient)
  return (
    ingredient !== null &&
    ingredient === sameForm(other.drug.ingredient) &&
    one.from <= other.until &&
    other.from <= one.until
  )
}

/** Width and spaces are spelling, not chemistry. */
function sameForm(ingredient: string | null): string | null {
  const form = ingredient?.normalize('NFKC').replace(/\s/g, '').toLowerCase() ?? ''
  return form === '' ? null : form
}

function byFrom(one: DrugCourse, other: DrugCourse): number {
  return one.from < other.from ? -1 : one.from > other.from ? 1 : 0
}
